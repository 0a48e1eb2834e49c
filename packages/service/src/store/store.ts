import type { Logger } from 'pino';
import type { Migration } from './generated/migrations.ts';
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';

export type Provider = 'sqlite' | 'postgresql';

/** A transaction of the store. */
export type Tx = Prisma.TransactionClient;

export interface TransactionOptions {
  /**
   * How far transactions are kept apart on PostgreSQL; on SQLite they always run one after the other.
   * - `serializable` (the default): as if they did there, too. What was read still holds at the commit, or all of it
   *   runs again.
   * - `read-committed`: for a hot statement that decides by itself (`update … where`, `skip locked`) and must not be
   *   run again because of its neighbours.
   */
  readonly isolation?: 'serializable' | 'read-committed';
}

/**
 * The service's database (C3). The clients of both providers are generated from one models file; the types are SQLite's.
 */
export interface Store extends AsyncDisposable {
  readonly provider: Provider;
  readonly db: PrismaClient;
  /**
   * Runs work in a transaction, again when it met another one (a conflict, a busy file). So the work does nothing but
   * ask this transaction: never {@link db}, which on SQLite waits for the transaction to end.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
}

/** How a provider opens its database. */
export interface OpenOptions {
  readonly log?: Logger | undefined;
  /** What the database goes through; default the history of this version. */
  readonly migrations?: readonly Migration[];
}
