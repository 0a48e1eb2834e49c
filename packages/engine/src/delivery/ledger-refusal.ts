import type { DeliveryLedger } from './ledger.ts';

/** What a ledger threw: it stops a delivery, and comes out of it unchanged. */
export class LedgerRefusal extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('the ledger of deliveries refused', { cause: reason });
    this.name = 'LedgerRefusal';
    this.reason = reason;
  }
}

/** The same ledger; what it throws can be told from failures of a destination. */
export function guarded(ledger: DeliveryLedger): DeliveryLedger {
  const refusing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new LedgerRefusal(error);
    }
  };
  return {
    begin: destination => refusing(() => ledger.begin(destination)),
    staging: (destination, path) => refusing(() => ledger.staging(destination, path)),
    publishing: (destination, intent) => refusing(() => ledger.publishing(destination, intent)),
    delivered: (destination, delivery, intent) => refusing(() => ledger.delivered(destination, delivery, intent)),
  };
}
