import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import pg from 'pg';
import { hasPostgres, sharedPostgres } from '../../../../test/support/postgres.ts';
import { sqlMissingInHistory } from '../../../../test/support/store-history.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { searchRow } from '../../src/exports/search-row.ts';
import { MIGRATIONS, type Migration } from '../../src/store/generated/migrations.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { OpenOptions, Provider, Store } from '../../src/store/store.ts';
import { storeProcess } from './in-child.ts';
import { problemOf } from './problem-of.ts';

let folder: TempFolder;
const emptyDatabase = async (provider: Provider): Promise<string> =>
  provider === 'sqlite' ? folder.join(`${randomUUID()}.db`) : await (await sharedPostgres()).createDatabase();
const open = (provider: Provider, database: string, options?: OpenOptions): Promise<Store> =>
  provider === 'sqlite' ? openSqlite(database, options) : openPostgres(database, options);
const close = (store: Store): Promise<void> => Promise.resolve(store[Symbol.asyncDispose]());

/** The migration of a version to come. */
const later = (sql: string): Migration => ({
  name: '29990101000000_later',
  checksum: createHash('sha256').update(sql).digest('hex'),
  sql,
});

/** How Prisma changes a column on SQLite: the table is made anew. */
const REMAKE = `
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Worker" (
  "id" TEXT NOT NULL PRIMARY KEY, "host" TEXT NOT NULL, "pid" INTEGER NOT NULL, "version" TEXT NOT NULL,
  "startedAt" DATETIME NOT NULL, "seenAt" DATETIME NOT NULL, "note" TEXT NOT NULL DEFAULT 'a;b'
);
INSERT INTO "new_Worker" ("id", "host", "pid", "version", "startedAt", "seenAt")
  SELECT "id", "host", "pid", "version", "startedAt", "seenAt" FROM "Worker";
DROP TABLE "Worker";
ALTER TABLE "new_Worker" RENAME TO "Worker";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;`;
const CHANGE: Readonly<Record<Provider, string>> = {
  sqlite: REMAKE,
  postgresql: `ALTER TABLE "Worker" ADD COLUMN "note" TEXT NOT NULL DEFAULT 'a;b'`,
};

const EXPORT = {
  id: 'e',
  name: 'Äpfel',
  uniqueName: 'Äpfel',
  sortName: 'apfel',
  description: '',
  model: 'people',
  source: 'files',
  createdBy: 'Anna',
  creatorContact: '{"email":"anna@example.com"}',
  createdVia: 'api',
  createdAt: new Date('2026-11-01T10:00:00.123Z'),
  updatedAt: new Date('2026-11-01T10:00:00.123Z'),
  revision: 1,
  status: 'active',
  timezone: 'UTC',
  scheduleKind: 'repeated',
  schedule: '{"daily":{"hours":[6]}}',
};

const worker = { id: 'w', host: 'h', pid: 1, version: '1', startedAt: new Date(0), seenAt: new Date(0) };

/** So much was written that it is in the middle of it. */
const isWriting = async (database: string): Promise<boolean> => (await stat(`${database}-wal`)).size > 1_000_000;

