import { fail } from '@waybill/engine/errors';
import { describeWindow } from '@waybill/engine/time';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { coversDelivered } from '../queue/claim-run.ts';
import { instantOf, readWindow } from '../schedule/window-json.ts';
import { appendLog } from './append-log.ts';
import { endWaiting } from './cancel-run.ts';
import { updateExport } from './export-after-run.ts';
import { findRun } from './find-run.ts';
import { AT_ONCE } from './new-run.ts';
import { tellOutcome } from './tell-outcome.ts';

const withReason = (actor: Actor, reason: string | undefined): string =>
  reason === undefined || reason === '' ? displayName(actor) : `${displayName(actor)}: ${reason}`;

/** Lets the very file that is in quarantine go to its destinations (O7). */
export async function approveRun(service: ServiceContext, actor: Actor, id: string, reason?: string): Promise<void> {
  const { store, clock, signals } = service;
  const now = clock.now();
  await store.transaction(async tx => {
    const run = await findRun(tx, id);
    if (run.status !== 'quarantined') fail('not-in-quarantine', { run: id, status: run.status });
    const files = await tx.runFile.findMany({ where: { runId: id }, select: { name: true, deletedAt: true } });
    const gone = files.find(file => file.deletedAt !== null);
    if (gone) fail('file-gone', { file: gone.name });
    const window = readWindow(run.window);
    const { lastSuccessUntil, name } = run.export;
    const last = lastSuccessUntil === null ? undefined : instantOf(lastSuccessUntil);
    if (run.chained && window && coversDelivered(window, last)) {
      fail('window-delivered', { export: name, window: describeWindow(window) });
    }
    const { count } = await tx.run.updateMany({
      where: { id, status: 'quarantined' },
      data: {
        ...{ status: 'queued', approvedBy: displayName(actor), availableAt: AT_ONCE, finishedAt: null },
        // A decision begins anew: attempts, and wishes to stop it, were about making the file.
        ...{ attempt: 0, cancelAsked: null },
      },
    });
    if (count === 0) fail('not-in-quarantine', { run: id, status: 'decided' });
    await appendLog(tx, id, now, [{ level: 'info', message: `Approved by ${withReason(actor, reason)}.` }]);
    await updateExport(tx, run.exportId, { runId: id, status: 'queued', at: now });
  });
  signals.emit('run', id);
  signals.emit('queued');
}

/** Lets the file in quarantine go nowhere (O7); it can be downloaded as long as it is kept. */
export async function rejectRun(service: ServiceContext, actor: Actor, id: string, reason?: string): Promise<void> {
  const { store, clock, signals } = service;
  const workspace = await service.workspace();
  const now = clock.now();
  const by = withReason(actor, reason);
  await store.transaction(async tx => {
    const run = await findRun(tx, id);
    if (run.status !== 'quarantined') fail('not-in-quarantine', { run: id, status: run.status });
    await endWaiting(tx, id, now, `Rejected by ${by}; the file goes nowhere.`);
    await tellOutcome(tx, workspace, id, 'cancelled', now, by);
  });
  signals.emit('run', id);
  signals.emit('notice');
}
