/** The real engines that every dialect test runs on, each with the same tables. */
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { hasPostgres, sharedPostgres } from '../../../../test/support/postgres.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { hasTrino, sharedTrino, TRINO_START } from '../../../../test/support/trino-server.ts';
import { type LoadedCatalog, loadCatalog } from '../../src/catalog/index.ts';
import { parseExport } from '../../src/definition/parse-definition.ts';
import { compile, dialectOf, tablesOf } from '../../src/dialect/index.ts';
import { buildPlan, type PlanRequest } from '../../src/plan/index.ts';
import {
  type CompiledQuery,
  type OutputColumn,
  openSource,
  type Row,
  type Source,
  sourceSchema,
} from '../../src/rows/index.ts';
import { runMoment, Temporal } from '../../src/time/index.ts';
import { canonical } from '../file/support.ts';
import { forTrino } from './trino-tables.ts';

export const SIGNAL = new AbortController().signal;

/** SQL that makes the tables, as each engine says it. */
export type Setup = (engine: SetupEngine) => readonly string[];
export type SetupEngine = Source['type'];

/** How long opening an engine may take, in ms: the first that opens Trino starts it. */
export const OPENING = TRINO_START;

export interface Engine extends AsyncDisposable {
  readonly label: string;
  readonly source: Source;
}

interface EngineKind {
  readonly label: string;
  readonly open: (setup: Setup) => Promise<Engine>;
}

/** Those whose own writer makes files. */
export const WRITING_ENGINES: readonly EngineKind[] = [
  { label: 'DuckDB', open: openDuckDb },
  { label: 'PostgreSQL 18', open: setup => openPostgres(18, setup) },
  ...(hasPostgres(15) ? [{ label: 'PostgreSQL 15', open: (setup: Setup) => openPostgres(15, setup) }] : []),
];

export const ENGINES: readonly EngineKind[] = [
  ...WRITING_ENGINES,
  ...(hasTrino() ? [{ label: 'Trino', open: openTrino }] : []),
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

async function openTrino(setup: Setup): Promise<Engine> {
  const server = await sharedTrino();
  const catalog = await server.createCatalog();
  for (const sql of forTrino(setup('trino'))) await server.query(sql, catalog);
  const config = sourceSchema.parse({ type: 'trino', url: server.url, user: server.user, catalog, schema: 'default' });
  const source = await openSource('db', config, { workspaceFolder: '/', signal: SIGNAL });
  return {
    label: 'Trino',
    source,
    async [Symbol.asyncDispose]() {
      await source[Symbol.asyncDispose]();
      await server.query(`drop catalog ${catalog}`);
    },
  };
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
  /** Bytes of the database's own writer, a JSON object a line; asked for now. */
  readonly lines: () => Promise<string>;
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
  const dialect = dialectOf(source.type);
  const cells = compile(plan, stored, dialect, { answer: 'cells', hashKey: asked.hashKey });
  const json = compile(plan, stored, dialect, { answer: 'json', hashKey: asked.hashKey });
  const { sql, columns } = cells;
  const rows = await rowsOf(source, cells);
  const layout = { kind: 'csv', delimiter: ',', enclosure: '"', nullToken: '', quoteAll: false } as const;
  const copying = source.copy(cells, layout, SIGNAL);
  // Without a writer of its own, files come of the rows; the JSON that the database would write is looked at all the same.
  return {
    sql,
    columns,
    rows,
    csv: copying ? await text(copying) : canonical(rows, layout).toString('utf8'),
    lines: async () =>
      copying
        ? text(source.copy(json, { kind: 'lines' }, SIGNAL))
        : (await rowsOf(source, json)).map(([line]) => `${line}\n`).join(''),
  };
}

async function rowsOf(source: Source, query: CompiledQuery): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of source.rows(query, SIGNAL)) rows.push(...batch);
  return rows;
}

async function text(copying: ReturnType<Source['copy']>): Promise<string> {
  const chunks: Buffer[] = [];
  const copy = await copying;
  if (!copy) throw new Error('no writer of its own');
  for await (const chunk of copy.bytes) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
