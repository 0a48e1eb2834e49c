import { formatBytes, formatSeconds, plural } from '@waybill/api';
import type { MadeFiles } from '@waybill/engine/delivery';
import type { Problem } from '@waybill/engine/errors';
import { describeWindow } from '@waybill/engine/time';
import type { ClaimedRun } from '../queue/claim-run.ts';
import type { Run } from '../store/generated/sqlite/client.ts';
import type { LogEntry } from './append-log.ts';
import type { RunEnd } from './record-outcome.ts';

/** What the log of a run says of an attempt (R1). */

/** That it begins, and over what. */
export function beginning(run: Run, window: ClaimedRun['window'], made: boolean): string {
  const attempt = run.attempt > 1 ? `Attempt ${run.attempt} begins` : 'Begins';
  const what = made ? ', with the file that is made already' : window ? `, over ${describeWindow(window)}` : '';
  return `${attempt}${what}.`;
}

export function madeInWords({ files, rows }: MadeFiles): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const names = files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files, ${files[0]?.name} and so on`;
  return `Made ${names}: ${plural(rows, 'row')}, ${formatBytes(bytes)}.`;
}

/** How it ended, for the record of that. */
export function logged(
  status: RunEnd['status'],
  seconds: number,
  checks: readonly Problem[],
  files: MadeFiles | undefined,
): { readonly log: readonly LogEntry[] } {
  if (status === 'skipped')
    return { log: [{ level: 'info', message: 'No rows; nothing is sent, as `on_empty: skip` says.' }] };
  if (status === 'quarantined') {
    const why = checks.map(({ message }): LogEntry => ({ level: 'warning', message }));
    return {
      log: [...why, { level: 'warning', message: 'The file is in quarantine until somebody approves or rejects it.' }],
    };
  }
  const rows = files === undefined ? '' : `: ${plural(files.rows, 'row')}`;
  return { log: [{ level: 'info', message: `Finished${rows}, in ${formatSeconds(seconds)}.` }] };
}
