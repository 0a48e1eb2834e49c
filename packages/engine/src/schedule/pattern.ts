import { Temporal } from 'temporal-polyfill';
import { type Checked, good } from '../time/checked.ts';
import { WEEKDAYS } from '../time/names.ts';
import { parseCron } from './cron.ts';
import { type DayNumber, numberOf } from './day-number.ts';
import type { DayRule } from './matching-days.ts';
import type { Schedule } from './schedule-spec.ts';

/** The times of a day at which a schedule fires. */
export interface TimeRule {
  /**
   * `named`: S2 says what becomes of the hours where the clock is changed. `every-hour`, a bare `*` for the hours: each
   * instant whose clock shows one of the times, whatever the clock does.
   */
  readonly kind: 'named' | 'every-hour';
  /** Minutes since midnight, in order. */
  readonly times: readonly number[];
}

/** What every kind of schedule comes down to: days of the calendar, times on them, and a policy. */
export interface Pattern {
  readonly days: DayRule;
  readonly times: TimeRule;
  /** First and last day, both included; infinite where the schedule does not say. */
  readonly from: DayNumber;
  readonly until: DayNumber;
  readonly skipped: 'run_after' | 'skip';
  readonly repeated: 'once' | 'twice';
}

/** The pattern of a schedule; `null` for `now`, which fires when it is created and by no clock. */
export function patternOf(schedule: Schedule): Checked<Pattern | null> {
  if (schedule === 'now') return good(null);
  const policy = { skipped: schedule.skipped ?? 'run_after', repeated: schedule.repeated ?? 'once' } as const;
  if ('at' in schedule) {
    const moment = Temporal.PlainDateTime.from(schedule.at.replace(' ', 'T'));
    const day = numberOf(moment.toPlainDate());
    const times: TimeRule = { kind: 'named', times: [moment.hour * 60 + moment.minute] };
    return good({ days: EVERY_DAY, times, from: day, until: day, ...policy });
  }
  const limits = {
    from: schedule.from === undefined ? Number.NEGATIVE_INFINITY : dayOfText(schedule.from),
    until: schedule.until === undefined ? Number.POSITIVE_INFINITY : dayOfText(schedule.until),
    ...policy,
  };
  if ('daily' in schedule) {
    const { hours, minutes = [0] } = schedule.daily;
    return good({ days: EVERY_DAY, times: timesOf(hours, minutes === '*' ? ALL_MINUTES : minutes), ...limits });
  }
  if ('weekly' in schedule) {
    const weekdays = schedule.weekly.days.map(day => (WEEKDAYS.indexOf(day) + 1) % 7);
    return good({
      days: { ...EVERY_DAY, weekdays: sorted(weekdays) },
      times: clockTimes(schedule.weekly.at),
      ...limits,
    });
  }
  if ('monthly' in schedule) {
    const { days, at } = schedule.monthly;
    const rule = { ...EVERY_DAY, days: sorted(days.filter(day => day !== 'last')), last: days.includes('last') };
    return good({ days: rule, times: clockTimes(at), ...limits });
  }
  const cron = parseCron(schedule.cron);
  if (!cron.ok) return cron;
  const { minutes, hours, days, months, weekdays, every } = cron.value;
  const rule: DayRule = {
    months,
    days: every.days ? null : days,
    last: false,
    weekdays: every.weekdays ? null : weekdays,
  };
  return good({ days: rule, times: timesOf(every.hours ? '*' : hours, minutes), ...limits });
}

const ALL_MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);
const ALL_HOURS = Array.from({ length: 24 }, (_, i) => i);
const ALL_MINUTES = Array.from({ length: 60 }, (_, i) => i);
const EVERY_DAY: DayRule = { months: ALL_MONTHS, days: null, last: false, weekdays: null };

const dayOfText = (text: string): DayNumber => numberOf(Temporal.PlainDate.from(text));

const sorted = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

function timesOf(hours: '*' | readonly number[], minutes: readonly number[]): TimeRule {
  const named = hours === '*' ? ALL_HOURS : hours;
  const times = sorted(named.flatMap(hour => minutes.map(minute => hour * 60 + minute)));
  return { kind: hours === '*' ? 'every-hour' : 'named', times };
}

const clockTimes = (texts: readonly string[]): TimeRule => ({
  kind: 'named',
  times: sorted(texts.map(text => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)))),
});
