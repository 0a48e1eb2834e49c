import { problem } from '@waybill/engine/errors';
import type { ServiceContext } from '../context.ts';
import { appendLog } from '../runs/append-log.ts';
import { AT_ONCE } from '../runs/new-run.ts';
import { recordFailure } from '../runs/record-outcome.ts';
import { storeNow } from '../store/store-now.ts';

/** A run whose processes died so often is not tried again: it may be what kills them. */
const MOST_DEATHS = 2;

/**
 * Gives runs of dead processes back to the queue (R2): those whose lease ran out, and with `all` those of every process,
 * which is right when this one starts as the only user of its database. Runs that this process works on are left
 * alone, also when its clock is set forward.
 */
export async function recoverRuns(
  service: ServiceContext,
  { own, all = false }: { readonly own: Pick<ReadonlySet<string>, 'has'>; readonly all?: boolean },
): Promise<number> {
  const { store, clock, config, log, signals } = service;
  const now = await storeNow(store, store.db, () => clock.now());
  const dead = await store.db.run.findMany({
    where: { status: 'processing', ...(all ? {} : { leaseUntil: { lt: now } }) },
    select: { id: true, fence: true, attempt: true, leaseOwner: true },
    take: 100,
  });
  let recovered = 0;
  for (const run of dead) {
    if (own.has(run.id)) continue;
    if (run.attempt >= config.WAYBILL_ATTEMPTS * MOST_DEATHS) {
      const given = { attempts: run.attempt };
      await recordFailure(service, { id: run.id, fence: run.fence }, [problem('run-abandoned', given)]);
      continue;
    }
    const back = await store.transaction(async tx => {
      const { count } = await tx.run.updateMany({
        where: { id: run.id, status: 'processing', fence: run.fence },
        // The number grows already now: from here on its old process can write nothing.
        data: { status: 'queued', availableAt: AT_ONCE, leaseOwner: null, leaseUntil: null, fence: { increment: 1 } },
      });
      if (count === 1) {
        const message = 'The process that worked on it is gone; it goes back to the queue.';
        await appendLog(tx, run.id, clock.now(), [{ level: 'warning', message }]);
      }
      return count;
    });
    if (back === 0) continue;
    recovered++;
    log.warn({ run: run.id, owner: run.leaseOwner }, 'a run of a dead process goes back to the queue');
    signals.emit('run', run.id);
    signals.emit('queued');
  }
  return recovered;
}
