import { Temporal } from 'temporal-polyfill';
import type { Checks } from './check-context.ts';
import { parseCron } from './cron.ts';
import type { KeyPath } from './parse-yaml.ts';
import type { ScheduleSpec } from './schedule-schema.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_AND_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/;

/** What is wrong with a schedule that can be told from its text (S1). */
export function checkSchedule(checks: Checks, schedule: ScheduleSpec, path: KeyPath = ['schedule']): void {
  if (schedule === 'now') return;
  if ('at' in schedule) {
    checkAt(checks, schedule.at, [...path, 'at']);
    return;
  }
  if ('cron' in schedule) {
    const cron = parseCron(schedule.cron);
    if (!cron.ok) checks.local([...path, 'cron'], cron.problems);
  }
  const from = schedule.from === undefined ? undefined : checkDay(checks, schedule.from, [...path, 'from']);
  const until = schedule.until === undefined ? undefined : checkDay(checks, schedule.until, [...path, 'until']);
  if (from && until && Temporal.PlainDate.compare(from, until) > 0) {
    const params = { from: from.toString(), until: until.toString() };
    checks.add('schedule-ends-first', params, [...path, 'until'], { found: params.until });
  }
}

function checkDay(checks: Checks, text: string, path: KeyPath): Temporal.PlainDate | undefined {
  const day = DAY.test(text) ? dayOrNothing(text) : undefined;
  if (!day) {
    checks.add('wrong-value', { found: `"${text}"`, expected: 'a day of the calendar, as 2026-12-01' }, path, {
      found: text,
    });
  }
  return day;
}

function checkAt(checks: Checks, text: string, path: KeyPath): void {
  const [, day = '', time = ''] = DAY_AND_TIME.exec(text) ?? [];
  if (day !== '' && dayOrNothing(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return;
  const expected = 'a day and a time, as "2026-12-01 06:30"';
  const suggestions = DAY.test(text) && dayOrNothing(text) ? [`${text} 06:00`] : [];
  checks.add('wrong-value', { found: `"${text}"`, expected }, path, { found: text, expected, suggestions });
}

function dayOrNothing(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
