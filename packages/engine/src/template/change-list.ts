import type { KeyPath } from '../definition/parse-yaml.ts';
import type { Code, ParamsOf, ProblemDetails } from '../errors/index.ts';
import { nearest } from '../errors/index.ts';
import { type Piece, piece } from './origin.ts';

/** Tells of a mistake in what an export changes, at a path of the export. */
export type Report = <C extends Code>(
  code: C,
  params: ParamsOf<C>,
  path: KeyPath,
  details?: ProblemDetails,
  at?: 'key',
) => void;

/** The lists that `add` and `remove` change. */
export const LISTS = {
  fields: { what: 'field', names: ['from', 'to'] },
  kpis: { what: 'KPI', names: ['kpi', 'to'] },
  dimensions: { what: 'dimension', names: ['dimension', 'to'] },
} as const;
export type ListKey = keyof typeof LISTS;

interface Named {
  /** What it is: a field's path, a KPI. */
  readonly source: string | undefined;
  /** Header of its column. */
  readonly header: string | undefined;
}

/** Items of a list as written: `all` stands for a list of itself. What is no list has none. */
export const itemsOf = (written: unknown): readonly unknown[] =>
  written === 'all' ? ['all'] : Array.isArray(written) ? written : [];

function nameOf(item: unknown, key: ListKey): Named {
  if (item === null || typeof item !== 'object') {
    const source = typeof item === 'string' || typeof item === 'number' ? String(item) : undefined;
    return { source, header: source };
  }
  const [sourceKey] = LISTS[key].names;
  const { [sourceKey]: source, to, aggregate } = item as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);
  return { source: text(source), header: text(to) ?? text(source) ?? text(aggregate) };
}

export interface Removal {
  readonly key: ListKey;
  /** `NAME@RELEASE` */
  readonly template: string;
  /** Names of the model's standard fields, which `all` stands for; undefined when the model is not known. */
  readonly standardFields: readonly string[] | undefined;
  readonly report: Report;
}

/**
 * What is left of a template's list (D8). A bare name removes every item with that source, or else with that header;
 * `{from: …, to: …}` those of which both are true. Out of `all`, single fields are taken as out of a list.
 */
export function removeFrom(list: readonly Piece[], wanted: readonly unknown[], removal: Removal): readonly Piece[] {
  let left = list;
  for (const [i, item] of wanted.entries()) {
    checkKeys(item, ['remove', removal.key, i], removal);
    left = removeOne(left, item, ['remove', removal.key, i], removal);
  }
  return left;
}

function removeOne(list: readonly Piece[], item: unknown, path: KeyPath, removal: Removal): readonly Piece[] {
  const { key, standardFields, template, report } = removal;
  const found = matching(list, item, key);
  if (found.size > 0) return list.filter(entry => !found.has(entry));
  const everything = key === 'fields' && list.some(({ value }) => isAll(value));
  if (everything) {
    if (standardFields === undefined) return list;
    const spread = list.flatMap(entry =>
      isAll(entry.value) ? standardFields.map((field): Piece => ({ ...entry, value: field })) : [entry],
    );
    const among = matching(spread, item, key);
    if (among.size > 0) return spread.filter(entry => !among.has(entry));
  }
  const { source, header } = nameOf(item, key);
  const name = source ?? header;
  // A mistake of the schema, which is told as such.
  if (name === undefined) return list;
  const has = list.flatMap(({ value }) => {
    const { source: from, header: to } = nameOf(value, key);
    return isAll(value) ? [...(standardFields ?? [])] : [from, to].filter(text => text !== undefined);
  });
  const names = [...new Set(has)];
  const suggestions = typeof item === 'object' ? [] : nearest(name, names);
  const details = { found: name, ...(suggestions.length > 0 ? { suggestions } : {}) };
  report('template-lacks', { template, what: LISTS[key].what, name: `"${name}"`, has: names }, path, details);
  return list;
}

function matching(list: readonly Piece[], item: unknown, key: ListKey): ReadonlySet<Piece> {
  const named = list.map(entry => ({ entry, ...nameOf(entry.value, key) }));
  const chosen = (test: (name: Named) => boolean) => named.filter(test).map(({ entry }) => entry);
  if (item !== null && typeof item === 'object') {
    const [sourceKey] = LISTS[key].names;
    const said = item as Readonly<Record<string, unknown>>;
    const wanted = nameOf(item, key);
    if (said[sourceKey] === undefined && said.to === undefined) return new Set();
    return new Set(
      chosen(
        ({ source, header }) =>
          (said[sourceKey] === undefined || source === wanted.source) &&
          (said.to === undefined || header === wanted.header),
      ),
    );
  }
  const { source: name } = nameOf(item, key);
  const bySource = chosen(({ source }) => source !== undefined && source === name);
  return new Set(bySource.length > 0 ? bySource : chosen(({ header }) => header !== undefined && header === name));
}

/** How a field is written has no part in finding it: said there, it would be silently without effect. */
function checkKeys(item: unknown, path: KeyPath, { key, report }: Removal): void {
  if (item === null || typeof item !== 'object') return;
  const { names } = LISTS[key];
  for (const said of Object.keys(item)) {
    if ((names as readonly string[]).includes(said)) continue;
    report('template-remove-key', { key: said, names }, [...path, said], { found: said }, 'key');
  }
}

const isAll = (value: unknown): boolean =>
  value === 'all' ||
  (value !== null &&
    typeof value === 'object' &&
    (value as { from?: unknown }).from === 'all' &&
    Object.keys(value).length === 1);

/** The items of a list as pieces. */
export const listPieces = (source: Parameters<typeof piece>[0], path: KeyPath, written: unknown): readonly Piece[] =>
  written === 'all'
    ? [piece(source, path, 'all')]
    : itemsOf(written).map((item, i) => piece(source, [...path, i], item));
