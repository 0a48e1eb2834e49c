import type { Client, LogLine, RunView } from '@waybill/api';
import { localSecond } from '@waybill/api/local-time';
import { fail } from '@waybill/engine/errors';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { localTime } from '../render/moments.ts';
import { progressBar } from '../render/progress-bar.ts';
import { visible } from '../render/visible.ts';
import { runExitCode } from './run-exit-code.ts';
import { runLines } from './run-lines.ts';

export interface FollowOptions {
  readonly json?: boolean;
  /** False returns as soon as the run is queued. */
  readonly wait?: boolean;
}

/** Shows a run that was just asked for: to its end, unless nobody wants to wait. Gives the exit code. */
export async function followAsked(io: Io, client: Client, run: RunView, options: FollowOptions): Promise<number> {
  if (options.wait !== false) return followRun(io, client, run.id, options);
  if (options.json) sayJson(io.out, run);
  else say(io.out, ...runLines(run, io), `  ${''.padEnd(10)} waybill watch ${run.id}`);
  return EXIT.ok;
}

/**
 * Follows a run to its end by its events: what happens goes to the standard error, the run as it ended to the standard
 * output. Gives the exit code of its outcome. An interrupt ends the watching, never the run.
 */
export async function followRun(io: Io, client: Client, id: string, { json }: FollowOptions): Promise<number> {
  const bar = progressBar(io.err);
  const ended = await interruptible(
    io.err,
    async signal => {
      const { timezone } = await client.getRun({ params: { id } });
      try {
        for await (const event of client.watchRun({ params: { id } }, { signal })) {
          if (event.event === 'log') {
            bar.clear();
            if (!json) say(io.err, logLine(event.data, timezone, io.err.colours));
            continue;
          }
          if (event.event === 'end') return event.data;
          showProgress(event.data);
        }
        // Stopped by a signal; everything else ends with `end` or with an error.
        return undefined;
      } finally {
        bar.clear();
      }
    },
    'The run goes on.',
  );
  if (ended === undefined) return stopped(id);
  if (json) sayJson(io.out, ended);
  else say(io.out, ...runLines(ended, io));
  return runExitCode(ended);

  function showProgress({ status, progress, nextAttemptAt, timezone }: RunView): void {
    if (status === 'queued') {
      const detail = nextAttemptAt === null ? 'waits for its turn' : `until ${localTime(nextAttemptAt, timezone)}`;
      bar.update({ label: 'queued', detail });
    } else if (progress) {
      const { step, rows, bytes, percent } = progress;
      bar.update({ label: step, rows, bytes, percent: percent ?? undefined });
    }
  }
}

/** One line of what happened: `06:30:04  Read 1,234 rows`. */
export function logLine(
  { at, level, message }: LogLine,
  timezone: string,
  { dim, yellow, red }: Io['err']['colours'],
): string {
  const paint = level === 'error' ? red : level === 'warning' ? yellow : (text: string) => text;
  // With the seconds, since much happens within a minute.
  return `${dim(localSecond(at, timezone))}  ${paint(visible(message))}`;
}

const stopped = (id: string): never => fail('watch-stopped', { run: id });
