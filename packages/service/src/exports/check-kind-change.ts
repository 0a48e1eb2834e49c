import { fail } from '@waybill/engine/errors';
import type { Schedule } from '@waybill/engine/schedule';
import type { ScheduleKind } from '../schedule/export-status.ts';
import { scheduleKind } from '../schedule/next-at.ts';

const IN_WORDS: Readonly<Record<ScheduleKind, string>> = {
  now: 'runs when it is created',
  at: 'runs on a date',
  repeated: 'repeats',
};

/**
 * S4: an export that runs on a date never becomes one that repeats, nor the other way round; other changes of a schedule
 * are free. One without a schedule ran when it was created and may get either kind, as a definition does that was tried
 * first. Back to none is refused: "when it is created" is past, so nothing would ever happen.
 */
export function checkKindChange(
  { name, scheduleKind: before }: { readonly name: string; readonly scheduleKind: string },
  schedule: Schedule,
): void {
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
