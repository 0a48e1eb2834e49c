import { maxWindowOf } from '@waybill/engine';
import type { ServiceContext } from '../context.ts';
import { type Loop, startLoop } from '../loop.ts';
import { DUE_COLUMNS, type DueExport, fireExport, planFiring } from './fire-export.ts';

/** Exports looked at in one go; a tick goes on until none is due. */
const BATCH = 200;
/** Exports fired in one transaction: fewer waits for the disk, and little to do again after a conflict. */
const TOGETHER = 25;
/** Occasions of one export in one transaction: a schedule of every minute that was down for a week owes 10,080. */
const MOST_OCCASIONS = 200;

const UNREADABLE = 'a schedule cannot be read, so it does not fire until somebody deploys or reschedules its export';

export interface TickResult {
  /** Runs queued. */
  readonly queued: number;
  /** Milliseconds from each firing's time to its queueing. */
  readonly lateness: readonly number[];
}

/**
 * One look at the schedules: queues every firing whose time has come (S1–S3). Costs one indexed query when nothing is
 * due, however many schedules there are. Several processes may do it at once.
 * @param told ids of exports whose schedule cannot be read, which the log has already.
 */
export async function tick(service: ServiceContext, told: Set<string> = new Set()): Promise<TickResult> {
  const { store, clock, config, signals } = service;
  let queued = 0;
  const lateness: number[] = [];
  for (;;) {
    const now = clock.now();
    const rows: DueExport[] = await store.db.export.findMany({
      where: { nextAt: { lte: now } },
      orderBy: { nextAt: 'asc' },
      take: BATCH,
      select: DUE_COLUMNS,
    });
    if (rows.length === 0) break;
    const workspace = await service.workspace();
    const settings = {
      now,
      maxWindow: maxWindowOf(workspace),
      missedAfter: config.WAYBILL_MISSED_AFTER,
      most: MOST_OCCASIONS,
    };
    let moved = 0;
    for (let i = 0; i < rows.length; i += TOGETHER) {
      // Everybody locks them in one order.
      const batch = rows.slice(i, i + TOGETHER).sort((a, b) => (a.id < b.id ? -1 : 1));
      const planned = batch.flatMap(row => {
        const plan = planFiring(row, settings, error => {
          if (!told.has(row.id)) service.log.error({ err: error, export: row.name }, UNREADABLE);
          told.add(row.id);
        });
        return plan ? [{ row, plan }] : [];
      });
      const fired = await store.transaction(
        async tx => {
          const all = [];
          for (const { row, plan } of planned) all.push(await fireExport(tx, row, plan, { now, workspace }));
          return all;
        },
        { isolation: 'read-committed' },
      );
      for (const one of fired) {
        if (one === null) continue;
        moved++;
        queued += one.runs.length;
        lateness.push(...one.lateness);
        for (const id of [...one.runs, ...one.refused]) signals.emit('run', id);
        if (one.refused.length > 0) signals.emit('notice');
      }
      if (fired.some(one => one !== null && one.runs.length > 0)) signals.emit('queued');
    }
    // All were taken by another process: the next tick looks again.
    if (moved === 0) break;
  }
  return { queued, lateness };
}

/** Ticks until it is stopped; a change of a schedule makes it look at once. */
export function startScheduler(service: ServiceContext, onTick: (seconds: number, result: TickResult) => void): Loop {
  const told = new Set<string>();
  return startLoop({
    name: 'scheduler',
    every: service.config.WAYBILL_TICK,
    log: service.log,
    wakeOn: wake => {
      service.signals.on('schedule', wake);
      return () => service.signals.off('schedule', wake);
    },
    work: async () => {
      const began = performance.now();
      const result = await tick(service, told);
      onTick((performance.now() - began) / 1000, result);
    },
  });
}
