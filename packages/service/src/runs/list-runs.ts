import type { listRunsQuery, logLineSchema, RunSummary, RunView } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { findExport } from '../exports/find-export.ts';
import { cutPage, type PageRequest, positionOf, rowsToRead } from '../http/pages.ts';
import { runSummary, runView, SUMMARY } from './run-view.ts';

/** Runs, newest first (R1, R6). */
export async function listRuns(
  service: ServiceContext,
  query: z.output<typeof listRunsQuery>,
): Promise<{ items: RunSummary[]; next: string | null }> {
  const { store, keys } = service;
  const { limit, cursor, ...filters } = query;
  const list = { name: 'runs', filters };
  const page = { limit, cursor };
  const after = positionOf(keys, list, page);
  const of = filters.export === undefined ? undefined : await findExport(service.store, filters.export);
  const createdAt = after && new Date(String(after[0]));
  const rows = await store.db.run.findMany({
    where: {
      ...(of ? { exportId: of.id } : {}),
      ...(filters.status === undefined ? {} : { status: filters.status }),
      ...(filters.by === undefined ? {} : { requestedBy: filters.by }),
      ...(filters.since === undefined ? {} : { createdAt: { gte: new Date(filters.since) } }),
      ...(createdAt === undefined
        ? {}
        : { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: String(after?.[1]) } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: rowsToRead(page),
    include: SUMMARY,
  });
  const cut = cutPage(keys, list, page, rows, run => [run.createdAt.toISOString(), run.id]);
  return { items: cut.rows.map(runSummary), next: cut.next };
}

/** One run; throws `unknown-run`. */
export async function getRun(service: ServiceContext, id: string): Promise<RunView> {
  const { store, clock } = service;
  const run = await store.db.run.findUnique({ where: { id }, include: SUMMARY });
  if (!run) return fail('unknown-run', { run: id });
  const files = await store.db.runFile.findMany({ where: { runId: id }, orderBy: { name: 'asc' } });
  return runView(run, files, clock.now());
}

/** What happened to a run, in sentences, oldest first. */
export async function getRunLog(
  service: ServiceContext,
  id: string,
  page: PageRequest,
): Promise<{ items: z.output<typeof logLineSchema>[]; next: string | null }> {
  const { store, keys } = service;
  const known = await store.db.run.count({ where: { id } });
  if (known === 0) fail('unknown-run', { run: id });
  const list = { name: 'log', filters: { id } };
  const after = positionOf(keys, list, page)?.[0];
  const rows = await store.db.runLog.findMany({
    where: { runId: id, ...(after === undefined ? {} : { seq: { gt: Number(after) } }) },
    orderBy: { seq: 'asc' },
    take: rowsToRead(page),
  });
  const cut = cutPage(keys, list, page, rows, line => [line.seq]);
  return {
    items: cut.rows.map(({ seq, at, level, message }) => ({
      seq,
      at: at.toISOString(),
      level: level as 'info' | 'warning' | 'error',
      message,
    })),
    next: cut.next,
  };
}
