import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import Database from 'libsql';

/** Of SQLite since 3.32; Prisma takes it for 999. */
const MAX_BIND_VALUES = 32_766;

type Client = ReturnType<PrismaLibSql['createClient']>;
type ResultSet = Awaited<ReturnType<Client['execute']>>;
type Statement = Parameters<Client['execute']>[0];
type Value = string | number | bigint | boolean | Uint8Array | null;

/**
 * One connection to a file, for as long as the process has it open.
 *
 * The driver's own client (`@libsql/client`) takes a new connection after every transaction, which has forgotten all
 * pragmas, and begins transactions so that they can lose the right to write half-way. This one keeps its connection.
 */
export class SqliteConnection {
  readonly #database: Database.Database;

  /** @throws the driver's SqliteError when the file cannot be opened or is no database. */
  constructor(path: string) {
    this.#database = new Database(path);
    try {
      // Nothing that was acknowledged is lost with the power, so FULL although WAL would be consistent without.
      this.#database.exec(`
        pragma busy_timeout = 5000;
        pragma journal_mode = wal;
        pragma synchronous = full;
        pragma foreign_keys = on;
        pragma cache_size = -8192;
        pragma temp_store = memory;
        pragma journal_size_limit = 67108864;
      `);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Rows of a query without parameters, each an array. */
  rows(sql: string): readonly (readonly unknown[])[] {
    return this.#run(sql, []).rows as unknown as unknown[][];
  }

  /** Also ends a transaction: the driver really closes only when its last statement was collected. */
  close(): void {
    this.rollback();
    this.#database.close();
  }

  /** Nothing, where SQLite has rolled back by itself (a full disk). */
  rollback(): void {
    if (this.#database.inTransaction) this.exec('rollback');
  }

  /** For Prisma; instants are kept as milliseconds since 1970. Closing the store closes the connection, not Prisma. */
  get adapter(): SqlMigrationAwareDriverAdapterFactory {
    return new Adapter(this.#asClient());
  }

  #asClient(): Client {
    const execute = async (statement: Statement) => {
      const { sql, args } = typeof statement === 'string' ? { sql: statement, args: [] } : statement;
      return this.#run(sql, args as Value[]);
    };
    const client = {
      execute,
      executeMultiple: async (sql: string) => this.exec(sql),
      transaction: async () => {
        this.exec('begin immediate');
        return { execute, commit: async () => this.exec('commit'), rollback: async () => this.rollback() };
      },
      close: () => {},
    };
    return client as unknown as Client;
  }

  #run(sql: string, args: readonly Value[]): ResultSet {
    try {
      const statement = this.#database.prepare(sql);
      statement.safeIntegers(true);
      const bound = args.map(toDriver);
      if (!statement.reader) {
        return { columns: [], columnTypes: [], rows: [], rowsAffected: statement.run(bound).changes } as never;
      }
      const columns = statement.columns();
      const rows = statement.raw(true).all(bound) as unknown[][];
      return {
        columns: columns.map(({ name }) => name),
        columnTypes: columns.map(({ type }) => type ?? ''),
        rows: rows.map(row => row.map(fromDriver)),
        rowsAffected: 0,
      } as never;
    } catch (error) {
      throw asClientError(error);
    }
  }
}

class Adapter extends PrismaLibSql {
  readonly #client: Client;

  constructor(client: Client) {
    super({ url: 'file:' }, { timestampFormat: 'unixepoch-ms' });
    this.#client = client;
  }

  override createClient(): Client {
    return this.#client;
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const getConnectionInfo = () => ({ maxBindValues: MAX_BIND_VALUES, supportsRelationJoins: false });
    return Object.assign(await super.connect(), { getConnectionInfo });
  }
}

function toDriver(value: Value): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}

function fromDriver(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  // The adapter takes bytes as an ArrayBuffer; a Buffer's own may be a piece of a larger one.
  return Buffer.isBuffer(value) ? new Uint8Array(value).buffer : value;
}

/** As the adapter recognises errors: by `code` and `rawCode`. */
function asClientError(error: unknown): unknown {
  return error instanceof Database.SqliteError
    ? Object.assign(new Error(error.message, { cause: error }), { code: error.code, rawCode: error.rawCode })
    : error;
}
