import type { TableName } from './source.ts';

/** What a source's configuration comes down to; all paths are absolute. */
export interface DuckdbOpening {
  /** The database file, or undefined for `tables`. */
  readonly file: string | undefined;
  /** Name of a table → files or patterns that it consists of. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** As DuckDB reads it: `512 MB`. */
  readonly memory: string;
  readonly threads: number | undefined;
  /** A folder of the parent's, where DuckDB may write: pipes to the parent and what does not fit in memory. */
  readonly folder: string;
}

/** What every query needs of its session. */
export interface DuckdbSession {
  readonly timezone: string;
  /** False when rows may be written in any order, which is nearly half as fast again. */
  readonly ordered: boolean;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Name, type in DuckDB's words, whether it may be NULL. */
export type DescribedColumn = readonly [name: string, type: string, nullable: boolean];

/** What the process with the database is asked for, and what it answers. */
export interface DuckdbCalls {
  open: { readonly ask: DuckdbOpening; readonly answer: undefined };
  /** Per table its columns; none when it is not there. */
  describe: { readonly ask: readonly TableName[]; readonly answer: readonly (readonly DescribedColumn[])[] };
  /** One COPY statement; the answer is the number of rows written. */
  copy: { readonly ask: DuckdbSession & { readonly sql: string }; readonly answer: number };
  /** The plan of a query, as DuckDB prints it in JSON. */
  explain: { readonly ask: DuckdbSession & { readonly sql: string }; readonly answer: string };
  /** Stops what is running; that call then fails. */
  interrupt: { readonly ask: undefined; readonly answer: undefined };
}

export interface Request<K extends keyof DuckdbCalls = keyof DuckdbCalls> {
  readonly id: number;
  readonly call: K;
  readonly ask: DuckdbCalls[K]['ask'];
}

export type Reply =
  | { readonly id: number; readonly answer: unknown }
  /** `path`: the data file that it is about. */
  | { readonly id: number; readonly error: string; readonly path?: string }
  /** DuckDB itself could not be loaded. */
  | { readonly id: number; readonly error: string; readonly missing: true };
