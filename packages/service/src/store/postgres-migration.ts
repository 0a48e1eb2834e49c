import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';

/** PostgreSQL's number of the type `"char"`, which the adapter does not know, and of `char`, which it does. */
const CHAR = 18;
const BPCHAR = 1042;

/** One connection for migrating. */
export interface MigrationConnection extends AsyncDisposable {
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** The driver's error that the engine met last, of which it only passes on the words. */
  readonly lastFailure: unknown;
  /** For the schema engine, which sees only this connection and whatever transaction it is in. */
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
}

/**
 * Connects for migrating inside a transaction. Prisma's adapter is made for its client; what the schema engine asks
 * needs three things more:
 * - a script is sent whole, since the adapter cuts it at every `;`, also inside quotes;
 * - a question that fails (is that table there?) does not end the transaction;
 * - system tables have the type `"char"`, which the adapter does not know.
 */
export async function connectForMigration(connectionString: string): Promise<MigrationConnection> {
  const factory = new PrismaPg({ connectionString, max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000 });
  const adapter = await factory.connect();
  const pool = adapter.underlyingDriver();
  // A pool closes a connection that a query failed on, and the transaction with it.
  const client = await pool.connect();
  /** Which columns of the answer to the last question have that type. */
  let chars: readonly boolean[] = [];
  Object.assign(pool, {
    async query(...args: Parameters<typeof pool.query>) {
      const result = await client.query(...args);
      const { fields = [] } = (result ?? {}) as { fields?: { dataTypeID: number }[] };
      chars = fields.map(field => field.dataTypeID === CHAR);
      for (const field of fields) if (field.dataTypeID === CHAR) field.dataTypeID = BPCHAR;
      return result;
    },
  });

  let lastFailure: unknown;
  const kept = async <T>(ask: () => Promise<T>): Promise<T> => {
    await pool.query('savepoint asked');
    try {
      const answer = await ask();
      await pool.query('release savepoint asked');
      return answer;
    } catch (error) {
      lastFailure = error;
      await pool.query('rollback to savepoint asked');
      throw error;
    }
  };
  const forEngine: SqlDriverAdapter = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: query =>
      kept(async () => {
        const { columnTypes, ...answer } = await adapter.queryRaw(query);
        return { ...answer, columnTypes: columnTypes.map((type, i) => (chars[i] ? ColumnTypeEnum.Character : type)) };
      }),
    executeRaw: query => kept(() => adapter.executeRaw(query)),
    executeScript: async script => void (await kept(() => pool.query(script))),
    startTransaction: () => Promise.reject(new Error('everything is one transaction already')),
    getConnectionInfo: () => adapter.getConnectionInfo(),
    dispose: async () => {},
  };
  return {
    query: async sql => (await pool.query(sql)).rows,
    get lastFailure() {
      return lastFailure;
    },
    adapter: {
      provider: factory.provider,
      adapterName: factory.adapterName,
      connect: async () => forEngine,
      connectToShadowDb: () => Promise.reject(new Error('no other database is needed')),
    },
    async [Symbol.asyncDispose]() {
      client.release(true);
      await adapter.dispose();
    },
  };
}
