import type { Criterion } from '../definition/filter-schema.ts';
import {
  type DateValue,
  evaluateDate,
  parseDateValue,
  parseDuration,
  type RunMoment,
  startOfDay,
  Temporal,
} from '../time/index.ts';
import { mustBe } from './must-be.ts';
import type { Condition, Ref } from './plan.ts';

const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
const any = (...of: Condition[]): Condition => ({ kind: 'any', of });
const not = (of: Condition): Condition => ({ kind: 'not', of });
type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** What a `date:` expression or a plain date means in this run (D4). */
export function dateOf(text: unknown, moment: RunMoment): DateValue {
  return evaluateDate(mustBe(parseDateValue(String(text))), moment);
}

/** D3, dates: a day against a datetime means the whole day in the zone, a value with a time that instant. */
export function dateCondition(ref: Ref, criterion: Criterion, moment: RunMoment): Condition {
  const date = (value: unknown) => dateOf(value, moment);
  const values = Array.isArray(criterion.value) ? criterion.value : [criterion.value];
  const [first, second] = values;
  switch (criterion.operator) {
    case 'equals':
      return on(ref, date(first), moment);
    case 'not_equals':
      return not(on(ref, date(first), moment));
    case 'before':
      return before(ref, date(first), moment);
    case 'after':
      return after(ref, date(first), moment);
    case 'between':
      return all(notBefore(ref, date(first), moment), notAfter(ref, date(second), moment));
    case 'in_date':
      return any(...values.map(value => on(ref, date(value), moment)));
    case 'anniversary':
      return anniversary(ref, date(criterion.value ?? 'date:today').day, criterion);
    case 'age_range':
      return ageRange(ref, Number(first), Number(second), moment);
    default:
      throw new Error(`no date operator: ${criterion.operator}`);
  }
}

const compare = (ref: Ref, is: Comparison, instant: Temporal.Instant): Condition => ({
  kind: 'compare',
  ref,
  is,
  to: { kind: 'instant', instant },
});
const compareDay = (ref: Ref, is: Comparison, day: Temporal.PlainDate): Condition => ({
  kind: 'compare',
  ref,
  is,
  to: { kind: 'day', day },
});
const dayAfter = (day: Temporal.PlainDate): Temporal.PlainDate => day.add({ days: 1 });

/** Bounds of a day in the zone, for datetimes. */
const begin = (day: Temporal.PlainDate, moment: RunMoment) => startOfDay(day, moment.timezone);
const end = (day: Temporal.PlainDate, moment: RunMoment) => startOfDay(dayAfter(day), moment.timezone);

function on(ref: Ref, value: DateValue, moment: RunMoment): Condition {
  if (ref.type === 'date') return compareDay(ref, '=', value.day);
  if (value.kind === 'instant') return compare(ref, '=', value.instant);
  return all(compare(ref, '>=', begin(value.day, moment)), compare(ref, '<', end(value.day, moment)));
}

function before(ref: Ref, value: DateValue, moment: RunMoment): Condition {
  if (ref.type === 'date') return compareDay(ref, '<', value.day);
  return compare(ref, '<', value.kind === 'instant' ? value.instant : begin(value.day, moment));
}

function after(ref: Ref, value: DateValue, moment: RunMoment): Condition {
  if (ref.type === 'date') return compareDay(ref, '>', value.day);
  return value.kind === 'instant' ? compare(ref, '>', value.instant) : compare(ref, '>=', end(value.day, moment));
}

/** `between` includes both ends. */
function notBefore(ref: Ref, value: DateValue, moment: RunMoment): Condition {
  if (ref.type === 'date') return compareDay(ref, '>=', value.day);
  return compare(ref, '>=', value.kind === 'instant' ? value.instant : begin(value.day, moment));
}

function notAfter(ref: Ref, value: DateValue, moment: RunMoment): Condition {
  if (ref.type === 'date') return compareDay(ref, '<=', value.day);
  return value.kind === 'instant' ? compare(ref, '<=', value.instant) : compare(ref, '<', end(value.day, moment));
}

/** D3: day and month match, with days before and after; 29 February counts on the 28th in common years. */
function anniversary(ref: Ref, day: Temporal.PlainDate, criterion: Criterion): Condition {
  const first = day.subtract({ days: daysOf(criterion.before) });
  const last = day.add({ days: daysOf(criterion.after) });
  const days = new Map<string, { month: number; day: number }>();
  const put = (month: number, dayOfMonth: number) => days.set(`${month}-${dayOfMonth}`, { month, day: dayOfMonth });
  for (let d = first; Temporal.PlainDate.compare(d, last) <= 0 && days.size < 366; d = dayAfter(d)) {
    put(d.month, d.day);
    if (d.month === 2 && d.day === 28 && !d.inLeapYear) put(2, 29);
  }
  return { kind: 'month-day', ref, days: [...days.values()] };
}

function daysOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const { amount, unit } = mustBe(parseDuration(text));
  return unit === 'week' ? amount * 7 : amount;
}

/** D3: whole years on the run's day, both ends included. */
function ageRange(ref: Ref, youngest: number, oldest: number, moment: RunMoment): Condition {
  const bornBy = latestBirthday(moment.runDay, youngest);
  const bornAfter = latestBirthday(moment.runDay, oldest + 1);
  if (ref.type === 'date') return all(compareDay(ref, '>', bornAfter), compareDay(ref, '<=', bornBy));
  return all(compare(ref, '>=', end(bornAfter, moment)), compare(ref, '<', end(bornBy, moment)));
}

/** The latest day of birth that makes a person so many years old on this day. Born on the 29th, they turn on the 28th. */
function latestBirthday(day: Temporal.PlainDate, years: number): Temporal.PlainDate {
  const born = day.subtract({ years });
  const turnsEarly = day.month === 2 && day.day === 28 && !day.inLeapYear && born.inLeapYear;
  return turnsEarly ? born.add({ days: 1 }) : born;
}
