import { Temporal } from 'temporal-polyfill';
import { fail } from '../errors/index.ts';
import type { DateContext, DateExpression, DateStep, DateValue, NamedPeriod } from './date-expression.ts';
import { isClockUnit, toTemporal } from './duration.ts';
import { monthName, weekdayName } from './names.ts';
import { startOfPeriod } from './period.ts';
import { atTime, dayOf, startOfDay } from './zone.ts';

/** True when the expression means an instant; otherwise a whole day. The same in every run. */
export const hasTime = (expression: DateExpression): boolean =>
  expression.steps.some(
    step =>
      step.kind === 'time' ||
      step.kind === 'instant' ||
      (step.kind === 'anchor' && step.word === 'now') ||
      (step.kind === 'shift' && isClockUnit(step.unit)),
  );

/**
 * Where an evaluation stands: on a day; on a day with a time of the clock, which later steps keep; or at an exact
 * instant, which is kept as it is until a step moves the day (so that `now` in an hour that comes twice stays `now`).
 */
type Position =
  | { readonly kind: 'day'; readonly day: Temporal.PlainDate }
  | { readonly kind: 'clock'; readonly day: Temporal.PlainDate; readonly time: Temporal.PlainTime }
  | { readonly kind: 'instant'; readonly instant: Temporal.Instant };

/**
 * Counts an expression from a run (D4). Everything counts from the run's day in the definition's zone, so a rerun
 * gives the same dates. Months fall back to their last day; weeks begin on Monday; days follow the calendar, hours and
 * shorter are real time, counted from the run's instant when they come first and otherwise from where the step before
 * them stands (a day's first instant). Throws `date-out-of-range` beyond the years 1 to 9999.
 */
export function evaluateDate(expression: DateExpression, context: DateContext): DateValue {
  let position: Position = { kind: 'day', day: context.runDay };
  for (const [index, step] of expression.steps.entries()) {
    position = take(step, index === 0, position, context);
  }
  const value = settle(position, context);
  if (value.day.year < 1 || value.day.year > 9999) {
    fail('date-out-of-range', { text: expression.text }, { found: expression.text });
  }
  return value;
}

function settle(position: Position, { timezone }: DateContext): DateValue {
  if (position.kind === 'day') return { kind: 'day', day: position.day };
  const instant = instantOf(position, timezone);
  return { kind: 'instant', instant, day: dayOf(instant, timezone) };
}

function instantOf(position: Position, timezone: string): Temporal.Instant {
  switch (position.kind) {
    case 'day':
      return startOfDay(position.day, timezone);
    case 'clock':
      return atTime(position.day, position.time, timezone);
    case 'instant':
      return position.instant;
  }
}

function take(step: DateStep, first: boolean, position: Position, context: DateContext): Position {
  switch (step.kind) {
    case 'anchor':
      return anchor(step.word, context);
    case 'date':
      return { kind: 'day', day: Temporal.PlainDate.from(step.day) };
    case 'instant':
      return { kind: 'instant', instant: Temporal.Instant.from(step.instant) };
    case 'time':
      return { kind: 'clock', day: dayAt(position, context), time: Temporal.PlainTime.from(step.time) };
    case 'shift':
      return shift(step, first, position, context);
    default:
      return moveDay(position, context, day => dayOfStep(step, day));
  }
}

function anchor(word: 'today' | 'yesterday' | 'tomorrow' | 'now', { runDay, runAt }: DateContext): Position {
  switch (word) {
    case 'now':
      return { kind: 'instant', instant: runAt };
    case 'today':
      return { kind: 'day', day: runDay };
    case 'yesterday':
      return { kind: 'day', day: runDay.subtract({ days: 1 }) };
    case 'tomorrow':
      return { kind: 'day', day: runDay.add({ days: 1 }) };
  }
}

