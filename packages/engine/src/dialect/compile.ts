import { fail } from '../errors/index.ts';
import type { Condition, Plan, PlanBranch, PlanColumn, PlanTable, Ref } from '../plan/plan.ts';
import type { CompiledQuery, OutputColumn, StoredTable } from '../rows/source.ts';
import { bind } from './bind.ts';
import { type Cell, type CellContext, cellSql, columnType } from './cell.ts';
import { conditionSql } from './condition.ts';
import type { Dialect } from './dialect.ts';
import { jsonLineSql } from './json-line.ts';
import { kpiQueries } from './kpi-query.ts';
import { numberKind } from './number-kind.ts';
import { bodySql, columnNames, groupOrder, type Queries, selected } from './query-parts.ts';
import { columnSql } from './value.ts';

export interface CompileOptions {
  /** `cells`: a text for each column. `json`: one column, each row a JSON object on a line. */
  readonly answer: 'cells' | 'json';
  /** Key for `protect: hash`. */
  readonly hashKey?: Uint8Array | undefined;
}

/**
 * The plan as one query of a dialect.
 * @param stored what the source has under {@link tablesOf}.
 * @throws WaybillError when a table or column is missing or of another type, or the hash key is.
 */
export function compile(
  plan: Plan,
  stored: readonly StoredTable[],
  dialect: Dialect,
  options: CompileOptions,
): CompiledQuery {
  const context = contextOf(plan, stored, dialect);
  const query = queriesOf(context, plan);
  const limit = plan.limit === undefined ? '' : `\nLIMIT ${plan.limit}`;
  return {
    sql: (options.answer === 'json' ? query.json : query.cells) + limit,
    columns: plan.columns.map(column => outputColumn(context, column)),
    timezone: plan.timezone,
    ordered: plan.ordered,
    sessionSecrets: { ...plan.lists, ...hashSecrets(plan, dialect, options.hashKey) },
  };
}

function outputColumn({ binding, decimalComma }: CellContext, column: PlanColumn): OutputColumn {
  const type = columnType(column, decimalComma);
  const number = type === 'number' ? numberKind(binding, column) : undefined;
  return { header: column.header, type, ...(number && { number }) };
}

function contextOf(plan: Plan, stored: readonly StoredTable[], dialect: Dialect): CellContext {
  const tables = allTables(plan);
  const binding = bind(plan.source, tables, allRefs(plan, tables), stored);
  const zones = { shown: plan.timezone, stored: plan.sourceTimezone };
  return { dialect, binding, zones, decimalComma: plan.decimalComma };
}

/**
 * How many values of each column of `plan.counted` are empty, in their order (O7). Asked beside the export, since the
 * database writes the file itself and nobody sees its cells. What is stored counts, whatever `default` makes of it; in
 * aggregations, where nothing is stored, what the file shows.
 */
export function compileEmptyCells(plan: Plan, stored: readonly StoredTable[], dialect: Dialect): CompiledQuery {
  const context = contextOf(plan, stored, dialect);
  const names = columnNames(plan.columns);
  const counted = Object.entries(plan.counted);
  const counts = counted.map(([, index]) => {
    const ref = plan.columns[index]?.ref;
    const shown = `q.${dialect.identifier(names[index] ?? '')}`;
    const empty =
      ref && !plan.aggregated
        ? conditionSql(context, { kind: 'empty', ref })
        : `${shown} IS NULL OR ${dialect.asText(shown)} = ''`;
    return { sql: dialect.asText(`count(*) FILTER (WHERE ${empty})`) };
  });
  const from = plan.aggregated
    ? `FROM (${queriesOf(context, plan).cells}) AS q`
    : bodySql(context, plan.tables, plan.where);
  return {
    sql: `SELECT\n${selected(
      dialect,
      counts,
      counted.map((_, i) => `c${i + 1}`),
    )}\n${from}`,
    columns: counted.map(([header]) => ({ header, type: 'number' })),
    timezone: plan.timezone,
    ordered: false,
    sessionSecrets: plan.lists,
  };
}

function queriesOf(context: CellContext, plan: Plan): Queries {
  if (plan.branches.length > 0) return kpiQueries(context, plan);
  const cells = plan.columns.map(column => cellSql(context, column));
  const body = bodySql(context, plan.tables, plan.where);
  return plan.aggregated ? groupedQuery(context, plan, cells, body) : plainQuery(context, plan, cells, body);
}

/** Every table whose description `compile` needs. */
export function tablesOf(plan: Plan): readonly (readonly string[])[] {
  return [...new Map(allTables(plan).map(t => [JSON.stringify(t.table), t.table])).values()];
}

export interface UsedColumn {
  readonly table: readonly string[];
  readonly column: string;
}

/**
 * The columns of its tables that a plan reads. A computed field is SQL of the catalog's, which is not parsed here: every
 * column whose name is a word of it counts.
 */
