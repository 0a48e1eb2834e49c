import { Temporal } from '@waybill/engine/time';

/** Moments as people read them, in the zone that they belong to (S2). Pure. */

/** `Mon 23 Nov 2026, 06:30`. */
export function momentIn(instant: string, timezone: string): string {
  const at = zoned(instant, timezone);
  return `${dayText(at.toPlainDate())}, ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** `06:30:05`. */
export const clockIn = (instant: string, timezone: string): string =>
  zoned(instant, timezone).toPlainTime().toString({ smallestUnit: 'second' });

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon 23 Nov 2026`. */
export const dayText = (day: Temporal.PlainDate): string =>
  `${DAYS[day.dayOfWeek - 1]} ${day.day} ${MONTHS[day.month - 1]} ${day.year}`;

/** A period: its days where it has whole ones, else with the times. */
export function periodIn(
  { from, to }: { readonly from: string | null; readonly to: string },
  timezone: string,
): string {
  const end = zoned(to, timezone);
  const isMidnight = (at: Temporal.ZonedDateTime) => at.hour === 0 && at.minute === 0 && at.second === 0;
  if (from === null) return `everything before ${momentIn(to, timezone)}`;
  const start = zoned(from, timezone);
  if (!isMidnight(start) || !isMidnight(end)) return `${momentIn(from, timezone)} to ${momentIn(to, timezone)}`;
  const first = start.toPlainDate();
  const last = end.toPlainDate().subtract({ days: 1 });
  return first.equals(last) ? dayText(first) : `${dayText(first)} to ${dayText(last)}`;
}

const zoned = (instant: string, timezone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timezone);
