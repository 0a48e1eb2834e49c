import { type ResolvedPredicate, resolvePredicate } from '../catalog/index.ts';
import type { Criterion } from '../definition/filter-schema.ts';
import { resolveWindow } from '../time/index.ts';
import type { FilterContext } from './criterion-condition.ts';
import { dateOf } from './date-condition.ts';
import { mustBe, mustFollow } from './must-be.ts';
import type { Condition, ExistsCondition, Ref } from './plan.ts';
import { type Spot, TableCollector } from './tables.ts';
import { literalOf } from './value-condition.ts';
import { windowCondition } from './window-condition.ts';

/** K7: an `exists` over the predicate's relations, with the criterion's value, period and least count. */
export function predicateCondition(context: FilterContext, outer: Spot, criterion: Criterion): Condition {
  const predicate = mustFollow(resolvePredicate(context.catalog, outer.model, criterion.operator));
  const tables = new TableCollector(context.catalog, context.aliases);
  const spots = [outer];
  for (const relation of predicate.exists.hops) spots.push(tables.hop(spots.at(-1) ?? outer, relation));
  const last = spots.at(-1) ?? outer;
  const of = [
    ...valueConditions(context, tables, last, predicate, criterion),
    ...periodConditions(context, tables, spots, predicate, criterion),
  ];
  const exists: ExistsCondition = {
    kind: 'exists',
    where: of.length === 1 && of[0] ? of[0] : { kind: 'all', of },
    // Read last: following the paths above has added tables.
    tables: tables.tables(),
    atLeast: criterion.at_least ?? predicate.atLeast,
  };
  return predicate.negated ? { kind: 'not', of: exists } : exists;
}

function valueConditions(
  context: FilterContext,
  tables: TableCollector,
  last: Spot,
  predicate: ResolvedPredicate,
  criterion: Criterion,
): Condition[] {
  if (criterion.value === undefined || !predicate.value) return [];
  const ref = tables.follow(last, predicate.value);
  const values = Array.isArray(criterion.value) ? criterion.value : [criterion.value];
  const literal = (value: (typeof values)[number]) =>
    ref.type === 'date' ? ({ kind: 'day', day: dateOf(value, context.moment).day } as const) : literalOf(ref, value);
  const [only] = values;
  if (values.length === 1 && only !== undefined) return [{ kind: 'compare', ref, is: '=', to: literal(only) }];
  return [{ kind: 'in', ref, values: values.map(literal) }];
}

/** `period: 30 days` is the window `last: 30 days` over the predicate's date. */
function periodConditions(
  context: FilterContext,
  tables: TableCollector,
  spots: readonly Spot[],
  predicate: ResolvedPredicate,
  criterion: Criterion,
): Condition[] {
  if (criterion.period === undefined || !predicate.period) return [];
  const spot = spots[predicate.period.shared];
  if (!spot) throw new Error(`predicate ${predicate.name} has its period off its path`);
  const ref: Ref = tables.follow(spot, predicate.period.field);
  const window = mustBe(
    resolveWindow({ by: 'event_date', last: criterion.period }, { ...context.moment, maxWindow: null }),
  );
  return [windowCondition(ref, window)];
}
