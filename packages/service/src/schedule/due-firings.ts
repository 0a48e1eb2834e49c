import { mustBe } from '@waybill/engine';
import { atOneInstant, type Firing, firings, type Occasion, occasions, type Schedule } from '@waybill/engine/schedule';
import type { Duration, EffectiveWindow } from '@waybill/engine/time';
import { Temporal } from '@waybill/engine/time';

export type CatchUp = 'all' | 'latest' | 'none';

export interface DueAsked {
  readonly schedule: Schedule;
  readonly timezone: string;
  readonly window: EffectiveWindow | null;
  readonly maxWindow?: Duration | null | undefined;
  /** From here on nothing was looked at yet. */
  readonly from: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly catchUp: CatchUp;
  /** Milliseconds after which a firing counts as missed. */
  readonly missedAfter: number;
  /** So many occasions at most; the rest come with the next look. */
  readonly most: number;
}

export interface Due {
  /** To be run, in order. */
  readonly occasions: readonly Occasion[];
  /** Missed firings that `catch_up` leaves out. */
  readonly leftOut: { readonly count: number; readonly first: Firing; readonly last: Firing } | null;
  /** The first firing that was not looked at; null when the schedule has no further one. */
  readonly next: Temporal.Instant | null;
}

/**
 * What a schedule owes between two instants (S3): every firing once, whatever was down meanwhile. `all` runs what was
 * missed, `latest` the last of it, `none` nothing of it; what is not yet missed is run in any case. A clock that is
 * set back owes nothing anew, since nobody asks for the time before `from` again.
 * @throws what is wrong with the schedule.
 */
export function dueFirings(asked: DueAsked): Due {
  const { schedule, timezone, from, now, catchUp, most } = asked;
  const fired = mustBe(firings(schedule, { timezone, from }));
  const missedBefore = now.epochMilliseconds - asked.missedAfter;
  const chosen: Firing[] = [];
  let leftOut: Due['leftOut'] = null;
  let latestMissed: readonly Firing[] = [];
  let next: Temporal.Instant | null = null;

  const leaveOut = (some: readonly Firing[]) => {
    for (const one of some) leftOut = { count: (leftOut?.count ?? 0) + 1, first: leftOut?.first ?? one, last: one };
  };
  for (const together of atOneInstant(fired)) {
    const [first] = together;
    if (first === undefined) continue;
    // Firings of one instant are looked at together, so that two that are one occasion are never torn apart.
    if (Temporal.Instant.compare(first.at, now) > 0 || chosen.length >= most) {
      next = first.at;
      break;
    }
    const missed = first.at.epochMilliseconds < missedBefore;
    if (!missed || catchUp === 'all') chosen.push(...together);
    else if (catchUp === 'none') leaveOut(together);
    else {
      leaveOut(latestMissed);
      latestMissed = together;
    }
  }
  const { window, maxWindow } = asked;
  const due = [...occasions([...latestMissed, ...chosen], { timezone, window, maxWindow })];
  return { occasions: due, leftOut, next };
}
