import type { Temporal } from 'temporal-polyfill';
import type { LocalProblem } from '../time/checked.ts';
import { isClockUnit, parseDuration } from '../time/duration.ts';
import { checkSeams } from '../time/seams.ts';
import type { WindowCheckContext } from '../time/window.ts';
import type { CalendarPeriod, EffectiveWindow } from '../time/window-spec.ts';
import { runMoment } from '../time/zone.ts';
import { DAY, type DayNumber } from './day-number.ts';
import { occasions } from './occasions.ts';
import { patternOf } from './pattern.ts';
import { firingOf, type RawFiring, rawFirings } from './recurrence.ts';
import type { Schedule } from './schedule-spec.ts';

/** So far ahead is looked: every month's end and every change of the clocks comes within it. Milliseconds. */
const AHEAD = 400 * DAY;
/** At most so many firings; more than that come only to schedules that run every few minutes, day after day. */
const MOST_FIRINGS = 12_000;

export interface SeamsAsked extends WindowCheckContext {
  readonly timezone: string;
  /** Firings from here on are looked at. */
  readonly from: Temporal.Instant;
}

/**
 * Warnings where the windows of a schedule's coming runs overlap or leave something out (D9), at most one of each. The
 * paths are those of the window. Of more than a year of runs that follow each other, only one pair of each kind is
 * resolved: windows cost far more than firings, and pairs that are equally far apart in every way that windows are
 * counted by meet in the same way.
 */
export function scheduleSeams(schedule: Schedule, window: EffectiveWindow, asked: SeamsAsked): LocalProblem[] {
  if (window.since_last_success) return [];
  const pattern = patternOf(schedule);
  if (!pattern.ok || pattern.value === null) return [];
  const { timezone, from, maxWindow } = asked;
  const kindOf = distanceOf(window);
  const end = from.epochMilliseconds + AHEAD;
  const kinds = new Map<Distance, readonly [RawFiring, RawFiring]>();
  let before: RawFiring | undefined;
  let seen = 0;
  for (const firing of rawFirings(pattern.value, timezone, from)) {
    if (firing.at < from.epochMilliseconds) continue;
    // Runs that are further apart than a year follow each other all the same.
    if ((firing.at > end && kinds.size > 0) || ++seen > MOST_FIRINGS) break;
    if (before !== undefined) {
      const kind = kindOf(before, firing);
      if (!kinds.has(kind)) kinds.set(kind, [before, firing]);
    }
    before = firing;
  }
  const found = new Map<string, LocalProblem>();
  for (const pair of kinds.values()) {
    const fired = pair.map(firingOf);
    // Two at one instant may be one occasion, which then has no seam.
    const together = pair[0].at === pair[1].at ? [...occasions(fired, { timezone, window, maxWindow })] : fired;
    const moments = together.map(({ at, day }) => runMoment(at, timezone, day));
    for (const problem of checkSeams(window, moments, { maxWindow })) {
      if (!found.has(problem.problem.code)) found.set(problem.problem.code, problem);
    }
    if (found.size === 2) break;
  }
  return [...found.values()].sort((a, b) => (a.problem.code < b.problem.code ? 1 : -1));
}

/** How far two firings are from each other, as a window counts: pairs with the same answer meet in the same way. */
type Distance = number | string;

function distanceOf({ last, previous }: EffectiveWindow): (a: RawFiring, b: RawFiring) => Distance {
  if (previous !== undefined) return (a, b) => periodOf(b.day, previous) - periodOf(a.day, previous);
  const duration = last === undefined ? undefined : parseDuration(last);
  if (duration?.ok !== true) return dates;
  const { unit } = duration.value;
  if (isClockUnit(unit)) return (a, b) => b.at - a.at;
  return unit === 'day' || unit === 'week' ? days : dates;
}

const days = (a: RawFiring, b: RawFiring): number => b.day - a.day;

/** Days, weeks and months from one to the other; from four weeks on the months' lengths matter, too. */
function dates(a: RawFiring, b: RawFiring): string {
  const weeks = periodOf(b.day, 'week') - periodOf(a.day, 'week');
  const months = periodOf(b.day, 'month') - periodOf(a.day, 'month');
  const exact = b.day - a.day < 28 ? '' : `${dateOf(a.day)} ${dateOf(b.day)}`;
  return [days(a, b), weeks, months, exact].join(' ');
}

const dateOf = (day: DayNumber): string => new Date(day * DAY).toISOString().slice(5, 10);

/** The periods of a kind, numbered one after the other. */
function periodOf(day: DayNumber, period: CalendarPeriod): number {
  // 1 January 1970 was a Thursday, and weeks start on Monday.
  if (period === 'week') return Math.floor((day + 3) / 7);
  if (period === 'day') return day;
  const date = new Date(day * DAY);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return Math.floor(months / { month: 1, quarter: 3, year: 12 }[period]);
}
