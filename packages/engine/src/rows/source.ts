/**
 * The contract between a compiled query and a database: what a source can be asked for.
 *
 * Every cell of an answer is text as the file shows it, or NULL: the query renders values (zones, formats, defaults),
 * so nothing is ever decoded into a JavaScript number or Date on its way.
 */

/** One column of the answer. */
export interface OutputColumn {
  /** Name in the file's header. Unique in an export (D2). */
  readonly header: string;
  /**
   * What the text stands for. `number`, `boolean` and `json` are written bare in JSON. `number-text` is a number in a
   * person's notation (`1.234,50`) or with words among it: a string in JSON. The formula guard changes only `text` (O3).
   */
  readonly type: 'text' | 'number' | 'number-text' | 'boolean' | 'date' | 'datetime' | 'json';
  /** Of a `number`: what holds each of its values exactly; undefined where only text surely does. */
  readonly number?: NumberKind | undefined;
}

/** A number as a file with types holds it. */
export type NumberKind =
  /** 64 bits. */
  | { readonly is: 'integer' }
  | { readonly is: 'decimal'; readonly precision: number; readonly scale: number }
  /** 64 bits, of columns that are floats in the database. */
  | { readonly is: 'float' };

/** A query that one source can run. Made by that source's dialect. */
export interface CompiledQuery {
  /** One SELECT, without a trailing semicolon, literals quoted in. Yields `columns`, all as text, in order. */
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
  /** IANA zone that the session must have while the query runs: datetimes are rendered in it (D1). */
  readonly timezone: string;
  /** False when rows may come in any order (O8), which frees the database. */
  readonly ordered: boolean;
  /**
   * What the session holds as variables while the query runs, so that it never stands in SQL text: key material for
   * `protect: hash`, and lists too long for a query (D7). Bound, never quoted in; name → text.
   */
  readonly sessionSecrets: Readonly<Record<string, string>>;
}

/** Canonical bytes that a database's own writer must make: UTF-8, rows end in `\n`, no header. */
export type CopyLayout =
  | {
      readonly kind: 'csv';
      /** One ASCII character. */
      readonly delimiter: string;
      /** One ASCII character; doubled inside an enclosed cell. */
      readonly enclosure: string;
      /** What stands for NULL, never enclosed. A text equal to it is enclosed. */
      readonly nullToken: string;
      /** Enclose every cell that is not NULL. */
      readonly quoteAll: boolean;
    }
  /** The query has one text column without NULL or line breaks; each value is one line, as it is. */
  | { readonly kind: 'lines' };

/** Bytes as a database's writer made them. */
export interface CopyStream {
  /** In large chunks (256 KiB to 1 MiB), each good until the next is asked for. Leaving early cancels the query. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Rows written, known when `bytes` has ended; from the database's own count, never by counting lines. */
  readonly rows: () => number;
}

/** One row as decoded text cells; null is NULL. */
export type Row = readonly (string | null)[];

/** A table or view by its qualified name, each part unquoted: `['loyalty', 'transactions']`. */
export type TableName = readonly string[];

/** What the database says a column is. */
export interface StoredColumn {
  readonly name: string;
  /** The database's own type name, lower case, e.g. `timestamp with time zone`, `numeric(12,2)`, `uuid`. */
  readonly databaseType: string;
  /**
   * What kind of storage it is for the SQL compiler.
   * `zoned` is an instant; `naive` a date and time without a zone; `text` any character type that compares as text;
   * `other` needs a cast to text before it compares with text (uuid, enum, json, arrays, …).
   */
  readonly storage:
    | 'text'
    | 'integer'
    | 'decimal'
    | 'float'
    | 'boolean'
    | 'date'
    | 'zoned'
    | 'naive'
    | 'json'
    | 'other';
  readonly nullable: boolean;
}

export interface StoredTable {
  readonly name: TableName;
  readonly columns: ReadonlyMap<string, StoredColumn>;
}

/**
 * An open connection to a database, for one run. Opened read-only where the database can.
 * Abort cancels the running query in the database itself, and the call rejects.
 */
export interface Source extends AsyncDisposable {
  readonly name: string;
  readonly type: 'duckdb' | 'postgres' | 'trino';
  /** What the database has under these names; a table that is not there is left out of the answer. */
  describe(tables: readonly TableName[], signal: AbortSignal): Promise<readonly StoredTable[]>;
  /** Bytes from the database's own writer, or undefined where the source has none for this layout. */
  copy(query: CompiledQuery, layout: CopyLayout, signal: AbortSignal): Promise<CopyStream> | undefined;
  /** Decoded rows in batches of some hundreds to thousands. */
  rows(query: CompiledQuery, signal: AbortSignal): AsyncIterable<readonly Row[]>;
  /** The database's estimate of how many rows the query gives, or undefined when it has none (X4, V6). */
  estimateRows(query: CompiledQuery, signal: AbortSignal): Promise<number | undefined>;
}
