import type { CallOutput } from '@waybill/api';
import type { Block } from '../../../blocks/block-kit.ts';
import { context, section } from '../../../blocks/build.ts';
import { bold, escaped } from '../../../blocks/text.ts';
import type { ScheduleChoice } from '../draft-state.ts';
import { type Form, listIn, said, textIn } from '../form.ts';
import {
  type Choice,
  checkboxesInput,
  dateInput,
  multiSelectInput,
  selectInput,
  textInput,
  timeInput,
} from '../inputs.ts';
import type { Path } from '../problem-path.ts';
import { typedList, typedText } from '../step.ts';

/**
 * When an export runs, as inputs (S1): for the modal that creates one and the one that changes its schedule. Pure.
 * What is typed for one kind stays while another is looked at.
 */

type What = 'kind' | 'day' | 'time' | 'hours' | 'minutes' | 'days' | 'dates' | 'times' | 'cron' | 'from' | 'until';

/** Block ids, below a beginning such as `wb:create:schedule:`. */
export const scheduleId = (prefix: string, what: What): string => `${prefix}${what}`;

export type ScheduleKind = 'now' | 'at' | 'daily' | 'weekly' | 'monthly' | 'cron';
const KIND_NAMES = ['at', 'daily', 'weekly', 'monthly', 'cron'] as const;

export const scheduleKindOf = (schedule: ScheduleChoice | undefined): ScheduleKind =>
  schedule === undefined || schedule === 'now' ? 'now' : (KIND_NAMES.find(kind => kind in schedule) ?? 'now');

const KINDS: Readonly<Record<ScheduleKind, Choice>> = {
  now: ['now', 'Once, when it is created'],
  at: ['at', 'Once, on a date'],
  daily: ['daily', 'Every day'],
  weekly: ['weekly', 'Every week'],
  monthly: ['monthly', 'Every month'],
  cron: ['cron', 'By a cron expression'],
};

const EVERY = '*';
const pad = (number: number): string => String(number).padStart(2, '0');
const HOURS: readonly Choice[] = [
  [EVERY, 'Every hour'],
  ...range(0, 23).map((hour): Choice => [String(hour), `${pad(hour)} h`]),
];
const MINUTES: readonly Choice[] = [
  [EVERY, 'Every minute'],
  ...range(0, 59).map((minute): Choice => [String(minute), `:${pad(minute)}`]),
];
const WEEKDAYS: readonly Choice[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
  (day): Choice => [day, `${day.charAt(0).toUpperCase()}${day.slice(1)}`],
);
const DATES: readonly Choice[] = [
  ...range(1, 31).map((day): Choice => [String(day), `${day}.`]),
  ['last', 'Last day of the month'],
];

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export interface ScheduleInputs {
  readonly prefix: string;
  readonly typed: Form;
  readonly schedule: ScheduleChoice | undefined;
  readonly timezone: string;
  /** Kinds that are offered; by default all. */
  readonly kinds?: readonly ScheduleKind[] | undefined;
}

export function scheduleBlocks(given: ScheduleInputs): readonly Block[] {
  const { prefix, schedule, kinds = Object.keys(KINDS) as ScheduleKind[] } = given;
  const kind = shownKind(given);
  return [
    selectInput(
      scheduleId(prefix, 'kind'),
      'When it runs',
      kinds.map(one => KINDS[one]),
      kind,
      { dispatch: true },
    ),
    ...timeBlocks(given, kind),
    ...(kind === 'daily' || kind === 'weekly' || kind === 'monthly' || kind === 'cron' ? validityBlocks(given) : []),
    ...keptBlocks(schedule, kind),
  ];
}

const shownKind = ({ prefix, typed, schedule }: ScheduleInputs): ScheduleKind => {
  const chosen = typedText({ typed }, scheduleId(prefix, 'kind'), scheduleKindOf(schedule));
  return chosen in KINDS ? (chosen as ScheduleKind) : 'now';
};

const TIMES_HINT = 'Times of 24 hours, with commas between: 06:30, 18:00.';

