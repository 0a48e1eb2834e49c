import type { PlanTable, Ref } from '../plan/plan.ts';
import type { Binding } from './bind.ts';
import type { Dialect } from './dialect.ts';
import { storedValue, textOf } from './value.ts';

/**
 * A table of the plan. With computed fields it is a derived table in which they stand beside the columns: inside it
 * their SQL sees this table's columns and no others, so names need no qualifying.
 */
export function tableSql(dialect: Dialect, table: PlanTable): string {
  const name = dialect.table(table.table);
  const alias = dialect.identifier(table.alias);
  if (table.computed.length === 0) return `${name} AS ${alias}`;
  // The line break ends a comment that the expression may end with.
  const computed = table.computed.map(c => `(${c.sql}\n) AS ${dialect.identifier(c.name)}`).join(', ');
  return `(SELECT stored.*, ${computed} FROM ${name} AS stored) AS ${alias}`;
}

/** FROM of a query: its own table, then what is joined to it. */
export function fromSql(context: { dialect: Dialect; binding: Binding }, tables: readonly PlanTable[]): string {
  const parts = tables.map((table, i) => {
    const sql = tableSql(context.dialect, table);
    if (i === 0) return `FROM ${sql}`;
    return `${table.relation === 'one' ? 'LEFT JOIN' : 'JOIN'} ${sql} ON ${joinCondition(context, table)}`;
  });
  return parts.join('\n');
}

/** How a table hangs on those before it. Columns of different kinds are compared as texts. */
export function joinCondition(context: { dialect: Dialect; binding: Binding }, table: PlanTable): string {
  if (!table.join) throw new Error(`${table.alias} is not joined to anything`);
  return table.join.map(({ left, right }) => equal(context, left, right)).join(' AND ');
}

function equal({ dialect, binding }: { dialect: Dialect; binding: Binding }, left: Ref, right: Ref): string {
  const a = storedValue(dialect, binding, left);
  const b = storedValue(dialect, binding, right);
  const numeric = (storage: string) => storage === 'integer' || storage === 'decimal' || storage === 'float';
  const alike = a.storage === b.storage || (numeric(a.storage) && numeric(b.storage));
  return alike ? `${a.sql} = ${b.sql}` : `${textOf(dialect, a)} = ${textOf(dialect, b)}`;
}
