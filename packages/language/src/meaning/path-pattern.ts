import type { KeyPath } from '@waybill/engine/definition';

/**
 * A shape of key paths: `filters.any.#.all.#.attribute`. `#` is any position of a list, `*` any key, `(a|b)` one of
 * some keys; a part that ends in `?` may be missing: `kpis.#.kpi?` takes both the long form of an item and the short one.
 */
export type PathPattern = (path: KeyPath) => boolean;

type Part = { readonly takes: (part: string | number) => boolean; readonly optional: boolean };

export function pathPattern(text: string): PathPattern {
  const parts = text.split('.').map((word): Part => {
    const optional = word.endsWith('?');
    const bare = optional ? word.slice(0, -1) : word;
    if (bare === '#') return { optional, takes: part => typeof part === 'number' };
    if (bare === '*') return { optional, takes: part => typeof part === 'string' };
    const words = bare.startsWith('(') ? bare.slice(1, -1).split('|') : [bare];
    return { optional, takes: part => words.includes(String(part)) };
  });
  const matches = (path: KeyPath, at: number, from: number): boolean => {
    const part = parts[from];
    if (part === undefined) return at === path.length;
    const next = path[at];
    if (next !== undefined && part.takes(next) && matches(path, at + 1, from + 1)) return true;
    return part.optional && matches(path, at, from + 1);
  };
  return path => matches(path, 0, 0);
}