function timeBlocks({ prefix, typed, schedule, timezone }: ScheduleInputs, kind: ScheduleKind): readonly Block[] {
  const id = (what: What) => scheduleId(prefix, what);
  const text = (what: What, was: string | undefined) => typedText({ typed }, id(what), was);
  const list = (what: What, was: readonly string[]) => typedList({ typed }, id(what), was);
  const now = schedule === undefined || schedule === 'now' ? undefined : schedule;
  const times = timesOf(schedule);
  const timesInput = (): Block =>
    textInput(id('times'), `Times (${timezone})`, text('times', times.join(', ')), {
      placeholder: '06:30',
      hint: TIMES_HINT,
      dispatch: true,
    });
  switch (kind) {
    case 'now':
      return [];
    case 'at': {
      const [day = ''] = now && 'at' in now ? now.at.split(/[ T]/) : [];
      const [time] = times;
      return [
        dateInput(id('day'), 'Date', text('day', day), { dispatch: true }),
        timeInput(id('time'), `Time (${timezone})`, text('time', time), { dispatch: true }),
      ];
    }
    case 'daily': {
      const { hours, minutes = [0] } = dailyOf(schedule);
      return [
        multiSelectInput(id('hours'), `Hours (${timezone})`, HOURS, list('hours', named(hours)), { dispatch: true }),
        multiSelectInput(id('minutes'), 'Minutes', MINUTES, list('minutes', named(minutes)), { dispatch: true }),
      ];
    }
    case 'weekly':
      return [
        checkboxesInput(
          id('days'),
          'Days of the week',
          WEEKDAYS,
          list('days', now && 'weekly' in now ? now.weekly.days : []),
          {
            dispatch: true,
          },
        ),
        timesInput(),
      ];
    case 'monthly':
      return [
        multiSelectInput(
          id('dates'),
          'Days of the month',
          DATES,
          list('dates', now && 'monthly' in now ? now.monthly.days.map(String) : []),
          { dispatch: true, hint: 'A month without such a day has no run on it; the last day is in every month.' },
        ),
        timesInput(),
      ];
    case 'cron':
      return [
        textInput(id('cron'), `Cron expression (${timezone})`, text('cron', now && 'cron' in now ? now.cron : ''), {
          placeholder: '0 6 * * 1-5',
          hint: 'Five fields: minute, hour, day of the month, month, day of the week.',
          dispatch: true,
        }),
      ];
  }
}

/** Times of day of a schedule, which stay when its kind changes; none where it has too many to say. */
function timesOf(schedule: ScheduleChoice | undefined): readonly string[] {
  if (schedule === undefined || schedule === 'now') return [];
  if ('weekly' in schedule) return schedule.weekly.at;
  if ('monthly' in schedule) return schedule.monthly.at;
  if ('at' in schedule) return schedule.at.split(/[ T]/).slice(1, 2);
  if (!('daily' in schedule)) return [];
  const { hours, minutes = [0] } = schedule.daily;
  if (hours === EVERY || minutes === EVERY || hours.length * minutes.length > MOST_TIMES) return [];
  return hours.flatMap(hour => minutes.map(minute => `${pad(hour)}:${pad(minute)}`));
}

/** More of them nobody reads in one line. */
const MOST_TIMES = 6;

interface Daily {
  readonly hours: '*' | readonly number[];
  readonly minutes?: '*' | readonly number[] | undefined;
}

/** As hours and minutes of every day: its own, or the times of another kind where they share the minute. */
function dailyOf(schedule: ScheduleChoice | undefined): Daily {
  if (schedule !== undefined && schedule !== 'now' && 'daily' in schedule) return schedule.daily;
  const times = timesOf(schedule).map(time => time.split(':').map(Number) as [number, number]);
  const [first] = times;
  if (!first || times.some(([hour, minute]) => !(hour in HOURS_OF_DAY) || minute !== first[1])) return { hours: [] };
  return { hours: times.map(([hour]) => hour), minutes: [first[1]] };
}
const HOURS_OF_DAY = range(0, 23);

const named = (values: '*' | readonly number[]): readonly string[] => (values === '*' ? [EVERY] : values.map(String));

function validityBlocks({ prefix, typed, schedule }: ScheduleInputs): readonly Block[] {
  const { from, until } = limitsOf(schedule);
  const date = (what: 'from' | 'until', label: string, was: string | undefined): Block =>
    dateInput(scheduleId(prefix, what), label, typedText({ typed }, scheduleId(prefix, what), was), {
      optional: true,
      dispatch: true,
    });
  return [
    date('from', 'First day on which it may run', from),
    date('until', 'Last day on which it may run, included', until),
  ];
}

