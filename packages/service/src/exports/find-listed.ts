import type { Prisma } from '../store/generated/sqlite/client.ts';
import type { Store } from '../store/store.ts';
import { type ExportRow, WITH_DESTINATIONS } from './find-export.ts';
import { searchWords } from './fold.ts';

/** Columns that lists are sorted by, besides `id`. */
export type SortColumn = 'id' | 'sortName' | 'createdAt' | 'status' | 'model' | 'createdBy' | 'lastRunAt' | 'nextAt';

type Compared = string | Date | null | undefined;
/** What an export has to be, of columns that Export has and, but for `lastRunAt` and `nextAt`, ExportSearch as well. */
export type Condition = {
  readonly [column in SortColumn | 'creatorContact']?: Compared | Readonly<Record<string, Compared>>;
} & { readonly AND?: readonly Condition[]; readonly OR?: readonly Condition[] };

/** What people look for; `search` in words, the others as they are. */
export interface Wanted {
  readonly search?: string | undefined;
  readonly destination?: string | undefined;
  readonly conditions: readonly Condition[];
}

export interface Stretch {
  /** What lies in it, e.g. behind a position. */
  readonly condition: Condition;
  readonly order: 'asc' | 'desc';
  readonly take: number;
}

/** Finds a stretch of what is wanted, in the order that was asked for. */
export type FindListed = (stretch: Stretch) => Promise<readonly ExportRow[]>;

const NOT_SEARCHED: ReadonlySet<SortColumn> = new Set<SortColumn>(['lastRunAt', 'nextAt']);

/**
 * How exports that are not archived are found, sorted by these columns, the most important first (R6). A search has to
 * read all texts anyway. Their table has what lists are sorted by, but for what every run changes, so that one reading
 * also sorts, wherever in the order the matches are.
 */
export async function listedBy({ db }: Store, wanted: Wanted, columns: readonly SortColumn[]): Promise<FindListed> {
  const { destination } = wanted;
  const texts = searchWords(wanted.search ?? '').map(word => ({ text: { contains: word } }));
  const sorted = (order: 'asc' | 'desc') => columns.map(column => ({ [column]: order }));
  if (texts.length > 0 && !columns.some(column => NOT_SEARCHED.has(column))) {
    const delivered = destination === undefined ? {} : { export: { destinations: { some: { destination } } } };
    return async ({ condition, order, take }) => {
      const own = [...wanted.conditions, condition] as Prisma.ExportSearchWhereInput[];
      const found = await db.exportSearch.findMany({
        where: { AND: [...texts, ...own, delivered] },
        orderBy: sorted(order),
        take,
        select: { export: { include: WITH_DESTINATIONS } },
      });
      return found.map(one => one.export);
    };
  }
  const others: Among[] = [];
  if (texts.length > 0) {
    const found = await db.exportSearch.findMany({ where: { AND: texts }, select: { id: true }, take: FEW + 1 });
    const ids = found.map(one => one.id);
    others.push(among(ids, { search: { AND: texts } }));
  }
  if (destination !== undefined) {
    const request = { where: { destination }, select: { exportId: true }, take: FEW + 1 } as const;
    const ids = (await db.exportDestination.findMany(request)).map(one => one.exportId);
    others.push(among(ids, { destinations: { some: { destination } } }));
  }
  // PostgreSQL finds the index only when its first column is named, too; it is null of all of them. Few are sorted.
  const few = others.some(one => one.few);
  return ({ condition, order, take }) => {
    const own = [...wanted.conditions, condition] as Prisma.ExportWhereInput[];
    return db.export.findMany({
      where: { AND: [{ archivedAt: null }, ...others.map(({ where }) => where), ...own] },
      orderBy: [...(few ? [] : [{ archivedAt: order }]), ...sorted(order)],
      take,
      include: WITH_DESTINATIONS,
    });
  };
}

/**
 * So many matches of another table are named by their ids, since what is rare takes long to meet in the order of a list;
 * of more, the first of the list are soon met.
 */
const FEW = 5000;

interface Among {
  readonly where: Prisma.ExportWhereInput;
  readonly few: boolean;
}

const among = (ids: readonly string[], many: Prisma.ExportWhereInput): Among =>
  ids.length > FEW ? { where: many, few: false } : { where: { id: { in: [...ids] } }, few: true };
