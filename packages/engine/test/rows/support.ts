/** What the tests of the rows step share: real databases with a source over each, and values that are hard on files. */
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { sharedPostgres } from '../../../../test/support/postgres.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import {
  type CompiledQuery,
  type CopyLayout,
  type CopyStream,
  openSource,
  type Row,
  type Source,
  sourceSchema,
} from '../../src/rows/index.ts';

export const SIGNAL = new AbortController().signal;

/** A source of configuration as it stands in waybill.yaml. */
export const sourceOf = (written: object, workspaceFolder = '/', signal = SIGNAL): Promise<Source> =>
  openSource('crm', sourceSchema.parse(written), { workspaceFolder, signal });

export const queryOf = (sql: string, more: Partial<CompiledQuery> = {}): CompiledQuery => ({
  sql,
  columns: [
    { header: 'a', type: 'text' },
    { header: 'b', type: 'text' },
  ],
  timezone: 'UTC',
  ordered: true,
  sessionSecrets: {},
  ...more,
});

export const CSV = { kind: 'csv', delimiter: ',', enclosure: '"', nullToken: '', quoteAll: false } as const;

/** Every layout that finds a weak spot: other characters, null tokens that look like values, everything enclosed. */
export const LAYOUTS: readonly (CopyLayout & { kind: 'csv' })[] = [
  CSV,
  { ...CSV, delimiter: ';', enclosure: "'", nullToken: '\\N' },
  { ...CSV, delimiter: '|', nullToken: 'NULL' },
  { ...CSV, delimiter: '\t', enclosure: '\\', nullToken: 'n' },
  { ...CSV, delimiter: '#' },
  { ...CSV, enclosure: '#' },
  { ...CSV, nullToken: '#N/A' },
  { ...CSV, quoteAll: true },
  { ...CSV, quoteAll: true, nullToken: 'NULL' },
];

export const HOSTILE: readonly (string | null)[] = [
  null,
  '',
  ' ',
  'a',
  ' a',
  'a ',
  ',',
  ';',
  '|',
  '\t',
  '"',
  '""',
  '"a"',
  "'",
  "''",
  '\\',
  '\\.',
  '\\N',
  'n',
  'NULL',
  'null',
  '#',
  '#a',
  'a#',
  '#N/A',
  'a,#',
  '#,',
  '"#"',
  '#"',
  '"#',
  ',"#",',
  '\n"#"\n',
  "'#'",
  '##',
  'a\n#',
  '#\r',
  '\\#\\',
  '\n',
  '\r',
  '\r\n',
  'a\nb',
  'a\n',
  '=1+1',
  '-',
  '+',
  '@',
  '0',
  '00',
  '1.50',
  'true',
  '2026-01-01',
  '{"a": "b,c"}',
  'é',
  'ß',
  'Ω',
  '漢字',
  '😀',
  'e\u0301',
  '\ufeff',
  '\u00a0',
  '\u2028',
  '\u200f',
  '\u0001',
  '\u0002',
  '\u0003',
  '\u001a',
  '\u007f',
  "'; drop table hostile; --",
  '$1',
  '%s',
  '${env:HOME}',
  'x'.repeat(70_000),
  `${'#'.repeat(3000)},`,
  '#y'.repeat(3000),
]; // prettier-ignore

/** Every value beside every kind of neighbour: 'x', NULL and itself. */
export const HOSTILE_ROWS: readonly Row[] = HOSTILE.flatMap(value => [
  [value, 'x'],
  ['x', value],
  [value, null],
  [value, value],
]);

export async function bytesOf(stream: CopyStream | undefined): Promise<Buffer> {
  if (!stream) throw new Error('this source has no writer for that layout');
  const chunks: Buffer[] = [];
  for await (const chunk of stream.bytes) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export async function rowsOf(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

export interface TestPostgres extends AsyncDisposable {
  readonly url: string;
  /** A connection of the test's own, as the administrator. */
  readonly client: pg.Client;
}

/** A database of its own in the shared server. */
export async function postgresDatabase(version: 18 | 15): Promise<TestPostgres> {
  const server = await sharedPostgres(version);
  const url = await server.createDatabase();
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return { url, client, [Symbol.asyncDispose]: () => client.end() };
}

export interface TestDuckdb extends AsyncDisposable {
  readonly folder: TempFolder;
}

/** A workspace folder with a database `t.duckdb` that these statements made; `{}` stands for the folder. */
export async function duckdbFile(...statements: readonly string[]): Promise<TestDuckdb> {
  const folder = await tempFolder();
  await inDuckdb(folder.join('t.duckdb'), ...statements.map(sql => sql.replaceAll('{}', folder.path)));
  return { folder, [Symbol.asyncDispose]: () => folder.remove() };
}

export async function inDuckdb(file: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const sql of statements) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

/** A table `hostile` of HOSTILE_ROWS, as literals that both databases read alike. */
export function hostileTable(quoted: (text: string) => string): string {
  const cell = (value: string | null) => (value === null ? 'NULL' : quoted(value));
  const rows = HOSTILE_ROWS.map((row, n) => `(${n}, ${row.map(cell).join(', ')})`);
  return `insert into hostile values ${rows.join(', ')}`;
}
