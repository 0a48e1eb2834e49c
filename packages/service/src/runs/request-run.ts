import { maxWindowOf, mustBe } from '@waybill/engine';
import { fail } from '@waybill/engine/errors';
import { instantInZone } from '@waybill/engine/schedule';
import { dayOf, resolveWindow, runMoment, Temporal, type Window } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import { type Actor, displayName } from '../context.ts';
import { KEPT } from '../http/idempotency.ts';
import { firstOf, requestKey } from '../schedule/occasion-key.ts';
import { dateOf, instantOf, readEffectiveWindow } from '../schedule/window-json.ts';
import { newRunId } from '../store/new-id.ts';
import type { Tx } from '../store/store.ts';
import { updateExport } from './export-after-run.ts';
import { insertRun } from './new-run.ts';

/** What a request needs of an export's row. */
export interface RequestedExport {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly source: string;
  readonly timezone: string;
  readonly window: string | null;
}

export interface RunRequested {
  readonly exportRow: RequestedExport;
  /** As if it ran at this instant. Default: now. */
  readonly at?: Temporal.Instant | undefined;
  /** The run's day. Default: that of `at`. */
  readonly day?: Temporal.PlainDate | undefined;
  readonly skipChecks?: boolean | undefined;
  /** Of the request that asks: sent again, as after an answer that was lost, it gets the run that it made (C2, R2). */
  readonly requestId?: string | undefined;
  /** In place of "Asked for by …". */
  readonly why?: string | undefined;
}

/**
 * Queues a run that a person or a program asked for (R1): an occasion of its own. Its window is fixed now, except where
 * it begins at the last success.
 * @param workspace read before the transaction.
 * @throws what is wrong with its window on that day; nothing is queued then.
 */
export async function requestRun(
  tx: Tx,
  { workspace, actor, now }: { readonly workspace: Workspace; readonly actor: Actor; readonly now: Date },
  { exportRow, at, day, skipChecks, requestId, why }: RunRequested,
): Promise<string> {
  const dueAt = at ?? instantOf(now);
  const { timezone } = exportRow;
  const runDay = day ?? dayOf(dueAt, timezone);
  if (dueAt.epochMilliseconds > now.getTime()) fail('run-in-future', { at: instantInZone(dueAt, timezone) });
  if (Temporal.PlainDate.compare(runDay, dayOf(instantOf(now), timezone)) > 0) {
    fail('run-in-future', { at: runDay.toString() });
  }
  const first = requestId === undefined ? null : firstOf(exportRow.id, requestKey(requestId));
  const known = first === null ? null : await tx.run.findUnique({ where: { firstOf: first } });
  // Later it is a new request, as with every key.
  if (known && known.createdAt.getTime() > now.getTime() - KEPT) return known.id;
  const id = newRunId(now);
  const chained = readEffectiveWindow(exportRow.window)?.since_last_success === true;
  await insertRun(tx, now, {
    id,
    exportId: exportRow.id,
    revision: exportRow.revision,
    source: exportRow.source,
    occasion: requestKey(id),
    firstOf: known ? null : first,
    trigger: 'request',
    ...requester(actor),
    dueAt: dateOf(dueAt),
    runDay: runDay.toString(),
    window: chained ? null : windowOf(exportRow, workspace, dueAt, runDay),
    chained,
    skipChecks: skipChecks ?? false,
    log: [{ level: 'info', message: why ?? `Asked for by ${displayName(actor)}.` }],
  });
  await updateExport(tx, exportRow.id, { runId: id, status: 'queued', at: now });
  return id;
}

/** Who asked, in the columns of a run. */
export const requester = (actor: Actor) => ({
  requestedBy: displayName(actor),
  requestedVia: actor.via,
  contact: actor.contact,
  fairShare: displayName(actor),
});

/** The window of an export at a moment; throws why it is refused. */
export function windowOf(
  exportRow: Pick<RequestedExport, 'window' | 'timezone'>,
  workspace: Workspace,
  at: Temporal.Instant,
  day: Temporal.PlainDate,
): Window | null {
  const spec = readEffectiveWindow(exportRow.window);
  if (spec === null) return null;
  const moment = runMoment(at, exportRow.timezone, day);
  return mustBe(resolveWindow(spec, { ...moment, maxWindow: maxWindowOf(workspace) }));
}
