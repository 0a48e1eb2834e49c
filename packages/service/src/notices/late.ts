import type { ServiceContext } from '../context.ts';
import { tellOutcome } from '../runs/tell-outcome.ts';
import { storeNow } from '../store/store-now.ts';

/** Runs in one look; what is left over is late at the next one, too. */
const MOST = 100;

/**
 * Tells about scheduled runs that are not finished WAYBILL_LATE_AFTER after their time (N1), each once, whichever
 * process sees it first.
 * @returns how many were found late.
 */
export async function noticeLateRuns(service: ServiceContext): Promise<number> {
  const { store, clock, config, signals } = service;
  const now = await storeNow(store, store.db, () => clock.now());
  const unfinished = { status: { in: ['queued', 'processing'] }, lateNoticed: false, trigger: 'schedule' };
  const late = await store.db.run.findMany({
    where: { ...unfinished, dueAt: { lte: new Date(now.getTime() - config.WAYBILL_LATE_AFTER) } },
    select: { id: true },
    orderBy: { dueAt: 'asc' },
    take: MOST,
  });
  if (late.length === 0) return 0;
  const workspace = await service.workspace();
  let found = 0;
  for (const { id } of late) {
    const told = await store.transaction(async tx => {
      const { count } = await tx.run.updateMany({ where: { id, ...unfinished }, data: { lateNoticed: true } });
      return count === 0 ? undefined : tellOutcome(tx, workspace, id, 'late', now);
    });
    if (told === undefined) continue;
    found++;
    if (told > 0) signals.emit('notice');
  }
  return found;
}
