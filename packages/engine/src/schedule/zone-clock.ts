import { Temporal } from 'temporal-polyfill';
import { DAY } from './day-number.ts';

/** A time in which the zone's clocks keep one distance from UTC. All three are milliseconds; [from, until). */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/** What the clocks of a zone show and when; plain numbers, for schedules that look at many. */
export interface ZoneClock {
  /** Every instant at which the clocks show this time, in order: none in a gap, two where it comes twice. */
  instantsAt(wall: number): readonly number[];
  /** The first instant at which the clocks have reached this time or are beyond it: after the gap, for one in a gap. */
  firstAt(wall: number): number;
  /** The clocks' distance from UTC on a day that no change is near, in milliseconds; on the others nothing. */
  offsetOn(midnight: number): number | undefined;
}

/** No zone is further from UTC; what is asked of a time lies within as much of it. */
const MOST_OFFSET = 26 * 60 * 60_000;

/**
 * The clock of a zone. Instants are epoch milliseconds, and times of the clock are milliseconds too, as if they were UTC.
 * It is to be asked day after day, never back: the past is forgotten, and days that are skipped cost nothing.
 */
export function zoneClock(timezone: string): ZoneClock {
  let stretches: Stretch[] = [];

  /** Stretches that lie within reach of a time, found when they are first asked for. */
  function around(from: number, until: number): readonly Stretch[] {
    for (;;) {
      const known = stretches.at(-1);
      if (known === undefined || known.until < from) stretches = [stretchAt(timezone, from, true)];
      else if (known.until < until) stretches.push(stretchAt(timezone, known.until, false));
      else break;
    }
    // A schedule goes forward, so what it asks for is nearly always at the end.
    let first = stretches.length - 1;
    while (first > 0 && (stretches[first]?.from ?? 0) > from) first--;
    return stretches.slice(first).filter(stretch => stretch.from < until);
  }
  const near = (wall: number) => around(wall - MOST_OFFSET, wall + MOST_OFFSET);

  return {
    instantsAt: wall =>
      near(wall).flatMap(({ from, until, offset }) => {
        const instant = wall - offset;
        return instant >= from && instant < until ? [instant] : [];
      }),
    firstAt: wall => {
      const found = near(wall).find(({ until, offset }) => wall - offset < until);
      return found === undefined ? wall : Math.max(found.from, wall - found.offset);
    },
    offsetOn(midnight) {
      const [only, ...more] = around(midnight - MOST_OFFSET, midnight + DAY + MOST_OFFSET);
      return more.length === 0 ? only?.offset : undefined;
    },
  };
}

function stretchAt(timezone: string, instant: number, first: boolean): Stretch {
  const clock = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone);
  const next = clock.getTimeZoneTransition('next');
  return {
    from: first ? Number.NEGATIVE_INFINITY : instant,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: clock.offsetNanoseconds / 1e6,
  };
}
