import { Temporal } from 'temporal-polyfill';
import { at, bad, below, type Checked, good, goodUnless, type LocalProblem } from './checked.ts';
import type { DateExpression } from './date-expression.ts';
import { parseDateValue } from './date-parser.ts';
import { type Duration, isClockUnit, parseDuration, printDuration, toTemporal } from './duration.ts';
import { isLonger } from './duration-bounds.ts';
import { evaluateDate, hasTime } from './evaluate-date.ts';
import { startOfPeriod } from './period.ts';
import type { CalendarPeriod, EffectiveWindow, WindowColumn, WindowSpec } from './window-spec.ts';
import { dayOf, type RunMoment, startOfDay } from './zone.ts';

/** `limits.max_window` where the workspace says nothing (D9). */
export const DEFAULT_MAX_WINDOW: Duration = { amount: 1, unit: 'year' };

/** A window fixed for one run: half-open, [from, until). */
export interface Window {
  readonly by: WindowColumn;
  readonly timezone: string;
  /** First instant inside; `null`: from the beginning (the first run of `since_last_success`). */
  readonly from: Temporal.Instant | null;
  /** First instant that is no longer inside. Equal to `from` in a window that holds nothing. */
  readonly until: Temporal.Instant;
  /** Day of `from`; `null` with it. */
  readonly firstDay: Temporal.PlainDate | null;
  /** The last day inside, also when only a part of it is; the day before `firstDay` in a window that holds nothing. */
  readonly lastDay: Temporal.PlainDate;
}

export interface WindowContext extends RunMoment {
  /** Where the last successful window ended (not when that run ran); absent before the first success. */
  readonly lastSuccess?: Temporal.Instant | undefined;
  /** The longest window allowed; default {@link DEFAULT_MAX_WINDOW}, `null` for no limit. */
  readonly maxWindow?: Duration | null | undefined;
}

export interface WindowCheckContext {
  /** As in {@link WindowContext}. */
  readonly maxWindow?: Duration | null | undefined;
}

/** The period that a valid window says, parsed. */
type Period =
  | { readonly kind: 'last'; readonly duration: Duration; readonly includeToday: boolean }
  | { readonly kind: 'previous'; readonly period: CalendarPeriod }
  | { readonly kind: 'since'; readonly includeToday: boolean }
  | { readonly kind: 'fixed'; readonly from: DateExpression; readonly to: DateExpression | null };

/** All that is wrong with a window that no run is needed to see (D9); for editors, `validate` and Slack. */
export function checkWindow(spec: WindowSpec, context: WindowCheckContext = {}): LocalProblem[] {
  const period = parsePeriod(spec);
  if (!period.ok) return [...period.problems];
  const most = context.maxWindow === undefined ? DEFAULT_MAX_WINDOW : context.maxWindow;
  return [...checkLength(spec, period.value, most), ...checkFixed(spec, period.value, most)];
}

/**
 * Fixes the window of one run (D9). Called once, when the run is scheduled or asked for; a rerun keeps the answer.
 *
 * - Days and longer end at the first instant of the run's day, or of the day after with `include_today`; hours and
 *   minutes are real time and end at the run.
 * - `last: N months` goes back N months from where it ends and falls back to the month's last day.
 * - `from` alone ends like everything else at the start of the run's day, which is the "now" of whole days.
 * - `since_last_success` is never refused for its length: after a long trouble it has to be able to catch up. Asked
 *   twice on one day it holds nothing the second time, and never goes back behind where the last one ended.
 * - The limit is measured from the side that the window was counted from, so that `last: 1 year` is a year also on
 *   29 February.
 */
export function resolveWindow(spec: EffectiveWindow, context: WindowContext): Checked<Window> {
  const parsed = parsePeriod(spec);
  if (!parsed.ok) return parsed;
  const period = parsed.value;
  const most = context.maxWindow === undefined ? DEFAULT_MAX_WINDOW : context.maxWindow;
  switch (period.kind) {
    case 'last':
      return isClockUnit(period.duration.unit)
        ? lastHours(spec, context, period.duration, most)
        : lastDays(spec, context, period.duration, period.includeToday, most);
    case 'previous':
      return previousPeriod(spec, context, period.period, most);
    case 'since':
      return good(sinceLastSuccess(spec, context, period.includeToday));
    case 'fixed':
      return fixedWindow(spec, context, period, most);
  }
}

function lastHours(
  spec: EffectiveWindow,
  context: WindowContext,
  duration: Duration,
  most: Duration | null,
): Checked<Window> {
  const until = context.runAt;
  const from = until.subtract(toTemporal(duration));
  if (most) {
    const longest = until.toZonedDateTimeISO(context.timezone).subtract(toTemporal(most)).toInstant();
    if (Temporal.Instant.compare(from, longest) < 0) return bad(tooLong('last', spec, most));
  }
  return good(windowOfInstants(spec, context, from, until));
}

