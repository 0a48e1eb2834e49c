import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { endWaiting } from '../runs/cancel-run.ts';
import { tellOutcome } from '../runs/tell-outcome.ts';
import { exportNamed, failUnknown } from './find-export.ts';

/**
 * Removes an export: its name is free again, and nothing fires any more. Runs that wait are cancelled; one that is worked
 * on finishes. Its runs and kept files stay until they expire, under the name that it had.
 */
export async function archiveExport(service: ServiceContext, actor: Actor, name: string): Promise<void> {
  const { store, signals } = service;
  const workspace = await service.workspace();
  const cancelled = await store.transaction(async tx => {
    const row = await exportNamed(tx, name);
    if (!row) return undefined;
    const now = service.clock.now();
    const by = displayName(actor);
    const waiting = await tx.run.findMany({
      where: { exportId: row.id, status: 'queued' },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    for (const { id } of waiting) {
      await endWaiting(tx, id, now, `Cancelled, since ${by} removed the export.`);
      await tellOutcome(tx, workspace, id, 'cancelled', now, by);
    }
    await tx.export.update({
      where: { id: row.id },
      data: {
        uniqueName: `${name}\n${row.id}`,
        archivedAt: now,
        updatedAt: now,
        nextAt: null,
        pausedUntil: null,
        status: 'inactive',
      },
    });
    await tx.exportSearch.deleteMany({ where: { id: row.id } });
    await tx.exportDestination.deleteMany({ where: { exportId: row.id } });
    return waiting.map(({ id }) => id);
  });
  if (!cancelled) return failUnknown(store, name);
  for (const id of cancelled) signals.emit('run', id);
  if (cancelled.length > 0) signals.emit('notice');
  signals.emit('schedule');
}
