import type { AudienceList } from '../audience/read-audience-file.ts';
import { type Catalog, type Model, type ResolvedField, resolveField, resolveModel } from '../catalog/index.ts';
import type { AudienceSettings } from '../definition/check-audience.ts';
import type { FieldSpec } from '../definition/field-schema.ts';
import type { ExportDefinition } from '../definition/schema.ts';
import {
  type Duration,
  effectiveWindow,
  type RunMoment,
  resolveWindow,
  type Temporal,
  type Window,
} from '../time/index.ts';
import { AUDIENCE_LIST, audienceCondition } from './audience-condition.ts';
import { type FilterContext, filtersCondition } from './criterion-condition.ts';
import { fieldList } from './field-list.ts';
import { kpiPlan } from './kpi-plan.ts';
import { type Locate, mustBe, mustFollow } from './must-be.ts';
import { showsPersonalData } from './personal-columns.ts';
import { ALWAYS, type Condition, type Plan, type PlanColumn, type Ref } from './plan.ts';
import { Aliases, type Spot, TableCollector } from './tables.ts';
import { windowCondition } from './window-condition.ts';

export interface PlanRequest {
  /** Parsed and checked: names that do not resolve are no longer expected here. */
  readonly definition: ExportDefinition;
  readonly catalog: Catalog;
  /** Zone that the source's columns without one are read in. */
  readonly sourceTimezone: string;
  /** When the run is, in the definition's zone. */
  readonly moment: RunMoment;
  /** End of the last successful window (D9, `since_last_success`). */
  readonly lastSuccess?: Temporal.Instant | undefined;
  /** The longest window allowed. */
  readonly maxWindow?: Duration | null | undefined;
  /** A window fixed before, of a run that is repeated; in place of the definition's. */
  readonly window?: Window | undefined;
  /** Rows at most, for previews. Default: all. */
  readonly limit?: number | undefined;
  /** Hide personal data as `protect: mask` does; for previews. Default false. */
  readonly maskPersonalData?: boolean | undefined;
  readonly decimalComma?: boolean | undefined;
  /** The people of `audience: {file: …}`, read before. */
  readonly audienceList?: AudienceList | undefined;
  /** The workspace's settings of audiences (D7). */
  readonly audienceSettings?: AudienceSettings | undefined;
  /** Where keys of the definition stand, for errors that only a run's day shows. */
  readonly locate?: Locate | undefined;
}

/** Resolves every name and fixes every date of an export. */
export function buildPlan(request: PlanRequest): Plan {
  const { definition, catalog, moment } = request;
  const model = mustFollow(resolveModel(catalog, definition.model ?? ''));
  const window = request.window ?? windowOf(request);
  const ordered = definition.order !== 'none';
  const entries = (context: FilterContext, tables: TableCollector, root: Spot): Condition => {
    const filters = filtersCondition(context, tables, root, definition.filters ?? { any: [] });
    const audience = audienceCondition(context, tables, root, request);
    return every(window ? windowCondition(dateRef(tables, root, window), window) : ALWAYS, audience, filters);
  };
  const context = { catalog, moment };
  const selection: Selection =
    definition.kpis === undefined
      ? fieldSelection(request, model, { ...context, aliases: new Aliases() }, entries)
      : { ...NO_SELECTION, ...kpiPlan({ definition, model, context, entries }) };
  return Object.freeze({
    name: definition.name,
    model: model.name,
    source: model.source,
    timezone: moment.timezone,
    sourceTimezone: request.sourceTimezone,
    window,
    ...selection,
    counted: countedColumns(definition, selection.columns),
    lists: listsOf(request),
    orderBy: ordered ? selection.orderBy : [],
    ordered,
    limit: request.limit,
    decimalComma: request.decimalComma ?? false,
  });
}

type Selection = Pick<Plan, 'tables' | 'columns' | 'where' | 'branches' | 'aggregated' | 'orderBy'>;
const NO_SELECTION: Selection = {
  tables: [],
  columns: [],
  where: ALWAYS,
  branches: [],
  aggregated: true,
  orderBy: [],
};

function fieldSelection(
  request: PlanRequest,
  model: Model,
  context: FilterContext,
  entries: (context: FilterContext, tables: TableCollector, root: Spot) => Condition,
): Selection {
  const { definition, catalog } = request;
  const tables = new TableCollector(catalog, context.aliases);
  const root = tables.root(model);
  const aggregated = definition.aggregate === true;
  const columns = fieldList(definition, model).map(spec => columnOf(request, tables, root, spec));
  const where = entries(context, tables, root);
  const orderBy = aggregated ? [] : model.key.map(name => fieldRef(catalog, tables, root, name));
  // Read last: following the paths above has added tables.
  return { columns, where, branches: [], aggregated, orderBy, tables: tables.tables() };
}

function columnOf(request: PlanRequest, tables: TableCollector, root: Spot, spec: FieldSpec): PlanColumn {
  const resolved =
    spec.from === undefined ? undefined : mustFollow(resolveField(request.catalog, root.model, spec.from));
  const masked = request.maskPersonalData === true && showsPersonalData(resolved?.field, spec);
  return {
    header: spec.to ?? spec.from ?? 'count',
    ref: spec.aggregate === 'count' ? undefined : refOf(tables, root, resolved),
    aggregate: spec.aggregate,
    replace: Object.entries(spec.replace ?? {}),
    default: spec.default,
    format: spec.format,
    protect: masked ? 'mask' : spec.protect,
  };
}

const refOf = (tables: TableCollector, root: Spot, resolved: ResolvedField | undefined): Ref | undefined =>
  resolved && tables.follow(root, resolved);

function fieldRef(catalog: Catalog, tables: TableCollector, root: Spot, path: string): Ref {
  return tables.follow(root, mustFollow(resolveField(catalog, root.model, path)));
}

function dateRef(tables: TableCollector, root: Spot, window: Window): Ref {
  const { eventDate, updatedAt } = root.model;
  const name = window.by === 'event_date' ? eventDate : updatedAt;
  const field = name === undefined ? undefined : root.model.fields.get(name);
  if (!field) throw new Error(`model ${root.model.name} has no ${window.by}`);
  return tables.ref(root, field, field.path);
}

function windowOf({ definition, moment, lastSuccess, maxWindow, locate }: PlanRequest): Window | undefined {
  const inWindow = locate && ((path: readonly string[]) => locate(['window', ...path]));
  const spec = mustBe(effectiveWindow(definition.mode, definition.window), inWindow);
  if (spec === null) return undefined;
  return mustBe(resolveWindow(spec, { ...moment, lastSuccess, maxWindow }), inWindow);
}

function every(...conditions: readonly Condition[]): Condition {
  const of = conditions.filter(condition => condition !== ALWAYS);
  return of.length === 1 && of[0] ? of[0] : { kind: 'all', of };
}

function listsOf({ audienceList }: PlanRequest): Plan['lists'] {
  const lists: Record<string, string> = {};
  if (audienceList) lists[AUDIENCE_LIST] = audienceList.entries;
  return lists;
}

/** O7: a field of `checks.nulls` is named as the definition or the file's header names it. */
function countedColumns({ checks }: ExportDefinition, columns: readonly PlanColumn[]): Plan['counted'] {
  const named = (name: string) => {
    const byHeader = columns.findIndex(column => column.header === name);
    return byHeader === -1 ? columns.findIndex(column => column.ref?.path === name) : byHeader;
  };
  return Object.fromEntries(Object.keys(checks?.nulls ?? {}).map(name => [name, named(name)]));
}
