import { Temporal } from 'temporal-polyfill';
import { monthName } from '../time/names.ts';
import { daysInWords } from './days-in-words.ts';
import { type Pattern, patternOf } from './pattern.ts';
import type { Schedule } from './schedule-spec.ts';
import { timesInWords } from './times-in-words.ts';

/**
 * The schedule in plain words (S1), the same on every surface: `On Mondays and Thursdays at 06:30, Europe/Vienna, from
 * 1 December 2026 to 30 June 2027`. What is the default is not said. A cron expression that cannot be read is quoted.
 */
export function describeSchedule(schedule: Schedule, timezone: string): string {
  if (schedule === 'now') return 'Once, when it is created';
  const pattern = patternOf(schedule);
  if (!pattern.ok || pattern.value === null) return `By \`${'cron' in schedule ? schedule.cron : ''}\`, ${timezone}`;
  const { days, times } = pattern.value;
  const policy = policyInWords(pattern.value);
  if ('at' in schedule) {
    const day = schedule.at.slice(0, 10);
    return `Once, on ${dateInWords(day)} ${timesInWords(times)}, ${timezone}${policy}`;
  }
  const when = whenInWords(daysInWords(days), timesInWords(times), times.kind);
  return `${when.charAt(0).toUpperCase()}${when.slice(1)}, ${timezone}${validity(schedule.from, schedule.until)}${policy}`;
}

function whenInWords(days: string, times: string, kind: Pattern['times']['kind']): string {
  if (times.startsWith('at ')) return `${days} ${times}`;
  // "Every 15 minutes" is about every day already.
  return days === 'every day' && kind === 'every-hour' ? times : `${days}, ${times}`;
}

function validity(from: string | undefined, until: string | undefined): string {
  if (from !== undefined && from === until) return `, on ${dateInWords(from)} only`;
  const begin = from === undefined ? '' : ` from ${dateInWords(from)}`;
  const end = until === undefined ? '' : ` ${from === undefined ? 'until' : 'to'} ${dateInWords(until)}`;
  return begin + end === '' ? '' : `,${begin}${end}`;
}

/** `1 December 2026`. */
function dateInWords(text: string): string {
  const { day, month, year } = Temporal.PlainDate.from(text);
  return `${day} ${monthName(month)} ${year}`;
}

/** What differs from the default, and only where a policy applies (S2). */
function policyInWords({ times, skipped, repeated }: Pattern): string {
  if (times.kind === 'every-hour') return '';
  const words = [
    ...(skipped === 'skip' ? ['a time that the clock jumps over is left out'] : []),
    ...(repeated === 'twice' ? ['a time that comes twice runs twice'] : []),
  ];
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
}
