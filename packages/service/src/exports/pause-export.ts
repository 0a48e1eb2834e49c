import type { ExportView } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { exportStatus, type ScheduleKind } from '../schedule/export-status.ts';
import { nextAt } from '../schedule/next-at.ts';
import { dateOf, instantOf } from '../schedule/window-json.ts';
import { changeExport } from './change-export.ts';
import { readSchedule, viewExport } from './export-view.ts';
import { pauseUntil } from './pause-until.ts';
import { noteStatus } from './search-row.ts';

/**
 * Lets an export rest (S4): firings from now on are not run, neither now nor afterwards. Runs that are queued or going on
 * finish. Of one that is paused already only the end of the pause changes.
 * @throws `not-scheduled` for one that ran when it was created, `pause-until-past`.
 */
export async function pauseExport(
  service: ServiceContext,
  actor: Actor,
  name: string,
  until: string | undefined,
): Promise<ExportView> {
  await changeExport(service, name, async ({ tx, row, now }) => {
    if (row.scheduleKind === 'now') fail('not-scheduled', { export: name });
    const pausedUntil = until === undefined ? null : pauseUntil(until, row.timezone, instantOf(now));
    const schedule = readSchedule(row);
    const { timezone } = row;
    const next = nextAt({ schedule, timezone, from: instantOf(now), paused: true, pausedUntil });
    const status = exportStatus({
      scheduleKind: row.scheduleKind as ScheduleKind,
      paused: true,
      nextAt: next,
      lastRunStatus: row.lastRunStatus,
      openRuns: 0,
    });
    await tx.export.update({
      where: { id: row.id },
      data: {
        paused: true,
        pausedUntil: pausedUntil && dateOf(pausedUntil),
        pausedBy: displayName(actor),
        nextAt: next && dateOf(next),
        updatedAt: now,
        status,
      },
    });
    await noteStatus(tx, row, status);
  });
  return viewExport(service, name);
}
