import { spawn } from 'node:child_process';
import type { Preview } from '@waybill/engine';
import { fail, type Problem, WaybillError } from '@waybill/engine/errors';
import { z } from 'zod';
import type { PreviewAsked, PreviewResult, Step } from '../protocol.ts';

/** How long an interrupted command may take to stop, in ms, before it is killed. */
const PATIENCE = 5000;

/** What `waybill preview FILE --json` prints. */
const printedSchema = z.object({
  fileNames: z.array(z.string()),
  window: z.object({ by: z.string(), from: z.string().nullable(), to: z.string(), words: z.string() }).nullable(),
  columns: z.array(z.object({ header: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
  masked: z.array(z.string()),
  estimatedRows: z.number().nullable(),
  sql: z.string(),
  bytes: z.base64(),
});

/** And what it prints when something is wrong. */
const failedSchema = z.object({
  problems: z
    .array(
      z.object({
        code: z.string(),
        severity: z.enum(['error', 'warning']),
        kind: z.string(),
        message: z.string(),
        fix: z.string(),
        file: z.string().nullable(),
        line: z.int().nullable(),
        column: z.int().nullable(),
        endLine: z.int().nullable(),
        endColumn: z.int().nullable(),
      }),
    )
    .min(1),
});

/** What the source answers, whoever asks it. */
export type SourceAnswer = Omit<Preview, 'columns' | 'window'> & {
  readonly columns: readonly { readonly header: string; readonly type: string }[];
  readonly window: PreviewResult['window'];
};

/** Has another `waybill` ask the source (the setting `waybill.command`), where this installation lacks the driver. */
export async function previewByCommand(
  command: string,
  { file, unsaved, rows, showPersonalData }: PreviewAsked,
  folder: string,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<{ readonly preview: SourceAnswer; readonly notes: string[] }> {
  onStep('reading');
  const options = ['--json', '--rows', String(rows), '--workspace', folder];
  if (showPersonalData) options.push('--show-personal-data');
  const text = await run(command, ['preview', file, ...options], folder, signal);
  const answer = readJson(text, command);
  const failed = failedSchema.safeParse(answer);
  if (failed.success) {
    const [first, ...rest] = failed.data.problems.map(asProblem);
    if (first) throw new WaybillError([first, ...rest]);
  }
  const printed = printedSchema.safeParse(answer);
  if (!printed.success) {
    const [issue] = printed.error.issues;
    const detail = `its answer is of another version (${issue?.path.join('.')}: ${issue?.message})`;
    return fail('waybill-command-failed', { command, detail });
  }
  const { window, rows: table, bytes, estimatedRows, ...others } = printed.data;
  return {
    preview: {
      ...others,
      table,
      window: window && { by: window.by, words: window.words, from: window.from, until: window.to },
      estimatedRows: estimatedRows ?? undefined,
      bytes: Buffer.from(bytes, 'base64'),
    },
    notes: [
      `\`${command}\` read the rows: this package of the extension has no driver for their source.${
        unsaved.length === 0
          ? ''
          : ' It reads files from the disk: what is not saved yet was checked, and is not in them.'
      }`,
    ],
  };
}

const asProblem = ({
  file,
  line,
  column,
  endLine,
  endColumn,
  ...problem
}: z.infer<typeof failedSchema>['problems'][number]) =>
  ({
    ...problem,
    place: {
      ...(file !== null && { file }),
      ...(line !== null && { line }),
      ...(column !== null && { column }),
      ...(endLine !== null && { endLine }),
      ...(endColumn !== null && { endColumn }),
    },
  }) as Problem;

function readJson(text: string, command: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('waybill-command-failed', { command, detail: 'it did not answer in JSON' });
  }
}

/** What the command prints. Abort interrupts it, so that it stops its query; no shell reads its arguments (Q2). */
function run(command: string, args: readonly string[], cwd: string, signal: AbortSignal): Promise<string> {
  const script = /\.[cm]?js$/.test(command);
  const child = spawn(script ? process.execPath : command, script ? [command, ...args] : args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (words: string) => {
    stderr = (stderr + words).slice(-2000);
  });
  const interrupt = () => {
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGKILL'), PATIENCE).unref();
  };
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  return new Promise<string>((resolve, reject) => {
    const failed = (detail: string) => {
      try {
        fail('waybill-command-failed', { command, detail });
      } catch (error) {
        reject(error);
      }
    };
    child.once('error', error => failed(`it could not be started (${(error as NodeJS.ErrnoException).code})`));
    child.once('close', (code, by) => {
      if (signal.aborted) return reject(new Error('aborted'));
      const text = Buffer.concat(stdout).toString('utf8');
      if (text.trim() !== '') return resolve(text);
      const words = stderr.trim().split('\n').at(-1);
      failed(`it ended with ${by ?? `code ${code}`}${words ? ` (${words})` : ''}`);
    });
  }).finally(() => signal.removeEventListener('abort', interrupt));
}
