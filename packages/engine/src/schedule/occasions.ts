import { Temporal } from 'temporal-polyfill';
import type { LocalProblem } from '../time/checked.ts';
import type { Duration } from '../time/duration.ts';
import { resolveWindow, type Window } from '../time/window.ts';
import type { EffectiveWindow } from '../time/window-spec.ts';
import { runMoment } from '../time/zone.ts';
import type { Firing } from './recurrence.ts';

/** A firing and what it covers: what R2 counts one delivery for. */
export interface Occasion extends Firing {
  /** `null`: the export has no window, or it is refused on this day. */
  readonly window: Window | null;
  /** Why the window is refused on this day, such as a fixed one that reaches into it; empty when it is not. */
  readonly problems: readonly LocalProblem[];
}

export interface OccasionsAsked {
  readonly timezone: string;
  /** `null` for an export without one. */
  readonly window: EffectiveWindow | null;
  /** As for `resolveWindow`. */
  readonly maxWindow?: Duration | null | undefined;
  /** Where the last successful window ended, before the first of these firings. */
  readonly lastSuccess?: Temporal.Instant | undefined;
}

/**
 * Firings with the window that each covers (D9, S2), `since_last_success` as if each succeeded. Firings that meet at one
 * instant with one window are one: that of the later day, which is the day that the clocks show.
 */
export function* occasions(
  fired: Iterable<Firing>,
  { timezone, window, maxWindow, lastSuccess }: OccasionsAsked,
): Generator<Occasion, void, undefined> {
  let last = lastSuccess;
  const cover = ({ at, day }: Firing): Occasion => {
    if (window === null) return { at, day, window: null, problems: [] };
    const resolved = resolveWindow(window, { ...runMoment(at, timezone, day), lastSuccess: last, maxWindow });
    return resolved.ok
      ? { at, day, window: resolved.value, problems: [] }
      : { at, day, window: null, problems: resolved.problems };
  };
  for (const together of atOneInstant(fired)) {
    const covered = together.map(cover);
    const kept = covered.filter((one, i) => !covered.slice(i + 1).some(other => sameWindow(one, other)));
    for (const one of kept) {
      // The second of two at one instant begins where the first ended, like any other run after it.
      const occasion = one === kept[0] ? one : cover(one);
      if (occasion.window !== null) last = occasion.window.until;
      yield occasion;
    }
  }
}

/** Firings in order, those of one instant together. */
export function* atOneInstant(fired: Iterable<Firing>): Generator<readonly Firing[], void, undefined> {
  let together: Firing[] = [];
  for (const firing of fired) {
    if (together[0] !== undefined && !together[0].at.equals(firing.at)) {
      yield together;
      together = [];
    }
    together.push(firing);
  }
  if (together.length > 0) yield together;
}

function sameWindow(a: Occasion, b: Occasion): boolean {
  // Two that are refused are told one by one: each has its own reason.
  if (a.problems.length > 0 || b.problems.length > 0) return false;
  if (a.window === null || b.window === null) return a.window === b.window;
  const begins = a.window.from === null ? b.window.from === null : b.window.from?.equals(a.window.from) === true;
  return begins && Temporal.Instant.compare(a.window.until, b.window.until) === 0;
}
