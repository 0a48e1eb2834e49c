import { Temporal } from 'temporal-polyfill';
import { type Checked, good } from '../time/checked.ts';
import { DAY, type DayNumber, MINUTE, numberOf, plainDate } from './day-number.ts';
import { matchingDays } from './matching-days.ts';
import { type Pattern, patternOf } from './pattern.ts';
import type { Schedule } from './schedule-spec.ts';
import { type ZoneClock, zoneClock } from './zone-clock.ts';

/** One time that a schedule names, and when it comes. */
export interface Firing {
  readonly at: Temporal.Instant;
  /** The day that the schedule names, also where a change of the clocks moves the run past midnight (D9). */
  readonly day: Temporal.PlainDate;
}

export interface FiringsAsked {
  /** The definition's zone, as `parseZone` gives it. */
  readonly timezone: string;
  /** Firings at this instant and later. */
  readonly from: Temporal.Instant;
  /** Firings at this instant and later are left out. Default: none are. */
  readonly until?: Temporal.Instant | undefined;
  /** So many at most. Default: as many as are asked for by going on. */
  readonly count?: number | undefined;
}

/**
 * The firings of a schedule in order (S1, S2): by instant, and at one instant by day. Lazy and without effects, so that
 * whoever needs the next one does not pay for more; ends where the schedule does, or where no further day is in the
 * calendar (31 February). `now` has none: it fires when it is created.
 *
 * - Named hours follow the policy: `skipped` for a time that the clock jumps over, `repeated` for one that comes twice.
 *   With every hour, each instant whose clock shows the minute counts, and nothing is moved.
 * - Validity is about days that are named: a run of the last day that is moved past midnight still belongs to it.
 * - Times of one day that meet at one instant are one firing. Times of two days that meet (23:30 moved to midnight, and
 *   midnight itself) are two here, since windows count from the day; `occasions` makes one of them where the windows
 *   are the same.
 *
 * Whoever knows of a last firing asks from the nanosecond after it.
 */
export function firings(schedule: Schedule, asked: FiringsAsked): Checked<Iterable<Firing>> {
  const pattern = patternOf(schedule);
  if (!pattern.ok) return pattern;
  const { value } = pattern;
  return good({ [Symbol.iterator]: () => (value === null ? [][Symbol.iterator]() : generate(value, asked)) });
}

/** A firing in plain numbers: epoch milliseconds, and the day; for checks that look at thousands of them. */
export interface RawFiring {
  readonly at: number;
  readonly day: DayNumber;
}

function* generate(pattern: Pattern, asked: FiringsAsked): Generator<Firing, void, undefined> {
  // Firings are whole seconds, so a bound between two milliseconds may as well be the later one.
  const from = wholeMilliseconds(asked.from);
  const until = asked.until === undefined ? Number.POSITIVE_INFINITY : wholeMilliseconds(asked.until);
  let left = asked.count ?? Number.POSITIVE_INFINITY;
  for (const { at, day } of rawFirings(pattern, asked.timezone, asked.from)) {
    if (at < from) continue;
    if (at >= until || left-- <= 0) return;
    yield firingOf({ at, day });
  }
}

export const firingOf = ({ at, day }: RawFiring): Firing => ({
  at: Temporal.Instant.fromEpochMilliseconds(at),
  day: plainDate(day),
});

/** The firings of a pattern in order and none twice, from at most three days before `from` on. */
export function* rawFirings(
  pattern: Pattern,
  timezone: string,
  from: Temporal.Instant,
): Generator<RawFiring, void, undefined> {
  const today = numberOf(from.toZonedDateTimeISO(timezone).toPlainDate());
  // A firing comes at most a day after the day that it is named for: a zone that leaves out a whole day moves it so far.
  const first = Math.max(today - 2, pattern.from);
  const clock = zoneClock(timezone);
  let waiting: RawFiring[] = [];
  for (const day of matchingDays(pattern.days, first, pattern.until)) {
    // Days overlap where midnight comes twice: what may still come before something of this day waits.
    const begins = clock.firstAt(day * DAY);
    yield* waiting.filter(({ at }) => at < begins);
    const found = [...waiting.filter(({ at }) => at >= begins), ...instantsOf(pattern, clock, day)];
    waiting = distinct(found.sort((a, b) => a.at - b.at || a.day - b.day));
  }
  yield* waiting;
}

/** What a day names, in the order of its clock. */
function instantsOf({ times, skipped, repeated }: Pattern, clock: ZoneClock, day: DayNumber): RawFiring[] {
  const midnight = day * DAY;
  const offset = clock.offsetOn(midnight);
  // Nearly every day is one on which the clocks keep still; nothing then has to be asked twice.
  if (offset !== undefined) return times.times.map(minutes => ({ at: midnight + minutes * MINUTE - offset, day }));
  return times.times.flatMap(minutes => {
    const wall = midnight + minutes * MINUTE;
    const instants = clock.instantsAt(wall);
    if (times.kind === 'every-hour') return instants.map(at => ({ at, day }));
    const [once] = instants;
    if (once === undefined) return skipped === 'skip' ? [] : [{ at: clock.firstAt(wall), day }];
    return (repeated === 'once' ? [once] : instants).map(at => ({ at, day }));
  });
}

function wholeMilliseconds(instant: Temporal.Instant): number {
  const floor = instant.epochMilliseconds;
  return Temporal.Instant.fromEpochMilliseconds(floor).equals(instant) ? floor : floor + 1;
}

const distinct = (ordered: readonly RawFiring[]): RawFiring[] =>
  ordered.filter(({ at, day }, i) => ordered[i - 1]?.at !== at || ordered[i - 1]?.day !== day);
