import assert from 'node:assert/strict';
import { hasPostgres } from '../../../../test/support/postgres.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import type { CopyStream, Source } from '../../src/rows/index.ts';
import { bytesOf, CSV, postgresDatabase, queryOf, rowsOf, SIGNAL, sourceOf, type TestPostgres } from './support.ts';

/** Rows without end for the test's purposes, and at once. */
const ENDLESS = queryOf("select generate_series(1, 2000000000)::text, repeat('x', 200)");
const ASLEEP = queryOf("select pg_sleep(600)::text, 'x'");

for (const version of hasPostgres(15) ? ([18, 15] as const) : ([18] as const)) {
  describe(`K2 sources: PostgreSQL ${version}`, () => {
    let database: TestPostgres;
    let source: Source;
    before(async () => {
      database = await postgresDatabase(version);
      await database.client.query(`
        create schema loyalty;
        create domain loyalty.money_amount as numeric(12, 2) not null;
        create domain loyalty.price as loyalty.money_amount;
        create type loyalty.channel as enum ('instore', 'online');
        create table loyalty.sales (id bigint primary key, code varchar(20), fixed char(4), price loyalty.price,
          rate double precision, kind loyalty.channel, at timestamptz not null, local timestamp, day date, ok boolean,
          data jsonb, tags text[], ref uuid, gone integer, small smallint) partition by range (id);
        create table loyalty.sales_1 partition of loyalty.sales for values from (0) to (1000000);
        alter table loyalty.sales drop column gone;
        create view loyalty.codes as select id, code from loyalty.sales;
        create materialized view loyalty.totals as select count(*) as n from loyalty.sales;
        create table "Odd ""name""" ("a b" text, "ß" int);
        create table public.sales (other int)`);
      source = await sourceOf({ type: 'postgres', url: database.url });
    });
    after(async () => {
      await source[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    });

    /** Backends of Waybill's that are busy with something. */
    const busy = async (): Promise<number> => {
      const sql = `select count(*)::int as n from pg_stat_activity where datname = current_database()
        and application_name = 'waybill' and state <> 'idle'`;
      return (await database.client.query(sql)).rows[0].n;
    };
    const idle = () => waitFor('the database to be idle', async () => (await busy()) === 0);

    it('describes tables of every kind, with domains followed down, in one answer', async () => {
      const names = [
        ['loyalty', 'sales'],
        ['loyalty', 'codes'],
        ['loyalty', 'totals'],
        ['Odd "name"'],
        ['loyalty', 'none'],
        ['none'],
      ];
      const tables = await source.describe(names, SIGNAL);
      assert.deepEqual(
        tables.map(table => table.name),
        names.slice(0, 4),
      );
      const columns = Object.fromEntries(
        [...(tables[0]?.columns.values() ?? [])].map(c => [
          c.name,
          `${c.databaseType}, ${c.storage}${c.nullable ? '' : ', filled'}`,
        ]),
      );
      assert.deepEqual(columns, {
        id: 'bigint, integer, filled',
        code: 'character varying(20), text',
        fixed: 'character(4), other',
        price: 'numeric(12,2), decimal, filled',
        rate: 'double precision, float',
        kind: 'loyalty.channel, other',
        at: 'timestamp with time zone, zoned, filled',
        local: 'timestamp without time zone, naive',
        day: 'date, date',
        ok: 'boolean, boolean',
        data: 'jsonb, json',
        tags: 'text[], other',
        ref: 'uuid, other',
        small: 'smallint, integer',
      });
      assert.deepEqual([...(tables[3]?.columns.keys() ?? [])], ['a b', 'ß']);
    });

    it('looks a name of one part up on the search path, or in the schema of the source', async () => {
      const columnsOf = async (of: Source) => [...((await of.describe([['sales']], SIGNAL))[0]?.columns.keys() ?? [])];
      assert.deepEqual(await columnsOf(source), ['other']);
      await using named = await sourceOf({ type: 'postgres', url: database.url, schema: 'loyalty' });
      assert.equal((await columnsOf(named)).length, 14);
      const stream = await named.copy(queryOf('select count(id)::text, count(code)::text from sales'), CSV, SIGNAL);
      assert.equal((await bytesOf(stream)).toString(), '0,0\n');
    });

    it('fixes what the settings of the database, the role or the url would change', async () => {
      await database.client.query(`
        alter database ${database.client.database} set datestyle = 'German';
        alter database ${database.client.database} set extra_float_digits = -10;
        alter database ${database.client.database} set bytea_output = 'escape';
        alter database ${database.client.database} set timezone = 'Asia/Tokyo'`);
      await using other = await sourceOf({ type: 'postgres', url: database.url });
      const query = queryOf(
        "select date '2026-03-01'::text, concat_ws(' ', 0.1::float8 + 0.2::float8, '\\x00ff'::bytea, interval '1 day 2 hours', timestamptz '2026-01-01 00:00:00Z')",
      );
      assert.deepEqual(await rowsOf(other.rows(query, SIGNAL)), [
        ['2026-03-01', '0.30000000000000004 \\x00ff 1 day 02:00:00 2026-01-01 00:00:00+00'],
      ]);
    });

    it('all batches of a larger answer come in order, and the connection serves again', async () => {
      const query = queryOf('select i::text as t, null from generate_series(1, 10001) as i order by i');
      for (let round = 0; round < 2; round += 1) {
        const rows = await rowsOf(source.rows(query, SIGNAL));
        assert.deepEqual(
          rows.map(([first]) => Number(first)),
          Array.from({ length: 10_001 }, (_, i) => i + 1),
        );
      }
      const whole = queryOf('select i::text, null from generate_series(1, 4000) as i');
      assert.equal((await rowsOf(source.rows(whole, SIGNAL))).length, 4000);
    });

    it('X4 bytes come in chunks of 256 KiB to 1 MiB', async () => {
      const query = queryOf("select i::text, repeat('y', 50) from generate_series(1, 200000) as i");
      const stream = await source.copy(query, CSV, SIGNAL);
      const sizes: number[] = [];
      for await (const chunk of stream?.bytes ?? []) sizes.push(chunk.length);
      for (const size of sizes.slice(0, -1)) assert.ok(size >= 256 * 1024 && size <= 1024 * 1024, `${size}`);
      assert.equal(
        sizes.reduce((sum, size) => sum + size, 0),
        200_000 * 52 + 1_088_895,
      );
      assert.equal(stream?.rows(), 200_000);
    });

    it('X4 one row of many megabytes passes whole', async () => {
      const query = queryOf("select repeat('z', 40000000), 'end'");
      const bytes = await bytesOf(await source.copy(query, CSV, SIGNAL));
      assert.equal(bytes.length, 40_000_005);
      assert.equal(bytes.subarray(-5).toString(), ',end\n');
    });

    it('X4 a slow consumer holds the database up, and memory stays flat', async () => {
      const stream = (await source.copy(ENDLESS, CSV, SIGNAL)) as CopyStream;
      const bytes = stream.bytes[Symbol.asyncIterator]();
      await bytes.next();
      const memory = () => process.memoryUsage().arrayBuffers;
      const before = memory();
      for (let i = 0; i < 10; i += 1) {
        await new Promise(resolve => setTimeout(resolve, 50));
        await bytes.next();
      }
      assert.ok(memory() - before < 32 * 2 ** 20, `${memory() - before} bytes more`);
      assert.equal(await busy(), 1);
      await bytes.return?.();
      await idle();
    });

    it('X4 the same for rows', async () => {
      const batches = source.rows(ENDLESS, SIGNAL)[Symbol.asyncIterator]();
      await batches.next();
      const before = process.memoryUsage().heapUsed;
      for (let i = 0; i < 10; i += 1) {
        await new Promise(resolve => setTimeout(resolve, 20));
        await batches.next();
      }
      assert.ok(process.memoryUsage().heapUsed - before < 64 * 2 ** 20);
      await batches.return?.();
      await idle();
    });

    for (const way of ['copy', 'rows'] as const) {
      const read = async (query: typeof ENDLESS, signal: AbortSignal, each: () => void | Promise<void>) => {
        const parts = way === 'rows' ? source.rows(query, signal) : (await source.copy(query, CSV, signal))?.bytes;
        for await (const _ of parts ?? []) await each();
      };

      it(`Q3 abort cancels a query in the database that has not answered yet (${way})`, async () => {
        const aborting = new AbortController();
        const reading = assert.rejects(
          read(ASLEEP, aborting.signal, () => {}),
          { code: 'interrupted' },
        );
        await waitFor('the query', async () => (await busy()) === 1);
        aborting.abort();
        await reading;
        await idle();
      });

      it(`Q3 abort cancels a query in the database while the consumer is busy (${way})`, async () => {
        const aborting = new AbortController();
        const reading = read(ENDLESS, aborting.signal, async () => {
          aborting.abort();
          await idle();
        });
        await assert.rejects(reading, { code: 'interrupted' });
      });

      it(`Q3 leaving early cancels the query, and the source serves again (${way})`, async () => {
        const left = new Error('seen enough');
        await assert.rejects(
          read(ENDLESS, SIGNAL, () => {
            throw left;
          }),
          left,
        );
        await idle();
        let parts = 0;
        await read(queryOf("select '1', '2'"), SIGNAL, () => {
          parts += 1;
        });
        assert.equal(parts, 1);
      });

      it(`Q3 a query that was aborted before does not begin (${way})`, async () => {
        await assert.rejects(
          read(ENDLESS, AbortSignal.abort(), () => {}),
          { code: 'interrupted' },
        );
        assert.equal(await busy(), 0);
      });

      it(`Q3 a query that takes longer than the source's timeout ends (${way})`, async () => {
        await using hasty = await sourceOf({ type: 'postgres', url: database.url, timeout: '1 s' });
        const reading = async () =>
          way === 'rows' ? rowsOf(hasty.rows(ASLEEP, SIGNAL)) : bytesOf(await hasty.copy(ASLEEP, CSV, SIGNAL));
        await assert.rejects(reading, {
          code: 'source-timeout',
          message: 'Source "crm" did not finish the query within 1 s.',
        });
        await idle();
      });

      it(`K3 what the query names and the database lacks is said, and the source serves again (${way})`, async () => {
        const cases = {
          "select * from none where 'a' = 'b'": 'source-table-missing',
          'select none, 1 from loyalty.codes': 'source-column-missing',
          "select 'a'::int::text, 'b'": 'source-value',
          "select (1 / (i - i))::text, 'b' from generate_series(1, 3) as i": 'source-value',
          selec: 'source-sql',
        };
        for (const [sql, code] of Object.entries(cases))
          await assert.rejects(
            read(queryOf(sql), SIGNAL, () => {}),
            { code },
            sql,
          );
        await read(queryOf("select '1', '2'"), SIGNAL, () => {});
      });

      it(`O6 an error after many rows is an error, not a short answer (${way})`, async () => {
        const query = queryOf("select (100 / (50000 - i))::text, repeat('x', 100) from generate_series(1, 60000) as i");
        await assert.rejects(
          read(query, SIGNAL, () => {}),
          { code: 'source-value' },
        );
      });
    }

    it('R2 a user without the right to read is told so', async () => {
      await database.client.query("create role reader_x login password 'x'");
      const url = new URL(database.url);
      url.username = 'reader_x';
      url.password = 'x';
      await using reader = await sourceOf({ type: 'postgres', url: url.href });
      const query = queryOf('select * from public.sales');
      await assert.rejects(rowsOf(reader.rows(query, SIGNAL)), { code: 'source-permission' });
      await database.client.query('drop role reader_x');
    });

    it('Q2 secrets stand in no text of a query', async () => {
      const secret = 'c0ffee'.repeat(10);
      const query = queryOf("select current_setting('waybill.pad'), pg_sleep(600)::text", {
        sessionSecrets: { pad: secret },
      });
      const aborting = new AbortController();
      const reading = assert.rejects(rowsOf(source.rows(query, aborting.signal)));
      await waitFor('the query', async () => (await busy()) === 1);
      const seen = await database.client.query('select query from pg_stat_activity where pid <> pg_backend_pid()');
      assert.ok(seen.rows.length > 0);
      assert.ok(!JSON.stringify(seen.rows).includes(secret));
      aborting.abort();
      await reading;
    });

    it('X4 the estimate takes no run of the query', async () => {
      const estimate = await source.estimateRows(ENDLESS, SIGNAL);
      assert.ok(estimate !== undefined && estimate > 1000, `${estimate}`);
      await assert.rejects(source.estimateRows(queryOf('select * from none'), SIGNAL), {
        code: 'source-table-missing',
      });
    });
  });
}