function lastDays(
  spec: EffectiveWindow,
  context: WindowContext,
  duration: Duration,
  includeToday: boolean,
  most: Duration | null,
): Checked<Window> {
  const until = includeToday ? context.runDay.add({ days: 1 }) : context.runDay;
  const from = until.subtract(toTemporal(duration));
  if (most && isLongerBackwards(from, until, most)) return bad(tooLong('last', spec, most));
  return good(windowOfDays(spec, context, from, until));
}

function previousPeriod(
  spec: EffectiveWindow,
  context: WindowContext,
  period: CalendarPeriod,
  most: Duration | null,
): Checked<Window> {
  const until = startOfPeriod(context.runDay, period);
  const from = until.subtract(toTemporal({ amount: 1, unit: period }));
  if (most && isLongerBackwards(from, until, most)) return bad(tooLong('previous', spec, most));
  return good(windowOfDays(spec, context, from, until));
}

function sinceLastSuccess(spec: EffectiveWindow, context: WindowContext, includeToday: boolean): Window {
  const end = includeToday ? context.runAt : startOfDay(context.runDay, context.timezone);
  const from = context.lastSuccess ?? null;
  const until = from !== null && Temporal.Instant.compare(end, from) < 0 ? from : end;
  return windowOfInstants(spec, context, from, until);
}

function fixedWindow(
  spec: EffectiveWindow,
  context: WindowContext,
  period: Extract<Period, { kind: 'fixed' }>,
  most: Duration | null,
): Checked<Window> {
  const from = evaluateDate(period.from, context).day;
  const to = period.to === null ? context.runDay : evaluateDate(period.to, context).day;
  const { runDay } = context;
  const path = period.to === null ? ['from'] : ['to'];
  const empty = Temporal.PlainDate.compare(from, to) >= 0;
  if (Temporal.PlainDate.compare(to, runDay) > 0) {
    return bad(at('window-reaches-today', { to: to.toString(), runDay: runDay.toString() }, { path }));
  }
  if (empty && period.to === null && Temporal.PlainDate.compare(from, runDay) > 0) {
    const params = { to: from.toString(), runDay: runDay.toString(), begins: true };
    return bad(at('window-reaches-today', params, { path }));
  }
  if (empty) return bad(at('window-empty', { from: from.toString(), to: to.toString() }, { path }));
  if (most && isLongerForwards(from, to, most)) return bad(tooLong(path[0] as 'from' | 'to', spec, most));
  return good(windowOfDays(spec, context, from, to));
}

function windowOfDays(
  spec: EffectiveWindow,
  { timezone }: RunMoment,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): Window {
  return {
    by: spec.by,
    timezone,
    from: startOfDay(from, timezone),
    until: startOfDay(to, timezone),
    firstDay: from,
    lastDay: to.subtract({ days: 1 }),
  };
}

function windowOfInstants(
  spec: EffectiveWindow,
  { timezone }: RunMoment,
  from: Temporal.Instant | null,
  until: Temporal.Instant,
): Window {
  return {
    by: spec.by,
    timezone,
    from,
    until,
    firstDay: from && dayOf(from, timezone),
    lastDay: dayOf(until.subtract({ nanoseconds: 1 }), timezone),
  };
}

/** Reads which period the window says and where that is impossible; nothing here depends on a run. */
function parsePeriod(spec: WindowSpec): Checked<Period> {
  const said = (['last', 'previous', 'since_last_success', 'from'] as const).filter(
    key => spec[key] !== undefined && spec[key] !== false,
  );
  const [key, second] = said;
  if (key === undefined) {
    return spec.to === undefined
      ? bad(at('window-period', { found: '' }))
      : bad(at('window-to-alone', {}, { path: ['to'] }));
  }
  if (second !== undefined) {
    return bad(at('window-period', { found: said.map(k => `\`${k}\``).join(' and ') }, { path: [second] }));
  }
  if (spec.to !== undefined && key !== 'from') {
    return bad(at('window-period', { found: `\`${key}\` and \`to\`` }, { path: ['to'] }));
  }
  const includeToday = spec.include_today ?? false;
  switch (key) {
    case 'last':
      return parseLast(spec.last ?? '', includeToday);
    case 'previous':
      return goodUnless(includeToday ? [noToday(`previous: ${spec.previous}`)] : [], () => ({
        kind: 'previous',
        period: spec.previous ?? 'day',
      }));
    case 'since_last_success':
      return good({ kind: 'since', includeToday });
    case 'from':
      return parseFixed(spec.from ?? '', spec.to, includeToday);
  }
}

