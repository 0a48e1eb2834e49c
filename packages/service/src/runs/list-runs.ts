import type { listRunsQuery, logLineSchema, RunSummary, RunView } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { z } from 'zod';
import type { Actor, ServiceContext } from '../context.ts';
import { createdBy } from '../exports/created-by.ts';
import { findExport } from '../exports/find-export.ts';
import { cutPage, type PageRequest, positionOf, rowsToRead } from '../http/pages.ts';
import type { Prisma } from '../store/generated/sqlite/client.ts';
import { runSummary, runView, SUMMARY, type SummaryRow } from './run-view.ts';
import { unresolvedAmong } from './unresolved.ts';

/** Runs, newest first (R1, R6). @param actor who asks, for `scope: mine`. */
export async function listRuns(
  service: ServiceContext,
  query: z.output<typeof listRunsQuery>,
  actor?: Actor,
): Promise<{ items: RunSummary[]; next: string | null }> {
  const { keys } = service;
  const { limit, cursor, ...filters } = query;
  const mine = filters.scope === 'mine' && actor ? createdBy(actor) : undefined;
  const list = { name: 'runs', filters: { ...filters, ...(mine ? { mine: JSON.stringify(mine) } : {}) } };
  const page = { limit, cursor };
  const after = positionOf(keys, list, page);
  const of = filters.export === undefined ? undefined : await findExport(service.store, filters.export);
  const where: Prisma.RunWhereInput = {
    ...(of ? { exportId: of.id } : {}),
    ...(filters.status === undefined ? {} : { status: filters.status }),
    ...(filters.by === undefined ? {} : { requestedBy: filters.by }),
    ...(filters.since === undefined ? {} : { createdAt: { gte: new Date(filters.since) } }),
    ...(mine === undefined ? {} : { export: mine }),
  };
  const from = after && { createdAt: new Date(String(after[0])), id: String(after[1]) };
  const most = rowsToRead(page);
  const rows =
    filters.only === 'unresolved'
      ? await unresolvedRuns(service, where, from, most)
      : await newest(service, where, from, most);
  const cut = cutPage(keys, list, page, rows, run => [run.createdAt.toISOString(), run.id]);
  return { items: cut.rows.map(runSummary), next: cut.next };
}

type Place = Pick<SummaryRow, 'createdAt' | 'id'>;

/** Runs behind a place in the list, newest first. */
const newest = (
  { store }: ServiceContext,
  where: Prisma.RunWhereInput,
  after: Place | undefined,
  most: number,
): Promise<SummaryRow[]> =>
  store.db.run.findMany({
    where: {
      AND: [
        where,
        after === undefined
          ? {}
          : { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] },
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: most,
    include: SUMMARY,
  });

/** Read at a time, and at most, of those that failed or are in quarantine: most of them were made good long ago. */
const READ = 100;
const READ_MOST = 2000;

async function unresolvedRuns(
  service: ServiceContext,
  where: Prisma.RunWhereInput,
  after: Place | undefined,
  most: number,
): Promise<SummaryRow[]> {
  const bad = { AND: [where, { status: { in: ['failed', 'quarantined'] }, export: { archivedAt: null } }] };
  const found: SummaryRow[] = [];
  let place = after;
  for (let read = 0; read < READ_MOST && found.length < most; read += READ) {
    const rows = await newest(service, bad, place, READ);
    const open = await unresolvedAmong(service.store, rows);
    found.push(...rows.filter(row => open.has(row.id)));
    if (rows.length < READ) break;
    place = rows.at(-1);
  }
  return found.slice(0, most);
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
