import type { DuckDBConnection } from '@duckdb/node-api';
import { csvSelection } from './duckdb-csv.ts';
import { jsonSelection } from './duckdb-json.ts';
import { identifier, literal } from './duckdb-quote.ts';

/** A data file that is not there, or that DuckDB cannot read. */
export class DataFileError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.name = 'DataFileError';
    this.path = path;
  }
}

/**
 * Makes a view for every table and gives the files that they consist of. Patterns are expanded here, once: a file
 * that comes later is not in this run, and nothing but these files is opened afterwards.
 */
export async function createViews(
  connection: DuckDBConnection,
  tables: Readonly<Record<string, readonly string[]>>,
): Promise<string[]> {
  const all: string[] = [];
  for (const [table, patterns] of Object.entries(tables)) {
    const files: string[] = [];
    for (const pattern of patterns) {
      const found = await connection.runAndReadAll('select file from glob($1) order by file', [pattern]);
      if (found.currentRowCount === 0) throw new DataFileError(pattern, 'No such file or directory');
      files.push(...found.getRows().map(([file]) => String(file)));
    }
    all.push(...files);
    try {
      await connection.run(`create view ${identifier(table)} as ${await selection(connection, files)}`);
    } catch (error) {
      throw new DataFileError(patterns.join(', '), (error as Error).message);
    }
  }
  return all;
}

/** The SELECT over files of one kind, by the ending of the first. */
async function selection(connection: DuckDBConnection, files: readonly string[]): Promise<string> {
  const list = `[${files.map(literal).join(', ')}]`;
  const ending = /\.(parquet|csv|json|ndjson|jsonl)(\.gz|\.zst)?$/i.exec(files[0] ?? '')?.[1]?.toLowerCase();
  switch (ending) {
    case 'parquet':
      return `select * from read_parquet(${list}, union_by_name = true)`;
    case 'csv':
      return csvSelection(connection, list);
    case 'json':
    case 'ndjson':
    case 'jsonl':
      return jsonSelection(connection, list);
    default:
      throw new Error('its name does not end in .parquet, .csv, .json or .ndjson');
  }
}
