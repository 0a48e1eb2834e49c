import type { ExportSummary } from '@waybill/api';
import type { Actor, ServiceContext } from '../context.ts';
import type { InputOf } from '../http/handler.ts';
import { cutPage, type Position, positionOf, rowsToRead } from '../http/pages.ts';
import type { Prisma } from '../store/generated/sqlite/client.ts';
import type { Store } from '../store/store.ts';
import { createdBy } from './created-by.ts';
import { exportSummary, lastBytesOf } from './export-view.ts';
import { type ExportRow, WITH_DESTINATIONS } from './find-export.ts';
import { searchWords } from './fold.ts';

type Query = InputOf<'listExports'>['query'];
type Sort = NonNullable<Query['sort']>;
type Where = Prisma.ExportWhereInput;

/** Columns that decide about the order, most important first; the last is unique. */
const COLUMNS = {
  name: ['sortName', 'id'],
  created_at: ['createdAt', 'id'],
  status: ['status', 'sortName', 'id'],
  model: ['model', 'sortName', 'id'],
  creator: ['createdBy', 'sortName', 'id'],
  last_run: ['lastRunAt', 'id'],
  next_run: ['nextAt', 'id'],
} as const satisfies Readonly<Record<Sort, readonly (keyof ExportRow)[]>>;
type Column = (typeof COLUMNS)[Sort][number];

const DATES: ReadonlySet<Column> = new Set<Column>(['createdAt', 'lastRunAt', 'nextAt']);
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
  const asked = holdsNul(filters) ? undefined : await whereOf(store, filters);
  for (const part of asked ? partsOf(columns, order, after) : []) {
    if (rows.length === rowsToRead(page)) break;
    const found = await store.db.export.findMany({
      where: { AND: [asked?.where ?? {}, mine ?? {}, part] },
      // PostgreSQL finds the index only when its first column is named, too; it is null of all of them. Few are sorted.
      orderBy: [...(asked?.few ? [] : [{ archivedAt: order }]), ...columns.map(column => ({ [column]: order }))],
      take: rowsToRead(page) - rows.length,
      include: WITH_DESTINATIONS,
    });
    rows.push(...found);
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

async function whereOf(
  { db }: Store,
  { search, id, status, model, creator, destination }: Filters,
): Promise<{ readonly where: Where; readonly few: boolean }> {
  const words = searchWords(search ?? '').map(word => ({ text: { contains: word } }));
  const found = [
    words.length === 0
      ? undefined
      : among(await db.exportSearch.findMany({ where: { AND: words }, ...MATCHES }), { search: { AND: words } }),
    destination === undefined
      ? undefined
      : among(await db.exportDestination.findMany({ where: { destination }, ...MATCHES }), {
          destinations: { some: { destination } },
        }),
  ].filter(one => one !== undefined);
  const where = {
    archivedAt: null,
    ...(id === undefined ? {} : { id }),
    ...(status === undefined ? {} : { status }),
    ...(model === undefined ? {} : { model }),
    ...(creator === undefined ? {} : { createdBy: creator }),
    AND: found.map(one => one.where),
  };
  return { where, few: found.some(one => one.few) };
}

/**
 * So many matches of another table are named by their ids, since what is rare takes long to meet in the order of a list;
 * of more, the first of the list are soon met.
 */
const FEW = 5000;
const MATCHES = { select: { exportId: true }, take: FEW + 1 } as const;

function among(found: readonly { readonly exportId: string }[], many: Where): { where: Where; few: boolean } {
  if (found.length > FEW) return { where: many, few: false };
  return { where: { id: { in: found.map(({ exportId }) => exportId) } }, few: true };
}

/**
 * What is listed behind a position, in parts that follow each other: those that never ran, or will not run any more, come
 * last in both orders, and no index has them so.
 */
function partsOf(columns: readonly Column[], order: 'asc' | 'desc', after: Position | undefined): readonly Where[] {
  const [first] = columns;
  if (first !== 'lastRunAt' && first !== 'nextAt') return [after ? behind(columns, order, after) : {}];
  const dated = { [first]: { not: null } };
  const never = { [first]: null };
  if (after === undefined) return [dated, never];
  if (after[0] === null) return [{ AND: [never, behind(['id'], order, after.slice(1))] }];
  return [behind(columns, order, after), never];
}

/** What comes behind a position. The first condition says again what the others do, for the index to begin there. */
function behind(columns: readonly Column[], order: 'asc' | 'desc', position: Position): Where {
  const [further, here] = order === 'asc' ? (['gt', 'gte'] as const) : (['lt', 'lte'] as const);
  const values = columns.map((column, i) => {
    const value = position[i] ?? '';
    return DATES.has(column) && typeof value === 'number' ? new Date(value) : value;
  });
  const steps = columns.map((column, i): Where => {
    const equal = Object.fromEntries(columns.slice(0, i).map((one, j) => [one, values[j]]));
    return { ...equal, [column]: { [further]: values[i] } };
  });
  const [first = 'id'] = columns;
  return { [first]: { [here]: values[0] }, OR: steps };
}
