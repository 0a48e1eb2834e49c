import { WaybillError } from '@waybill/engine/errors';
import { firings, type Schedule } from '@waybill/engine/schedule';
import type { Temporal } from '@waybill/engine/time';
import type { ScheduleKind } from './export-status.ts';

export interface NextAtAsked {
  readonly schedule: Schedule;
  /** The definition's zone. */
  readonly timezone: string;
  /** Firings at this instant and later count. */
  readonly from: Temporal.Instant;
  readonly paused: boolean;
  /** When a pause ends by itself; null: when somebody resumes it. */
  readonly pausedUntil: Temporal.Instant | null;
}

/**
 * The first instant at which the scheduler has something to do for an export (S1, S4): its next firing, or the end of a
 * pause; null when there is nothing more. `now` has nothing, since it runs when it is created.
 */
export function nextAt(asked: NextAtAsked): Temporal.Instant | null {
  const { schedule, timezone, from, paused, pausedUntil } = asked;
  if (schedule === 'now') return null;
  if (paused) return pausedUntil;
  const fired = firings(schedule, { timezone, from, count: 1 });
  if (!fired.ok) {
    // Schedules are checked before they are kept, so this is one that an older version let pass.
    const [first, ...rest] = fired.problems.map(({ problem }) => problem);
    if (!first) throw new Error('a refusal without a problem');
    throw new WaybillError([first, ...rest]);
  }
  for (const { at } of fired.value) return at;
  return null;
}

export function scheduleKind(schedule: Schedule): ScheduleKind {
  if (schedule === 'now') return 'now';
  return 'at' in schedule ? 'at' : 'repeated';
}
