/**
 * What a database says about itself, in the same words for every engine (K8). Nothing here is guessed: guesses are
 * made from it, and tested without a database.
 */

export interface DatabaseShape {
  readonly type: 'postgres' | 'duckdb' | 'trino';
  /** Where tables are that are named without a schema. */
  readonly defaultSchema: string;
  /** In the order of schema and name; without the partitions of tables that are in parts. */
  readonly tables: readonly TableShape[];
}

export interface TableShape {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'materialized view' | 'foreign table' | 'partitioned table';
  readonly comment: string | undefined;
  /** In the order of the table. */
  readonly columns: readonly ColumnShape[];
  /** Columns of the primary key, in its order; empty without one. */
  readonly primaryKey: readonly string[];
  /** Why that is taken for the key where the database declares none. */
  readonly keyGuess?: string;
  /** Columns of the other unique keys over all rows, expressions left out. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKeyShape[];
  /** The database's own estimate; undefined when it has none yet. */
  readonly estimatedRows: number | undefined;
  /** False where this user may not read it. */
  readonly readable: boolean;
}

export interface ColumnShape {
  readonly name: string;
  /** As the database writes it, lower case but for names of people's own: `numeric(12,2)`, `shop.order_state`. */
  readonly databaseType: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  readonly comment: string | undefined;
  /** Values of an enum, in its order. */
  readonly values: readonly string[];
  readonly readable: boolean;
  /** SQL that gives it in a form that a cell can hold, where the engine has its own. */
  readonly readAs?: string;
}

/** What kind of value a column holds; domains are followed to what they are made of. */
export type ColumnKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'json'
  | 'enum'
  /** Shown as text in the database's own way: times, intervals, ranges, addresses of networks. */
  | 'other'
  /** Lists, structures and maps: JSON says them. */
  | 'nested'
  /** Bytes, shapes on a map, search vectors: nothing that a cell can hold. */
  | 'unfit';

export interface ForeignKeyShape {
  readonly columns: readonly string[];
  readonly schema: string;
  readonly table: string;
  /** The other table's columns, in the order of `columns`. */
  readonly references: readonly string[];
}

/** Schema and name as one text that no other table has. */
export const tableId = (table: { readonly schema: string; readonly name: string }): string =>
  `${nameText(table.schema)}.${nameText(table.name)}`;

/** A part of a table's name as model files write it: in double quotes where it would be read as several. */
const nameText = (name: string): string =>
  /[."]/.test(name) || name.trim() !== name || name === '' ? `"${name.replaceAll('"', '""')}"` : name;

/** The `table:` of a model file. DuckDB's own schema goes without saying. */
export const tableText = (shape: DatabaseShape, table: TableShape): string =>
  shape.type === 'duckdb' && table.schema === shape.defaultSchema ? nameText(table.name) : tableId(table);

/** {@link tableId} of the table that a model names by these parts. */
export function idOfParts(parts: readonly string[], defaultSchema: string): string {
  return tableId({ schema: parts.at(-2) ?? defaultSchema, name: parts.at(-1) ?? '' });
}
