import type { Temporal } from 'temporal-polyfill';
import { at, type LocalProblem } from './checked.ts';

export type StrftimeEngine = 'postgres' | 'duckdb' | 'trino';
/** Where a format is used: in a file name, or as `format:` of a date, which the databases render too. */
export type StrftimeUse = 'file-name' | 'value';

/** How a token is written for the databases. */
export type StrftimeSql =
  /** A pattern per engine: `to_char` of PostgreSQL, `strftime` of DuckDB, `format_datetime` of Trino. */
  | { readonly kind: 'pattern'; readonly postgres: string; readonly duckdb: string; readonly trino: string }
  /** The offset from UTC, `+0100` or with a colon `+01:00`; a dialect renders it with an expression of its own. */
  | { readonly kind: 'offset'; readonly colon: boolean }
  /** Not the same everywhere; in file names only. */
  | { readonly kind: 'none' };

export interface StrftimeToken {
  /** As written, e.g. `%Y`. */
  readonly token: string;
  readonly meaning: string;
  /** What it gives for Thursday 5 March 2026, 06:07:08.009 in Europe/Vienna. */
  readonly example: string;
  readonly sql: StrftimeSql;
  /** False for the few tokens that only file names take. */
  readonly inValues: boolean;
}

/** A format cut into what an engine's pattern says and what the dialect renders itself. */
export type StrftimePiece =
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'offset'; readonly colon: boolean };
