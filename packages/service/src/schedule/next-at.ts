import { mustBe } from '@waybill/engine';
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
 * @throws what is wrong with the schedule.
 */
export function nextAt(asked: NextAtAsked): Temporal.Instant | null {
  const { schedule, timezone, from, paused, pausedUntil } = asked;
  if (schedule === 'now') return null;
  if (paused) return pausedUntil;
  // Schedules are checked before they are kept, so one that is refused is of an older version.
  for (const { at } of mustBe(firings(schedule, { timezone, from, count: 1 }))) return at;
  return null;
}

export function scheduleKind(schedule: Schedule): ScheduleKind {
  if (schedule === 'now') return 'now';
  return 'at' in schedule ? 'at' : 'repeated';
}
