import { fail, nearest } from '@waybill/engine/errors';
import type { Prisma } from '../store/generated/sqlite/client.ts';
import type { Store, Tx } from '../store/store.ts';
import { fold, storable } from './fold.ts';

export const WITH_DESTINATIONS = {
  destinations: { select: { destination: true }, orderBy: { position: 'asc' } },
} as const satisfies Prisma.ExportInclude;

/** An export's row, with where it delivers to. */
export type ExportRow = Prisma.ExportGetPayload<{ include: typeof WITH_DESTINATIONS }>;

/** The export of a name, among those that are not archived; null when there is none. */
export async function exportNamed(db: Pick<Tx, 'export'>, name: string): Promise<ExportRow | null> {
  // No name holds a control character, and PostgreSQL could not even ask for a NUL.
  if (/\p{Cc}/u.test(name)) return null;
  return db.export.findUnique({ where: { uniqueName: name }, include: WITH_DESTINATIONS });
}

/** As {@link exportNamed}; throws `unknown-export` with the nearest names. Not inside a transaction. */
export async function findExport(store: Store, name: string): Promise<ExportRow> {
  return (await exportNamed(store.db, name)) ?? (await failUnknown(store, name));
}

export async function failUnknown(store: Store, name: string): Promise<never> {
  const suggestions = nearest(name, await likelyNames(store, name));
  return fail('unknown-export', { export: name }, { found: name, ...(suggestions.length > 0 ? { suggestions } : {}) });
}

/** So many names are compared one by one. */
const COMPARED = 1000;
/** Of each way to be near, where there are more exports than that. */
const OF_EACH = 250;

/**
 * Names to look for the nearest among: all of them, or of many those that hold a third of what was typed. A slip of the
 * hand spoils two thirds at most, so that one is whole.
 */
async function likelyNames({ db }: Store, typed: string): Promise<readonly string[]> {
  const select = { name: true } as const;
  const all = await db.export.findMany({ where: { archivedAt: null }, select, take: COMPARED + 1 });
  if (all.length <= COMPARED) return all.map(({ name }) => name);
  const folded = storable(fold(typed)).replaceAll('\\', '');
  const third = Math.ceil(folded.length / 3);
  const parts = [folded, folded.slice(0, third), folded.slice(third, 2 * third), folded.slice(2 * third)];
  const ids = new Set<string>();
  for (const part of parts.filter(one => one.length > 1)) {
    const where = { archivedAt: null, sortName: { contains: part } };
    // Ids first: an index holds all that this asks for.
    for (const { id } of await db.export.findMany({ where, select: { id: true }, take: OF_EACH })) ids.add(id);
  }
  const found = await db.export.findMany({ where: { id: { in: [...ids] } }, select });
  return found.map(({ name }) => name);
}
