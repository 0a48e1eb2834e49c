import { evaluateDate, parseDateExpression, runMoment, Temporal } from '@waybill/engine/time';

/** Dates as people say them, for "until": pure, counted in the export's zone. */

const WEEKDAY = /^(?:on )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)$/;
const WEEKDAYS: Readonly<Record<string, string>> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
/** `24 December`, `24. Dec 2026`, `December 24, 2026`, `24.12.`, `24.12.2026`. */
const DAY_MONTH = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?${MONTH}(?:,? (\\d{4}))?$`);
const MONTH_DAY = new RegExp(`^${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`);
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(?:(\d{4}))?$/;
const DURATION = /^\d+ ?(hours?|h|days?|weeks?|months?)$/;
const TIME = /^(.+?)(?:,| at)? (\d{1,2}:\d{2})$/;

export interface PlainMoment {
  /** What the service takes: a day, or an instant. */
  readonly value: string;
  /** With the zone's clocks. */
  readonly at: Temporal.ZonedDateTime;
  /** A whole day was said. */
  readonly isDay: boolean;
}

/** @returns undefined for what is no date. */
export function plainDate(typed: string, timezone: string, now: Temporal.Instant): PlainMoment | undefined {
  const text = typed
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(the|on|until) /, '');
  const instant = instantIn(typed.trim());
  if (instant !== undefined) {
    return { value: instant.toString(), at: instant.toZonedDateTimeISO(timezone), isDay: false };
  }
  const [, dayPart = text, time] = TIME.exec(text) ?? [];
  const today = now.toZonedDateTimeISO(timezone).toPlainDate();
  // A time may be still to come on a day that has begun.
  const day = dayNamed(dayPart, time === undefined ? today.add({ days: 1 }) : today);
  const said = `${day?.toString() ?? expressionOf(dayPart)}${time === undefined ? '' : ` ${padded(time)}`}`;
  const parsed = parseDateExpression(said);
  if (!parsed.ok) return undefined;
  try {
    const value = evaluateDate(parsed.value, runMoment(now, timezone));
    if (value.kind === 'day') {
      const at = value.day.toZonedDateTime({ timeZone: timezone });
      return { value: value.day.toString(), at, isDay: true };
    }
    return { value: value.instant.toString(), at: value.instant.toZonedDateTimeISO(timezone), isDay: false };
  } catch {
    // 31 February.
    return undefined;
  }
}

const padded = (time: string): string => time.padStart(5, '0');

function instantIn(text: string): Temporal.Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/i.test(text)) return undefined;
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

/** What the engine's dates say a little otherwise. */
function expressionOf(text: string): string {
  const weekday = WEEKDAY.exec(text)?.[1];
  if (weekday !== undefined) return `next ${WEEKDAYS[weekday] ?? weekday}`;
  return DURATION.test(text) ? `in ${text}` : text;
}

/** A day that is said by its month; without a year the next one there is, from `first` on. */
function dayNamed(text: string, first: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const byName = DAY_MONTH.exec(text);
  const reversed = MONTH_DAY.exec(text);
  const dotted = DOTTED.exec(text);
  const [day, month, year] = byName
    ? [byName[1], MONTHS.indexOf(byName[2] ?? '') + 1, byName[3]]
    : reversed
      ? [reversed[2], MONTHS.indexOf(reversed[1] ?? '') + 1, reversed[3]]
      : [dotted?.[1], Number(dotted?.[2]), dotted?.[3]];
  if (day === undefined) return undefined;
  if (year !== undefined) return dayOf(Number(year), month, Number(day));
  // 29 February is in one year of four, and once in a century in one of eight.
  const years = Array.from({ length: 9 }, (_, i) => first.year + i);
  return years
    .map(one => dayOf(one, month, Number(day)))
    .find(one => one !== undefined && Temporal.PlainDate.compare(one, first) >= 0);
}

function dayOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    // 31 February.
    return undefined;
  }
}
