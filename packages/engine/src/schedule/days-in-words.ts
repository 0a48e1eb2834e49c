import { monthName, weekdayName } from '../time/names.ts';
import type { DayRule } from './matching-days.ts';
import { andList, ordinal, stretches, stretchList } from './word-lists.ts';

/** `every day`, `on Mondays and Thursdays`, `Monday to Friday`, `on the 1st and the last day of every month`. */
export function daysInWords(rule: DayRule): string {
  const { months, days, last, weekdays } = rule;
  const byMonth = days !== null || last;
  const all = months.length === 12;
  // Either day field: with every weekday, or every day of the month, it is every day (S1).
  if (weekdays?.length === 7 || days?.length === 31 || (weekdays === null && !byMonth)) {
    return all ? 'every day' : `every day in ${monthsInWords(months)}`;
  }
  if (!byMonth) return `${weekdaysInWords(weekdays ?? [])}${all ? '' : ` in ${monthsInWords(months)}`}`;
  if (weekdays === null) return `on ${datesInWords(rule)}`;
  const either = `on ${datesInWords(rule)} and ${weekdaysInWords(weekdays)}`;
  return all ? either : `${either} in ${monthsInWords(months)}`;
}

function datesInWords({ months, days, last }: DayRule): string {
  // Where there is a 31st, it is the last day.
  const named = (days ?? []).filter(day => !last || day < 31);
  const [month] = months;
  if (months.length === 1 && month !== undefined && !last && named.length === 1) {
    return `${named[0]} ${monthName(month)}`;
  }
  const words = stretches(named).flatMap(([first, end]) =>
    end - first < 2
      ? named.filter(day => day >= first && day <= end).map(day => `the ${ordinal(day)}`)
      : [`the ${ordinal(first)} to the ${ordinal(end)}`],
  );
  if (last) words.push('the last day');
  return `${andList(words)} of ${months.length === 12 ? everyMonth(named, last) : monthsInWords(months)}`;
}

/** A month without a 31st has no run on it. */
const everyMonth = (days: readonly number[], last: boolean): string =>
  !last && days.length === 1 && (days[0] ?? 0) > 28 ? 'every month that has one' : 'every month';

const monthsInWords = (months: readonly number[]): string => stretchList(months, monthName);

function weekdaysInWords(weekdays: readonly number[]): string {
  // Weeks start on Monday, so Sunday, cron's 0, is the last.
  const ordered = weekdays.map(day => (day === 0 ? 7 : day)).sort((a, b) => a - b);
  const [first, last] = [ordered[0] ?? 1, ordered.at(-1) ?? 7];
  if (ordered.length > 2 && last - first + 1 === ordered.length) return `${weekdayName(first)} to ${weekdayName(last)}`;
  return `on ${andList(ordered.map(day => `${weekdayName(day)}s`))}`;
}