function shift(
  step: Extract<DateStep, { kind: 'shift' }>,
  first: boolean,
  position: Position,
  context: DateContext,
): Position {
  const by = toTemporal({ amount: Math.abs(step.amount), unit: step.unit });
  const signed = step.amount < 0 ? by.negated() : by;
  if (!isClockUnit(step.unit)) return moveDay(position, context, day => day.add(signed));
  const from = first ? context.runAt : instantOf(position, context.timezone);
  return { kind: 'instant', instant: from.add(signed) };
}

/** The day of a position, as the zone's clocks show it. */
function dayAt(position: Position, { timezone }: DateContext): Temporal.PlainDate {
  return position.kind === 'instant' ? dayOf(position.instant, timezone) : position.day;
}

/** Moves the day and keeps the time of the clock, if there is one. */
function moveDay(
  position: Position,
  context: DateContext,
  move: (day: Temporal.PlainDate) => Temporal.PlainDate,
): Position {
  switch (position.kind) {
    case 'day':
      return { kind: 'day', day: move(position.day) };
    case 'clock':
      return { ...position, day: move(position.day) };
    case 'instant': {
      const local = position.instant.toZonedDateTimeISO(context.timezone);
      return { kind: 'clock', day: move(local.toPlainDate()), time: local.toPlainTime() };
    }
  }
}

function dayOfStep(
  step: Extract<DateStep, { kind: 'edge' | 'nth-weekday' | 'weekday' | 'weekday-of-week' }>,
  day: Temporal.PlainDate,
): Temporal.PlainDate {
  switch (step.kind) {
    case 'edge': {
      const [first, last] = edges(step.period, day);
      return step.edge === 'first' ? first : last;
    }
    case 'nth-weekday':
      return nthWeekday(step.nth, step.weekday, edges(step.period, day));
    case 'weekday':
      return nextWeekday(day, step.weekday, step.relative);
    case 'weekday-of-week':
      return startOfPeriod(day, 'week').add({ days: 7 * step.relative + step.weekday - 1 });
  }
}

/** First and last day of a period, as seen from a day. */
function edges(period: NamedPeriod, day: Temporal.PlainDate): [Temporal.PlainDate, Temporal.PlainDate] {
  if (period.kind === 'month') {
    const year = period.year ?? day.year + period.relative;
    const first = Temporal.PlainDate.from({ year, month: period.month, day: 1 });
    return [first, first.with({ day: first.daysInMonth })];
  }
  const one = toTemporal({ amount: 1, unit: period.unit });
  const here = startOfPeriod(day, period.unit);
  const first = period.relative === 0 ? here : period.relative < 0 ? here.subtract(one) : here.add(one);
  return [first, first.add(one).subtract({ days: 1 })];
}

function nthWeekday(
  nth: 1 | 2 | 3 | 4 | 'last',
  weekday: number,
  [first, last]: readonly [Temporal.PlainDate, Temporal.PlainDate],
): Temporal.PlainDate {
  if (nth === 'last') return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 });
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) });
}

/** The nearest such weekday strictly before or after the day: `last monday` on a Monday is a week ago. */
function nextWeekday(day: Temporal.PlainDate, weekday: number, relative: -1 | 1): Temporal.PlainDate {
  const ahead = (weekday - day.dayOfWeek + 7) % 7;
  return relative > 0 ? day.add({ days: ahead || 7 }) : day.subtract({ days: 7 - ahead });
}

/**
 * What an expression means in this run, in words, for hovers (V3):
 * `Sunday 1 November 2026, the whole day` or `Saturday 21 November 2026, 13:45:00 +01:00`.
 */
export function explainDate(expression: DateExpression, context: DateContext): string {
  const value = evaluateDate(expression, context);
  if (value.kind === 'day') return `${dayInWords(value.day)}, the whole day in ${context.timezone}`;
  const local = value.instant.toZonedDateTimeISO(context.timezone);
  const time = local.toPlainTime().toString({ smallestUnit: 'second' });
  return `${dayInWords(value.day)}, ${time} ${local.offset} in ${context.timezone}`;
}

/** `Sunday 1 November 2026`. */
export const dayInWords = (day: Temporal.PlainDate): string =>
  `${weekdayName(day.dayOfWeek)} ${day.day} ${monthName(day.month)} ${day.year}`;
