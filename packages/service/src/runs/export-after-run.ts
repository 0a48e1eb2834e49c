import { noteStatus } from '../exports/search-row.ts';
import { exportStatus, type ScheduleKind } from '../schedule/export-status.ts';
import type { Tx } from '../store/store.ts';

export interface RunNews {
  readonly runId: string;
  readonly status: string;
  readonly at: Date;
  /** Where a success leaves `since_last_success`. */
  readonly successUntil?: Date | undefined;
}

/** What a run's new state means for its export: its last run, its status (R1), where the next window begins (D9). */
export async function updateExport(tx: Tx, exportId: string, news: RunNews): Promise<void> {
  const row = await tx.export.findUniqueOrThrow({
    where: { id: exportId },
    select: {
      id: true,
      status: true,
      scheduleKind: true,
      paused: true,
      nextAt: true,
      lastRunId: true,
      lastRunStatus: true,
      lastSuccessUntil: true,
    },
  });
  const { successUntil } = news;
  // Ids of runs sort by the time they were made.
  const isLast = row.lastRunId === null || news.runId >= row.lastRunId;
  const lastRunStatus = isLast ? news.status : row.lastRunStatus;
  const openRuns = await tx.run.count({ where: { exportId, status: { in: ['queued', 'processing'] } } });
  const status = exportStatus({
    scheduleKind: row.scheduleKind as ScheduleKind,
    paused: row.paused,
    nextAt: row.nextAt,
    lastRunStatus,
    openRuns,
  });
  await tx.export.update({
    where: { id: exportId },
    data: {
      ...(isLast ? { lastRunId: news.runId, lastRunStatus, lastRunAt: news.at } : {}),
      ...(successUntil !== undefined && (row.lastSuccessUntil === null || successUntil > row.lastSuccessUntil)
        ? { lastSuccessUntil: successUntil }
        : {}),
      status,
    },
  });
  await noteStatus(tx, row, status);
}
