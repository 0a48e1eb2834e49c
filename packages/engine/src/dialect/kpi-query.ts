import type { Plan, PlanBranch } from '../plan/plan.ts';
import { type CellContext, cellSql, columnType, zeroText } from './cell.ts';
import { jsonLineSql } from './json-line.ts';
import { bodySql, columnNames, groupOrder, type Queries, selected } from './query-parts.ts';

/**
 * D6: each branch is grouped by itself, then their groups are put together: every KPI has its value in one branch and
 * is NULL in the others, so the greatest of them is that value. A join would have to compare empty dimensions.
 */
export function kpiQueries(context: CellContext, plan: Plan): Queries {
  const { dialect } = context;
  const dimensions = plan.branches[0]?.dimensions.map((_, i) => i + 1) ?? [];
  const branches = plan.branches.map(branch => branchSql(context, plan, branch)).join('\nUNION ALL\n');
  const cells = plan.columns.map((column, i) => {
    const group = i < dimensions.length;
    const count = column.aggregate === 'count' || column.aggregate === 'count_distinct';
    const value = group ? `q.d${i + 1}` : `max(q.k${i + 1})`;
    const sql = count ? `coalesce(${value}, ${dialect.text(zeroText(column, plan.decimalComma))})` : value;
    return { sql, column: { header: column.header, type: columnType(column, plan.decimalComma) } };
  });
  const groups = dimensions.flatMap(i => [`q.d${i}`, `q.o${i}`]);
  const from = `FROM (\n${branches}\n) AS q${groups.length === 0 ? '' : `\nGROUP BY ${groups.join(', ')}`}`;
  const order = plan.ordered && dimensions.length > 0 ? `\nORDER BY ${dimensions.map(i => `q.o${i}`).join(', ')}` : '';
  const rest = `${from}${order}`;
  return {
    cells: `SELECT\n${selected(dialect, cells, columnNames(plan.columns))}\n${rest}`,
    json: `SELECT ${jsonLineSql(dialect, cells)} AS line\n${rest}`,
  };
}

/** One branch: dimensions `d` as the file shows them, `o` as they are ordered, and KPIs `k`, those of others NULL. */
function branchSql(context: CellContext, plan: Plan, branch: PlanBranch): string {
  const { dialect } = context;
  const cells = branch.dimensions.map(column => cellSql(context, column));
  const shown = cells.map(cell => dialect.asText(cell.sql));
  const order = cells.map(cell => groupOrder(dialect, cell));
  const measures = new Map(branch.measures.map(m => [m.index, cellSql(context, m.column, m.where).sql]));
  const names = [...shown.map((_, i) => `d${i + 1}`), ...order.map((_, i) => `o${i + 1}`)];
  const values = [...shown, ...order].map(sql => ({ sql }));
  for (let i = shown.length; i < plan.columns.length; i++) {
    names.push(`k${i + 1}`);
    values.push({ sql: dialect.asText(measures.get(i) ?? 'NULL') });
  }
  const body = bodySql(context, branch.tables, branch.where);
  const groups = [...new Set([...shown, ...order])];
  // Without dimensions and KPIs of its own a branch would be one row a entry; it is only there for its groups.
  const grouped =
    groups.length > 0 ? `\nGROUP BY ${groups.join(', ')}` : measures.size === 0 ? '\nHAVING count(*) >= 0' : '';
  return `SELECT\n${selected(dialect, values, names)}\n${body}${grouped}`;
}
