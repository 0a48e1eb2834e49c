import { PrismaPg } from '@prisma/adapter-pg';
import { fail, problem, WaybillError } from '@waybill/engine/errors';
import { driverMessage, isDenial, isDisconnection, isMisdirection } from './error-codes.ts';
import { MIGRATIONS, type Migration } from './generated/migrations.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';
import { type AppliedMigration, migrationState } from './migration-state.ts';
import type { OpenOptions, Store } from './store.ts';
import { transactionsOf } from './transaction.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Of one process. Queries are short; a run in work holds no connection. */
const POOL = {
  application_name: 'waybill',
  max: 10,
  connectionTimeoutMillis: 10 * SECOND,
  idleTimeoutMillis: 5 * MINUTE,
  keepAlive: true,
  keepAliveInitialDelayMillis: 30 * SECOND,
  statement_timeout: 30 * SECOND,
  idle_in_transaction_session_timeout: 1 * MINUTE,
  // A server that vanished says nothing, so this side counts, too.
  query_timeout: 40 * SECOND,
};

/** Of the lock that one process holds while it migrates, and the others wait for. Any number, always the same. */
const MIGRATION_LOCK = 7_492_451;
const MIGRATION_PATIENCE = '10min';

const APPLIED = `
  select migration_name as name, checksum, finished_at is not null as finished, rolled_back_at is not null as "rolledBack"
  from _prisma_migrations`;

/** Opens a PostgreSQL database, for any number of processes. */
export async function openPostgres(database: string, options: OpenOptions = {}): Promise<Store> {
  const { log, migrations = MIGRATIONS.postgresql } = options;
  const where = nameOf(database);
  const { PrismaClient } = await import('./generated/postgresql/client.ts');
  // A connection that breaks while idle is replaced by the next query; it only has to be noted.
  const onPoolError = (error: Error) => log?.warn({ error: error.message }, 'connection to the database lost');
  const adapter = new PrismaPg(
    { ...POOL, connectionString: database },
    { onPoolError, onConnectionError: onPoolError },
  );
  const db = new PrismaClient({ adapter }) as unknown as PrismaClient;
  try {
    await db.$connect();
    const query = (sql: string) => db.$queryRawUnsafe<Record<string, unknown>[]>(sql);
    if (migrationState(migrations, await appliedOf(query)) === 'behind') {
      const names = await migrate(database, where, migrations);
      if (names.length > 0) log?.info({ migrations: names }, 'store migrated');
    }
  } catch (error) {
    await db.$disconnect();
    throw asRefusal(error, where);
  }
  return {
    provider: 'postgresql',
    db,
    transaction: transactionsOf('postgresql', db, log),
    [Symbol.asyncDispose]: () => db.$disconnect(),
  };
}

/** How messages call it: never with the password. */
function nameOf(database: string): string {
  if (!URL.canParse(database)) {
    // Without the cause, which would quote all of it.
    fail('store-unreachable', { where: 'The database of WAYBILL_DATABASE', reason: 'its address is not a URL.' });
  }
  const { host, pathname } = new URL(database);
  return `The database "${decodeURIComponent(pathname.slice(1))}" on ${host || 'this machine'}`;
}

/** Drivers' messages name user and host, never the password. */
function asRefusal(error: unknown, where: string): unknown {
  if (error instanceof WaybillError) return error;
  const unreachable = isDisconnection(error) || isMisdirection(error);
  const code = isDenial(error) ? 'store-denied' : unreachable ? 'store-unreachable' : undefined;
  const reason = `${driverMessage(error).replace(/\.$/, '')}.`;
  return code ? new WaybillError([problem(code, { where, reason })], { cause: error }) : error;
}

async function appliedOf(
  query: (sql: string) => Promise<readonly Record<string, unknown>[]>,
): Promise<readonly AppliedMigration[] | undefined> {
  const [table] = await query(`select to_regclass('_prisma_migrations') is not null as there`);
  return table?.there ? ((await query(APPLIED)) as unknown as AppliedMigration[]) : undefined;
}

/**
 * In one transaction, so that a process that dies in the middle leaves the database as it was; with a lock, so that
 * of several that start at once one migrates, and the others find it done.
 */
async function migrate(database: string, where: string, migrations: readonly Migration[]): Promise<readonly string[]> {
  const { connectForMigration } = await import('./postgres-migration.ts');
  const { applyMigrations } = await import('./schema-engine.ts');
  await using connection = await connectForMigration(database);
  await connection.query('begin isolation level read committed');
  await connection.query(`set local lock_timeout = '${MIGRATION_PATIENCE}'`);
  await connection.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  const applied = await appliedOf(connection.query);
  if (migrationState(migrations, applied) === 'current') return [];
  if (applied === undefined) {
    const tables = await connection.query('select 1 from pg_tables where schemaname = current_schema() limit 1');
    if (tables.length > 0) fail('store-foreign', { where });
  }
  try {
    const names = await applyMigrations('postgresql', connection.adapter, migrations);
    await connection.query('commit');
    return names;
  } catch (error) {
    throw connection.lastFailure ?? error;
  }
}
