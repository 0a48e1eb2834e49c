import type { GlobalOptions } from '../command-context.ts';
import type { RunOptions } from '../commands/run.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { progressBar } from '../render/progress-bar.ts';
import { receiptLines } from '../render/receipt.ts';
import { executeRun } from './execute-run.ts';
import { openNamedExport } from './prepare-file.ts';

/** Runs an export and shows its receipt; gives the exit code. */
export async function runFile(io: Io, file: string, options: RunOptions & GlobalOptions): Promise<number> {
  const named = openNamedExport(io, file, options);
  const bar = progressBar(io.err);
  try {
    const { receipt, checks } = await interruptible(io.err, signal =>
      executeRun(named, options, {
        signal,
        onProgress: ({ step, rows, bytes, percent }) => bar.update({ label: step, rows, bytes, percent }),
      }),
    );
    bar.clear();
    if (options.json) sayJson(io.out, receipt);
    else say(io.out, ...receiptLines(receipt, { colours: io.out.colours, cwd: io.cwd, delivered: options.deliver }));
    return exitCodeOf(checks);
  } finally {
    bar.clear();
  }
}
