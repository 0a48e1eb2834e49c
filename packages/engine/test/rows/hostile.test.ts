import assert from 'node:assert/strict';
import pg from 'pg';
import { hasPostgres } from '../../../../test/support/postgres.ts';
import type { Source } from '../../src/rows/index.ts';
import { canonical } from '../file/support.ts';
import {
  bytesOf,
  CSV,
  duckdbFile,
  HOSTILE,
  HOSTILE_ROWS,
  hostileTable,
  LAYOUTS,
  postgresDatabase,
  queryOf,
  rowsOf,
  SIGNAL,
  sourceOf,
} from './support.ts';

const QUERY = queryOf('select a, b from hostile order by n');
const CREATE = 'create sequence s; create table hostile (n integer, a varchar, b varchar)';

async function postgres(version: 18 | 15) {
  const database = await postgresDatabase(version);
  await database.client.query(CREATE);
  await database.client.query(hostileTable(pg.escapeLiteral));
  return {
    source: await sourceOf({ type: 'postgres', url: database.url }),
    close: async () => database[Symbol.asyncDispose](),
  };
}

async function duckdb() {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const file = await duckdbFile(CREATE, hostileTable(quoted));
  return {
    source: await sourceOf({ type: 'duckdb', file: 't.duckdb' }, file.folder.path),
    close: async () => file[Symbol.asyncDispose](),
  };
}

const ENGINES = [
  { label: 'PostgreSQL 18', open: () => postgres(18) },
  ...(hasPostgres(15) ? [{ label: 'PostgreSQL 15', open: () => postgres(15) }] : []),
  { label: 'DuckDB', open: duckdb },
];

for (const { label, open } of ENGINES) {
  describe(`K2 sources: hostile values in ${label}`, () => {
    let source: Source;
    let close: () => Promise<void>;
    before(async () => {
      ({ source, close } = await open());
    });
    after(async () => {
      await source[Symbol.asyncDispose]();
      await close();
    });

    it('come back as rows as they were stored', async () => {
      assert.deepEqual(await rowsOf(source.rows(QUERY, SIGNAL)), HOSTILE_ROWS);
    });

    for (const layout of LAYOUTS) {
      it(`are written by the database to the byte as the layout says: ${JSON.stringify(layout)}`, async () => {
        const stream = await source.copy(QUERY, layout, SIGNAL);
        const bytes = await bytesOf(stream);
        assert.deepEqual(bytes.toString().split('\n'), canonical(HOSTILE_ROWS, layout).toString().split('\n'));
        assert.equal(stream?.rows(), HOSTILE_ROWS.length);
      });
    }

    it('need no other enclosure when they are the only column', async () => {
      const query = queryOf('select a from hostile order by n', { columns: [{ header: 'a', type: 'text' }] });
      const bytes = await bytesOf(await source.copy(query, CSV, SIGNAL));
      assert.equal(
        bytes.toString(),
        canonical(
          HOSTILE_ROWS.map(([a = null]) => [a]),
          CSV,
        ).toString(),
      );
    });

    it('are lines as they are when they hold no line break, as JSON does', async () => {
      const lines = HOSTILE.map(value => JSON.stringify({ value, '#': '\\.' }));
      const list = lines.map(
        (line, n) => `(${n}, ${label === 'DuckDB' ? `'${line.replaceAll("'", "''")}'` : pg.escapeLiteral(line)})`,
      );
      const query = queryOf(`select line from (values ${list.join(', ')}) as v(n, line) order by n`, {
        columns: [{ header: 'line', type: 'json' }],
      });
      const stream = await source.copy(query, { kind: 'lines' }, SIGNAL);
      assert.deepEqual((await bytesOf(stream)).toString().split('\n'), [...lines, '']);
      assert.equal(stream?.rows(), lines.length);
    });

    it('Q2 a query cannot be followed by another statement', async () => {
      for (const sql of [
        'select 1, 2; drop table hostile',
        'select 1, 2) to stdout; select (1',
        "select 1, 2; set TimeZone = 'UTC'",
      ]) {
        const copying = async () => bytesOf(await source.copy(queryOf(sql), CSV, SIGNAL));
        await assert.rejects(copying, { code: 'source-sql' }, sql);
        await assert.rejects(rowsOf(source.rows(queryOf(sql), SIGNAL)), { code: 'source-sql' }, sql);
      }
      assert.equal((await rowsOf(source.rows(QUERY, SIGNAL))).length, HOSTILE_ROWS.length);
    });

    it('Q2 nothing can be written', async () => {
      const sql = "select cast(nextval('s') as varchar), 'x'";
      await assert.rejects(rowsOf(source.rows(queryOf(sql), SIGNAL)));
    });

    it('K2 the session has the zone that the query asks for, whatever was before', async () => {
      const zoned = (timezone: string) =>
        rowsOf(
          source.rows(
            queryOf("select cast(timestamptz '2026-07-01 00:00:00+00' as varchar), 'x'", { timezone }),
            SIGNAL,
          ),
        );
      for (const [zone, expected] of [
        ['Europe/Vienna', '2026-07-01 02:00:00+02'],
        ['America/New_York', '2026-06-30 20:00:00-04'],
        ['Asia/Kolkata', '2026-07-01 05:30:00+05:30'],
        ['UTC', '2026-07-01 00:00:00+00'],
      ] as const)
        assert.deepEqual(await zoned(zone), [[expected, 'x']]);
    });

    it('Q2 secrets reach the query as variables of the session and end with it', async () => {
      const read = label === 'DuckDB' ? "getvariable('pad')" : "current_setting('waybill.pad', true)";
      const hostile = '00\'ff\\";--';
      const query = queryOf(`select ${read}, 'x'`, { sessionSecrets: { pad: hostile } });
      assert.deepEqual(await rowsOf(source.rows(query, SIGNAL)), [[hostile, 'x']]);
      const bytes = await bytesOf(await source.copy(query, { ...CSV, enclosure: '~' }, SIGNAL));
      assert.equal(bytes.toString(), `${hostile},x\n`);
      const [[left] = []] = await rowsOf(source.rows({ ...query, sessionSecrets: {} }, SIGNAL));
      assert.ok(left === null || left === '', `${left}`);
    });

    it('X4 gives an estimate of the rows', async () => {
      const estimate = await source.estimateRows(QUERY, SIGNAL);
      assert.ok(estimate !== undefined && estimate > 0, `${estimate}`);
    });

    it('answers nothing with no bytes and no rows', async () => {
      const query = queryOf('select a, b from hostile where n < 0');
      const stream = await source.copy(query, CSV, SIGNAL);
      assert.equal((await bytesOf(stream)).length, 0);
      assert.equal(stream?.rows(), 0);
      assert.deepEqual(await rowsOf(source.rows(query, SIGNAL)), []);
    });
  });
}
