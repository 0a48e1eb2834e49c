import type { Store, Tx } from './store.ts';

/**
 * The time that leases are counted by: of the database where several machines share one, since their clocks differ.
 * @param now this process's own clock, which is the only one with SQLite.
 */
export async function storeNow(store: Store, tx: Pick<Tx, '$queryRawUnsafe'>, now: () => Date): Promise<Date> {
  if (store.provider === 'sqlite') return now();
  const [row] = await tx.$queryRawUnsafe<{ now: Date }[]>('select clock_timestamp() as now');
  if (!row) throw new Error('the database does not say what time it is');
  return row.now;
}
