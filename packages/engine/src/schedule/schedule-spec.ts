import type { WEEKDAYS } from '../time/names.ts';

type Weekday = (typeof WEEKDAYS)[number];

/** Days between which a repeated schedule fires, both included, in the definition's zone: `2026-12-01` (S1). */
interface Validity {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** What becomes of named hours where the clock is changed (S2). */
interface ClockChangePolicy {
  /** A time that the clock jumps over: at the first instant after the gap (default), or not at all. */
  readonly skipped?: 'run_after' | 'skip' | undefined;
  /** A time that comes twice: the first of the two (default), or both. */
  readonly repeated?: 'once' | 'twice' | undefined;
}

/** `schedule:` as it is written (S1), already checked; absent means `now`. */
export type Schedule =
  | 'now'
  | ({ readonly at: string } & ClockChangePolicy)
  | (RepeatedRule & Validity & ClockChangePolicy);

type RepeatedRule =
  | {
      readonly daily: {
        readonly hours: '*' | readonly number[];
        readonly minutes?: '*' | readonly number[] | undefined;
      };
    }
  | { readonly weekly: { readonly days: readonly Weekday[]; readonly at: readonly string[] } }
  | { readonly monthly: { readonly days: readonly (number | 'last')[]; readonly at: readonly string[] } }
  | { readonly cron: string };