export function usedColumns(plan: Plan, stored: readonly StoredTable[]): readonly UsedColumn[] {
  const tables = allTables(plan);
  const byAlias = new Map(tables.map(({ alias, table }) => [alias, table]));
  const read = allRefs(plan, tables).flatMap(({ alias, column, computed }) => {
    const table = byAlias.get(alias);
    return computed || !table ? [] : [{ table, column }];
  });
  const named = tables.flatMap(({ table, computed }) => {
    const words = new Set(computed.flatMap(({ sql }) => wordsOf(sql)));
    const columns = stored.find(({ name }) => name.join('\0') === table.join('\0'))?.columns.keys() ?? [];
    return [...columns].filter(column => words.has(column.toLowerCase())).map(column => ({ table, column }));
  });
  return [...read, ...named];
}

/** Bare words and what stands between quotation marks, in lower case. */
const wordsOf = (sql: string): string[] =>
  [...sql.matchAll(/"((?:[^"]|"")*)"|[\p{L}_][\p{L}\p{N}_$]*/gu)].map(([word, quoted]) =>
    (quoted?.replaceAll('""', '"') ?? word).toLowerCase(),
  );

/** JSON is put together from texts. */
const texts = (cells: readonly Cell[]) => cells.map(({ text, column }) => ({ sql: text, column }));

function plainQuery({ dialect }: CellContext, plan: Plan, cells: readonly Cell[], body: string): Queries {
  const order = plan.orderBy.map(ref => columnSql(dialect, ref));
  const rest = `${body}${order.length === 0 ? '' : `\nORDER BY ${order.join(', ')}`}`;
  return {
    cells: `SELECT\n${selected(dialect, cells, columnNames(plan.columns))}\n${rest}`,
    json: `SELECT ${jsonLineSql(dialect, texts(cells))} AS line\n${rest}`,
  };
}

/** D5: groups are of what the file shows, so that no two rows show the same group; O8: in the order of their fields. */
function groupedQuery({ dialect }: CellContext, plan: Plan, cells: readonly Cell[], body: string): Queries {
  const groups = cells.filter((_, i) => plan.columns[i]?.aggregate === 'group');
  const keys = groups.map(cell => (cell.plain && cell.value ? cell.value.sql : cell.sql));
  const order = groups.map(cell => groupOrder(dialect, cell));
  const grouped = keys.length === 0 ? body : `${body}\nGROUP BY ${[...new Set([...keys])].join(', ')}`;
  const ordered = plan.ordered && order.length > 0;
  const inner = plan.columns.map((_, i) => `c${i + 1}`);
  const extra = ordered ? order.map((sql, i) => `,\n  ${sql} AS o${i + 1}`).join('') : '';
  const lines = jsonLineSql(
    dialect,
    cells.map((cell, i) => ({ sql: `q.${inner[i]}`, column: cell.column })),
  );
  const outer = ordered ? `\nORDER BY ${order.map((_, i) => `q.o${i + 1}`).join(', ')}` : '';
  return {
    cells: `SELECT\n${selected(dialect, cells, columnNames(plan.columns))}\n${grouped}${ordered ? `\nORDER BY ${order.join(', ')}` : ''}`,
    json: `SELECT ${lines} AS line\nFROM (SELECT\n${selected(dialect, texts(cells), inner)}${extra}\n${grouped}) AS q${outer}`,
  };
}

function hashSecrets(plan: Plan, dialect: Dialect, key: Uint8Array | undefined): CompiledQuery['sessionSecrets'] {
  const hashed = plan.columns.find(column => column.protect === 'hash');
  if (!hashed) return {};
  if (!key || key.length === 0) return fail('hash-key-missing', { column: hashed.header });
  return dialect.hmacSecrets(key);
}

function allTables(plan: Plan): PlanTable[] {
  const tables = [...plan.tables, ...plan.branches.flatMap(branch => branch.tables)];
  return [...tables, ...allConditions(plan).flatMap(c => (c.kind === 'exists' ? c.tables : []))];
}

function allRefs(plan: Plan, tables: readonly PlanTable[]): Ref[] {
  return [
    ...[plan, ...plan.branches.map(branchColumns)].flatMap(({ columns }) =>
      columns.flatMap(column => column.ref ?? []),
    ),
    ...plan.orderBy,
    ...tables.flatMap(table => (table.join ?? []).flatMap(({ left, right }) => [left, right])),
    ...allConditions(plan).flatMap(c => ('ref' in c ? [c.ref] : [])),
  ];
}

const branchColumns = ({ dimensions, measures }: PlanBranch) => ({
  columns: [...dimensions, ...measures.map(measure => measure.column)],
});

const allConditions = (plan: Plan): Condition[] =>
  [plan.where, ...plan.branches.flatMap(branch => [branch.where, ...branch.measures.map(m => m.where)])].flatMap(
    conditionsIn,
  );

/** The condition and every one inside it. */
function conditionsIn(condition: Condition): Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [condition, ...condition.of.flatMap(conditionsIn)];
    case 'not':
      return [condition, ...conditionsIn(condition.of)];
    case 'exists':
      return [condition, ...conditionsIn(condition.where)];
    default:
      return [condition];
  }
}
