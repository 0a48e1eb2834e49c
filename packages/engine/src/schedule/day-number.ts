import { Temporal } from 'temporal-polyfill';

/**
 * Days as whole numbers, 0 for 1 January 1970 in the calendar. Schedules look at thousands of days to find a few; plain
 * numbers make that a matter of microseconds.
 */
export type DayNumber = number;

/** Milliseconds of a day on a clock that is never changed. */
export const DAY = 86_400_000;
export const MINUTE = 60_000;

export const dayNumber = (year: number, month: number, day: number): DayNumber => {
  const date = new Date(0);
  // `Date.UTC` would take the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / DAY;
};

export const numberOf = (day: Temporal.PlainDate): DayNumber => dayNumber(day.year, day.month, day.day);

export function plainDate(day: DayNumber): Temporal.PlainDate {
  const date = new Date(day * DAY);
  return Temporal.PlainDate.from({
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  });
}

/** 0 for Sunday to 6 for Saturday, as cron counts. */
export const weekdayOf = (day: DayNumber): number => (((day + 4) % 7) + 7) % 7;
