import { maxWindowOf } from '@waybill/engine';
import type { Workspace } from '@waybill/engine/workspace';
import type { ServiceContext } from '../context.ts';
import { DUE_COLUMNS, type Fired, fireExport, planFiring } from '../schedule/fire-export.ts';
import type { Tx } from '../store/store.ts';

/** Occasions of one export at once; the rest in the next round. */
const MOST = 200;

/** What was queued before an export changed; to be told when that is committed. */
export interface FiredBefore {
  readonly runs: string[];
  /** Failed from the start, since their window is refused. */
  readonly refused: string[];
}

/**
 * Queues what a schedule owes up to now, before the export is changed (S3, S4): a firing that came before the change is
 * run, with the revision of its time, also when the scheduler has not looked yet.
 */
export const fireDue = (
  tx: Tx,
  service: ServiceContext,
  workspace: Workspace,
  exportId: string,
  now: Date,
): Promise<FiredBefore> => inRounds(() => fireOnce(tx, service, workspace, exportId, now));

/**
 * As {@link fireDue}, each round a transaction of its own, before the change begins: what a schedule owes after a long
 * standstill would make it long, and others meet it again and again. What becomes due after that is left to the change.
 */
export const fireDueAhead = (
  service: ServiceContext,
  workspace: Workspace,
  exportId: string,
  now: Date,
): Promise<FiredBefore> =>
  inRounds(() =>
    service.store.transaction(tx => fireOnce(tx, service, workspace, exportId, now), { isolation: 'read-committed' }),
  );

async function inRounds(fire: () => Promise<Fired | undefined>): Promise<FiredBefore> {
  const before: FiredBefore = { runs: [], refused: [] };
  for (let fired = await fire(); fired; fired = await fire()) {
    before.runs.push(...fired.runs);
    before.refused.push(...fired.refused);
  }
  return before;
}

/** One round; undefined when nothing is due, or somebody else was quicker. */
async function fireOnce(
  tx: Tx,
  { config, log }: ServiceContext,
  workspace: Workspace,
  exportId: string,
  now: Date,
): Promise<Fired | undefined> {
  const settings = {
    now,
    maxWindow: maxWindowOf(workspace),
    missedAfter: config.WAYBILL_MISSED_AFTER,
    most: MOST,
  };
  const row = await tx.export.findUniqueOrThrow({ where: { id: exportId }, select: DUE_COLUMNS });
  // The change may be what mends it.
  const plan = planFiring(row, settings, error =>
    log.warn({ err: error, export: row.name }, 'nobody knows what a schedule that cannot be read owes'),
  );
  return (plan && (await fireExport(tx, row, plan, { now, workspace }))) ?? undefined;
}

/** Wakes everybody who waits for it that an export has changed; after the commit. */
export function tellChanged({ signals }: ServiceContext, { runs, refused }: FiredBefore): void {
  for (const id of [...runs, ...refused]) signals.emit('run', id);
  if (runs.length > 0) signals.emit('queued');
  if (refused.length > 0) signals.emit('notice');
  signals.emit('schedule');
}
