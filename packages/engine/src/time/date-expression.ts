import type { Temporal } from 'temporal-polyfill';
import type { DurationUnit } from './duration.ts';
import type { RunMoment } from './zone.ts';

/** What a date means in one run: a whole day, or an instant. `day` is always there: the day the instant is on. */
export type DateValue =
  | { readonly kind: 'day'; readonly day: Temporal.PlainDate }
  | { readonly kind: 'instant'; readonly instant: Temporal.Instant; readonly day: Temporal.PlainDate };

/** What `date:` expressions are counted from. */
export type DateContext = RunMoment;

export type PeriodUnit = 'week' | 'month' | 'quarter' | 'year';
/** -1 last, 0 this, 1 next. */
export type Relative = -1 | 0 | 1;

/** A stretch of the calendar that an expression names. */
export type NamedPeriod =
  | { readonly kind: 'unit'; readonly unit: PeriodUnit; readonly relative: Relative }
  | { readonly kind: 'month'; readonly month: number; readonly year: number | null; readonly relative: Relative };

/** One step of an expression; each counts from the day (and time) that the one before it gives. */
export type DateStep =
  | { readonly kind: 'anchor'; readonly word: 'today' | 'yesterday' | 'tomorrow' | 'now' }
  | { readonly kind: 'date'; readonly day: string }
  | { readonly kind: 'instant'; readonly instant: string }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'shift'; readonly amount: number; readonly unit: DurationUnit }
  | { readonly kind: 'edge'; readonly edge: 'first' | 'last'; readonly period: NamedPeriod }
  | {
      readonly kind: 'nth-weekday';
      readonly nth: 1 | 2 | 3 | 4 | 'last';
      readonly weekday: number;
      readonly period: NamedPeriod;
    }
  | { readonly kind: 'weekday'; readonly relative: -1 | 1; readonly weekday: number }
  | { readonly kind: 'weekday-of-week'; readonly weekday: number; readonly relative: Relative };

/** A date as read: plain data, checked, and not yet counted from any run. */
export interface DateExpression {
  /** As written. */
  readonly text: string;
  readonly steps: readonly [DateStep, ...DateStep[]];
}

/** One way to go on, for completion. */
export interface DateSuggestion {
  /** What to insert, in place of what stands from `offset` to the cursor. */
  readonly text: string;
  /** What it means, in words. */
  readonly detail: string;
  /** Where the text to be replaced begins; it ends at the cursor. */
  readonly offset: number;
}
