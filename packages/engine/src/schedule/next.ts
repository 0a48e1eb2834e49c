import type { Temporal } from 'temporal-polyfill';
import { type Checked, good } from '../time/checked.ts';
import type { Duration } from '../time/duration.ts';
import { type ExportMode, effectiveWindow, type WindowSpec } from '../time/window-spec.ts';
import { describeSchedule } from './describe.ts';
import { type Occasion, occasions } from './occasions.ts';
import { firings } from './recurrence.ts';
import type { Schedule } from './schedule-spec.ts';

/** So many coming firings are shown wherever a schedule is (S1). */
export const SHOWN_FIRINGS = 5;

/** What a listing needs of a definition. */
export interface ScheduledExport {
  readonly schedule?: Schedule | undefined;
  readonly mode?: ExportMode | undefined;
  readonly window?: WindowSpec | undefined;
}

export interface ListingAsked {
  /** The definition's zone, or the brand's. */
  readonly timezone: string;
  /** The first instant that is listed. */
  readonly from: Temporal.Instant;
  /** Default {@link SHOWN_FIRINGS}. */
  readonly count?: number | undefined;
  readonly maxWindow?: Duration | null | undefined;
  /** Where the last successful window ended, when that is known. */
  readonly lastSuccess?: Temporal.Instant | undefined;
}

export interface ScheduleListing {
  /** The schedule in plain words. */
  readonly words: string;
  /** What will run when, and over which window. */
  readonly firings: readonly Occasion[];
}

/** The next firings of a schedule with the window of each (S1, C1), the same for every surface. */
export function scheduleListing(definition: ScheduledExport, asked: ListingAsked): Checked<ScheduleListing> {
  const { schedule = 'now', mode, window } = definition;
  const { timezone, from, count = SHOWN_FIRINGS, maxWindow, lastSuccess } = asked;
  const effective = effectiveWindow(mode, window);
  if (!effective.ok) return effective;
  const fired = firings(schedule, { timezone, from });
  if (!fired.ok) return fired;
  const listed: Occasion[] = [];
  if (count > 0) {
    for (const occasion of occasions(fired.value, { timezone, window: effective.value, maxWindow, lastSuccess })) {
      listed.push(occasion);
      if (listed.length >= count) break;
    }
  }
  return good({ words: describeSchedule(schedule, timezone), firings: listed });
}

/** A listing as other programs read it (C1): full instants, with the offset of the zone. */
export interface ListingJson {
  readonly schedule: string;
  readonly timezone: string;
  readonly firings: readonly FiringJson[];
}

export interface FiringJson {
  readonly at: string;
  /** The run's day, which the schedule names: `2026-03-29`. */
  readonly day: string;
  /** `null` without a window. `from` is `null` where the window has no beginning (before the first success). */
  readonly window: { readonly from: string | null; readonly to: string } | null;
  /** Why the run would be refused on this day; absent when it would not. */
  readonly problems?: readonly string[];
}

export function listingJson({ words, firings: listed }: ScheduleListing, timezone: string): ListingJson {
  const shown = (instant: Temporal.Instant): string => instantInZone(instant, timezone);
  return {
    schedule: words,
    timezone,
    firings: listed.map(({ at, day, window, problems }) => ({
      at: shown(at),
      day: day.toString(),
      window: window && { from: window.from && shown(window.from), to: shown(window.until) },
      ...(problems.length > 0 ? { problems: problems.map(({ problem }) => problem.message) } : {}),
    })),
  };
}

/** `2026-03-29T03:00:00+02:00`. */
export const instantInZone = (instant: Temporal.Instant, timezone: string): string =>
  instant.toZonedDateTimeISO(timezone).toString({ smallestUnit: 'second', timeZoneName: 'never' });
