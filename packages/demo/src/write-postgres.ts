import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ENUMS, postgresType } from './column-type.ts';
import { literal } from './dice.ts';
import type { DemoRows, DemoSize, DemoWatch } from './generate.ts';
import type { Table } from './table.ts';
import { TABLES } from './tables.ts';
import { withDemoDatabase } from './write-duckdb.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const createTable = (schema: string, { name, columns }: Table): string =>
  `create table ${schema}.${quoted(name)} (${columns
    .map(column => `${quoted(column.name)} ${postgresType(column.type, 'SCHEMA')}${column.required ? ' not null' : ''}`)
    .join(', ')})`.replaceAll('"SCHEMA"', () => schema);

/** Keys, indexes and comments, once the rows are there: that is faster than keeping them up with every row. */
const finishTable = (schema: string, table: Table): readonly string[] => {
  const name = `${schema}.${quoted(table.name)}`;
  return [
    `alter table ${name} add primary key (${table.key.map(quoted).join(', ')})`,
    ...table.indexes.map(column => `create index on ${name} (${quoted(column)})`),
    `comment on table ${name} is ${literal(table.comment)}`,
    ...Object.entries(table.comments).map(
      ([column, text]) => `comment on column ${name}.${quoted(column)} is ${literal(text)}`,
    ),
  ];
};

const foreignKeys = (schema: string, table: Table): readonly string[] =>
  Object.entries(table.references).map(
    ([column, other]) =>
      `alter table ${schema}.${quoted(table.name)} add foreign key (${quoted(column)}) references ${schema}.${quoted(other)}`,
  );

/** Writes one table of DuckDB's to a file. `\N` is NULL and every text is in quotes, so that '' stays apart from it. */
const dump = async (connection: DuckDBConnection, table: string, folder: string): Promise<string> => {
  const file = join(folder, `${table}.csv`);
  await connection.run(
    `copy (select * from loyalty.${table}) to ${literal(file)} (format csv, header false, force_quote *, nullstr '\\N')`,
  );
  return file;
};

const load = async (
  client: pg.Client,
  schema: string,
  table: Table,
  file: string,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const columns = table.columns.map(column => quoted(column.name)).join(', ');
  const into = client.query(
    copyFrom(`copy ${schema}.${quoted(table.name)} (${columns}) from stdin (format csv, null '\\N', freeze)`),
  );
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), into, signal ? { signal } : {});
};

/**
 * Writes the demo data into a PostgreSQL database: the same rows as {@link writeDuckDb} makes, with keys, foreign
 * keys, indexes and comments. All of it in one transaction: when it fails or is aborted, nothing has changed.
 *
 * The schema (default `loyalty`) may exist, but must not have tables of the same names, unless `replace` is true,
 * which drops the schema with all that is in it.
 *
 * @returns the number of rows of each table
 */
export const writePostgres = async ({
  url,
  schema: schemaName = 'loyalty',
  replace = false,
  ...size
}: DemoSize &
  DemoWatch & {
    /** `postgres://user:password@host:port/database` */
    readonly url: string;
    readonly schema?: string;
    readonly replace?: boolean;
  }): Promise<DemoRows> => {
  const { signal, onProgress } = size;
  const schema = quoted(schemaName);
  const folder = await mkdtemp(join(tmpdir(), 'waybill-demo-'));
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks while nothing is asked of it must not bring the process down; the next query fails.
  client.on('error', () => undefined);
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) {
      signal?.throwIfAborted();
      await client.query(statement);
    }
  };
  try {
    await client.connect();
    await run([
      'begin',
      "set local time zone 'UTC'",
      // For the indexes and the checks of foreign keys.
      "set local maintenance_work_mem = '256MB'",
      ...(replace ? [`drop schema if exists ${schema} cascade`] : []),
      `create schema if not exists ${schema}`,
      ...Object.entries(ENUMS).map(
        ([name, values]) => `create type ${schema}.${name} as enum (${values.map(literal).join(', ')})`,
      ),
      ...TABLES.map(table => createTable(schema, table)),
    ]);
    // Progress is told when a table has reached PostgreSQL, not when DuckDB has made it.
    const made: DemoSize & DemoWatch = { ...size, onProgress: () => undefined };
    return await withDemoDatabase(join(folder, 'demo.duckdb'), made, async (connection, rows) => {
      const dumped = (index: number): Promise<string | undefined> => {
        const table = TABLES[index];
        const file = table ? dump(connection, table.name, folder) : Promise.resolve(undefined);
        // It is awaited later: until then nobody else would take note of its failure.
        file.catch(() => undefined);
        return file;
      };
      let next = dumped(0);
      try {
        for (const [index, table] of TABLES.entries()) {
          const file = await next;
          if (file === undefined) throw new Error(`The rows of ${table.name} were not written.`);
          signal?.throwIfAborted();
          // DuckDB writes the next table while PostgreSQL reads this one.
          next = dumped(index + 1);
          await load(client, schema, table, file, signal);
          await rm(file);
          await run(finishTable(schema, table));
          onProgress?.({ table: table.name, rows: rows.get(table.name) ?? 0, done: index + 1, total: TABLES.length });
        }
      } finally {
        // The database must not be closed under it; what went wrong first is what the caller hears.
        await next.catch(() => undefined);
      }
      await run(TABLES.flatMap(table => foreignKeys(schema, table)));
      await run(['commit', ...TABLES.map(table => `analyze ${schema}.${quoted(table.name)}`)]);
      return rows;
    });
  } finally {
    // Ending the connection rolls back whatever was not committed.
    await client.end();
    await rm(folder, { recursive: true, force: true });
  }
};
