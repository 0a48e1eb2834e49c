import type { Duration, DurationUnit } from './duration.ts';

/** Days of the units that always have as many. */
const DAYS: Partial<Record<DurationUnit, number>> = {
  second: 1 / 86_400,
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
};
const MONTHS: Partial<Record<DurationUnit, number>> = { month: 1, quarter: 3, year: 12 };

/** The fewest and the most days that a duration can have; months have 28 to 31, and never are several all short. */
function daysOf({ amount, unit }: Duration): readonly [fewest: number, most: number] {
  const months = amount * (MONTHS[unit] ?? 0);
  if (months > 0) return [30 * months - 2, 31 * months];
  const days = amount * (DAYS[unit] ?? 0);
  return [days, days];
}

/**
 * Whether one duration is longer than another wherever in the calendar they are counted from: `always`, `never`, or
 * `depends`, when only the calendar can tell. Cheap, since going through the days of years is not.
 */
export function isLonger(one: Duration, other: Duration): 'always' | 'never' | 'depends' {
  if (one.unit === other.unit) return one.amount > other.amount ? 'always' : 'never';
  const [fewest, most] = daysOf(one);
  const [fewestOther, mostOther] = daysOf(other);
  if (most <= fewestOther) return 'never';
  return fewest > mostOther ? 'always' : 'depends';
}