async function isSleeping(database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const sleeping = `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
    return (await client.query(sleeping)).rows.length > 0;
  } finally {
    await client.end();
  }
}

for (const provider of hasPostgres(18) ? (['sqlite', 'postgresql'] as const) : (['sqlite'] as const)) {
  describe(`C3 migrations (${provider})`, () => {
    const migrations = MIGRATIONS[provider];
    before(async () => {
      folder = await tempFolder();
    });
    after(() => folder.remove());

    it('C3 migrations: the history ends where the models are', async () => {
      assert.equal(await sqlMissingInHistory(provider), '');
    });

    it('C3 migrations: a database knows what it has gone through, as Prisma writes it', async () => {
      await using store = await open(provider, await emptyDatabase(provider));
      const rows = await store.db.$queryRawUnsafe<Record<string, unknown>[]>(
        'select migration_name, checksum, applied_steps_count, finished_at, rolled_back_at from _prisma_migrations order by 1',
      );
      assert.deepEqual(
        rows.map(row => [row.migration_name, row.checksum, Number(row.applied_steps_count), row.rolled_back_at]),
        migrations.map(({ name, checksum }) => [name, checksum, 1, null]),
      );
      assert.ok(rows.every(row => row.finished_at instanceof Date));
    });

    it('C3 migrations: an upgrade keeps what is there; the version before then leaves it alone and says so', async () => {
      const database = await emptyDatabase(provider);
      const before = await open(provider, database);
      await before.db.worker.create({ data: worker });
      await close(before);

      const upgraded = await open(provider, database, { migrations: [...migrations, later(CHANGE[provider])] });
      assert.deepEqual(await upgraded.db.$queryRawUnsafe('select id, note from "Worker"'), [{ id: 'w', note: 'a;b' }]);
      await close(upgraded);

      const { code, message } = await problemOf(open(provider, database));
      assert.equal(code, 'store-newer');
      assert.match(message, /29990101000000_later/);
    });

    it('C3 R6 migrations: an upgrade makes exports that were there before searchable in every order', async () => {
      const database = await emptyDatabase(provider);
      const before = migrations.slice(
        0,
        migrations.findIndex(({ name }) => name.endsWith('_search_sorted')),
      );
      const old = await open(provider, database, { migrations: before });
      await old.db.export.create({ data: EXPORT });
      await old.db.$executeRawUnsafe(`insert into "ExportSearch" ("exportId", "text") values ('e', 'apples')`);
      await close(old);

      await using upgraded = await open(provider, database);
      assert.deepEqual(await upgraded.db.exportSearch.findMany(), [{ id: 'e', ...searchRow(EXPORT), text: 'apples' }]);
    });

    it('C3 migrations: a migration that was changed since is refused', async () => {
      const database = await emptyDatabase(provider);
      await close(await open(provider, database));
      const changed = migrations.map(one => ({ ...one, checksum: 'another' }));
      assert.equal((await problemOf(open(provider, database, { migrations: changed }))).code, 'store-changed');
    });

    it('C3 migrations: one that fails half-way leaves the database as it was', async () => {
      const database = await emptyDatabase(provider);
      const failing = later('CREATE TABLE "Half" ("id" TEXT); INSERT INTO "Nowhere" VALUES (1);');
      await assert.rejects(open(provider, database, { migrations: [...migrations, failing] }), /Nowhere/);
      await using store = await open(provider, database);
      assert.equal(await store.db.worker.count(), 0);
      await assert.rejects(store.db.$queryRawUnsafe('select * from "Half"'), /Half/);
    });

    it('C3 migrations: tables that are not ours are left alone', async () => {
      const database = await emptyDatabase(provider);
      const foreign = later('CREATE TABLE "Theirs" ("id" TEXT);');
      const store = await open(provider, database, { migrations: [foreign] });
      await store.db.$executeRawUnsafe('drop table _prisma_migrations');
      await close(store);
      assert.equal((await problemOf(open(provider, database))).code, 'store-foreign');
    });

    it('C3 migrations: a process that is killed in the middle leaves the database as it was', async () => {
      const database = await emptyDatabase(provider);
      await close(await open(provider, database));
      // Long enough to be killed in, and on PostgreSQL, which only notices at its end, short enough to wait for.
      const slow = {
        sqlite: `CREATE TABLE "Half" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000) SELECT i FROM n;`,
        postgresql: `CREATE TABLE "Half" ("id" TEXT); SELECT pg_sleep(2);`,
      }[provider];
      const name = provider === 'sqlite' ? 'openSqlite' : 'openPostgres';
      await using child = storeProcess(`
        const migrations = [...MIGRATIONS.${provider}, ${JSON.stringify(later(slow))}];
        console.log('begins');
        await ${name}(${JSON.stringify(database)}, { migrations });`);
      await child.line();
      await waitFor('the migration', () => (provider === 'sqlite' ? isWriting(database) : isSleeping(database)));
      await child.kill();

      await using store = await open(provider, database);
      assert.equal(await store.db.worker.count(), 0);
      await assert.rejects(store.db.$queryRawUnsafe('select * from "Half"'), /Half/);
    });

    if (provider === 'postgresql') {
      it('C3 migrations: of many processes that start at once one migrates, and all go on', async () => {
        const database = await emptyDatabase(provider);
        const migrated: unknown[] = [];
        const log = { info: (what: unknown) => migrated.push(what) } as never;
        const stores = await Promise.all(Array.from({ length: 5 }, () => open(provider, database, { log })));
        assert.deepEqual(migrated, [{ migrations: migrations.map(({ name }) => name) }]);
        for (const store of stores) await close(store);
      });
    }
  });
}
