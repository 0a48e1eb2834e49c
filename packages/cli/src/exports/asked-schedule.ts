import { UsageFault } from '../usage-fault.ts';

/** Options that say when an export runs (S1, S4). */
export interface ScheduleWords {
  readonly daily?: string;
  readonly weekly?: string;
  readonly monthly?: string;
  readonly cron?: string;
  readonly at?: string;
  readonly from?: string;
  readonly until?: string;
  readonly skipped?: string;
  readonly repeated?: string;
  readonly catchUp?: string;
}

/** `schedule:` as in a definition; the service checks it as it checks one. */
export type AskedSchedule = Readonly<Record<string, unknown>>;

const FREQUENCIES = ['daily', 'weekly', 'monthly', 'cron', 'at'] as const;
/** What stays as it is unless it is said anew. */
const KEPT = ['from', 'until', 'skipped', 'repeated', 'catch_up'] as const;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/**
 * The schedule that options ask for. Days between which it runs, and what is to happen at clock changes and after a
 * standstill, are taken from the current schedule unless they are said too; `none` takes them away.
 */
export function askedSchedule(words: ScheduleWords, current: AskedSchedule | string): AskedSchedule {
  const said = FREQUENCIES.filter(name => words[name] !== undefined);
  const [one, other] = said;
  if (one !== undefined && other !== undefined) {
    throw UsageFault.of('options-exclude', { one: `--${one}`, other: `--${other}` });
  }
  const before: AskedSchedule = typeof current === 'string' ? {} : current;
  const frequency = one === undefined ? frequencyOf(before) : readFrequency(one, words[one] ?? '');
  const limits: Record<string, unknown> = {};
  for (const key of KEPT) {
    const value = words[key === 'catch_up' ? 'catchUp' : key] ?? before[key];
    const fits = !('at' in frequency) || (key !== 'from' && key !== 'until') || words[key] !== undefined;
    if (value !== undefined && value !== 'none' && fits) limits[key] = value;
    // `none` is also a word of the schedule itself: what was missed is not made up for.
    if (key === 'catch_up' && value === 'none') limits[key] = value;
  }
  return { ...frequency, ...limits };
}

const frequencyOf = (schedule: AskedSchedule): AskedSchedule =>
  Object.fromEntries(Object.entries(schedule).filter(([key]) => (FREQUENCIES as readonly string[]).includes(key)));

function readFrequency(name: (typeof FREQUENCIES)[number], text: string): AskedSchedule {
  switch (name) {
    case 'cron':
    case 'at':
      return { [name]: text };
    case 'daily': {
      const { days, times } = daysAndTimes('--daily', text);
      if (days.length > 0) throw wrong('--daily', text, 'times alone, as "06:30" or "06:30, 18:00"');
      return dailyAt(times);
    }
    case 'weekly': {
      const { days, times } = daysAndTimes('--weekly', text);
      return { weekly: { days: days.map(day => weekday(text, day)), at: times } };
    }
    case 'monthly': {
      const { days, times } = daysAndTimes('--monthly', text);
      return { monthly: { days: days.map(day => dayOfMonth(text, day)), at: times } };
    }
  }
}

/** Hours and minutes where they make exactly these times; else the days of the week, all of them. */
function dailyAt(times: readonly string[]): AskedSchedule {
  const hours = [...new Set(times.map(time => Number(time.slice(0, 2))))];
  const minutes = [...new Set(times.map(time => Number(time.slice(3))))];
  if (hours.length * minutes.length === new Set(times).size) return { daily: { hours, minutes } };
  return { weekly: { days: [...DAYS], at: times } };
}

/** `monday, thursday 06:30` apart; the order is free. */
function daysAndTimes(
  option: string,
  text: string,
): { readonly days: readonly string[]; readonly times: readonly string[] } {
  const words = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(word => word !== '' && word !== 'at' && word !== 'and');
  const times = words.filter(word => word.includes(':')).map(time => timeOfDay(option, text, time));
  const days = words.filter(word => !word.includes(':'));
  const example = { '--daily': '06:30', '--weekly': 'monday thursday 06:30', '--monthly': '1 15 last 06:30' }[option];
  if (times.length === 0 || (days.length === 0 && option !== '--daily'))
    throw wrong(option, text, `it as "${example}"`);
  return { days, times };
}

function timeOfDay(option: string, text: string, time: string): string {
  const padded = /^\d:/.test(time) ? `0${time}` : time;
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(padded)) return padded;
  throw wrong(option, text, 'times as "06:30", up to "23:59"');
}

function weekday(text: string, word: string): string {
  const found = word.length >= 2 ? DAYS.find(day => day.startsWith(word.replace(/s$/, ''))) : undefined;
  if (found !== undefined) return found;
  throw UsageFault.of(
    'wrong-argument',
    { option: '--weekly', found: text, expected: 'days as "monday" or "mon"' },
    word,
    DAYS,
  );
}

function dayOfMonth(text: string, word: string): number | 'last' {
  if (word === 'last') return word;
  const day = /^\d{1,2}\.?$/.test(word) ? Number.parseInt(word, 10) : 0;
  if (day >= 1 && day <= 31) return day;
  throw wrong('--monthly', text, 'days from 1 to 31, or "last"');
}

const wrong = (option: string, found: string, expected: string) =>
  UsageFault.of('wrong-argument', { option, found, expected });
