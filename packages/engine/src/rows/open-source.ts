import type { SourceConfig } from './config.ts';
import type { Source } from './source.ts';

export interface OpenSourceOptions {
  /** Absolute; paths in the configuration count from it. */
  readonly workspaceFolder: string;
  /** Abort ends the attempt to connect. It has no part in what the source does later. */
  readonly signal: AbortSignal;
}

/** Connects to a source of the workspace (K2). Only the driver that is needed is loaded. */
export async function openSource(name: string, config: SourceConfig, options: OpenSourceOptions): Promise<Source> {
  switch (config.type) {
    case 'duckdb': {
      const { openDuckdb } = await import('./duckdb.ts');
      return openDuckdb(name, config, options);
    }
    case 'postgres': {
      const { openPostgres } = await import('./postgres.ts');
      return openPostgres(name, config, options);
    }
    case 'trino': {
      const { openTrino } = await import('./trino.ts');
      return openTrino(name, config, options);
    }
  }
}
