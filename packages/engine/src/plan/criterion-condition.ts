import { type Catalog, type ResolvedField, resolveField, resolveRelation } from '../catalog/index.ts';
import type { Criterion, Filters } from '../definition/filter-schema.ts';
import type { RunMoment } from '../time/index.ts';
import { dateCondition } from './date-condition.ts';
import { mustFollow } from './must-be.ts';
import { ALWAYS, type Condition } from './plan.ts';
import { predicateCondition } from './predicate-condition.ts';
import type { Aliases, Spot, TableCollector } from './tables.ts';
import { valueCondition } from './value-condition.ts';

export interface FilterContext {
  readonly catalog: Catalog;
  readonly aliases: Aliases;
  readonly moment: RunMoment;
}

/** D3: a row that matches any set is kept; `filters: none` is no set and keeps every row. */
export function filtersCondition(
  context: FilterContext,
  tables: TableCollector,
  root: Spot,
  filters: Filters,
): Condition {
  if (filters.any.length === 0) return ALWAYS;
  const sets = filters.any.map((set): Condition => {
    const of = set.all.map(criterion => criterionCondition(context, tables, root, criterion));
    return { kind: 'all', of };
  });
  return sets.length === 1 && sets[0] ? sets[0] : { kind: 'any', of: sets };
}

/** @param field what the attribute names, where it may go further than the field of an export may (KPIs). */
export function criterionCondition(
  context: FilterContext,
  tables: TableCollector,
  root: Spot,
  criterion: Criterion,
  field?: ResolvedField,
): Condition {
  const { catalog } = context;
  const { attribute } = criterion;
  const asked = attribute === undefined ? undefined : resolveRelation(catalog, root.model, attribute, { many: false });
  if (asked === undefined || asked.ok) {
    // A predicate is asked of the export's own model, or of the one that a relation leads to (K7).
    let spot = root;
    for (const relation of asked?.value.hops ?? []) spot = tables.hop(spot, relation);
    return predicateCondition(context, spot, criterion);
  }
  const ref = tables.follow(root, field ?? mustFollow(resolveField(catalog, root.model, attribute ?? '')));
  if (criterion.operator === 'is_empty') return { kind: 'empty', ref };
  if (criterion.operator === 'is_not_empty') return { kind: 'not', of: { kind: 'empty', ref } };
  const dated = ref.type === 'date' || ref.type === 'datetime';
  return dated ? dateCondition(ref, criterion, context.moment) : valueCondition(ref, criterion);
}
