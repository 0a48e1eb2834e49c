import { Temporal } from 'temporal-polyfill';
import { nearest } from '../errors/index.ts';
import { at, bad, type Checked, good } from './checked.ts';

/**
 * Names that the zone database has and that ICU still lists under an older name only. They are offered and corrected
 * like every other; what is missing here is still accepted, since Intl decides what exists.
 */
const NEWER_NAMES = [
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Catamarca',
  'America/Argentina/Cordoba',
  'America/Argentina/Jujuy',
  'America/Argentina/Mendoza',
  'America/Atikokan',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Africa/Asmara',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
  'UTC',
] as const;

/** Every zone name that pickers and completion offer, in alphabetical order. */
export const ZONE_NAMES: readonly string[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone'), ...NEWER_NAMES]),
].sort();

const SPELLING = new Map(ZONE_NAMES.map(name => [name.toLowerCase(), name]));
const TAILS = ZONE_NAMES.map(name => [name.slice(name.lastIndexOf('/') + 1), name] as const);

/**
 * The zone that a person named, as the zone database spells it (D1). Case and spaces for `_` are forgiven; older and
 * alternative names (`Asia/Calcutta`, `US/Eastern`) are kept as written. An offset such as `+01:00` is not a zone: it
 * knows nothing of summer time.
 */
export function parseZone(text: string): Checked<string> {
  const typed = text.trim().replaceAll(' ', '_');
  const known = SPELLING.get(typed.toLowerCase());
  if (known !== undefined) return good(known);
  if (/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(typed)) {
    const canonical = canonicalZone(typed);
    if (canonical !== undefined) return good(/[A-Z]/.test(typed) ? typed : canonical);
  }
  return bad(at('unknown-timezone', { zone: text }, {}, { found: text, suggestions: nearestZones(typed) }));
}

/** True when the text names a zone, in any spelling that {@link parseZone} takes. */
export const isZone = (text: string): boolean => parseZone(text).ok;

function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // Intl says "no such zone" by throwing; there is no other way to ask it.
    return undefined;
  }
}

/** Nearest names by the whole name and by the city alone, since `Vienna` is what most people type first. */
function nearestZones(typed: string): string[] {
  const city = typed.slice(typed.lastIndexOf('/') + 1);
  // Of a short city in a long name: `Europe/Wien` is near `Europe/Kiev` by its letters only.
  const whole = nearest(typed, ZONE_NAMES).filter(
    name => nearest(city, [name.slice(name.lastIndexOf('/') + 1)]).length > 0,
  );
  const cities = nearest(
    city,
    TAILS.map(([tail]) => tail),
  ).flatMap(tail => TAILS.filter(([t]) => t === tail).map(([, name]) => name));
  return [...new Set([...whole, ...cities])].slice(0, 3);
}

/** Version of the zone data in use, e.g. `2025c`; what `doctor` shows (S2). */
export const zoneDataVersion = (): string => process.versions.tz ?? 'unknown';

/** The day that the clocks of the zone show at this instant. */
export const dayOf = (instant: Temporal.Instant, zone: string): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(zone).toPlainDate();

/**
 * The first instant of the day in the zone (D4). Where midnight is skipped that is the end of the gap; where midnight
 * comes twice it is the first; a day that the zone left out altogether begins, empty, where the next one does.
 */
export const startOfDay = (day: Temporal.PlainDate, zone: string): Temporal.Instant =>
  atTime(day, Temporal.PlainTime.from('00:00'), zone);

/**
 * The instant at which the clocks of the zone show this time on this day (D4): a time that the clock jumps over is the
 * first instant after the gap, a time that comes twice is the first of the two. Temporal's own "compatible" rule would
 * move a skipped 02:30 to 03:30 instead.
 */
export function atTime(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Temporal.Instant {
  const wanted = day.toPlainDateTime(time);
  const earlier = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wanted)) return earlier.toInstant();
  // In a gap "earlier" lies before the jump, so the next transition is the jump itself.
  const jump = earlier.getTimeZoneTransition('next');
  return (jump ?? wanted.toZonedDateTime(zone, { disambiguation: 'compatible' })).toInstant();
}

/** The three facts about a run that all calendar questions are answered from (D9). */
export interface RunMoment {
  /** The definition's zone (D1), as {@link parseZone} gives it. */
  readonly timezone: string;
  /** The day that the schedule names, also where DST moves the run past midnight. */
  readonly runDay: Temporal.PlainDate;
  /** The instant of the occasion: the scheduled instant, or when the run was asked for. A rerun keeps both. */
  readonly runAt: Temporal.Instant;
}

/** A run that no schedule named: its day is the day that the zone's clocks show. */
export const runMoment = (
  runAt: Temporal.Instant,
  timezone: string,
  runDay: Temporal.PlainDate = dayOf(runAt, timezone),
): RunMoment => ({ timezone, runDay, runAt });
