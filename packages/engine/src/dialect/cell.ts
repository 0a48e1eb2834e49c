import type { DatePart } from '../catalog/catalog.ts';
import type { Scalar, ValueFormat } from '../definition/field-schema.ts';
import { ALWAYS, type Condition, type PlanColumn } from '../plan/plan.ts';
import type { OutputColumn } from '../rows/source.ts';
import { translateStrftime } from '../time/index.ts';
import { type ConditionContext, conditionSql } from './condition.ts';
import { dayOf, instantOf, isNumeric, isTextual, storedValue, textOf, type Value } from './value.ts';

export interface CellContext extends ConditionContext {
  /** Profile excel-eu: numbers take a decimal comma (O2). */
  readonly decimalComma: boolean;
}

/** A column as it is selected: a text, or NULL. */
export interface Cell {
  readonly sql: string;
  /** The same of the text type, for JSON. */
  readonly text: string;
  readonly column: OutputColumn;
  /** The value behind it, for ordering groups; undefined for a count. */
  readonly value: Value | undefined;
  /** True when the text is the value itself, so that groups and order may use the value. */
  readonly plain: boolean;
}

/** What the text of a column stands for (JSON, formula guard), without looking at the database. */
export function columnType(column: PlanColumn, decimalComma: boolean): OutputColumn['type'] {
  const type = column.ref?.type;
  if (column.protect !== undefined) return 'text';
  const words = [...column.replace.map(([, shown]) => shown), column.default].filter(v => v !== undefined);
  if (
    column.aggregate === 'count' ||
    column.aggregate === 'count_distinct' ||
    column.aggregate === 'sum' ||
    column.aggregate === 'average' ||
    (type && isNumeric(type))
  ) {
    const notation =
      typeof column.format === 'object' && (column.format.group || (column.format.decimal ?? '.') !== '.');
    const comma = decimalComma && (typeof column.format !== 'object' || column.format.decimal === undefined);
    return notation || comma || words.some(word => !isJsonNumber(word)) ? 'number-text' : 'number';
  }
  if (type === undefined || isTextual(type) || column.format !== undefined || column.part !== undefined) return 'text';
  if (type === 'boolean') return words.some(word => typeof word !== 'boolean') ? 'text' : 'boolean';
  if (words.length > 0) return 'text';
  return type === 'date' ? 'date' : type === 'datetime' ? 'datetime' : 'json';
}

const isJsonNumber = (word: Scalar): boolean => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(String(word));

/**
 * Replacement, default, protection and format of a column, in the order that D2 gives them. `only` are the entries that
 * an aggregate takes in.
 */
export function cellSql(context: CellContext, column: PlanColumn, only: Condition = ALWAYS): Cell {
  const { dialect } = context;
  const output: OutputColumn = { header: column.header, type: columnType(column, context.decimalComma) };
  const value = aggregated(context, column, only);
  const shown = protectedText(context, column, value);
  const changes = column.replace.flatMap(([stored, shown]) => {
    const test = isStored(context, value, stored);
    return test === undefined ? [] : [`WHEN ${test} THEN ${dialect.text(String(shown))}`];
  });
  if (column.default !== undefined) {
    const empty = isTextual(value.type)
      ? `${value.sql} IS NULL OR ${textOf(dialect, value)} = ''`
      : `${value.sql} IS NULL`;
    changes.push(`WHEN ${empty} THEN ${dialect.text(String(column.default))}`);
  }
  const plain =
    changes.length === 0 && column.protect === undefined && column.format === undefined && column.part === undefined;
  // The branches of a CASE must be of one type, so the value is a text there even where COPY would write it as it is.
  const sql = changes.length === 0 ? shown.cell : `CASE ${changes.join(' ')} ELSE ${shown.text} END`;
  const text = changes.length === 0 ? shown.text : sql;
  return { sql, text, column: output, value: column.ref === undefined ? undefined : value, plain };
}

function aggregated(context: CellContext, column: PlanColumn, only: Condition): Value {
  const { dialect, binding } = context;
  const condition = conditionSql(context, only);
  const filter = condition === 'TRUE' ? '' : ` FILTER (WHERE ${condition})`;
  const count = (of: string): Value => ({ sql: `count(${of})${filter}`, type: 'integer', storage: 'integer' });
  if (column.ref === undefined || column.aggregate === 'count') return count('*');
  const value = storedValue(dialect, binding, column.ref);
  switch (column.aggregate) {
    case undefined:
    case 'group':
      return value;
    case 'count_distinct':
      return count(`DISTINCT ${isTextual(value.type) ? `nullif(${textOf(dialect, value)}, '')` : value.sql}`);
    case 'sum':
      return { sql: `sum(${value.sql})${filter}`, type: value.type, storage: 'decimal' };
    case 'average':
      return { sql: `${dialect.average(value.sql, value.storage)}${filter}`, type: 'decimal', storage: 'decimal' };
    case 'min':
    case 'max':
      return extreme(context, column.aggregate, value, filter);
  }
}

/**
 * D5: texts alphabetically, by code point, an empty one being the least: '' where there is one, else NULL where there is
 * one. Numbers and dates leave empty ones out.
 */
function extreme({ dialect }: CellContext, which: 'min' | 'max', value: Value, filter: string): Value {
  if (isTextual(value.type)) {
    const text = textOf(dialect, value);
    const found = `${which}(${dialect.byCodePoint(text)})${filter}`;
    if (which === 'max') return { sql: found, type: value.type, storage: 'text' };
    const any = (test: string) => `count(CASE WHEN ${test} THEN 1 END)${filter} > 0`;
    const sql = `(CASE WHEN ${any(`${text} = ''`)} THEN '' WHEN ${any(`${text} IS NULL`)} THEN NULL ELSE ${found} END)`;
    return { sql, type: value.type, storage: 'text' };
  }
  if (value.type === 'boolean')
    return { ...value, sql: `bool_${which === 'min' ? 'and' : 'or'}(${value.sql})${filter}` };
  return { ...value, sql: `${which}(${value.sql})${filter}` };
}

