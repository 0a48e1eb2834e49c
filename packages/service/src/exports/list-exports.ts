import type { ExportSummary } from '@waybill/api';
import type { Actor, ServiceContext } from '../context.ts';
import type { InputOf } from '../http/handler.ts';
import { cutPage, type Position, positionOf, rowsToRead } from '../http/pages.ts';
import { createdBy } from './created-by.ts';
import { exportSummary, lastBytesOf } from './export-view.ts';
import type { ExportRow } from './find-export.ts';
import { type Condition, listedBy, type SortColumn, type Wanted } from './find-listed.ts';

type Query = InputOf<'listExports'>['query'];
type Sort = NonNullable<Query['sort']>;

/** Columns that decide about the order, most important first; the last is unique. */
const COLUMNS = {
  name: ['sortName', 'id'],
  created_at: ['createdAt', 'id'],
  status: ['status', 'sortName', 'id'],
  model: ['model', 'sortName', 'id'],
  creator: ['createdBy', 'sortName', 'id'],
  last_run: ['lastRunAt', 'id'],
  next_run: ['nextAt', 'id'],
} as const satisfies Readonly<Record<Sort, readonly SortColumn[]>>;

const DATES: ReadonlySet<SortColumn> = new Set<SortColumn>(['createdAt', 'lastRunAt', 'nextAt']);
const NEWEST_FIRST: ReadonlySet<Sort> = new Set<Sort>(['created_at', 'last_run']);

/** A page of the exports that are not archived (R6). @param actor who asks, for `scope: mine`. */
export async function listExports(
  service: ServiceContext,
  query: Query,
  actor?: Actor,
): Promise<{ items: ExportSummary[]; next: string | null }> {
  const { store, keys } = service;
  const { sort = 'name', order = NEWEST_FIRST.has(sort) ? 'desc' : 'asc', limit, cursor, ...filters } = query;
  const page = { limit, cursor };
  const mine = filters.scope === 'mine' && actor ? createdBy(actor) : undefined;
  const list = {
    name: 'exports',
    filters: { ...filters, sort, order, ...(mine ? { mine: JSON.stringify(mine) } : {}) },
  };
  const after = positionOf(keys, list, page);
  const columns = COLUMNS[sort];
  const rows: ExportRow[] = [];
  const find = holdsNul(filters) ? undefined : await listedBy(store, wantedBy(filters, mine), columns);
  for (const condition of find ? stretchesOf(columns, order, after) : []) {
    if (rows.length === rowsToRead(page)) break;
    rows.push(...((await find?.({ condition, order, take: rowsToRead(page) - rows.length })) ?? []));
  }
  const cut = cutPage(keys, list, page, rows, row =>
    columns.map(column => {
      const value = row[column];
      return value instanceof Date ? value.getTime() : value;
    }),
  );
  const lastBytes = await lastBytesOf(store.db, cut.rows);
  return { items: cut.rows.map(row => exportSummary(row, lastBytes)), next: cut.next };
}

type Filters = Omit<Query, 'scope' | 'sort' | 'order' | 'limit' | 'cursor'>;

/** Nothing has a NUL in its name, and PostgreSQL cannot be asked for one. */
const holdsNul = ({ id, model, creator, destination }: Filters): boolean =>
  [id, model, creator, destination].some(text => text?.includes('\0') === true);

const wantedBy = ({ search, destination, id, status, model, creator }: Filters, mine: Condition = {}): Wanted => ({
  search,
  destination,
  conditions: [{ id, status, model, createdBy: creator }, mine],
});

/**
 * What is listed behind a position, in stretches that follow each other: those that never ran, or will not run any more, come
 * last in both orders, and no index has them so.
 */
function stretchesOf(
  columns: readonly SortColumn[],
  order: 'asc' | 'desc',
  after: Position | undefined,
): readonly Condition[] {
  const [first] = columns;
  if (first !== 'lastRunAt' && first !== 'nextAt') return [after ? behind(columns, order, after) : {}];
  const dated = { [first]: { not: null } };
  const never = { [first]: null };
  if (after === undefined) return [dated, never];
  if (after[0] === null) return [{ AND: [never, behind(['id'], order, after.slice(1))] }];
  return [behind(columns, order, after), never];
}

/** What comes behind a position. The first condition says again what the others do, for the index to begin there. */
function behind(columns: readonly SortColumn[], order: 'asc' | 'desc', position: Position): Condition {
  const [further, here] = order === 'asc' ? (['gt', 'gte'] as const) : (['lt', 'lte'] as const);
  const values = columns.map((column, i) => {
    const value = position[i] ?? '';
    return DATES.has(column) && typeof value === 'number' ? new Date(value) : value;
  });
  const steps = columns.map((column, i): Condition => {
    const equal = Object.fromEntries(columns.slice(0, i).map((one, j) => [one, values[j]]));
    return { ...equal, [column]: { [further]: values[i] } };
  });
  const [first = 'id'] = columns;
  return { [first]: { [here]: values[0] }, OR: steps };
}
