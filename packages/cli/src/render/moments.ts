import { localSecond } from '@waybill/api/local-time';

/** Times as people read them: in the zone that they belong to (S2). JSON keeps instants with their offset. */

/** An instant as the zone's clocks show it: `2026-11-21 00:00`. */
export function localTime(instant: string, timezone: string): string {
  return localSecond(instant, timezone).replace(/:00$/, '');
}

/** The day before one, `2026-11-20`. */
const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

const MIDNIGHT = / 00:00$/;

/** A period as its days where it has whole ones: `2026-11-20`, `2026-11-14 to 2026-11-20`, else with the times. */
export function periodText({ from, to }: { from: string | null; to: string }, timezone: string): string {
  const end = localTime(to, timezone);
  if (from === null) return `everything up to ${end}`;
  const start = localTime(from, timezone);
  if (start === end || !MIDNIGHT.test(start) || !MIDNIGHT.test(end)) return `${start} to ${end}`;
  const [first, last] = [start.slice(0, 10), dayBefore(end.slice(0, 10))];
  return first === last ? first : `${first} to ${last}`;
}

/** The zone that all of them have; undefined when they differ. */
export function commonZone(zones: readonly string[]): string | undefined {
  const [first, ...rest] = new Set(zones);
  return rest.length === 0 ? first : undefined;
}