interface Limits {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly skipped?: 'run_after' | 'skip' | undefined;
  readonly repeated?: 'once' | 'twice' | undefined;
  readonly catch_up?: 'all' | 'latest' | 'none' | undefined;
}

const limitsOf = (schedule: ScheduleChoice | undefined): Limits =>
  schedule === undefined || schedule === 'now' ? {} : (schedule as Limits);

/** What is kept of a schedule beside its times (S2, S3). */
function keptBlocks(schedule: ScheduleChoice | undefined, kind: ScheduleKind): readonly Block[] {
  const words = kind === 'now' ? [] : scheduleKept(schedule);
  return words.length === 0 ? [] : [context(`Kept: ${escaped(words.join('; '))}.`)];
}

export function scheduleKept(schedule: ScheduleChoice | undefined): readonly string[] {
  const { skipped, repeated, catch_up } = limitsOf(schedule);
  return [
    ...(skipped === 'skip' ? ['a time that the clock jumps over is left out'] : []),
    ...(repeated === 'twice' ? ['a time that comes twice runs twice'] : []),
    ...(catch_up === 'latest' ? ['of what was missed, only the latest is caught up'] : []),
    ...(catch_up === 'none' ? ['what was missed is not caught up'] : []),
  ];
}

/** What is typed, as a schedule; wrong times and days as they were typed. */
export function readSchedule(given: ScheduleInputs): ScheduleChoice | undefined {
  const { prefix, typed, schedule } = given;
  const id = (what: What) => scheduleId(prefix, what);
  const chosen = textIn(typed, id('kind'));
  const kind = shownKind(given);
  if (kind === 'now') {
    // Nobody need say it.
    return schedule === 'now' ? 'now' : chosen === undefined ? schedule : undefined;
  }
  const same = kind === scheduleKindOf(schedule) ? schedule : undefined;
  const now = same === undefined || same === 'now' ? undefined : same;
  const { skipped, repeated, catch_up, from, until } = limitsOf(schedule);
  const policy = said({ skipped, repeated, catch_up });
  const limits = {
    ...said({ from: textIn(typed, id('from')) ?? from, until: textIn(typed, id('until')) ?? until }),
    ...policy,
  };
  const at = readTimes(textIn(typed, id('times')), timesOf(schedule));
  switch (kind) {
    case 'at': {
      const [day = ''] = now && 'at' in now ? now.at.split(/[ T]/) : [];
      const [time = ''] = timesOf(schedule);
      const typedDay = textIn(typed, id('day')) ?? day;
      const typedTime = textIn(typed, id('time')) ?? time;
      const unchanged = now && 'at' in now && typedDay === day && typedTime === time;
      return { at: unchanged ? now.at : `${typedDay} ${typedTime}`.trim(), ...policy };
    }
    case 'daily': {
      const { hours, minutes } = dailyOf(schedule);
      const chosenHours = numbers(listIn(typed, id('hours')), hours);
      const chosenMinutes = numbers(listIn(typed, id('minutes')), minutes ?? [0]);
      const said = minutes !== undefined || chosenMinutes === '*' || chosenMinutes.join() !== '0';
      return { daily: { hours: chosenHours, ...(said ? { minutes: chosenMinutes } : {}) }, ...limits };
    }
    case 'weekly': {
      const days = listIn(typed, id('days')) ?? (now && 'weekly' in now ? now.weekly.days : []);
      return { weekly: { days: days as ('monday' | 'tuesday')[], at }, ...limits };
    }
    case 'monthly': {
      const days = listIn(typed, id('dates'))?.map(day => (day === 'last' ? day : Number(day)));
      return {
        monthly: { days: (days ?? (now && 'monthly' in now ? now.monthly.days : [])) as number[], at },
        ...limits,
      };
    }
    case 'cron':
      return { cron: textIn(typed, id('cron'))?.trim() ?? (now && 'cron' in now ? now.cron : ''), ...limits };
  }
}

const numbers = (chosen: readonly string[] | undefined, before: '*' | readonly number[]): '*' | number[] => {
  if (chosen === undefined) return before === '*' ? '*' : [...before];
  return chosen.includes(EVERY) ? '*' : chosen.map(Number);
};

