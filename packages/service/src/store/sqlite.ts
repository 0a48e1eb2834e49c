import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail, WaybillError } from '@waybill/engine/errors';
import { lockFile } from './file-lock.ts';
import { MIGRATIONS, type Migration } from './generated/migrations.ts';
import { type AppliedMigration, migrationState } from './migration-state.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import type { OpenOptions, Store } from './store.ts';
import { transactionsOf } from './transaction.ts';

/** Opens an SQLite file for this process alone. */
export async function openSqlite(database: string, options: OpenOptions = {}): Promise<Store> {
  const file = resolve(database.replace(/^file:/, ''));
  try {
    await makePrivate(file);
    const unlock = await lockFile(file);
    try {
      return await openFile(file, unlock, options);
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    if (error instanceof WaybillError || !isOfFile(error)) throw error;
    fail('store-file', { file, reason: error.message }, {}, error);
  }
}

async function openFile(file: string, unlock: () => void, options: OpenOptions): Promise<Store> {
  const { log, migrations = MIGRATIONS.sqlite } = options;
  const client = import('./generated/sqlite/client.ts');
  client.catch(() => {});
  const connection = new SqliteConnection(file);
  try {
    if (migrationState(migrations, appliedOf(connection)) === 'behind') {
      const names = await migrate(connection, file, migrations);
      log?.info({ migrations: names }, 'store migrated');
    }
    const { PrismaClient } = await client;
    const db = new PrismaClient({ adapter: connection.adapter });
    await db.$connect();
    return {
      provider: 'sqlite',
      db,
      transaction: transactionsOf('sqlite', db, log),
      async [Symbol.asyncDispose]() {
        await db.$disconnect();
        connection.close();
        unlock();
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Nobody else on this machine reads it: a new folder has mode 0700, the file 0600. */
async function makePrivate(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await (await open(file, 'a', 0o600)).close();
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
}

function appliedOf(connection: SqliteConnection): readonly AppliedMigration[] | undefined {
  const table = connection.rows(`select 1 from sqlite_master where name = '_prisma_migrations'`);
  if (table.length === 0) return undefined;
  return connection
    .rows(
      'select migration_name, checksum, finished_at is not null, rolled_back_at is not null from _prisma_migrations',
    )
    .map(([name, checksum, finished, rolledBack]) => ({
      name: String(name),
      checksum: String(checksum),
      finished: finished === 1,
      rolledBack: rolledBack === 1,
    }));
}

/** In one transaction, so that a process that dies in the middle leaves the database as it was. */
async function migrate(
  connection: SqliteConnection,
  file: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  if (appliedOf(connection) === undefined) {
    const others = connection.rows(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`);
    if (others.length > 0) fail('store-foreign', { where: `The database "${file}"` });
  }
  const { applyMigrations } = await import('./schema-engine.ts');
  // A table is remade without its references being followed; they are all checked before the commit.
  connection.exec('pragma foreign_keys = off; begin immediate');
  try {
    const names = await applyMigrations('sqlite', connection.adapter, migrations);
    const dangling = connection.rows('pragma foreign_key_check');
    if (dangling.length > 0) throw new Error(`migrating left ${dangling.length} rows that refer to nothing`);
    connection.exec('commit');
    return names;
  } catch (error) {
    connection.rollback();
    throw error;
  } finally {
    // The engine locks the file for its connection alone; the next look at the file lets go of it.
    connection.exec('pragma locking_mode = normal; pragma foreign_keys = on');
    connection.rows('select count(*) from sqlite_master');
  }
}

/** The system's codes, and those of SQLite that are about the file and not about what it was asked. */
const OF_FILE = /^(E[A-Z]+|SQLITE_(CANTOPEN|CORRUPT|FULL|IOERR|NOTADB|PERM|READONLY)\w*)$/;

/** Whether the system or SQLite says no to the file: its message is for whoever runs the service. */
function isOfFile(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && OF_FILE.test(String(error.code));
}
