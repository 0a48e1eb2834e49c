import type { DuckDBConnection } from '@duckdb/node-api';

/** A data file that is not there, or that DuckDB cannot read. */
export class DataFileError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.name = 'DataFileError';
    this.path = path;
  }
}

/** How DuckDB reads a kind of file, as the function and its options. */
type Reader = (files: string) => string;

/**
 * Types that csv text may be taken for. No floats: 1.50 would become 1.5. Decimals stay the text that they are,
 * and the model says what they mean. Days are read only as ISO writes them, since 01/02/2026 is a guess.
 */
const CSV_OPTIONS =
  "union_by_name = true, auto_type_candidates = ['BOOLEAN', 'BIGINT', 'DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'VARCHAR'], dateformat = '%Y-%m-%d'";
const READERS: Readonly<Record<string, Reader>> = {
  parquet: files => `read_parquet(${files}, union_by_name = true)`,
  csv: files => `read_csv(${files}, ${CSV_OPTIONS})`,
  json: files => `read_json(${files}, union_by_name = true, maximum_depth = 2)`,
};

/** How many rows at the head of a csv file are looked at for leading zeros; as many as DuckDB looks at for types. */
const SAMPLE = 20_480;

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

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
      if (found.currentRowCount === 0) throw new DataFileError(pattern, 'there is no such file');
      files.push(...found.getRows().map(([file]) => String(file)));
    }
    all.push(...files);
    try {
      await connection.run(`create view ${identifier(table)} as select ${await selection(connection, files)}`);
    } catch (error) {
      throw new DataFileError(patterns.join(', '), (error as Error).message);
    }
  }
  return all;
}

/** `* from read_…(files)`, with numbers that have leading zeros kept as the text that they are. */
async function selection(connection: DuckDBConnection, files: readonly string[]): Promise<string> {
  const list = `[${files.map(literal).join(', ')}]`;
  const extension = /\.(parquet|csv|json|ndjson|jsonl)(\.gz|\.zst)?$/i.exec(files[0] ?? '')?.[1]?.toLowerCase() ?? '';
  const kind = extension === 'ndjson' || extension === 'jsonl' ? 'json' : extension;
  const reader = READERS[kind];
  if (!reader) throw new Error('its name does not end in .parquet, .csv, .json or .ndjson');
  const from = reader(list);
  if (kind !== 'csv') return `* from ${from}`;

  const described = await connection.runAndReadAll(`describe select * from ${from}`);
  const numbers = described.getRows().flatMap(([name, type]) => (type === 'BIGINT' ? [String(name)] : []));
  if (numbers.length === 0) return `* from ${from}`;
  const zeros = numbers.map(name => `bool_or(regexp_matches(${identifier(name)}, '^\\s*[+-]?0[0-9]|^\\s*\\+'))`);
  const asText = `read_csv(${list}, union_by_name = true, all_varchar = true)`;
  const looked = await connection.runAndReadAll(
    `select ${zeros.join(', ')} from (select * from ${asText} limit ${SAMPLE})`,
  );
  const codes = numbers.filter((_, index) => looked.getRows()[0]?.[index] === true);
  if (codes.length === 0) return `* from ${from}`;
  const types = codes.map(name => `${literal(name)}: 'VARCHAR'`).join(', ');
  return `* from read_csv(${list}, ${CSV_OPTIONS}, types = {${types}})`;
}
