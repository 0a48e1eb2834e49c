import { type ExportSummary, formatBytes, plural, type RunSummary } from '@waybill/api';
import { momentIn, periodIn } from '../blocks/moments.ts';

/** Exports and runs in short words. Pure. */

const STATUS: Readonly<Record<ExportSummary['status'], string>> = {
  pending: 'waits for its time',
  processing: 'is running',
  finished: 'has run',
  failed: 'failed',
  active: 'active',
  inactive: 'inactive',
};

export function statusWords(summary: ExportSummary): string {
  const { status, pausedUntil, timezone, nextAt } = summary;
  if (pausedUntil !== null) return `paused until ${momentIn(pausedUntil, timezone)}`;
  if (status === 'inactive') return nextAt === null ? 'paused, or over' : 'paused';
  return STATUS[status];
}

/** `active · daily at 06:30 · next Mon 23 Nov 2026, 06:30 · last run success`. */
export function summaryLine(summary: ExportSummary): string {
  const { schedule, nextAt, timezone, lastRun, pausedUntil } = summary;
  return [
    statusWords(summary),
    schedule,
    ...(nextAt === null || pausedUntil !== null ? [] : [`next ${momentIn(nextAt, timezone)}`]),
    ...(lastRun === null ? [] : [`last run ${lastRun.status}`]),
  ].join(' · ');
}

const RUN_STATUS: Readonly<Record<RunSummary['status'], string>> = {
  queued: 'waits',
  processing: 'is running',
  success: 'success',
  failed: 'failed',
  quarantined: 'in quarantine',
  cancelled: 'cancelled',
  skipped: 'skipped: no rows',
};

export const runStatusWords = (status: RunSummary['status']): string => RUN_STATUS[status];

/** `success · 1,204 rows, 1.2 MB · Sun 22 Nov 2026 · by Anna`. */
export function runLine(run: RunSummary): string {
  const amount =
    run.rows === null ? '' : `${plural(run.rows, 'row')}${run.bytes === null ? '' : `, ${formatBytes(run.bytes)}`}`;
  return [
    RUN_STATUS[run.status],
    amount,
    run.window === null ? 'everything' : periodIn(run.window, run.timezone),
    run.by === 'schedule' ? '' : `by ${run.by}`,
  ]
    .filter(part => part !== '')
    .join(' · ');
}
