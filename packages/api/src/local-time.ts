/** Times as people read them: in the zone that they belong to (S2). */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-21 06:30:00`. */
export function localSecond(instant: string, timezone: string): string {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: timezone });
    formats.set(timezone, format);
  }
  return format.format(new Date(instant));
}

/** `2026-11-21 06:30`. */
export const localMinute = (instant: string, timezone: string): string => localSecond(instant, timezone).slice(0, 16);
