import { fail } from '../errors/index.ts';
import type { Source } from '../rows/index.ts';
import type { DatabaseShape } from './database-shape.ts';
import { readDuckdb } from './read-duckdb.ts';
import { readPostgres } from './read-postgres.ts';

/** What is in a database (K8). Only reads. `schema` is the source's own setting, where it has one. */
export function readDatabase(source: Source, schema: string | undefined, signal: AbortSignal): Promise<DatabaseShape> {
  switch (source.type) {
    case 'postgres':
      return readPostgres(source, schema, signal);
    case 'duckdb':
      return readDuckdb(source, signal);
    case 'trino':
      return fail('import-not-from', { source: source.name, type: source.type });
  }
}