/** `6:30` is 06:30; what is no time stays as typed. */
function readTimes(text: string | undefined, before: readonly string[]): string[] {
  if (text === undefined) return [...before];
  return text
    .split(/[,;\s]+/)
    .filter(time => time !== '')
    .map(time => (/^\d:[0-5]\d$/.test(time) ? `0${time}` : time));
}

/** The input that a problem of a schedule is about; `path` begins behind `schedule`. */
export function scheduleInput(prefix: string, path: Path, schedule: ScheduleChoice | undefined): string {
  const [key, second] = path;
  const kind = scheduleKindOf(schedule);
  const id = (what: What) => scheduleId(prefix, what);
  if (key === 'from' || key === 'until') return id(key);
  switch (kind) {
    case 'at':
      return /^\d{4}-\d\d-\d\d$/.test(String((schedule as { at?: string }).at ?? '')) ? id('time') : id('day');
    case 'daily':
      return second === 'minutes' ? id('minutes') : id('hours');
    case 'weekly':
      return second === 'at' || (second === undefined && (schedule as Weekly).weekly.days.length > 0)
        ? id('times')
        : id('days');
    case 'monthly':
      return second === 'at' ? id('times') : id('dates');
    case 'cron':
      return id('cron');
    default:
      return id('kind');
  }
}
type Weekly = { readonly weekly: { readonly days: readonly string[] } };

/** What a schedule needs that is not chosen: sentences by block id. */
export function scheduleMissing(
  prefix: string,
  schedule: ScheduleChoice | undefined,
): Readonly<Record<string, string>> {
  if (schedule === undefined || schedule === 'now') return {};
  const id = (what: What) => scheduleId(prefix, what);
  const days = 'weekly' in schedule ? schedule.weekly : 'monthly' in schedule ? schedule.monthly : undefined;
  return {
    ...('at' in schedule && !/^\d/.test(schedule.at) ? { [id('day')]: 'Choose a date.' } : {}),
    ...('at' in schedule && /^\d{4}-\d\d-\d\d$/.test(schedule.at) ? { [id('time')]: 'Choose a time.' } : {}),
    ...('daily' in schedule && schedule.daily.hours.length === 0 ? { [id('hours')]: 'Choose at least one hour.' } : {}),
    ...('daily' in schedule && schedule.daily.minutes?.length === 0
      ? { [id('minutes')]: 'Choose at least one minute.' }
      : {}),
    ...(days?.days.length === 0 ? { [id('weekly' in schedule ? 'days' : 'dates')]: 'Choose at least one day.' } : {}),
    ...(days?.at.length === 0 ? { [id('times')]: 'Write at least one time, as 06:30.' } : {}),
    ...('cron' in schedule && schedule.cron === '' ? { [id('cron')]: 'Write five fields, as 0 6 * * 1-5.' } : {}),
  };
}

type Firings = CallOutput<'checkDefinition'>['firings'];

/** The schedule in words, and its next firings: in the zone of the export, as everywhere. */
export function firingBlocks(words: string | null, firings: Firings): readonly Block[] {
  if (words === null) return [];
  if (firings.length === 0) return [section(`${bold('When it runs')}\n${escaped(words)}`)];
  const lines = firings.slice(0, 5).map(firing => `• ${escaped(firingInWords(firing))}`);
  return [
    section(`${bold('When it runs')}\n${escaped(words)}`),
    section(`${bold('Its next runs')}\n${lines.join('\n')}`),
  ];
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `Monday 2026-12-07 06:30, for 2026-11-30 to 2026-12-06`. */
export function firingInWords({ at, window, problems = [] }: Firings[number]): string {
  const day = at.slice(0, 10);
  const weekday = DAYS[new Date(`${day}T00:00:00Z`).getUTCDay()];
  const period = window === null ? '' : `, for ${windowInWords(window)}`;
  return `${weekday} ${day} ${at.slice(11, 16)}${period}${problems.length === 0 ? '' : ` (${problems[0]})`}`;
}

/** Both ends as they are inside, where these are whole days. */
function windowInWords({ from, to }: NonNullable<Firings[number]['window']>): string {
  const midnight = (instant: string) => instant.slice(11, 16) === '00:00';
  if (from !== null && midnight(from) && midnight(to)) {
    const last = new Date(Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const first = from.slice(0, 10);
    return first === last ? first : `${first} to ${last}`;
  }
  const clock = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
  return from === null ? `everything until ${clock(to)}` : `${clock(from)} to ${clock(to)}`;
}
