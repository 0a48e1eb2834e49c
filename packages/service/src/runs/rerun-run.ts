import { fail } from '@waybill/engine/errors';
import { describeWindow } from '@waybill/engine/time';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { coversDelivered } from '../queue/claim-run.ts';
import { isOver } from '../queue/run-state.ts';
import { instantOf, readWindow } from '../schedule/window-json.ts';
import type { Tx } from '../store/store.ts';
import { deliveredAs } from './delivered-as.ts';
import { updateExport } from './export-after-run.ts';
import { type FoundRun, findRun } from './find-run.ts';
import { insertRun } from './new-run.ts';
import { requester } from './request-run.ts';

/**
 * Runs a run again, with its own window and revision, for the occasion that it was for (R3). One that failed is repaired;
 * one whose occasion was delivered is delivered once more only when that is confirmed, and says what it overwrites.
 */
export async function rerunRun(service: ServiceContext, actor: Actor, id: string, confirm: boolean): Promise<string> {
  const { store, clock, signals } = service;
  const newId = await store.transaction(async tx => {
    const run = await findRun(tx, id);
    if (!isOver(run.status)) fail('run-not-over', { run: id, status: run.status });
    return queueAgain(tx, actor, run, { confirm, now: clock.now(), trigger: 'rerun' });
  });
  signals.emit('run', newId);
  signals.emit('queued');
  return newId;
}

export interface AgainAsked {
  readonly confirm: boolean;
  readonly now: Date;
  readonly trigger: 'rerun' | 'backfill';
}

/** Queues a run for the occasion of an earlier one. */
export async function queueAgain(tx: Tx, actor: Actor, run: FoundRun, asked: AgainAsked): Promise<string> {
  const { export: row } = run;
  const open = await tx.run.findFirst({
    where: { exportId: run.exportId, occasion: run.occasion, status: { in: ['queued', 'processing'] } },
    select: { id: true, status: true },
  });
  // Clicked twice: the first click counts.
  if (open) return open.id;
  const delivered = await deliveredAs(tx, run);
  const again = delivered.done;
  if (again && !asked.confirm) {
    fail('confirm-again', { what: `${row.name}, ${said(run)}`, overwrites: delivered.places });
  }
  const window = readWindow(run.window);
  const last = row.lastSuccessUntil === null ? undefined : instantOf(row.lastSuccessUntil);
  if (run.chained && window && !again && coversDelivered(window, last)) {
    fail('window-delivered', { export: row.name, window: describeWindow(window) });
  }
  const id = await insertRun(tx, asked.now, {
    exportId: run.exportId,
    revision: run.revision,
    source: run.source,
    occasion: run.occasion,
    trigger: asked.trigger === 'backfill' ? 'backfill' : again ? 'again' : 'rerun',
    ...requester(actor),
    rerunOf: run.id,
    dueAt: run.dueAt,
    runDay: run.runDay,
    window,
    chained: run.chained,
    skipChecks: run.skipChecks,
    again,
    log: [
      { level: 'info', message: `Asked for by ${displayName(actor)}, to repeat the run ${run.id} (${run.status}).` },
    ],
  });
  if (run.chained && run.window !== null) {
    const { windowFrom, windowUntil } = run;
    await tx.run.update({ where: { id }, data: { window: run.window, windowFrom, windowUntil } });
  }
  await updateExport(tx, run.exportId, { runId: id, status: 'queued', at: asked.now });
  return id;
}

function said(run: FoundRun): string {
  const window = readWindow(run.window);
  return window ? describeWindow(window) : `the run of ${run.runDay}`;
}
