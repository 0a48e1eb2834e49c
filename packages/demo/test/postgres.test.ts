import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeDuckDb, writePostgres } from '@waybill/demo';
import pg from 'pg';
import { hasPostgres, sharedPostgres } from '../../../test/support/postgres.ts';
import { tempFolder } from '../../../test/support/temp-folder.ts';
import { TABLES } from '../src/tables.ts';
import { askDuckDb } from './demo-database.ts';

const SIZE = { customers: 80, seed: 3, now: new Date('2026-11-05T14:30:00Z') } as const;

/** A column as text that both databases write the same way. */
const asText = (column: string, type: string): string => {
  if (type === 'timestamptz' || type === 'timestamp') return `(extract(epoch from ${column}) * 1000)::bigint::varchar`;
  return type === 'boolean'
    ? `case when ${column} then 'true' when not ${column} then 'false' end`
    : `${column}::varchar`;
};

const asJson = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

(hasPostgres(18) ? describe : describe.skip)('K9 demo data in PostgreSQL', function () {
  this.timeout(90_000);
  const connect = async (url: string): Promise<pg.Client & AsyncDisposable> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
  };

  it('K9 has the rows that DuckDB has', async () => {
    await using folder = await tempFolder();
    const url = await (await sharedPostgres()).createDatabase();
    const file = join(folder.path, 'demo.duckdb');
    const rows = await writeDuckDb({ file, ...SIZE });
    assert.deepEqual(await writePostgres({ url, ...SIZE }), rows);
    await using client = await connect(url);
    for (const { name, columns, key } of TABLES) {
      const select = `select ${columns.map(c => `${asText(c.name, c.type)} as ${c.name}`)} from loyalty.${name}`;
      const inDuckDb = await askDuckDb(file, ask => ask(`${select} order by ${key.map(k => `${name}.${k}`)}`));
      const order = key.map(k =>
        columns.find(c => c.name === k)?.type === 'text' ? `${name}.${k} collate "C"` : `${name}.${k}`,
      );
      const inPostgres = await client.query({ text: `${select} order by ${order}`, rowMode: 'array' });
      const comparable = (row: readonly unknown[]): unknown[] =>
        row.map((value, i) => (columns[i]?.type === 'json' ? asJson(value) : value));
      assert.deepEqual(inPostgres.rows.map(comparable), inDuckDb.map(comparable), name);
    }
  });

  it('K9 has keys, foreign keys, comments, enums and both kinds of timestamps', async () => {
    const url = await (await sharedPostgres()).createDatabase();
    await writePostgres({ url, schema: 'other "schema"', customers: 5 });
    await using client = await connect(url);
    const count = async (sql: string): Promise<number> => Number((await client.query(sql)).rows[0]?.count);
    const constraints = (kind: string) =>
      count(
        `select count(*) from pg_constraint where contype = '${kind}' and connamespace = '"other ""schema"""'::regnamespace`,
      );
    assert.equal(await constraints('p'), TABLES.length);
    assert.equal(await constraints('f'), TABLES.flatMap(table => Object.keys(table.references)).length);
    const types = await client.query(
      'select distinct udt_name from information_schema.columns where table_schema = \'other "schema"\'',
    );
    const names = types.rows.map(row => row.udt_name);
    for (const type of ['uuid', 'jsonb', 'timestamptz', 'timestamp', 'numeric', 'tier', 'gender'])
      assert.ok(names.includes(type), type);
    const comment = await client.query(`select obj_description('"other ""schema""".customers'::regclass) as text`);
    assert.equal(comment.rows[0]?.text, 'Members of the programme');
  });

  it('K9 never writes over tables that are there, unless told to, and is all or nothing', async () => {
    const url = await (await sharedPostgres()).createDatabase();
    await using client = await connect(url);
    await client.query('create schema loyalty; create table loyalty.points (mine text)');
    await assert.rejects(writePostgres({ url, customers: 2 }), /already exists/);
    const left = await client.query("select table_name from information_schema.tables where table_schema = 'loyalty'");
    assert.deepEqual(left.rows, [{ table_name: 'points' }]);
    await writePostgres({ url, customers: 2, replace: true });
    assert.equal((await client.query('select count(*)::int as n from loyalty.customers')).rows[0]?.n, 2);
  });

  it('K9 leaves nothing behind when it is aborted', async () => {
    const url = await (await sharedPostgres()).createDatabase();
    const abort = new AbortController();
    const making = writePostgres({ url, customers: 100, signal: abort.signal, onProgress: () => abort.abort() });
    await assert.rejects(making, { name: 'AbortError' });
    await using client = await connect(url);
    assert.deepEqual((await client.query("select 1 from pg_namespace where nspname = 'loyalty'")).rows, []);
  });
});
