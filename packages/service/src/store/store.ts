import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';

export type Provider = 'sqlite' | 'postgresql';

/** A transaction of the store. */
export type Tx = Prisma.TransactionClient;

/**
 * The service's database (C3). The clients of both providers are generated from one models file; the types are SQLite's.
 */
export interface Store extends AsyncDisposable {
  readonly provider: Provider;
  readonly db: PrismaClient;
  /**
   * Runs work in a transaction, again when it met another one (a conflict, a busy file). So the work does nothing but
   * ask this transaction.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}
