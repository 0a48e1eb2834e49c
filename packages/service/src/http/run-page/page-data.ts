import type { logLineSchema, RunView } from '@waybill/api';
import type { z } from 'zod';
import type { ServiceContext } from '../../context.ts';
import { whereTo } from '../../notices/record-notice.ts';
import { isOver } from '../../queue/run-state.ts';
import { getRun } from '../../runs/list-runs.ts';
import { fileUrl } from '../../security/links.ts';
import { type FirstLines, firstLines } from './first-lines.ts';

/** Everything that the page of a run shows (R7). */
export interface PageData {
  readonly brand: string;
  readonly run: RunView;
  /** Nothing more happens with it by itself. */
  readonly isOver: boolean;
  readonly nextRunAt: Date | null;
  /** The last lines of the log, oldest first. */
  readonly log: readonly z.output<typeof logLineSchema>[];
  /** Lines before those. */
  readonly earlierLines: number;
  readonly failedNotices: readonly { readonly where: string; readonly event: string; readonly error: string }[];
  /** Addresses of the files that can be downloaded, by name. */
  readonly downloads: ReadonlyMap<string, string>;
  /** The beginning of the first file; null while there is none. */
  readonly preview: { readonly name: string; readonly content: FirstLines } | null;
  /** Until when the link of this page works, and those on it. */
  readonly until: Date;
}

const LOG_LINES = 200;

/** Reads it all; throws `unknown-run`. */
export async function loadPage(service: ServiceContext, id: string, until: Date): Promise<PageData> {
  const { store } = service;
  const run = await getRun(service, id);
  const over = isOver(run.status);
  const row = await store.db.run.findUniqueOrThrow({
    where: { id },
    select: { export: { select: { nextAt: true, paused: true, archivedAt: true } }, _count: { select: { log: true } } },
  });
  const lines = await store.db.runLog.findMany({ where: { runId: id }, orderBy: { seq: 'desc' }, take: LOG_LINES });
  const failed = await store.db.notice.findMany({
    where: { runId: id, state: 'failed' },
    orderBy: { id: 'asc' },
    take: 50,
  });
  const workspace = await service.workspace();
  return {
    brand: workspace.config.brand.name,
    run,
    isOver: over,
    nextRunAt: row.export.paused || row.export.archivedAt !== null ? null : row.export.nextAt,
    log: lines.reverse().map(({ seq, at, level, message }) => ({
      ...{ seq, at: at.toISOString(), message },
      level: level === 'error' || level === 'warning' ? level : 'info',
    })),
    earlierLines: row._count.log - lines.length,
    failedNotices: failed.map(notice => ({
      where: whereTo(notice),
      event: notice.event,
      error: notice.error ?? 'nobody knows why',
    })),
    downloads: new Map(
      run.files
        .filter(file => file.available)
        .map(({ name }) => [name, pathOf(fileUrl(service, id, name, { until }))] as const),
    ),
    preview: over ? await previewOf(service, run) : null,
    until,
  };
}

/** Below the address that the page itself was reached at. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

async function previewOf({ store, artifacts }: ServiceContext, run: RunView): Promise<PageData['preview']> {
  const first = run.files.find(file => file.available);
  if (!first) return null;
  const { name } = first;
  const kept = await store.db.runFile.findUniqueOrThrow({ where: { runId_name: { runId: run.id, name } } });
  return { name, content: await firstLines(artifacts, { name, ref: kept.ref, bytes: first.bytes }) };
}
