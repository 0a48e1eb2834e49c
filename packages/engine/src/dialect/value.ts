import type { FieldType } from '../catalog/schema.ts';
import type { Ref } from '../plan/plan.ts';
import type { Binding, Storage } from './bind.ts';
import type { Dialect } from './dialect.ts';

/** The zones that a query deals with. */
export interface Zones {
  /** The definition's: what is shown. The session has it. */
  readonly shown: string;
  /** The source's: what columns without a zone are read in. */
  readonly stored: string;
}

/** An SQL expression for a value that is not yet text. */
export interface Value {
  readonly sql: string;
  readonly type: FieldType;
  readonly storage: Storage;
}

export const isTextual = (type: FieldType): boolean => type === 'string' || type === 'enum';
export const isNumeric = (type: FieldType): boolean => type === 'integer' || type === 'decimal';

export function columnSql(dialect: Dialect, ref: Pick<Ref, 'alias' | 'column'>): string {
  return `${dialect.identifier(ref.alias)}.${dialect.identifier(ref.column)}`;
}

export function storedValue(dialect: Dialect, binding: Binding, ref: Ref): Value {
  return { sql: columnSql(dialect, ref), type: ref.type, storage: binding.storageOf(ref) };
}

/** The value as a text that compares as text: enums, uuids and the like are cast. */
export function textOf(dialect: Dialect, value: Value): string {
  return dialect.storedText(value.sql, value.storage);
}

/** The value as an instant. */
export function instantOf(dialect: Dialect, value: Value, zones: Zones): string {
  if (value.storage === 'zoned') return value.sql;
  const naive = value.storage === 'date' ? `CAST(${value.sql} AS timestamp)` : value.sql;
  return dialect.inZone(naive, zones.stored);
}

/** The value as a day: of a datetime, the day in the definition's zone. */
export function dayOf(dialect: Dialect, value: Value, zones: Zones): string {
  return value.storage === 'date' ? value.sql : dialect.localDay(instantOf(dialect, value, zones), zones.shown);
}
