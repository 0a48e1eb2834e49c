import type { ExportStatus } from '@waybill/api';

export type ScheduleKind = 'now' | 'at' | 'repeated';

export interface ExportFacts {
  readonly scheduleKind: ScheduleKind;
  readonly paused: boolean;
  /** When the scheduler has next something to do for it; null: never again. */
  readonly nextAt: unknown;
  /** Status of the run that was asked for last; null before the first. */
  readonly lastRunStatus: string | null;
  /** Runs that are queued or processing. */
  readonly openRuns: number;
}

/**
 * What lists say of an export (R1). One that repeats is `active` as long as firings are to come. One that runs once is
 * `pending` until it ran, or while its date is still to come although somebody had it run before. Then it is what became
 * of its last run: `failed` as well while a file waits in quarantine, since nothing has arrived. `inactive`: paused, or
 * nothing is to come and nothing came of it (its date passed during a pause, its only run was stopped).
 */
export function exportStatus(facts: ExportFacts): ExportStatus {
  const { scheduleKind, paused, nextAt, lastRunStatus, openRuns } = facts;
  if (paused) return 'inactive';
  const toCome = nextAt !== null && nextAt !== undefined;
  if (scheduleKind === 'repeated') return toCome ? 'active' : 'inactive';
  if (openRuns > 0) return 'processing';
  if (toCome) return 'pending';
  switch (lastRunStatus) {
    case null:
      return scheduleKind === 'now' ? 'pending' : 'inactive';
    case 'success':
    case 'skipped':
      return 'finished';
    case 'cancelled':
      return 'inactive';
    case 'queued':
    case 'processing':
      return 'processing';
    default:
      return 'failed';
  }
}
