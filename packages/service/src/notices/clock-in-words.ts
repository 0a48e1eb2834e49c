import { dayInWords, Temporal } from '@waybill/engine/time';

/** An instant as the zone's clocks show it: `Sunday 22 November 2026, 06:30 (Europe/Vienna)`. */
export function clockInWords(at: Date, timezone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone);
  return `${dayInWords(local.toPlainDate())}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })} (${timezone})`;
}
