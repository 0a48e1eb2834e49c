import { makeLog } from '@waybill/service';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { logText } from './log-text.ts';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/** The log of something that runs on: for people at a terminal; elsewhere, and with `--json`, lines of JSON. */
export function logFor({ env, out, err }: Io, { json }: GlobalOptions): ReturnType<typeof makeLog> {
  const asked = env.WAYBILL_LOG_LEVEL ?? 'info';
  // A level that is none is told with the other settings.
  const level = LEVELS.includes(asked) ? asked : 'info';
  if (!out.isTerminal || json) return makeLog(level);
  return makeLog(level, { write: (line: string) => err.write(`${logText(line, err.colours)}\n`) });
}
