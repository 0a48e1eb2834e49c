import { Temporal } from 'temporal-polyfill';
import { checkFiring } from '../schedule/check-firing.ts';
import { parseCron } from '../schedule/cron.ts';
import { scheduleSeams } from '../schedule/schedule-seams.ts';
import { parseDuration } from '../time/duration.ts';
import { effectiveWindow } from '../time/window-spec.ts';
import { parseZone } from '../time/zone.ts';
import { WORKSPACE_DEFAULTS, type WorkspaceConfig } from '../workspace/schema.ts';
import type { Checks } from './check-context.ts';
import type { KeyPath } from './parse-yaml.ts';
import type { ScheduleSpec } from './schedule-schema.ts';
import type { ExportDefinition } from './schema.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_AND_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/;

/** What the answer depends on beside the definition. */
interface Surroundings {
  readonly config: Pick<WorkspaceConfig, 'brand'>;
  readonly limits: { readonly maxWindow: string };
  readonly now?: Temporal.Instant;
}

/** What is wrong with a schedule's text, whether it fires at all (S1), and how its windows meet (D9). */
export function checkSchedule(
  checks: Checks,
  { schedule, timezone, mode, window }: Partial<ExportDefinition>,
  { config, limits, now = Temporal.Now.instant() }: Surroundings,
): void {
  if (schedule === undefined || schedule === 'now' || !checkText(checks, schedule, ['schedule'])) return;
  const zone = parseZone(timezone ?? config.brand.timezone ?? WORKSPACE_DEFAULTS.timezone);
  if (!zone.ok) return;
  checks.local(['schedule'], checkFiring(schedule, zone.value, now));
  const effective = effectiveWindow(mode, window);
  if (!effective.ok || effective.value === null) return;
  const most = parseDuration(limits.maxWindow);
  const asked = { timezone: zone.value, from: now, ...(most.ok ? { maxWindow: most.value } : {}) };
  checks.local(['window'], scheduleSeams(schedule, effective.value, asked));
}

/** Whether the text of the schedule can be counted with. */
function checkText(checks: Checks, schedule: Exclude<ScheduleSpec, 'now'>, path: KeyPath): boolean {
  if ('at' in schedule) return checkAt(checks, schedule.at, [...path, 'at']);
  const cron = 'cron' in schedule ? parseCron(schedule.cron) : undefined;
  if (cron?.ok === false) checks.local([...path, 'cron'], cron.problems);
  const { from, until } = schedule;
  const first = from === undefined ? undefined : checkDay(checks, from, [...path, 'from']);
  const last = until === undefined ? undefined : checkDay(checks, until, [...path, 'until']);
  if (first && last && Temporal.PlainDate.compare(first, last) > 0) {
    const params = { from: first.toString(), until: last.toString() };
    checks.add('schedule-ends-first', params, [...path, 'until'], { found: params.until });
  }
  return cron?.ok !== false && first !== null && last !== null;
}

function checkDay(checks: Checks, text: string, path: KeyPath): Temporal.PlainDate | null {
  const day = DAY.test(text) ? dayOrNothing(text) : undefined;
  if (!day) {
    checks.add('wrong-value', { found: `"${text}"`, expected: 'a day of the calendar, as 2026-12-01' }, path, {
      found: text,
    });
  }
  return day ?? null;
}

function checkAt(checks: Checks, text: string, path: KeyPath): boolean {
  const [, day = '', time = ''] = DAY_AND_TIME.exec(text) ?? [];
  if (day !== '' && dayOrNothing(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return true;
  const expected = 'a day and a time, as "2026-12-01 06:30"';
  const suggestions = DAY.test(text) && dayOrNothing(text) ? [`${text} 06:00`] : [];
  checks.add('wrong-value', { found: `"${text}"`, expected }, path, { found: text, expected, suggestions });
  return false;
}

function dayOrNothing(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
