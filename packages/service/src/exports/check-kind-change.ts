import { fail, type Problem, problem } from '@waybill/engine/errors';
import type { Schedule } from '@waybill/engine/schedule';
import type { ScheduleKind } from '../schedule/export-status.ts';
import { scheduleKind } from '../schedule/next-at.ts';

const IN_WORDS: Readonly<Record<ScheduleKind, string>> = {
  now: 'runs when it is created',
  at: 'runs on a date',
  repeated: 'repeats',
};

interface Scheduled {
  readonly name: string;
  readonly scheduleKind: string;
}

/**
 * S4: an export that runs on a date never becomes one that repeats, nor the other way round; other changes of a schedule
 * are free. One without a schedule ran when it was created and may get either kind, as a definition does that was tried
 * first. Back to none is refused: "when it is created" is past, so nothing would ever happen.
 */
export function checkKindChange({ name, scheduleKind: before }: Scheduled, schedule: Schedule): void {
  const after = scheduleKind(schedule);
  if (before === after || before === 'now') return;
  fail(
    'schedule-kind-changed',
    { export: name, from: IN_WORDS[before as ScheduleKind], to: IN_WORDS[after] },
    {
      place: { path: 'schedule' },
    },
  );
}

/** What is said before an export without a schedule gets one, since there is no way back. */
export const kindChangeWarnings = (before: Scheduled | null, schedule: Schedule): readonly Problem[] =>
  before?.scheduleKind === 'now' && scheduleKind(schedule) !== 'now'
    ? [problem('schedule-stays', { export: before.name }, { place: { path: 'schedule' } })]
    : [];
