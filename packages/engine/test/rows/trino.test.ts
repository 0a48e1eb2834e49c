import assert from 'node:assert/strict';
import { startTcpProxy } from '../../../../test/support/tcp-proxy.ts';
import {
  hasTrino,
  LONGEST_QUERY,
  sharedTrino,
  TRINO_START,
  type TrinoServer,
} from '../../../../test/support/trino-server.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { LIST_SEPARATOR } from '../../src/audience/read-audience-file.ts';
import type { CompiledQuery, Source } from '../../src/rows/index.ts';
import { HOSTILE, queryOf, rowsOf, SIGNAL, sourceOf } from './support.ts';

/** Rows for hours, from the first second on. */
const ENDLESS = queryOf('SELECT CAST(orderkey AS varchar), comment FROM tpch.sf300.lineitem');
/** Hours of work before the first row. */
const ASLEEP = queryOf("SELECT CAST(count(*) AS varchar), 'x' FROM tpch.sf300.lineitem WHERE comment LIKE '%x%y%z%'");

const literal = (text: string | null) => (text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`);

if (hasTrino())
  describe('K2 trino: a real server', () => {
    let server: TrinoServer;
    let catalog: string;
    let source: Source;
    const written = (more: object = {}) => ({
      type: 'trino',
      url: server.url,
      user: server.user,
      catalog,
      schema: 'default',
      ...more,
    });
    before(async function () {
      this.timeout(TRINO_START);
      server = await sharedTrino();
      catalog = await server.createCatalog();
      await server.query(
        `create table sales (id bigint, code varchar(20), fixed char(4), price decimal(12, 2), rate double, small real,
           at timestamp(3) with time zone, local timestamp(6), day date, ok boolean, data json, tags array(varchar),
           ref uuid, raw varbinary, clock time(0))`,
        catalog,
      );
      await server.query('create schema loyalty', catalog);
      await server.query('create table loyalty."odd name" ("a b" varchar, n tinyint)', catalog);
      source = await sourceOf(written());
    });
    after(async () => {
      await source[Symbol.asyncDispose]();
      await server.query(`drop catalog ${catalog}`);
    });

    /** Queries of Waybill's that the server has not ended. */
    const busy = async () =>
      server.query(
        "select query from system.runtime.queries where source = 'waybill' and state not in ('FINISHED', 'FAILED')",
      );
    const idle = () => waitFor('the server to be idle', async () => (await busy()).length === 0, { interval: 200 });

    it('describes tables of several schemas and catalogs in one answer', async () => {
      const names = [
        ['sales'],
        ['loyalty', 'odd name'],
        ['tpch', 'tiny', 'nation'],
        ['Sales'],
        ['none'],
        ['none', 'x'],
      ];
      const tables = await source.describe(names, SIGNAL);
      assert.deepEqual(
        tables.map(table => table.name),
        names.slice(0, 4),
      );
      const columns = [...(tables[0]?.columns.values() ?? [])];
      assert.deepEqual(Object.fromEntries(columns.map(c => [c.name, `${c.databaseType}, ${c.storage}`])), {
        id: 'bigint, integer',
        code: 'varchar(20), text',
        fixed: 'char(4), other',
        price: 'decimal(12,2), decimal',
        rate: 'double, float',
        small: 'real, float',
        at: 'timestamp(3) with time zone, zoned',
        local: 'timestamp(6), naive',
        day: 'date, date',
        ok: 'boolean, boolean',
        data: 'json, json',
        tags: 'array(varchar), other',
        ref: 'uuid, other',
        raw: 'varbinary, other',
        clock: 'time(0), other',
      });
      assert.deepEqual([...(tables[1]?.columns.keys() ?? [])], ['a b', 'n']);
      assert.equal(tables[2]?.columns.get('nationkey')?.storage, 'integer');
    });

    it('Q2 hostile values come back as they were stored', async () => {
      const rows = HOSTILE.map((value, n) => `(${n}, ${literal(value)})`);
      const query = queryOf(`SELECT a, 'x' FROM (VALUES ${rows.join(', ')}) AS v (n, a) ORDER BY n`);
      assert.deepEqual(
        await rowsOf(source.rows(query, SIGNAL)),
        HOSTILE.map(value => [value, 'x']),
      );
    });

    it('D1 the session has the zone that the query asks for', async () => {
      const sql = "SELECT to_iso8601(at_timezone(TIMESTAMP '2026-07-01 00:00:00 UTC', current_timezone())), 'x'";
      for (const [timezone, expected] of [
        ['Europe/Vienna', '2026-07-01T02:00:00+02:00'],
        ['Asia/Kolkata', '2026-07-01T05:30:00+05:30'],
      ] as const)
        assert.deepEqual(await rowsOf(source.rows(queryOf(sql, { timezone }), SIGNAL)), [[expected, 'x']]);
    });

    it('X4 a larger answer comes in batches, in order and whole', async () => {
      const query = queryOf(
        'SELECT CAST(orderkey AS varchar), comment FROM tpch.sf1.orders ORDER BY orderkey LIMIT 200000',
      );
      let count = 0;
      let before = 0;
      for await (const batch of source.rows(query, SIGNAL)) {
        assert.ok(batch.length > 0 && batch.length <= 2000);
        for (const [key] of batch) {
          assert.ok(Number(key) > before);
          before = Number(key);
        }
        count += batch.length;
      }
      assert.equal(count, 200_000);
    });

    it('X4 a slow consumer holds the query up, and memory stays flat', async () => {
      const batches = source.rows(ENDLESS, SIGNAL)[Symbol.asyncIterator]();
      await batches.next();
      const before = process.memoryUsage().heapUsed;
      for (let i = 0; i < 20; i += 1) {
        await new Promise(resolve => setTimeout(resolve, 50));
        await batches.next();
      }
      assert.ok(process.memoryUsage().heapUsed - before < 128 * 2 ** 20);
      assert.equal((await busy()).length, 1);
      await batches.return?.();
      await idle();
    });

    it('Q3 abort cancels a query in the server that has not answered yet', async () => {
      const aborting = new AbortController();
      const reading = assert.rejects(rowsOf(source.rows(ASLEEP, aborting.signal)), { code: 'interrupted' });
      await waitFor('the query', async () => (await busy()).length === 1);
      aborting.abort();
      await reading;
      await idle();
      const [[state, error] = []] = await server.query(
        "select state, error_code from system.runtime.queries where query like '%x%y%z%' and source = 'waybill' order by created desc limit 1",
      );
      assert.deepEqual([state, error], ['FAILED', 'USER_CANCELED']);
    });

    it('Q3 abort at once cancels a query that is only just sent', async () => {
      const aborting = new AbortController();
      const reading = assert.rejects(rowsOf(source.rows(ASLEEP, aborting.signal)), { code: 'interrupted' });
      setImmediate(() => aborting.abort());
      await reading;
      await idle();
      const aborted = rowsOf(source.rows(ASLEEP, AbortSignal.abort()));
      await assert.rejects(aborted, { code: 'interrupted' });
      assert.equal((await busy()).length, 0);
    });

    it('Q3 abort cancels a query in the server while the consumer is busy', async () => {
      const aborting = new AbortController();
      const reading = async () => {
        for await (const _ of source.rows(ENDLESS, aborting.signal)) {
          aborting.abort();
          await idle();
        }
      };
      await assert.rejects(reading, { code: 'interrupted' });
    });

    it('Q3 leaving early cancels the query, and the source serves again', async () => {
      for await (const _ of source.rows(ENDLESS, SIGNAL)) break;
      await idle();
      assert.deepEqual(await rowsOf(source.rows(queryOf("SELECT '1', '2'"), SIGNAL)), [['1', '2']]);
    });

    it('Q3 closing the source cancels what still runs', async () => {
      const other = await sourceOf(written());
      const batches = other.rows(ENDLESS, SIGNAL)[Symbol.asyncIterator]();
      await batches.next();
      await other[Symbol.asyncDispose]();
      await idle();
    });

    it('Q3 a query that takes longer than the source’s timeout ends', async () => {
      await using hasty = await sourceOf(written({ timeout: '2 s' }));
      await assert.rejects(rowsOf(hasty.rows(ASLEEP, SIGNAL)), {
        code: 'source-timeout',
        message: 'Source "crm" did not finish the query within 2 s.',
      });
      await idle();
    });

    it('K3 what the query names and the server lacks is said', async () => {
      const cases = {
        'SELECT * FROM none': 'source-table-missing',
        'SELECT * FROM none.t': 'source-table-missing',
        'SELECT * FROM none.s.t': 'source-database-unknown',
        'SELECT none FROM sales': 'source-column-missing',
        "SELECT CAST(CAST('a' AS integer) AS varchar)": 'source-value',
        'SELECT CAST(1 / (n - n) AS varchar) FROM (VALUES 1, 2) AS v (n)': 'source-value',
        'SELECT nofunction(1)': 'source-sql',
        SELECT: 'source-sql',
        'SELECT id FROM sales; DROP TABLE sales': 'source-sql',
      };
      for (const [sql, code] of Object.entries(cases))
        await assert.rejects(rowsOf(source.rows(queryOf(sql), SIGNAL)), { code }, sql);
      assert.equal((await source.describe([['sales']], SIGNAL)).length, 1);
    });

    it('Q3 a query that needs more memory than the server gives says so', async () => {
      const sql =
        'SELECT CAST(max(cardinality(a)) AS varchar) FROM (SELECT array_agg(comment || shipmode) AS a FROM tpch.sf1.lineitem)';
      await assert.rejects(rowsOf(source.rows(queryOf(sql), SIGNAL)), { code: 'source-out-of-memory' });
    }).timeout(90_000);

    it('K2 an unknown catalog or schema is named when the source is opened', async () => {
      await assert.rejects(sourceOf(written({ catalog: 'nowhere' })), {
        code: 'source-database-unknown',
        message: 'Source "crm" has no database "nowhere.default".',
      });
      await assert.rejects(sourceOf(written({ schema: 'nowhere' })), { code: 'source-database-unknown' });
      await using upper = await sourceOf(written({ schema: 'Default' }));
      assert.equal((await upper.describe([['sales']], SIGNAL)).length, 1);
    });

    const listed = (count: number): CompiledQuery => {
      const entries = Array.from({ length: count }, (_, i) => `it's ${i}`).join(LIST_SEPARATOR);
      return queryOf('SELECT CAST(count(DISTINCT entry) AS varchar), max(entry) FROM audience', {
        sessionSecrets: { audience: entries },
      });
    };

    it('D7 a list stands before the query; one that is too long for the server is an error with a way out', async () => {
      assert.deepEqual(await rowsOf(source.rows(listed(20_000), SIGNAL)), [['20000', "it's 9999"]]);
      await assert.rejects(rowsOf(source.rows(listed(LONGEST_QUERY / 10), SIGNAL)), {
        code: 'source-query-too-long',
      });
    });

    it('Q2 the key of a hash stands in no text of a query', async () => {
      const key = Buffer.from('c0ffee'.repeat(5)).toString('base64');
      const query = queryOf("SELECT waybill_hash_mark() || 'a', 'b'", { sessionSecrets: { hash_key: key } });
      const [row] = await rowsOf(source.rows(query, SIGNAL));
      assert.match(row?.[0] ?? '', /^[0-9a-f]{64}$/);
      const seen = await server.query("select query from system.runtime.queries where source = 'waybill'");
      assert.ok(seen.some(([text]) => String(text).includes('waybill_hash_mark')));
      assert.ok(!JSON.stringify(seen).includes(key));
    });

    it('X4 V6 the estimate takes no run of the query; without statistics there is none', async () => {
      const counted = queryOf('SELECT CAST(orderkey AS varchar), comment FROM tpch.sf1.lineitem');
      const estimate = await source.estimateRows(counted, SIGNAL);
      assert.ok(estimate !== undefined && estimate > 5_000_000, `${estimate}`);
      assert.equal(await source.estimateRows(ENDLESS, SIGNAL), undefined);
      await assert.rejects(source.estimateRows(queryOf('SELECT * FROM none'), SIGNAL), {
        code: 'source-table-missing',
      });
    });

    it('R2 a connection that is cut in the middle is taken up again, and every row comes once', async () => {
      await using proxy = await startTcpProxy({ port: Number(new URL(server.url).port) });
      await using through = await sourceOf(written({ url: `http://127.0.0.1:${proxy.port}` }));
      const query = queryOf('SELECT CAST(orderkey AS varchar), comment FROM tpch.sf1.orders LIMIT 300000');
      proxy.cutAfter('down', 3_000_000);
      const keys = new Set((await rowsOf(through.rows(query, SIGNAL))).map(([key]) => key));
      assert.equal(keys.size, 300_000);
    });

    it('R2 a coordinator that is gone for good in the middle is a connection lost, which may pass', async () => {
      await using proxy = await startTcpProxy({ port: Number(new URL(server.url).port) });
      await using through = await sourceOf(written({ url: `http://127.0.0.1:${proxy.port}` }));
      const reading = async () => {
        for await (const _ of through.rows(ENDLESS, SIGNAL)) {
          proxy.refuse();
          proxy.cut();
        }
      };
      await assert.rejects(reading, { code: 'source-connection-lost' });
      await assert.rejects(rowsOf(through.rows(ENDLESS, SIGNAL)), { code: 'source-connection-lost' });
      proxy.restore();
      assert.equal((await rowsOf(through.rows(queryOf("SELECT '1', '2'"), SIGNAL))).length, 1);
      for (const [id] of await server.query(
        "select query_id from system.runtime.queries where source = 'waybill' and state = 'RUNNING'",
      ))
        await server.query(`call system.runtime.kill_query('${id}', 'the test is over')`);
    });

    describe('over TLS', () => {
      const secure = (more: object = {}) =>
        sourceOf(written({ url: server.secureUrl, password: server.password, ca: server.ca, ...more }));

      it('Q2 with a password, and the authority that the source names', async () => {
        await using over = await secure();
        const query = queryOf("SELECT current_user, 'x'");
        assert.deepEqual(await rowsOf(over.rows(query, SIGNAL)), [[server.user, 'x']]);
        for await (const _ of over.rows(ENDLESS, SIGNAL)) break;
        await idle();
      });

      it('Q2 a certificate of an authority that is not known is refused', async () => {
        await assert.rejects(secure({ ca: undefined }), { code: 'source-tls' });
        await assert.rejects(secure({ url: server.secureUrl.replace('localhost', '127.0.0.1') }), {
          code: 'source-tls',
        });
      });

      it('R2 a wrong password, none, or another user’s is refused, and not repeated', async () => {
        for (const more of [{ password: 'hunter2' }, { password: undefined }, { user: 'nobody' }])
          await assert.rejects(secure(more), error => {
            assert.ok(error instanceof Error && 'code' in error);
            assert.equal(error.code, 'source-login-refused');
            assert.ok(!JSON.stringify([error, error.message, error.stack]).includes('hunter2'));
            return true;
          });
      });
    });
  });
