/**
 * The process that holds a DuckDB database: started by `duckdb-process.ts`, spoken to in the messages of
 * `duckdb-messages.ts`. DuckDB's memory limit does not bound what it takes from the system, and a crash of its takes
 * the process along; so it never shares one with anything else.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DescribedColumn, DuckdbCalls, DuckdbOpening, DuckdbSession, Reply, Request } from './duckdb-messages.ts';
import { identifier, literal } from './duckdb-quote.ts';
import { createViews, DataFileError } from './duckdb-tables.ts';
import type { TableName } from './source.ts';

let connection: DuckDBConnection | undefined;
/** Set when the first query had come. */
let locked: { readonly timezone: string; readonly ordered: boolean } | undefined;
let folder: string | undefined;
/** Variables that the last query had. */
let variables: readonly string[] = [];

function open(): DuckDBConnection {
  if (!connection) throw new Error('the database is not open');
  return connection;
}

/** DuckDB, which has a binary for each platform: this installation may lack the one for this. */
class DuckdbMissing extends Error {}

const loadDuckdb = () =>
  import('@duckdb/node-api').catch((error: Error) => {
    throw new DuckdbMissing(error.message.split('\n')[0]);
  });

async function openDatabase(opening: DuckdbOpening): Promise<undefined> {
  folder = opening.folder;
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(opening.file ?? ':memory:', {
    ...(opening.file !== undefined && { access_mode: 'READ_ONLY' }),
    ...(opening.threads !== undefined && { threads: String(opening.threads) }),
    memory_limit: opening.memory,
    temp_directory: join(opening.folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  connection = await instance.connect();
  const files = await createViews(connection, opening.tables);
  // What a computed expression of the catalog may reach (Q2): this database, these files, and nothing else.
  await connection.run(`set allowed_paths = [${files.map(literal).join(', ')}]`);
  await connection.run(`set allowed_directories = [${literal(opening.folder)}]`);
  await connection.run('set enable_external_access = false');
  return undefined;
}

/** What a query needs. From the first query on no setting can be changed any more. */
async function prepareSession({ timezone, ordered, secrets }: DuckdbSession): Promise<DuckDBConnection> {
  const database = open();
  if (locked === undefined) {
    await database.run(`set TimeZone = ${literal(timezone)}`);
    await database.run(`set preserve_insertion_order = ${ordered}`);
    await database.run('set lock_configuration = true');
    locked = { timezone, ordered };
  }
  if (locked.timezone !== timezone || locked.ordered !== ordered) throw new Error('this process works otherwise');
  for (const name of variables) await database.run(`reset variable ${identifier(name)}`);
  variables = Object.keys(secrets);
  for (const [name, value] of Object.entries(secrets))
    await database.run(`set variable ${identifier(name)} = $1`, [value]);
  return database;
}

/** One statement, never several (Q2). */
async function prepared(session: DuckdbSession & { sql: string }) {
  const database = await prepareSession(session);
  const statements = await database.extractStatements(session.sql);
  if (statements.count !== 1) throw new Error('Parser Error: the query is more than one statement');
  return statements.prepare(0);
}

async function describe(tables: readonly TableName[]): Promise<DescribedColumn[][]> {
  const answer: DescribedColumn[][] = [];
  for (const table of tables) {
    const found = await open().runAndReadAll(
      `select column_name, data_type, is_nullable from duckdb_columns()
       where lower(table_name) = lower($1) and lower(schema_name) = lower(coalesce($2, current_schema()))
         and database_name = current_database() order by column_index`,
      [table.at(-1) ?? '', table.at(-2) ?? null],
    );
    answer.push(found.getRows().map(([name, type, nullable]) => [String(name), String(type), nullable === true]));
  }
  return answer;
}

const answers: { [K in keyof DuckdbCalls]: (ask: DuckdbCalls[K]['ask']) => Promise<DuckdbCalls[K]['answer']> } = {
  open: openDatabase,
  describe,
  async copy(ask) {
    const statement = await prepared(ask);
    const result = await statement.run();
    return Number((await result.getRows())[0]?.[0] ?? Number.NaN);
  },
  async explain(ask) {
    const result = await (await prepared({ ...ask, sql: `explain (format json) ${ask.sql}` })).runAndReadAll();
    return String(result.getRows()[0]?.[1] ?? '[]');
  },
  async interrupt() {
    connection?.interrupt();
    return undefined;
  },
};

async function answer<K extends keyof DuckdbCalls>({ id, call, ask }: Request<K>): Promise<Reply> {
  try {
    return { id, answer: await answers[call](ask) };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof DuckdbMissing) return { id, error: message, missing: true };
    return error instanceof DataFileError ? { id, error: message, path: error.path } : { id, error: message };
  }
}

process.on('message', (request: Request) => {
  void answer(request).then(reply => {
    if (process.connected) process.send?.(reply);
  });
});

// The parent is gone: nobody else removes what it had laid out.
process.on('disconnect', () => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit();
});
// A terminal sends these to all its processes; the parent decides what they mean.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
