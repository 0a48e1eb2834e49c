import type { Via } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { ServiceContext } from '../context.ts';
import type { InputOf, OutputOf } from '../http/handler.ts';
import { cutPage, positionOf, rowsToRead } from '../http/pages.ts';
import type { Store } from '../store/store.ts';
import { changesBetween } from './changes-between.ts';
import { type ExportRow, findExport } from './find-export.ts';
import { unifiedDiff } from './unified-diff.ts';

/** Revisions of an export, newest first (S4). */
export async function listRevisions(
  { store, keys }: ServiceContext,
  { params, query }: InputOf<'listRevisions'>,
): Promise<OutputOf<'listRevisions'>> {
  const row = await findExport(store, params.name);
  const list = { name: 'revisions', filters: { export: row.id } };
  const [before] = positionOf(keys, list, query) ?? [];
  const rows = await store.db.revision.findMany({
    where: { exportId: row.id, ...(typeof before === 'number' ? { number: { lt: before } } : {}) },
    orderBy: { number: 'desc' },
    take: rowsToRead(query),
    omit: { text: true },
  });
  const page = cutPage(keys, list, query, rows, ({ number }) => [number]);
  return { items: page.rows.map(revision => revisionOf(revision, row)), next: page.next };
}

/** One revision with its text; throws `unknown-revision`. */
export async function viewRevision(
  { store }: ServiceContext,
  { params: { name, number } }: InputOf<'getRevision'>,
): Promise<OutputOf<'getRevision'>> {
  const row = await findExport(store, name);
  const revision = await findRevision(store, row, number);
  return { ...revisionOf(revision, row), text: revision.text };
}

/** What changed from one revision to another, in YAML and in words. */
export async function diffRevisions(
  service: ServiceContext,
  { params: { name }, query }: InputOf<'diffRevisions'>,
): Promise<OutputOf<'diffRevisions'>> {
  const { store } = service;
  const row = await findExport(store, name);
  const to = query.to ?? row.revision;
  const from = query.from ?? to - 1;
  const after = await findRevision(store, row, to);
  const before = from === 0 ? undefined : await findRevision(store, row, from);
  const workspace = await service.workspace();
  return {
    from,
    to,
    diff: unifiedDiff(
      { label: revisionLabel(name, from), text: before?.text ?? '' },
      { label: revisionLabel(name, to), text: after.text },
    ),
    changes: changesBetween(workspace, before?.text, after.text),
  };
}

export const revisionLabel = (name: string, number: number): string => `${name}, revision ${number}`;

async function findRevision({ db }: Store, row: ExportRow, number: number) {
  const where = { exportId_number: { exportId: row.id, number } };
  const found = number > row.revision ? null : await db.revision.findUnique({ where });
  if (found) return found;
  return fail('unknown-revision', { export: row.name, revision: number, last: row.revision }, { found: `${number}` });
}

interface RevisionRow {
  readonly number: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly createdVia: string;
  readonly note: string | null;
}

const revisionOf = ({ number, createdAt, createdBy, createdVia, note }: RevisionRow, row: ExportRow) => ({
  number,
  createdAt: createdAt.toISOString(),
  createdBy,
  createdVia: createdVia as Via,
  note,
  current: number === row.revision,
});
