import { dayInWords, Temporal } from '@waybill/engine/time';

/** An instant as the zone's clocks show it: `Sunday 22 November 2026, 06:30 (Europe/Vienna)`. */
export const clockInWords = (at: Date, timezone: string): string => `${localClock(at, timezone)} (${timezone})`;

/** The same where the zone is said beside it. */
export function localClock(at: Date, timezone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone);
  return `${dayInWords(local.toPlainDate())}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
