import assert from 'node:assert/strict';
import pg from 'pg';
import { freePort } from '../../../../test/support/free-port.ts';
import { hasPostgres, type PostgresServer, sharedPostgres } from '../../../../test/support/postgres.ts';
import { newDatabase } from '../../../../test/support/store.ts';
import { startTcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { openStore } from '../../src/store/open-store.ts';
import { problemOf } from './problem-of.ts';

if (hasPostgres(18)) {
  describe('C3 a PostgreSQL database', () => {
    let server: PostgresServer;
    before(async () => {
      server = await sharedPostgres();
    });

    const asAdmin = async (database: string, sql: string): Promise<void> => {
      const client = new pg.Client({ connectionString: database });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    };
    const withLogin = (database: string, user: string, password: string): string => {
      const url = new URL(database);
      return Object.assign(url, { username: user, password }).href;
    };

    it('C3 Q1 store: what is wrong with the address is said, without the password', async () => {
      const nobody = await freePort();
      const SECRET = 'correct-horse';
      const TABLE: readonly (readonly [string, string, RegExp])[] = [
        [
          withLogin(server.url, server.user, SECRET),
          'store-denied',
          /password authentication failed for user "waybill"/,
        ],
        [`postgres://a:${SECRET}@127.0.0.1:${nobody}/x`, 'store-unreachable', /127\.0\.0\.1/],
        [`postgres://a:${SECRET}@nowhere.invalid/x`, 'store-unreachable', /nowhere\.invalid/],
        [`postgres://a:${SECRET}@[::/x`, 'store-unreachable', /not a URL/],
        [server.urlOf('missing'), 'store-unreachable', /database "missing" does not exist/],
        [`${server.url}?sslmode=verify-full`, 'store-unreachable', /TLS|SSL/],
      ];
      for (const [database, code, message] of TABLE) {
        const problem = await problemOf(openStore({ database }));
        assert.equal(problem.code, code, database);
        assert.match(problem.message, message);
        assert.doesNotMatch(JSON.stringify(problem), new RegExp(SECRET));
      }
    });

    it('C3 store: a user who may not make tables is told so', async () => {
      const database = await server.createDatabase();
      await asAdmin(database, `create role guest login password 'guest'`);
      const problem = await problemOf(openStore({ database: withLogin(database, 'guest', 'guest') }));
      assert.equal(problem.code, 'store-denied');
      assert.match(problem.message, /permission denied for schema public/);
    });

    it('C3 store: connections that the server ended are replaced', async () => {
      const database = await newDatabase('postgresql');
      await using store = await openStore({ database });
      await Promise.all(Array.from({ length: 5 }, () => store.db.meta.count()));
      await asAdmin(
        database,
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await waitFor('an answer', async () => (await store.db.meta.count()) === 0);
      await store.transaction(tx => tx.meta.create({ data: { name: 'a', value: 'b' } }));
      assert.equal(await store.db.meta.count(), 1);
    });

    it('C3 store: a transaction waits while the server restarts, and then goes on', async () => {
      const url = new URL(await newDatabase('postgresql'));
      await using proxy = await startTcpProxy({ port: Number(url.port) });
      const messages: unknown[] = [];
      const log = { warn: (...said: unknown[]) => messages.push(said), debug: () => {}, info: () => {} } as never;
      await using store = await openStore({ database: Object.assign(url, { port: String(proxy.port) }).href, log });
      proxy.refuse();
      proxy.cut();
      const begun = store.transaction(tx => tx.meta.create({ data: { name: 'a', value: 'b' } }));
      await waitFor('an attempt in vain', () => messages.length > 0);
      proxy.restore();
      await begun;
      assert.equal(await store.db.meta.count(), 1);
    });
  });
}
