import type { ServiceContext } from '../context.ts';
import { fold } from '../exports/fold.ts';
import { cutPage, type PageRequest, positionOf, rowsToRead } from '../http/pages.ts';

/** Whether texts hold all words of a search, in any case and with any accents. */
export function searchedIn(search: string | undefined): (...texts: readonly (string | undefined)[]) => boolean {
  const words = fold(search ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return (...texts) => {
    if (words.length === 0) return true;
    const text = fold(texts.filter(Boolean).join('\n'));
    return words.every(word => text.includes(word));
  };
}

/** A page of a list that is known as a whole, in the order that it has. */
export function pageOfList<T>(
  { keys }: Pick<ServiceContext, 'keys'>,
  list: { readonly name: string; readonly filters: Readonly<Record<string, unknown>> },
  page: PageRequest,
  items: readonly T[],
): { items: T[]; next: string | null } {
  const from = Number(positionOf(keys, list, page)?.[0] ?? 0);
  const numbered = items.slice(from, from + rowsToRead(page)).map((item, i) => ({ item, after: from + i + 1 }));
  const { rows, next } = cutPage(keys, list, page, numbered, row => [row.after]);
  return { items: rows.map(row => row.item), next };
}
