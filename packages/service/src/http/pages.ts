import { DEFAULT_PAGE } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import { z } from 'zod';
import type { Keys } from '../security/keys.ts';

/**
 * Pages by keyset (R6): a page begins after the position of the last item of the one before, so that it costs the same
 * wherever it is, and nothing is left out or shown twice when items come and go.
 */

/** Where an item stands in its list: what the list is sorted by, ending in what is unique. */
export type Position = readonly (string | number | null)[];

/** A list as it was asked for: its name and everything that decides about items and order. */
export interface ListKey {
  readonly name: string;
  readonly filters?: Readonly<Record<string, unknown>>;
}

export interface PageRequest {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const PURPOSE = 'cursor';
/** Characters of the signature that a cursor carries: 128 bits. */
const SIGNED = 22;
const positionSchema = z.array(z.union([z.string(), z.number(), z.null()])).min(1);

/** How many rows to read: one more than the page has, which tells whether another page follows. */
export const rowsToRead = ({ limit = DEFAULT_PAGE }: PageRequest): number => limit + 1;

/** The position after which a page begins; undefined for the first. Throws `cursor-wrong` for one of another list. */
export function positionOf(keys: Keys, list: ListKey, { cursor }: PageRequest): Position | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor.slice(0, -SIGNED), 'base64url').toString('utf8');
  if (cursorOf(keys, list, text) !== cursor) return wrongCursor();
  const parsed = positionSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : wrongCursor();
}

const wrongCursor = (): never => fail('cursor-wrong', {}, { place: { path: 'cursor' } });

/** Makes a page of the rows that were read: the rows that are on it, and the cursor of the page after. */
export function cutPage<T>(
  keys: Keys,
  list: ListKey,
  { limit = DEFAULT_PAGE }: PageRequest,
  rows: readonly T[],
  position: (row: T) => Position,
): { readonly rows: readonly T[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { rows: shown, next: more ? cursorOf(keys, list, JSON.stringify(position(last))) : null };
}

const cursorOf = (keys: Keys, list: ListKey, position: string): string => {
  const filters = Object.entries(list.filters ?? {}).filter(([, value]) => value !== undefined);
  const signed = JSON.stringify([list.name, filters.sort(([a], [b]) => (a < b ? -1 : 1)), position]);
  return Buffer.from(position).toString('base64url') + keys.sign(PURPOSE, signed).slice(0, SIGNED);
};
