import type { ExportSummary } from '@waybill/api';
import type { ServiceContext } from '../context.ts';
import type { InputOf } from '../http/handler.ts';
import { cutPage, type Position, positionOf, rowsToRead } from '../http/pages.ts';
import type { Prisma } from '../store/generated/sqlite/client.ts';
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
} as const satisfies Readonly<Record<Sort, readonly (keyof ExportRow)[]>>;
type Column = (typeof COLUMNS)[Sort][number];

const DATES: ReadonlySet<Column> = new Set<Column>(['createdAt', 'lastRunAt']);
const NEWEST_FIRST: ReadonlySet<Sort> = new Set<Sort>(['created_at', 'last_run']);

/** A page of the exports that are not archived (R6). */
export async function listExports(
  service: ServiceContext,
  query: Query,
): Promise<{ items: ExportSummary[]; next: string | null }> {
  const { store, keys } = service;
  const { sort = 'name', order = NEWEST_FIRST.has(sort) ? 'desc' : 'asc', limit, cursor, ...filters } = query;
  const page = { limit, cursor };
  const list = { name: 'exports', filters: { ...filters, sort, order } };
  const after = positionOf(keys, list, page);
  const columns = COLUMNS[sort];
  const rows = holdsNul(filters)
    ? []
    : await store.db.export.findMany({
        where: { AND: [whereOf(filters), ...(after ? [behind(columns, order, after)] : [])] },
        orderBy: columns.map(column =>
          column === 'lastRunAt' ? { lastRunAt: { sort: order, nulls: 'last' as const } } : { [column]: order },
        ),
        take: rowsToRead(page),
        include: WITH_DESTINATIONS,
      });
  const cut = cutPage(keys, list, page, rows, row =>
    columns.map(column => {
      const value = row[column];
      return value instanceof Date ? value.getTime() : value;
    }),
  );
  const lastBytes = await lastBytesOf(store.db, cut.rows);
  return { items: cut.rows.map(row => exportSummary(row, lastBytes)), next: cut.next };
}

type Filters = Omit<Query, 'sort' | 'order' | 'limit' | 'cursor'>;

/** Nothing has a NUL in its name, and PostgreSQL cannot be asked for one. */
const holdsNul = ({ model, creator, destination }: Filters): boolean =>
  [model, creator, destination].some(text => text?.includes('\0') === true);

function whereOf({ search, status, model, creator, destination }: Filters): Where {
  return {
    archivedAt: null,
    ...(status === undefined ? {} : { status }),
    ...(model === undefined ? {} : { model }),
    ...(creator === undefined ? {} : { createdBy: creator }),
    ...(destination === undefined ? {} : { destinations: { some: { destination } } }),
    AND: searchWords(search ?? '').map(word => ({ searchText: { contains: word } })),
  };
}

/** What comes behind a position. The first condition says again what the others do, for the index to begin there. */
function behind(columns: readonly Column[], order: 'asc' | 'desc', position: Position): Where {
  const [further, here] = order === 'asc' ? (['gt', 'gte'] as const) : (['lt', 'lte'] as const);
  const values = columns.map((column, i) => {
    const value = position[i] ?? null;
    return DATES.has(column) && typeof value === 'number' ? new Date(value) : value;
  });
  const steps = columns.map((column, i): Where => {
    const equal = Object.fromEntries(columns.slice(0, i).map((one, j) => [one, values[j]]));
    const value = values[i];
    // Those that never ran come last in both orders.
    if (value === null) return { id: { in: [] } };
    const beyond: Where[] = [
      { [column]: { [further]: value } },
      ...(column === 'lastRunAt' ? [{ lastRunAt: null }] : []),
    ];
    return { ...equal, OR: beyond };
  });
  const [column = 'id'] = columns;
  const bound = column === 'lastRunAt' ? [] : [{ [column]: { [here]: values[0] } }];
  return { AND: [...bound, { OR: steps }] };
}
