import type { Schedule } from '../../src/schedule/index.ts';
import { Temporal } from '../../src/time/index.ts';

/** A firing as a line that can be compared: the instant, and the day that the schedule names. */
export const shown = ({ at, day }: { readonly at: Temporal.Instant; readonly day: Temporal.PlainDate }): string =>
  `${at.toString()} ${day.toString()}`;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** What the zone's clocks show, by Intl: `2026-03-29 03:00`. */
function clockAt(epoch: number, zone: string): string {
  let format = FORMATS.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    FORMATS.set(zone, format);
  }
  return format.format(epoch);
}

const MINUTE = 60_000;
const DAY_LENGTH = 86_400_000;

interface Minutes {
  readonly walls: readonly (readonly [epoch: number, wall: string])[];
  readonly seen: ReadonlyMap<string, readonly number[]>;
}

const MINUTES = new Map<string, Minutes>();

/** Every minute of a stretch with what the clocks show, and where each of these texts was seen. */
function minutesBetween(begin: number, end: number, zone: string): Minutes {
  const key = `${zone} ${begin} ${end}`;
  const known = MINUTES.get(key);
  if (known) return known;
  const walls: (readonly [epoch: number, wall: string])[] = [];
  const seen = new Map<string, number[]>();
  for (let epoch = begin; epoch < end; epoch += MINUTE) {
    const wall = clockAt(epoch, zone);
    walls.push([epoch, wall]);
    seen.set(wall, [...(seen.get(wall) ?? []), epoch]);
  }
  const minutes = { walls, seen };
  MINUTES.set(key, minutes);
  return minutes;
}

/** What a schedule names, answered word by word for one day and one minute of it. */
export interface Names {
  readonly day: (day: Temporal.PlainDate) => boolean;
  readonly minute: (hour: number, minute: number) => boolean;
  readonly everyHour: boolean;
}

/**
 * The firings between two instants, minute by minute: every minute of UTC is looked at on the zone's clocks, then every
 * named minute of the calendar is looked up among them. Slow, and nothing in it is shared with what it tests.
 */
export function naiveFirings(
  names: Names,
  policy: { readonly skipped?: string | undefined; readonly repeated?: string | undefined },
  zone: string,
  from: string,
  until: string,
): string[] {
  const begin = Date.parse(from);
  const end = Date.parse(until);
  const { walls, seen } = minutesBetween(begin - 2 * DAY_LENGTH, end + 2 * DAY_LENGTH, zone);
  const found = new Set<string>();
  const add = (epoch: number, day: string) => {
    if (epoch >= begin && epoch < end) found.add(`${Temporal.Instant.fromEpochMilliseconds(epoch)} ${day}`);
  };
  const firstDay = Temporal.PlainDate.from((walls[0]?.[1] ?? '').slice(0, 10)).add({ days: 1 });
  const lastDay = Temporal.PlainDate.from((walls.at(-1)?.[1] ?? '').slice(0, 10));
  for (let day = firstDay; Temporal.PlainDate.compare(day, lastDay) < 0; day = day.add({ days: 1 })) {
    if (!names.day(day)) continue;
    for (let hour = 0; hour < 24; hour++) {
      for (let minute = 0; minute < 60; minute++) {
        if (!names.minute(hour, minute)) continue;
        const wall = `${day} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        const instants = seen.get(wall) ?? [];
        if (names.everyHour || policy.repeated === 'twice') for (const epoch of instants) add(epoch, day.toString());
        else if (instants[0] !== undefined) add(instants[0], day.toString());
        if (instants.length > 0 || names.everyHour || policy.skipped === 'skip') continue;
        // The first instant whose clock is beyond it: texts of this form sort as the times do.
        const after = walls.find(([, shownThen]) => shownThen > wall);
        if (after) add(after[0], day.toString());
      }
    }
  }
  return [...found].sort();
}

/** Days and minutes of a schedule, told as the product's page tells them. */
export function namesOf(schedule: Exclude<Schedule, 'now'>): Names {
  const clock = (texts: readonly string[]) => (hour: number, minute: number) =>
    texts.includes(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  if ('at' in schedule) {
    const [day, time = ''] = schedule.at.split(' ');
    return { day: d => d.toString() === day, minute: clock([time]), everyHour: false };
  }
  const valid = (day: Temporal.PlainDate) =>
    (schedule.from ?? '0000') <= day.toString() && day.toString() <= (schedule.until ?? '9999');
  if ('daily' in schedule) {
    const { hours, minutes = [0] } = schedule.daily;
    return {
      day: valid,
      minute: (hour, minute) =>
        (hours === '*' || hours.includes(hour)) && (minutes === '*' || minutes.includes(minute)),
      everyHour: hours === '*',
    };
  }
  if ('weekly' in schedule) {
    const { days, at } = schedule.weekly;
    const order = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
    return {
      day: day => valid(day) && days.some(name => order[day.dayOfWeek - 1] === name),
      minute: clock(at),
      everyHour: false,
    };
  }
  if ('monthly' in schedule) {
    const { days, at } = schedule.monthly;
    return {
      day: day => valid(day) && (days.includes(day.day) || (days.includes('last') && day.day === day.daysInMonth)),
      minute: clock(at),
      everyHour: false,
    };
  }
  throw new Error('cron has an oracle of its own');
}
