import type { Temporal } from 'temporal-polyfill';
import type { LocalProblem } from '../time/checked.ts';
import { isClockUnit, parseDuration } from '../time/duration.ts';
import { checkSeams } from '../time/seams.ts';
import type { WindowCheckContext } from '../time/window.ts';
import type { EffectiveWindow } from '../time/window-spec.ts';
import { runMoment } from '../time/zone.ts';
import { DAY, type DayNumber } from './day-number.ts';
import { occasions } from './occasions.ts';
import { patternOf } from './pattern.ts';
import { firingOf, type RawFiring, rawFirings } from './recurrence.ts';
import type { Schedule } from './schedule-spec.ts';

/** So far ahead is looked: every month's end and every change of the clocks comes within it. Milliseconds. */
const AHEAD = 400 * DAY;
/** At most so many firings; more than that come only to schedules that run every few minutes, day after day. */
const MOST_FIRINGS = 20_000;

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
  const kindOf = isInRealTime(window) ? realDistance : calendarDistance;
  const end = from.epochMilliseconds + AHEAD;
  const kinds = new Map<string, readonly [RawFiring, RawFiring]>();
  let before: RawFiring | undefined;
  let seen = 0;
  for (const firing of rawFirings(pattern.value, timezone, from)) {
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
    const runs = [...occasions(pair.map(firingOf), { timezone, window, maxWindow })];
    const moments = runs.map(({ at, day }) => runMoment(at, timezone, day));
    for (const problem of checkSeams(window, moments, { maxWindow })) {
      if (!found.has(problem.problem.code)) found.set(problem.problem.code, problem);
    }
    if (found.size === 2) break;
  }
  return [...found.values()].sort((a, b) => (a.problem.code < b.problem.code ? 1 : -1));
}

/** `last: 24 h` is counted from the run's instant; every other window from its day. */
function isInRealTime({ last }: EffectiveWindow): boolean {
  const duration = last === undefined ? undefined : parseDuration(last);
  return duration?.ok === true && isClockUnit(duration.value.unit);
}

const realDistance = (a: RawFiring, b: RawFiring): string => `${b.at - a.at}`;

/** Days, weeks, months and years from one to the other; from four weeks on the months' lengths matter, too. */
function calendarDistance(a: RawFiring, b: RawFiring): string {
  const [one, other] = [a.day, b.day].map(partsOf);
  if (one === undefined || other === undefined) return '';
  const days = b.day - a.day;
  const exact = days < 28 ? '' : `${one.month}-${one.date} ${other.month}-${other.date}`;
  return [days, other.week - one.week, other.year * 12 + other.month - one.year * 12 - one.month, exact].join(' ');
}

function partsOf(day: DayNumber) {
  const date = new Date(day * DAY);
  return {
    // 1 January 1970 was a Thursday; weeks start on Monday.
    week: Math.floor((day + 3) / 7),
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    date: date.getUTCDate(),
  };
}
