/** How texts are compared when people search and sort (R6): without case, accents or width, in any script. */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      // Upper case first: `ß` and `SS` are the same then.
      .toUpperCase()
      .toLowerCase()
      .replaceAll('ς', 'σ')
      .normalize('NFC')
  );
}

/** Longest name to sort by; ligatures can make a folded name much longer than the name. */
const SORTED = 200;

export const sortNameOf = (name: string): string => storable(fold(name)).slice(0, SORTED).toWellFormed();

/**
 * What is searched, and what is searched for. `%`, `_` and `\` mean something to LIKE and cannot be escaped in the same
 * way on both databases, so that characters of private use stand for them on both sides.
 */
export const searchable = (text: string): string =>
  fold(storable(text)).replaceAll(/[%_\\]/g, wild => WILD[wild] ?? wild);

const WILD: Readonly<Record<string, string>> = { '%': '\uf8f0', _: '\uf8f1', '\\': '\uf8f2' };

export const searchTextOf = (name: string, description: string): string => searchable(`${name}\n${description}`);

/** The words that a search asks for; all of them must be there. */
export const searchWords = (search: string): readonly string[] => searchable(search).split(/\s+/).filter(Boolean);

/** Text as both databases can hold it: PostgreSQL has no NUL, and UTF-8 no halves of characters. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();
