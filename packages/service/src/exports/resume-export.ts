import type { ExportView } from '@waybill/api';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { requestRun } from '../runs/request-run.ts';
import { exportStatus, type ScheduleKind } from '../schedule/export-status.ts';
import { nextAt } from '../schedule/next-at.ts';
import { dateOf, instantOf } from '../schedule/window-json.ts';
import { changeExport, openRunsOf } from './change-export.ts';
import { readSchedule, viewExport } from './export-view.ts';
import { noteStatus } from './search-row.ts';

/**
 * Lets a paused export go on (S4): from its first firing after now; what came meanwhile is not run. One without a schedule
 * that was created inactive runs now, since that is what it was created for. Nothing changes for one that is not paused.
 */
export async function resumeExport(service: ServiceContext, actor: Actor, name: string): Promise<ExportView> {
  await changeExport(service, name, async ({ tx, row, now, workspace, queued }) => {
    if (!row.paused) return;
    const { timezone } = row;
    const scheduleKind = row.scheduleKind as ScheduleKind;
    const next = nextAt({
      schedule: readSchedule(row),
      timezone,
      from: instantOf(now),
      paused: false,
      pausedUntil: null,
    });
    const status = exportStatus({
      scheduleKind,
      paused: false,
      nextAt: next,
      lastRunStatus: row.lastRunStatus,
      openRuns: await openRunsOf(tx, row.id),
    });
    await tx.export.update({
      where: { id: row.id },
      data: {
        paused: false,
        pausedUntil: null,
        pausedBy: null,
        nextAt: next && dateOf(next),
        updatedAt: now,
        status,
      },
    });
    await noteStatus(tx, row, status);
    if (scheduleKind !== 'now' || row.lastRunId !== null) return;
    const why = `Queued when ${displayName(actor)} let the export go on, which was created inactive.`;
    queued.push(await requestRun(tx, { workspace, actor, now }, { exportRow: row, why }));
  });
  return viewExport(service, name);
}