function parseLast(text: string, includeToday: boolean): Checked<Period> {
  const duration = parseDuration(text);
  if (!duration.ok) return goodUnless<Period>(below('last', duration.problems), unreachable);
  const problems: LocalProblem[] = [];
  if (duration.value.amount === 0) {
    problems.push(
      at(
        'duration',
        { text, detail: 'a window is at least one of its units long' },
        { path: ['last'] },
        { found: text },
      ),
    );
  }
  if (includeToday && isClockUnit(duration.value.unit)) problems.push(noToday(`last: ${text}`));
  return goodUnless(problems, () => ({ kind: 'last', duration: duration.value, includeToday }));
}

function parseFixed(fromText: string, toText: string | undefined, includeToday: boolean): Checked<Period> {
  const from = wholeDay('from', fromText);
  const to = toText === undefined ? good(null) : wholeDay('to', toText);
  const problems = [...(from.ok ? [] : from.problems), ...(to.ok ? [] : to.problems)];
  if (includeToday) problems.push(noToday('from'));
  if (!from.ok || !to.ok) return goodUnless<Period>(problems, unreachable);
  return goodUnless(problems, () => ({ kind: 'fixed', from: from.value, to: to.value }));
}

function wholeDay(key: 'from' | 'to', text: string): Checked<DateExpression> {
  const date = parseDateValue(text);
  if (!date.ok) return goodUnless<DateExpression>(below(key, date.problems), unreachable);
  if (hasTime(date.value)) return bad(at('window-whole-days', { text }, { path: [key] }, { found: text }));
  return date;
}

const unreachable = (): never => {
  throw new Error('a failed check has problems');
};

const noToday = (period: string): LocalProblem =>
  at('window-include-today', { period }, { path: ['include_today'] }, { found: 'include_today: true' });

const tooLong = (key: 'last' | 'previous' | 'from' | 'to', spec: WindowSpec, most: Duration): LocalProblem =>
  at('window-too-long', { window: printPeriod(spec), max: printDuration(most) }, { path: [key] });

function printPeriod(spec: WindowSpec): string {
  if (spec.last !== undefined) return `last: ${spec.last}`;
  if (spec.previous !== undefined) return `previous: ${spec.previous}`;
  return spec.to === undefined ? `from: ${spec.from}` : `from: ${spec.from}, to: ${spec.to}`;
}

/** Counted by the calendar from the end back: is there more than `most` before `to`? */
const isLongerBackwards = (from: Temporal.PlainDate, to: Temporal.PlainDate, most: Duration): boolean =>
  Temporal.PlainDateTime.compare(from.toPlainDateTime(), to.toPlainDateTime().subtract(toTemporal(most))) < 0;

/** Counted by the calendar from the beginning on: does it end after `from` + `most`? */
const isLongerForwards = (from: Temporal.PlainDate, to: Temporal.PlainDate, most: Duration): boolean =>
  Temporal.PlainDateTime.compare(from.toPlainDateTime().add(toTemporal(most)), to.toPlainDateTime()) < 0;

/** `last` and `previous` against the limit on every day of four years: always, never or sometimes too long. */
function checkLength(spec: WindowSpec, period: Period, most: Duration | null): LocalProblem[] {
  if (most === null || (period.kind !== 'last' && period.kind !== 'previous')) return [];
  const length: Duration = period.kind === 'last' ? period.duration : { amount: 1, unit: period.period };
  const known = isLonger(length, most);
  if (known === 'never') return [];
  if (known === 'always') return [tooLong(period.kind, spec, most)];
  let longer = 0;
  const first = Temporal.PlainDate.from('2024-01-01');
  const days = 4 * 365 + 1;
  for (let i = 0; i < days; i++) {
    const day = first.add({ days: i });
    const end = (period.kind === 'previous' ? startOfPeriod(day, period.period) : day).toPlainDateTime();
    const from = end.subtract(toTemporal(length));
    if (Temporal.PlainDateTime.compare(from, end.subtract(toTemporal(most))) < 0) longer++;
  }
  if (longer === 0) return [];
  const path = [period.kind];
  if (longer === days) return [tooLong(period.kind, spec, most)];
  return [at('window-sometimes-too-long', { window: printPeriod(spec), max: printDuration(most) }, { path })];
}

/** Two days that are both written out can be compared without a run. */
function checkFixed(spec: WindowSpec, period: Period, most: Duration | null): LocalProblem[] {
  if (period.kind !== 'fixed' || period.to === null) return [];
  const from = writtenDay(period.from);
  const to = writtenDay(period.to);
  if (from === undefined || to === undefined) return [];
  if (Temporal.PlainDate.compare(from, to) >= 0) {
    return [at('window-empty', { from: spec.from ?? '', to: spec.to ?? '' }, { path: ['to'] })];
  }
  return most && isLongerForwards(from, to, most) ? [tooLong('to', spec, most)] : [];
}

/** The day that an expression names by its date alone. */
function writtenDay({ steps }: DateExpression): Temporal.PlainDate | undefined {
  const [step] = steps;
  return steps.length === 1 && step?.kind === 'date' ? Temporal.PlainDate.from(step.day) : undefined;
}
