import type { ServiceContext } from '../context.ts';
import { tellOutcome } from './tell-outcome.ts';

/**
 * Tells those in Slack who will hear how a run ends that it is on its way, once for each run (L4). Nothing that goes
 * wrong here is the run's trouble.
 */
export async function tellBegun(service: ServiceContext, runId: string): Promise<void> {
  const { store, clock, signals, log } = service;
  try {
    const workspace = await service.workspace();
    const told = await store.transaction(async tx => {
      // Locks the run's row: it does not end meanwhile, and nobody else tells the same. Nothing in it changes.
      const { count } = await tx.run.updateMany({
        where: { id: runId, status: { in: ['queued', 'processing'] } },
        data: { attempt: { increment: 0 } },
      });
      if (count === 0) return 0;
      const known = await tx.notice.findFirst({ where: { runId, channel: 'slack' }, select: { id: true } });
      return known === null ? tellOutcome(tx, workspace, runId, 'begun', clock.now()) : 0;
    });
    if (told > 0) signals.emit('notice');
  } catch (error) {
    log.warn({ err: error, run: runId }, 'that a run begins could not be told');
  }
}
