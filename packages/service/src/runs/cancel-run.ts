import { fail } from '@waybill/engine/errors';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import type { Tx } from '../store/store.ts';
import { appendLog } from './append-log.ts';
import { updateExport } from './export-after-run.ts';
import { findRun } from './find-run.ts';
import { tellOutcome } from './tell-outcome.ts';

/**
 * Stops a run (R3): one that waits is over at once; of one at work the query and the uploads are cancelled, which its
 * process does within a second. Its status changes when that is done.
 */
export async function cancelRun(service: ServiceContext, actor: Actor, id: string, reason?: string): Promise<void> {
  const { store, clock, signals } = service;
  const workspace = await service.workspace();
  const now = clock.now();
  const by = reason === undefined ? displayName(actor) : `${displayName(actor)} (${reason})`;
  await store.transaction(async tx => {
    const run = await findRun(tx, id);
    if (run.status === 'processing') {
      await tx.run.updateMany({ where: { id, status: 'processing', cancelAsked: null }, data: { cancelAsked: by } });
      await appendLog(tx, id, now, [{ level: 'warning', message: `Cancelling it was asked for by ${by}.` }]);
      return;
    }
    if (run.status !== 'queued') fail('run-over', { run: id, status: run.status });
    await endWaiting(tx, id, now, `Cancelled by ${by} before it began.`);
    await tellOutcome(tx, workspace, id, 'cancelled', now, by);
  });
  signals.emit('cancel', id);
  signals.emit('run', id);
  signals.emit('notice');
}

/** Ends a run that waits in the queue, or whose file is in quarantine. */
export async function endWaiting(tx: Tx, id: string, now: Date, message: string): Promise<void> {
  const { count } = await tx.run.updateMany({
    where: { id, status: { in: ['queued', 'quarantined'] } },
    data: { status: 'cancelled', finishedAt: now },
  });
  // Between the look and the write it began; whoever asked is told so.
  if (count === 0) {
    const { status } = await findRun(tx, id);
    return fail('run-over', { run: id, status });
  }
  await appendLog(tx, id, now, [{ level: 'warning', message }]);
  const { exportId } = await tx.run.findUniqueOrThrow({ where: { id }, select: { exportId: true } });
  await updateExport(tx, exportId, { runId: id, status: 'cancelled', at: now });
}
