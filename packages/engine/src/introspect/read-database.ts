import type { Source, SourceConfig } from '../rows/index.ts';
import type { DatabaseShape } from './database-shape.ts';
import { withGuessedKeys } from './guess-keys.ts';
import { readDuckdb } from './read-duckdb.ts';
import { readPostgres } from './read-postgres.ts';
import { readTrino } from './read-trino.ts';

/** What is in a database (K8), with keys guessed where it cannot declare any. Only reads. */
export async function readDatabase(source: Source, config: SourceConfig, signal: AbortSignal): Promise<DatabaseShape> {
  switch (config.type) {
    case 'postgres':
      return readPostgres(source, config.schema, signal);
    case 'duckdb': {
      // Files are views; a view of a database's own may be anything, and asking it may take for ever.
      const kinds = config.file === undefined ? (['table', 'view'] as const) : (['table'] as const);
      return withGuessedKeys(source, await readDuckdb(source, signal), kinds, signal);
    }
    case 'trino':
      return withGuessedKeys(source, await readTrino(source, config, signal), ['table'], signal);
  }
}