/** `replace` compares with what is stored: numbers by value, everything else by its text. Undefined: never equal. */
function isStored(context: CellContext, value: Value, stored: string): string | undefined {
  const { dialect } = context;
  if (isNumeric(value.type)) {
    return isJsonNumber(stored) ? `${value.sql} = ${dialect.number(stored)}` : undefined;
  }
  if (isTextual(value.type)) return `${textOf(dialect, value)} = ${dialect.text(stored)}`;
  return `${plainText(context, value).text} = ${dialect.text(stored)}`;
}

/** `text` is of the text type; `cell` may be of any type that the engine writes the same way. */
interface Shown {
  readonly text: string;
  readonly cell: string;
}

const both = (text: string): Shown => ({ text, cell: text });

function protectedText(context: CellContext, column: PlanColumn, value: Value): Shown {
  const { dialect } = context;
  const shown =
    column.part === undefined ? formatted(context, column.format, value) : both(partText(context, column.part, value));
  if (column.protect === 'hash')
    return both(`CASE WHEN ${shown.text} = '' THEN '' ELSE ${dialect.hmac(shown.text)} END`);
  if (column.protect === 'mask') return both(dialect.mask(shown.text));
  return shown;
}

function formatted(context: CellContext, format: ValueFormat | undefined, value: Value): Shown {
  if (isNumeric(value.type)) {
    const wanted = typeof format === 'object' ? format : {};
    const decimal = wanted.decimal ?? (context.decimalComma ? ',' : '.');
    if (wanted.decimals === undefined && decimal === '.' && !wanted.group) return plainText(context, value);
    return both(numberText(context, value, { ...wanted, decimal }));
  }
  if (typeof format !== 'string') return plainText(context, value);
  return both(dateText(context, format, value));
}

/** A date or datetime by a strftime format, in the definition's zone. */
function dateText({ dialect, zones }: CellContext, format: string, value: Value): string {
  const day = value.type === 'date';
  const sql = day ? dayOf(dialect, value, zones) : instantOf(dialect, value, zones);
  const zoned = day ? dialect.inZone(`CAST(${sql} AS timestamp)`, zones.shown) : sql;
  const pieces = translateStrftime(format, dialect.name).map(piece =>
    piece.kind === 'pattern' ? dialect.datePattern(sql, piece.pattern, day) : dialect.offset(zoned, piece.colon),
  );
  return pieces.length === 1 ? (pieces[0] ?? '') : `(${pieces.join(' || ')})`;
}

/** LANGUAGE: how a date that is cut to a period is written. */
const PARTS: Readonly<Record<Exclude<DatePart, 'quarter'>, string>> = {
  hour: '%Y-%m-%dT%H',
  day: '%Y-%m-%d',
  week: '%G-W%V',
  month: '%Y-%m',
  year: '%Y',
};

/** `2026-10`, `2026-W43`, `2026-Q4`: the period that a date is in (K6). */
function partText(context: CellContext, part: DatePart, value: Value): string {
  if (part !== 'quarter') return dateText(context, PARTS[part], value);
  const { dialect, zones } = context;
  const quarter = dialect.asText(`extract(quarter FROM ${dayOf(dialect, value, zones)})`);
  return `(${dateText(context, '%Y', value)} || '-Q' || ${quarter})`;
}

function plainText(context: CellContext, value: Value): Shown {
  const { dialect, zones } = context;
  if (value.type === 'datetime') return both(dialect.isoDatetime(instantOf(dialect, value, zones)));
  if (value.type === 'date') {
    const sql = dayOf(dialect, value, zones);
    return { text: dialect.asText(sql), cell: dialect.asCell(sql) };
  }
  if (value.type === 'boolean') return both(dialect.asText(value.sql));
  const { sql, storage } = value;
  return { text: dialect.shownText(sql, storage), cell: dialect.storedCell(sql, storage) };
}

/** What a count of nothing looks like in a column: 0 in its format. */
export function zeroText({ format }: PlanColumn, decimalComma: boolean): string {
  const { decimals = 0, decimal = decimalComma ? ',' : '.' } = typeof format === 'object' ? format : {};
  return decimals === 0 ? '0' : `0${decimal}${'0'.repeat(decimals)}`;
}

/** LANGUAGE `format` of numbers: rounded half up, decimal mark, groups of three. */
function numberText(
  { dialect }: CellContext,
  value: Value,
  format: { decimals?: number | undefined; decimal: string; group?: string | undefined },
): string {
  const digits = dialect.asText(
    format.decimals === undefined ? value.sql : dialect.rounded(value.sql, format.decimals),
  );
  const mark = dialect.text(format.decimal);
  if (!format.group) return `replace(${digits}, '.', ${mark})`;
  // Groups are counted from the right, so the whole part is turned round, cut after every third digit, turned back.
  const whole = dialect.reverse(`split_part(replace(${digits}, '-', ''), '.', 1)`);
  const marked = dialect.reverse(dialect.replaceAllMatches(whole, '([0-9]{3})', '\\1\u0001'));
  const grouped = `replace(trim(BOTH '\u0001' FROM ${marked}), '\u0001', ${dialect.text(format.group)})`;
  const sign = `CASE WHEN ${digits} LIKE '-%' THEN '-' ELSE '' END`;
  const rest = `CASE WHEN strpos(${digits}, '.') > 0 THEN ${mark} || split_part(${digits}, '.', 2) ELSE '' END`;
  return `(${sign} || ${grouped} || ${rest})`;
}
