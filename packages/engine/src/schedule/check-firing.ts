import { Temporal } from 'temporal-polyfill';
import { at, type LocalProblem } from '../time/checked.ts';
import { DAY, plainDate } from './day-number.ts';
import { matchingDays } from './matching-days.ts';
import { type Pattern, patternOf } from './pattern.ts';
import { firings, rawFirings } from './recurrence.ts';
import type { Schedule } from './schedule-spec.ts';

/** Long enough for every day that there is: 29 February may be eight years away. */
const NINE_YEARS = 9 * 366;

/**
 * Warnings for a schedule that lists no firing (S1): one that never could, and one whose time is over. Both are valid.
 * One that ends before it begins is told where its days are checked.
 */
export function checkFiring(schedule: Schedule, timezone: string, now: Temporal.Instant): LocalProblem[] {
  const coming = firings(schedule, { timezone, from: now, count: 1 });
  const parsed = patternOf(schedule);
  if (schedule === 'now' || !coming.ok || !parsed.ok || parsed.value === null) return [];
  const pattern = parsed.value;
  if (pattern.from > pattern.until || !isEmpty(coming.value)) return [];
  const onDate = 'at' in schedule;
  if (everFires(pattern, timezone)) {
    const last = plainDate(pattern.until).toString();
    return [at('schedule-over', { last, onDate }, { path: [onDate ? 'at' : 'until'] })];
  }
  const kind = (['at', 'cron', 'monthly', 'weekly', 'daily'] as const).find(key => key in schedule) ?? 'daily';
  return [at('schedule-never', { reason: reasonOf(pattern) }, { path: [kind] })];
}

function everFires(pattern: Pattern, timezone: string): boolean {
  // Without a last day, whatever fires at all fires from now on.
  if (pattern.until === Number.POSITIVE_INFINITY) return false;
  const first = Math.max(pattern.from, pattern.until - NINE_YEARS);
  return !isEmpty(rawFirings(pattern, timezone, Temporal.Instant.fromEpochMilliseconds(first * DAY)));
}

function reasonOf({ days, from, until }: Pattern): string {
  if (isEmpty(matchingDays(days, 0, Number.POSITIVE_INFINITY))) return 'the calendar has no such day';
  if (until === Number.POSITIVE_INFINITY || isEmpty(matchingDays(days, from, until))) {
    return 'none of its days lies between its first and its last';
  }
  return 'the clock jumps over its time, and `skipped: skip` leaves that out';
}

const isEmpty = (values: Iterable<unknown>): boolean => values[Symbol.iterator]().next().done === true;
