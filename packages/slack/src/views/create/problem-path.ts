import type { ApiProblem } from '@waybill/api';

/** Keys and positions that lead to what a problem is about, in the definition: `['fields', 2, 'to']`. */
export type Path = readonly (string | number)[];

/** Reads a path as problems show it: `filters.any[0].all[1].value`, `file["null"]`. */
export function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w-]+)/g)].map(([, index, quoted, key]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (key ?? '') : String(JSON.parse(quoted));
  });
}

export const pathOfProblem = ({ place }: ApiProblem): Path => parsePath(place?.path ?? '');

/** What is behind `beginning` in a path; undefined where it does not begin so. */
export const restOf = (path: Path, beginning: Path): Path | undefined =>
  beginning.every((part, i) => path[i] === part) ? path.slice(beginning.length) : undefined;

/** The criterion of a filter that a path leads to. A single set is written without `any`. */
export function criterionAt(
  path: Path,
  root: Path = ['filters'],
): { readonly set: number; readonly index: number; readonly rest: Path } | undefined {
  const inside = restOf(path, root);
  if (inside === undefined) return undefined;
  const [first, second, third, fourth, ...rest] = inside;
  if (first === 'all' && typeof second === 'number') return { set: 0, index: second, rest: inside.slice(2) };
  if (first === 'any' && typeof second === 'number' && third === 'all' && typeof fourth === 'number') {
    return { set: second, index: fourth, rest };
  }
  return undefined;
}

/** The item of a list that a path leads to; a single one may be written without the list. */
export function itemAt(path: Path, key: string): { readonly index: number; readonly rest: Path } | undefined {
  const [first, second] = path;
  if (first !== key) return undefined;
  if (typeof second === 'number') return { index: second, rest: path.slice(2) };
  return { index: 0, rest: path.slice(1) };
}
