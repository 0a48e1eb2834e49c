import { Temporal } from 'temporal-polyfill';
import type { Condition, ExistsCondition, Literal, Ref } from '../plan/plan.ts';
import type { Binding } from './bind.ts';
import type { Dialect } from './dialect.ts';
import { joinCondition, tableSql } from './tables.ts';
import { dayOf, instantOf, isTextual, storedValue, textOf, type Value, type Zones } from './value.ts';

export interface ConditionContext {
  readonly dialect: Dialect;
  readonly binding: Binding;
  readonly zones: Zones;
}

/** A condition of a plan as SQL. It may come out NULL where a value is empty; `not` takes that for false. */
export function conditionSql(context: ConditionContext, condition: Condition): string {
  const { dialect, binding } = context;
  switch (condition.kind) {
    case 'all':
      return joined(context, condition.of, ' AND ', 'TRUE');
    case 'any':
      return joined(context, condition.of, ' OR ', 'FALSE');
    case 'not':
      return condition.of.kind === 'exists' && condition.of.atLeast === 1
        ? `NOT ${conditionSql(context, condition.of)}`
        : `NOT coalesce(${conditionSql(context, condition.of)}, FALSE)`;
    case 'empty': {
      const value = storedValue(dialect, binding, condition.ref);
      const isNull = `${value.sql} IS NULL`;
      return isTextual(value.type) ? `(${isNull} OR ${textOf(dialect, value)} = '')` : isNull;
    }
    case 'compare':
      return compareSql(context, condition.ref, condition.is, condition.to);
    case 'in':
      return inSql(context, condition.ref, condition.values);
    case 'text': {
      const text = textOf(dialect, storedValue(dialect, binding, condition.ref));
      if (condition.is === 'contains') return dialect.contains(text, condition.text);
      return condition.is === 'starts'
        ? dialect.startsWith(text, condition.text)
        : dialect.endsWith(text, condition.text);
    }
    case 'month-day': {
      const day = dayOf(dialect, storedValue(dialect, binding, condition.ref), context.zones);
      const numbers = condition.days.map(d => d.month * 100 + d.day).sort((a, b) => a - b);
      return `(extract(month FROM ${day}) * 100 + extract(day FROM ${day})) IN (${numbers.join(', ')})`;
    }
    case 'listed': {
      // Of the column's own kind, so that its index is of use.
      const value = storedValue(dialect, binding, condition.ref);
      const whole = value.storage === 'integer' || value.storage === 'decimal';
      const entry = whole ? dialect.listNumber('list.entry', value.storage) : 'list.entry';
      const key = whole ? value.sql : textOf(dialect, value);
      return `${key} IN (SELECT ${entry} FROM (${dialect.listEntries(condition.list)}) AS list)`;
    }
    case 'exists':
      return existsSql(context, condition);
  }
}

function joined(context: ConditionContext, parts: readonly Condition[], word: string, none: string): string {
  if (parts.length === 0) return none;
  const [only] = parts;
  if (parts.length === 1 && only) return conditionSql(context, only);
  return `(${parts.map(part => conditionSql(context, part)).join(word)})`;
}

function existsSql(context: ConditionContext, condition: ExistsCondition): string {
  const { dialect } = context;
  const [first, ...others] = condition.tables;
  if (!first) throw new Error('an exists without a table');
  const joins = others.map(table => ` JOIN ${tableSql(dialect, table)} ON ${joinCondition(context, table)}`).join('');
  const inner = conditionSql(context, condition.where);
  const where = `${joinCondition(context, first)}${inner === 'TRUE' ? '' : ` AND ${inner}`}`;
  const from = `FROM ${tableSql(dialect, first)}${joins} WHERE ${where}`;
  return condition.atLeast === 1 ? `EXISTS (SELECT 1 ${from})` : `(SELECT count(*) ${from}) >= ${condition.atLeast}`;
}

type Comparison = '=' | '<' | '<=' | '>' | '>=';

function compareSql(context: ConditionContext, ref: Ref, is: Comparison, to: Literal): string {
  const { dialect, binding, zones } = context;
  const value = storedValue(dialect, binding, ref);
  if (to.kind === 'instant') return compareInstant(context, value, is, to.instant);
  return `${comparable(dialect, value, to, zones)} ${is} ${literalFor(context, ref, to)}`;
}

function inSql(context: ConditionContext, ref: Ref, values: readonly Literal[]): string {
  const { dialect, binding, zones } = context;
  const [first] = values;
  if (!first) return 'FALSE';
  const value = comparable(dialect, storedValue(dialect, binding, ref), first, zones);
  return `${value} IN (${values.map(literal => literalFor(context, ref, literal)).join(', ')})`;
}

/** The stored value in the shape that a literal of this kind compares with. */
function comparable(dialect: Dialect, value: Value, to: Literal, zones: Zones): string {
  if (to.kind === 'text') return textOf(dialect, value);
  if (to.kind === 'day') return dayOf(dialect, value, zones);
  if (to.kind === 'instant') return instantOf(dialect, value, zones);
  return value.sql;
}

/**
 * A column without a zone is compared as the instant that it stands for, so that no clock change moves a row from one
 * window into two or none. A wider comparison of the bare column comes with it, for the index to use.
 */
function compareInstant(
  { dialect, zones }: ConditionContext,
  value: Value,
  is: Comparison,
  to: Temporal.Instant,
): string {
  const exact = `${instantOf(dialect, value, zones)} ${is} ${dialect.instant(to)}`;
  if (value.storage !== 'naive') return exact;
  const local = to.toZonedDateTimeISO(zones.stored).toPlainDateTime();
  const day = Temporal.Duration.from({ days: 1 });
  const after = `${value.sql} >= ${dialect.dateTime(local.subtract(day))}`;
  const before = `${value.sql} <= ${dialect.dateTime(local.add(day))}`;
  const wider = is === '=' ? `${after} AND ${before}` : is.startsWith('>') ? after : before;
  return `(${wider} AND ${exact})`;
}

/** What databases call numbers of 32 bits: `0.1` of those is not the decimal 0.1, yet both are shown so. */
const SHORT_FLOATS = ['real', 'float4', 'float'];

function literalFor({ dialect, binding }: ConditionContext, ref: Ref, literal: Literal): string {
  const sql = literalSql(dialect, literal);
  const short = literal.kind === 'number' && SHORT_FLOATS.includes(binding.databaseTypeOf(ref));
  return short ? `CAST(${sql} AS real)` : sql;
}

export function literalSql(dialect: Dialect, literal: Literal): string {
  switch (literal.kind) {
    case 'text':
      return dialect.text(literal.text);
    case 'number':
      return dialect.number(literal.digits);
    case 'boolean':
      return dialect.boolean(literal.value);
    case 'day':
      return dialect.day(literal.day);
    case 'instant':
      return dialect.instant(literal.instant);
  }
}
