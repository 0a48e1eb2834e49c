import { Temporal } from 'temporal-polyfill';
import { nearest } from '../errors/index.ts';
import { at, bad, type Checked, good } from './checked.ts';

export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A length of time as people write it: `7 days`, `8 h`, `30 min`. Months and years are those of the calendar. */
export interface Duration {
  /** A whole number, 0 or more. */
  readonly amount: number;
  readonly unit: DurationUnit;
}

/** Each unit's forms: the canonical singular and plural first, then what else is read. */
const FORMS: { readonly [U in DurationUnit]: readonly [one: string, many: string, ...others: string[]] } = {
  second: ['s', 's', 'sec', 'secs', 'second', 'seconds'],
  minute: ['min', 'min', 'mins', 'minute', 'minutes'],
  hour: ['h', 'h', 'hr', 'hrs', 'hour', 'hours'],
  day: ['day', 'days', 'd'],
  week: ['week', 'weeks', 'w'],
  month: ['month', 'months'],
  quarter: ['quarter', 'quarters'],
  year: ['year', 'years', 'y'],
};

const UNITS = Object.keys(FORMS) as DurationUnit[];
const UNIT_OF = new Map(UNITS.flatMap(unit => FORMS[unit].map(form => [form, unit] as const)));

/** The forms that completion offers after a number. */
export const DURATION_UNITS: readonly string[] = ['s', 'min', 'h', 'days', 'weeks', 'months', 'quarters', 'years'];

/** Roughly how long a unit is, only to refuse lengths that no calendar reaches. */
const SECONDS: { readonly [U in DurationUnit]: number } = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_629_746,
  quarter: 7_889_238,
  year: 31_556_952,
};
const LONGEST_YEARS = 1000;

/** The unit of a word (`h`, `hours`, `day`, …), in any case. */
export const unitOf = (word: string): DurationUnit | undefined => UNIT_OF.get(word.toLowerCase());

/** True for lengths that are the same number of seconds everywhere; days and longer follow the calendar. */
export const isClockUnit = (unit: DurationUnit): boolean => unit === 'second' || unit === 'minute' || unit === 'hour';

/** True when the length is longer than any that Waybill counts with (1000 years). */
export const isTooLong = ({ amount, unit }: Duration): boolean => amount * SECONDS[unit] > LONGEST_YEARS * SECONDS.year;

/** Reads `7 days`, `8 h`, `30 min`, `1 quarter`; the space may be missing. */
export function parseDuration(text: string): Checked<Duration> {
  const match = /^\s*(\d+)\s*([A-Za-z]*)\s*$/.exec(text);
  if (!match) return bad(at('duration', { text, detail: 'a number and a unit were expected' }, {}, { found: text }));
  const [, digits = '', word = ''] = match;
  const unit = unitOf(word);
  const offset = text.indexOf(word, text.indexOf(digits) + digits.length);
  if (unit === undefined) {
    const detail = word === '' ? 'its unit is missing' : `"${word}" is not a unit`;
    const suggestions = word === '' ? [] : nearest(word, UNIT_OF.keys());
    const span = word === '' ? undefined : { offset, length: word.length };
    return bad(at('duration', { text, detail }, span ? { span } : {}, { found: word || text, suggestions }));
  }
  const duration: Duration = { amount: Number(digits), unit };
  if (isTooLong(duration)) {
    return bad(at('duration', { text, detail: `it is longer than ${LONGEST_YEARS} years` }, {}, { found: text }));
  }
  return good(duration);
}

/** The canonical form: `7 days`, `1 day`, `8 h`, `30 min`. */
export function printDuration({ amount, unit }: Duration): string {
  const [one, many] = FORMS[unit];
  return `${amount} ${amount === 1 ? one : many}`;
}

/** The length as Temporal counts it; a quarter is three months. */
export function toTemporal({ amount, unit }: Duration): Temporal.Duration {
  if (unit === 'quarter') return Temporal.Duration.from({ months: 3 * amount });
  return Temporal.Duration.from({ [`${unit}s`]: amount });
}
