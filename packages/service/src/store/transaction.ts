import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isConflict, isDisconnection } from './error-codes.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';
import type { Provider, Store, TransactionOptions, Tx } from './store.ts';

const SECOND = 1000;
/** How often work is begun before its conflict counts as an error. */
const ATTEMPTS = 8;
const FIRST_WAIT = 10;
const LONGEST_WAIT = 1 * SECOND;

/** How long a transaction waits for a connection (on SQLite: for the one before it) and how long it may take. */
const PATIENCE = { maxWait: 15 * SECOND, timeout: 30 * SECOND };
const ISOLATION = { serializable: 'Serializable', 'read-committed': 'ReadCommitted' } as const;

/** The `transaction` of a store. */
export function transactionsOf(provider: Provider, db: PrismaClient, log: Logger | undefined): Store['transaction'] {
  return async <T>(work: (tx: Tx) => Promise<T>, { isolation = 'serializable' }: TransactionOptions = {}) => {
    // SQLite knows no other than the first.
    const options = provider === 'sqlite' ? PATIENCE : { ...PATIENCE, isolationLevel: ISOLATION[isolation] as never };
    for (let attempt = 1; ; attempt++) {
      let begun = false;
      const noted = (tx: Tx) => {
        begun = true;
        return work(tx);
      };
      try {
        return await db.$transaction(noted, options);
      } catch (error) {
        // Where nothing had begun, a lost connection is no reason to give up either: nothing can happen twice.
        if (attempt >= ATTEMPTS || !(isConflict(error) || (!begun && isDisconnection(error)))) throw error;
        log?.debug({ attempt, error }, 'transaction begins again');
        await wait(waitAfter(attempt, Math.random()));
      }
    }
  };
}

/** Milliseconds before the next attempt: up to twice as long after each, and never the same for two that collided. */
export function waitAfter(attempt: number, chance: number): number {
  return Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT) * (0.5 + chance / 2);
}
