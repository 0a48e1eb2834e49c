import type { KeyPath, ParsedYaml } from '../definition/parse-yaml.ts';
import { itemsOf, type Report } from './change-list.ts';
import { listOf, mapOf, type Origin, type Piece, piece } from './origin.ts';

type Mapping = Readonly<Record<string, unknown>>;

export interface FilterChange {
  /** `filters` of the template, as written. */
  readonly base: unknown;
  readonly template: Omit<Origin, 'path' | 'parts'>;
  readonly own: ParsedYaml;
  readonly add: Mapping;
  readonly remove: Mapping;
  readonly report: Report;
}

/**
 * The template's filters with what an export changes (D8, D3). `remove.filters` takes away sets that say the same,
 * whatever the order of their criteria; `add.filters` adds sets, so that more rows match; `add.criteria` must hold in
 * every set, so that fewer do. Undefined where the template's stay as they are.
 */
export function changeFilters({ base, template, own, add, remove, report }: FilterChange): Piece | undefined {
  const id = template.of ?? '';
  const source = { yaml: own };
  let sets = setsOf(base, template);
  const had = sets.length;
  for (const [i, wanted] of itemsOf(remove.filters).entries()) {
    const left = sets.filter(set => meaning(set.value) !== meaning(wanted));
    if (left.length === sets.length) {
      const has = had === 0 ? [] : [`${had} ${had === 1 ? 'set' : 'sets'}, none of which says the same`];
      report('template-lacks', { template: id, what: 'set of criteria', name: 'like this', has }, [
        'remove',
        'filters',
        i,
      ]);
    }
    sets = left;
  }
  const added = itemsOf(add.filters);
  if (had > 0 && sets.length === 0 && added.length === 0) {
    // Without a set every row would match: that must be said, not come about.
    report(
      'template-nothing-left',
      { template: id, what: 'set of criteria', key: 'filters' },
      ['remove', 'filters'],
      {},
      'key',
    );
    return undefined;
  }
  for (const [i, set] of added.entries()) {
    const path = ['add', 'filters', i];
    if (sets.some(known => meaning(known.value) === meaning(set))) report('template-has-set', { template: id }, path);
    else sets = [...sets, piece(source, path, set)];
  }
  const criteria = itemsOf(add.criteria).map((item, i) => piece(source, ['add', 'criteria', i], item));
  if (criteria.length > 0) {
    const alone: Piece = { value: { all: [] }, origin: { ...source, path: ['add'] } };
    sets = (sets.length === 0 ? [alone] : sets).map(set => withCriteria(set, criteria));
  }
  const origin: Origin =
    base === undefined ? { ...source, path: ['add', 'filters'] } : { ...template, path: ['filters'] };
  return mapOf(origin, new Map([['any', listOf(origin, sets)]]));
}

/** The sets of `filters` as written: none, one, or several. */
function setsOf(written: unknown, template: Omit<Origin, 'path' | 'parts'>): readonly Piece[] {
  if (written === null || typeof written !== 'object') return [];
  if ('all' in written) return [piece(template, ['filters'], written)];
  const { any } = written as { any?: unknown };
  return itemsOf(any).map((set, i) => piece(template, ['filters', 'any', i], set));
}

function withCriteria(set: Piece, criteria: readonly Piece[]): Piece {
  const { all } = (set.value ?? {}) as { all?: unknown };
  const path: KeyPath = [...set.origin.path, 'all'];
  const own = itemsOf(all).map((item, i) => ({ value: item, origin: { ...set.origin, path: [...path, i] } }));
  return mapOf(set.origin, new Map([['all', listOf({ ...set.origin, path }, [...own, ...criteria])]]));
}

/** What a set says, so that two can be compared: the order of criteria and of keys says nothing. */
function meaning(set: unknown): string {
  const { all } = (set ?? {}) as { all?: unknown };
  return JSON.stringify(itemsOf(all).map(sortedText).sort());
}

const sortedText = (criterion: unknown): string =>
  criterion !== null && typeof criterion === 'object'
    ? JSON.stringify(Object.entries(criterion).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(criterion);
