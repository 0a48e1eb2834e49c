import type { TimeRule } from './pattern.ts';
import { andList, stepOf, stretches } from './word-lists.ts';

/** More times than this are said by their rule, where they have one. */
const MOST_LISTED = 6;

/** `at 06:30 and 18:00`, `every 15 minutes`, `every 15 minutes from 09:00 to 17:45`. */
export function timesInWords(rule: TimeRule): string {
  const { kind, times } = rule;
  const minutes = [...new Set(times.map(time => time % 60))];
  if (kind === 'every-hour') return everyHour(minutes);
  const listed = `at ${andList(times.map(clock))}`;
  if (times.length <= MOST_LISTED) return listed;
  const hours = [...new Set(times.map(time => Math.floor(time / 60)))];
  // Times that are no hours with the same minutes in each have no shorter rule.
  if (times.length !== hours.length * minutes.length) return listed;
  const often = everySoOften(minutes);
  if (often !== undefined) return `${often} ${ranges(hours, minutes)}`;
  const step = stepOf(hours);
  if (minutes.length === 1 && step !== undefined) {
    const minute = minutes[0] ?? 0;
    const [first = 0] = hours;
    return `every ${step === 1 ? 'hour' : `${step} hours`} from ${clock(first * 60 + minute)} to ${clock((hours.at(-1) ?? 0) * 60 + minute)}`;
  }
  return listed;
}

function everyHour(minutes: readonly number[]): string {
  const often = everySoOften(minutes);
  if (often !== undefined) return often;
  if (minutes.length === 1 && minutes[0] === 0) return 'every hour, on the hour';
  return `every hour, at ${andList(minutes.map(String))} ${minutes.length === 1 && minutes[0] === 1 ? 'minute' : 'minutes'} past`;
}

/** `every minute`, `every 15 minutes`: minutes that are equally far apart from one hour to the next. */
function everySoOften(minutes: readonly number[]): string | undefined {
  const step = stepOf(minutes);
  if (step === undefined || minutes[0] !== 0 || minutes.length * step !== 60) return undefined;
  return step === 1 ? 'every minute' : `every ${step} minutes`;
}

const ranges = (hours: readonly number[], minutes: readonly number[]): string =>
  andList(
    stretches(hours).map(([first, last]) => `from ${clock(first * 60)} to ${clock(last * 60 + (minutes.at(-1) ?? 0))}`),
  );

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (time: number): string => `${two(Math.floor(time / 60))}:${two(time % 60)}`;
