import type { Dialect } from './dialect.ts';
import { DuckDbDialect } from './duckdb.ts';
import { PostgresDialect } from './postgres.ts';
import { TrinoDialect } from './trino.ts';

/** Every dialect there is, by the type of its sources. */
export const DIALECTS = {
  duckdb: new DuckDbDialect(),
  postgres: new PostgresDialect(),
  trino: new TrinoDialect(),
} as const;

export const dialectOf = (type: keyof typeof DIALECTS): Dialect => DIALECTS[type];
