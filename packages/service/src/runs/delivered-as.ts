import { receiptDeliverySchema } from '@waybill/engine/receipt';
import type { Tx } from '../store/store.ts';
import { readJson } from './read-json.ts';

export interface DeliveredBefore {
  /** A run of this occasion succeeded. */
  readonly done: boolean;
  /** Addresses of the files that are there. */
  readonly places: readonly string[];
}

/** What was delivered for an occasion before (R2, R3). */
export async function deliveredAs(
  tx: Pick<Tx, 'run' | 'delivery'>,
  { exportId, occasion }: { readonly exportId: string; readonly occasion: string },
): Promise<DeliveredBefore> {
  const succeeded = await tx.run.count({ where: { exportId, occasion, status: 'success' } });
  const deliveries = await tx.delivery.findMany({
    where: { exportId, occasion, state: 'delivered' },
    orderBy: { destination: 'asc' },
    select: { receipt: true },
  });
  const places = deliveries.flatMap(({ receipt }) =>
    (readJson(receiptDeliverySchema, receipt)?.files ?? []).map(file => file.location),
  );
  return { done: succeeded > 0, places };
}
