import type { Condition, PlanColumn, PlanTable } from '../plan/plan.ts';
import type { Cell } from './cell.ts';
import { type ConditionContext, conditionSql } from './condition.ts';
import type { Dialect } from './dialect.ts';
import { fromSql } from './tables.ts';
import { isTextual, textOf } from './value.ts';

/** The same rows in both shapes that a source is asked for. */
export interface Queries {
  /** A text for each column. */
  readonly cells: string;
  /** One column, each row a JSON object. */
  readonly json: string;
}

/** FROM and WHERE. */
export function bodySql(context: ConditionContext, tables: readonly PlanTable[], where: Condition): string {
  const condition = conditionSql(context, where);
  return condition === 'TRUE' ? fromSql(context, tables) : `${fromSql(context, tables)}\nWHERE ${condition}`;
}

export const selected = (dialect: Dialect, cells: readonly { sql: string }[], names: readonly string[]): string =>
  cells.map((cell, i) => `  ${cell.sql} AS ${dialect.identifier(names[i] ?? '')}`).join(',\n');

/** Headers as names where a database takes them whole; they only help people who read the query. */
export function columnNames(columns: readonly PlanColumn[]): string[] {
  return columns.map(({ header }, i) =>
    Buffer.byteLength(header) <= 60 && !header.includes('\0') ? header : `c${i + 1}`,
  );
}

/** O8: what groups are ordered by: the value itself, or what the file shows of it. */
export function groupOrder(dialect: Dialect, cell: Cell): string {
  if (!cell.plain || !cell.value) return dialect.byCodePoint(dialect.asText(cell.sql));
  return isTextual(cell.value.type) ? dialect.byCodePoint(textOf(dialect, cell.value)) : cell.value.sql;
}
