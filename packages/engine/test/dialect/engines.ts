/** The real engines that every dialect test runs on, each with the same tables. */
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { hasPostgres, sharedPostgres } from '../../../../test/support/postgres.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { type LoadedCatalog, loadCatalog } from '../../src/catalog/index.ts';
import { parseExport } from '../../src/definition/parse-definition.ts';
import { compile, dialectOf, tablesOf } from '../../src/dialect/index.ts';
import { buildPlan, type PlanRequest } from '../../src/plan/index.ts';
import { type OutputColumn, openSource, type Source, sourceSchema } from '../../src/rows/index.ts';
import { runMoment, Temporal } from '../../src/time/index.ts';

export const SIGNAL = new AbortController().signal;

/** SQL that makes the tables, as each engine says it. */
export type Setup = (engine: 'duckdb' | 'postgres') => readonly string[];

export interface Engine extends AsyncDisposable {
  readonly label: string;
  readonly source: Source;
}

export const ENGINES: readonly { label: string; open: (setup: Setup) => Promise<Engine> }[] = [
  { label: 'DuckDB', open: openDuckDb },
  { label: 'PostgreSQL 18', open: setup => openPostgres(18, setup) },
  ...(hasPostgres(15) ? [{ label: 'PostgreSQL 15', open: (setup: Setup) => openPostgres(15, setup) }] : []),
];

async function openDuckDb(setup: Setup): Promise<Engine> {
  const folder = await tempFolder();
  const instance = await DuckDBInstance.create(`${folder.path}/t.duckdb`);
  const connection = await instance.connect();
  for (const sql of setup('duckdb')) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  const config = sourceSchema.parse({ type: 'duckdb', file: 't.duckdb' });
  const source = await openSource('db', config, { workspaceFolder: folder.path, signal: SIGNAL });
  return {
    label: 'DuckDB',
    source,
    async [Symbol.asyncDispose]() {
      await source[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function openPostgres(version: 18 | 15, setup: Setup): Promise<Engine> {
  const server = await sharedPostgres(version);
  const url = await server.createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const sql of setup('postgres')) await client.query(sql);
  await client.end();
  const config = sourceSchema.parse({ type: 'postgres', url });
  const source = await openSource('db', config, { workspaceFolder: '/', signal: SIGNAL });
  return { label: `PostgreSQL ${version}`, source, [Symbol.asyncDispose]: async () => source[Symbol.asyncDispose]() };
}

export const catalogOf = (...models: readonly string[]): LoadedCatalog =>
  loadCatalog(
    models.map((text, i) => ({ file: `m${i}.model.yaml`, read: () => text })),
    ['db'],
  );

export interface Asked extends Partial<Omit<PlanRequest, 'definition' | 'catalog' | 'moment'>> {
  readonly timezone?: string;
  readonly runAt?: string;
  readonly hashKey?: Uint8Array;
}

export interface Answered {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
  /** Cells by the row path. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Bytes of the database's own writer, canonical csv. */
  readonly csv: string;
  /** Bytes of the database's own writer, a JSON object a line. */
  readonly lines: string;
}

/** Runs a definition on an engine by every way there is. */
export async function ask(
  source: Source,
  catalog: LoadedCatalog,
  definition: string,
  asked: Asked = {},
): Promise<Answered> {
  const parsed = parseExport(`version: 1\nname: t\n${definition}`);
  if (!parsed.value) throw new Error(parsed.problems.map(p => p.message).join('\n'));
  const timezone = asked.timezone ?? 'Europe/Vienna';
  const moment = runMoment(Temporal.Instant.from(asked.runAt ?? '2026-11-22T09:00:00Z'), timezone);
  const plan = buildPlan({ sourceTimezone: timezone, ...asked, definition: parsed.value, catalog, moment });
  const stored = await source.describe(tablesOf(plan), SIGNAL);
  const dialect = dialectOf(source.type as 'duckdb' | 'postgres');
  const cells = compile(plan, stored, dialect, { answer: 'cells', hashKey: asked.hashKey });
  const json = compile(plan, stored, dialect, { answer: 'json', hashKey: asked.hashKey });
  const rows: (readonly (string | null)[])[] = [];
  for await (const batch of source.rows(cells, SIGNAL)) rows.push(...batch);
  const layout = { kind: 'csv', delimiter: ',', enclosure: '"', nullToken: '', quoteAll: false } as const;
  return {
    sql: cells.sql,
    columns: cells.columns,
    rows,
    csv: await text(source.copy(cells, layout, SIGNAL)),
    lines: await text(source.copy(json, { kind: 'lines' }, SIGNAL)),
  };
}

async function text(copying: ReturnType<Source['copy']>): Promise<string> {
  const chunks: Buffer[] = [];
  const copy = await copying;
  if (!copy) throw new Error('no writer of its own');
  for await (const chunk of copy.bytes) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
