import { type Model, type ResolvedKpi, resolveDimension, resolveField, resolveKpi } from '../catalog/index.ts';
import type { ValueFormat } from '../definition/field-schema.ts';
import type { ExportDefinition } from '../definition/schema.ts';
import { criterionCondition, type FilterContext } from './criterion-condition.ts';
import { mustFollow } from './must-be.ts';
import { ALWAYS, type Condition, type PlanBranch, type PlanColumn, type PlanMeasure } from './plan.ts';
import { Aliases, type Spot, TableCollector } from './tables.ts';

export interface KpiRequest {
  readonly definition: ExportDefinition;
  readonly model: Model;
  readonly context: Omit<FilterContext, 'aliases'>;
  /** The entries that count: window, filters and audience, over a branch's own tables. */
  readonly entries: (context: FilterContext, tables: TableCollector, root: Spot) => Condition;
}

export interface KpiPlan {
  /** Dimensions first, then KPIs, as written. */
  readonly columns: readonly PlanColumn[];
  readonly branches: readonly PlanBranch[];
}

/** D6: KPIs of the model, broken up by its dimensions; a branch for each path of to-many relations that they take. */
export function kpiPlan(request: KpiRequest): KpiPlan {
  const { definition, model, context } = request;
  const kpis = (definition.kpis ?? []).map(({ kpi, to, format }, i) => ({
    kpi: mustFollow(resolveKpi(context.catalog, model, kpi)),
    header: to ?? kpi,
    format,
    index: (definition.dimensions?.length ?? 0) + i,
  }));
  const byPath = new Map<string, typeof kpis>();
  for (const item of kpis) {
    const path = manyPath(item.kpi);
    byPath.set(path, [...(byPath.get(path) ?? []), item]);
  }
  // Entries without any of the related ones still have their dimensions in the file, so these are always asked for.
  if (!byPath.has('') && definition.dimensions !== undefined) byPath.set('', []);
  const branches = [...byPath].sort(([a], [b]) => a.length - b.length).map(([, items]) => branchOf(request, items));
  const measures = branches.flatMap(branch => branch.measures).sort((a, b) => a.index - b.index);
  return { columns: [...(branches[0]?.dimensions ?? []), ...measures.map(m => m.column)], branches };
}

/** The to-many relations that a KPI goes through, by name; empty for the model's own entries. */
function manyPath({ field, relation }: ResolvedKpi): string {
  const hops = relation?.hops ?? field?.hops ?? [];
  const last = hops.findLastIndex(hop => hop.kind === 'many');
  return hops
    .slice(0, last + 1)
    .map(hop => hop.name)
    .join('.');
}

interface Item {
  readonly kpi: ResolvedKpi;
  readonly header: string;
  readonly format: ValueFormat | undefined;
  readonly index: number;
}

function branchOf(request: KpiRequest, items: readonly Item[]): PlanBranch {
  const { definition, model } = request;
  const aliases = new Aliases();
  const tables = new TableCollector(request.context.catalog, aliases);
  const context: FilterContext = { ...request.context, aliases };
  const root = tables.root(model);
  const dimensions = (definition.dimensions ?? []).map(({ dimension, to }): PlanColumn => {
    const resolved = mustFollow(resolveDimension(context.catalog, model, dimension));
    const ref = tables.follow(root, resolved);
    return { ...PLAIN, header: to ?? dimension, ref, aggregate: 'group', part: resolved.part };
  });
  const where = request.entries(context, tables, root);
  const measures = items.map(item => measureOf(context, tables, root, item));
  return { dimensions, where, measures, tables: tables.tables() };
}

const PLAIN = { replace: [], default: undefined, format: undefined, protect: undefined } as const;

function measureOf(context: FilterContext, tables: TableCollector, root: Spot, item: Item): PlanMeasure {
  const { field, relation, aggregate, where } = item.kpi;
  let spot = root;
  for (const hop of relation?.hops ?? []) spot = tables.hop(spot, hop);
  const ref = field && tables.follow(root, field);
  const conditions = where.map(criterion => kpiCondition(context, tables, root, criterion));
  const [only] = conditions;
  return {
    index: item.index,
    column: { ...PLAIN, header: item.header, format: item.format, ref, aggregate },
    where: conditions.length === 0 ? ALWAYS : conditions.length === 1 && only ? only : { kind: 'all', of: conditions },
  };
}

/** A KPI's own filter may ask about the entries that it counts: its path may go through the same to-many relations. */
function kpiCondition(
  context: FilterContext,
  tables: TableCollector,
  root: Spot,
  criterion: ResolvedKpi['where'][number],
): Condition {
  const counted =
    criterion.attribute === undefined
      ? undefined
      : resolveField(context.catalog, root.model, criterion.attribute, { many: true });
  return criterionCondition(context, tables, root, criterion, counted?.ok ? counted.value : undefined);
}
