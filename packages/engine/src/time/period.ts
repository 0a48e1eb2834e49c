import type { Temporal } from 'temporal-polyfill';
import type { CalendarPeriod } from './window-spec.ts';

/** First day of the day, week (Monday), month, quarter or year that the day is in. */
export function startOfPeriod(day: Temporal.PlainDate, period: CalendarPeriod): Temporal.PlainDate {
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return day.subtract({ days: day.dayOfWeek - 1 });
    case 'month':
      return day.with({ day: 1 });
    case 'quarter':
      return day.with({ day: 1, month: day.month - ((day.month - 1) % 3) });
    case 'year':
      return day.with({ day: 1, month: 1 });
  }
}
