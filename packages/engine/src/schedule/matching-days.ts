import { DAY, type DayNumber, dayNumber, weekdayOf } from './day-number.ts';

/** Which days of the calendar a schedule names. */
export interface DayRule {
  /** 1 to 12, in order. */
  readonly months: readonly number[];
  /** Days of the month, in order; `null` where the schedule does not restrict them. */
  readonly days: readonly number[] | null;
  /** The month's last day, with or without `days`. */
  readonly last: boolean;
  /** 0 (Sunday) to 6, in order; `null` where the schedule does not restrict them. */
  readonly weekdays: readonly number[] | null;
}

/**
 * How far is looked for the next day, in months. Whatever day and month there are come within eight years (29 February
 * across a year such as 2100), so a rule that has matched nothing by then never will.
 */
const HORIZON = 9 * 12;

/** The days of a rule from `first` to `last`, in order. Ends where the calendar has no further one. */
export function* matchingDays(rule: DayRule, first: DayNumber, last: DayNumber): Generator<DayNumber, void, undefined> {
  const begin = new Date(first * DAY);
  let year = begin.getUTCFullYear();
  let month = begin.getUTCMonth() + 1;
  for (let empty = 0; empty < HORIZON; empty++) {
    const start = dayNumber(year, month, 1);
    if (start > last) return;
    const length = dayNumber(year, month + 1, 1) - start;
    if (rule.months.includes(month)) {
      for (let day = 1; day <= length; day++) {
        const number = start + day - 1;
        if (number > last) return;
        if (number < first || !matches(rule, day, length, weekdayOf(number))) continue;
        empty = -1;
        yield number;
      }
    }
    month++;
    if (month > 12) {
      month = 1;
      year++;
    }
  }
}

/** Either day field, when both are restricted (S1); each value once, so that `[31, last]` is one day. */
function matches({ days, last, weekdays }: DayRule, day: number, length: number, weekday: number): boolean {
  const byMonth = (days?.includes(day) ?? false) || (last && day === length);
  if (weekdays === null) return byMonth || (days === null && !last);
  return weekdays.includes(weekday) || byMonth;
}
