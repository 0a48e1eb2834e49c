import type { Workspace } from '@waybill/engine/workspace';
import type { ServiceContext } from '../context.ts';
import type { Tx } from '../store/store.ts';
import { type ExportRow, exportNamed, failUnknown } from './find-export.ts';
import { type FiredBefore, fireDue, fireDueAhead, tellChanged } from './fire-due.ts';

export interface Change {
  readonly tx: Tx;
  /** As it is now, everything queued that its schedule owes until {@link now}. */
  readonly row: ExportRow;
  readonly now: Date;
  readonly workspace: Workspace;
  /** Runs that the change itself queues are put here, so that workers hear of them. */
  readonly queued: string[];
}

/** Changes an export in one transaction, after what it owes until then (S3), and wakes whom it concerns. */
export async function changeExport<T>(
  service: ServiceContext,
  name: string,
  change: (given: Change) => Promise<T>,
): Promise<T> {
  const { store } = service;
  const workspace = await service.workspace();
  const known = await exportNamed(store.db, name);
  if (known) tellChanged(service, await fireDueAhead(service, workspace, known.id, service.clock.now()));
  const done = await store.transaction(async tx => {
    const found = await exportNamed(tx, name);
    if (!found) return undefined;
    const now = service.clock.now();
    const fired = await fireDue(tx, service, workspace, found.id, now);
    const row = (await exportNamed(tx, name)) ?? found;
    const queued: string[] = [];
    const value = await change({ tx, row, now, workspace, queued });
    const all: FiredBefore = { runs: [...fired.runs, ...queued], refused: fired.refused };
    return { value, all };
  });
  if (!done) return failUnknown(store, name);
  tellChanged(service, done.all);
  return done.value;
}

/** How many runs of an export are queued or processing, for its status (R1). */
export const openRunsOf = (tx: Tx, exportId: string): Promise<number> =>
  tx.run.count({ where: { exportId, status: { in: ['queued', 'processing'] } } });
