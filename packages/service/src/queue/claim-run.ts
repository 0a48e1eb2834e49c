import { maxWindowOf } from '@waybill/engine';
import type { Problem } from '@waybill/engine/errors';
import { resolveWindow, runMoment, Temporal, type Window } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import type { ServiceContext } from '../context.ts';
import { instantOf, readEffectiveWindow, readWindow, windowBounds, windowText } from '../schedule/window-json.ts';
import type { Run } from '../store/generated/sqlite/client.ts';
import type { Tx } from '../store/store.ts';
import { storeNow } from '../store/store-now.ts';
import { nextRun } from './next-run.ts';

/** A run that this process works on. */
export interface ClaimedRun {
  readonly run: Run;
  /** Fixed now at the latest (D9). */
  readonly window: Window | null;
  /** Why it must not run after all, such as a window that somebody else delivered meanwhile. */
  readonly refusal: Refusal | null;
}

export type Refusal =
  | { readonly is: 'window-delivered'; readonly window: Window }
  | { readonly is: 'window'; readonly problems: readonly Problem[] };

/**
 * Takes a run out of the queue, or nothing (R2): by one update that only succeeds while it is queued, with a lease and a
 * number that grows with every claim. Who may go is decided by `pickRun`, one claim at a time over all processes,
 * so that limits hold. The window of a run that follows others is fixed in the same transaction.
 */
export async function claimRun(service: ServiceContext): Promise<ClaimedRun | undefined> {
  const { store, clock, config, workerId } = service;
  // Most looks find nothing, and those need no transaction.
  const anything = await store.db.run.findFirst({
    where: { status: 'queued', availableAt: { lte: clock.now() } },
    select: { id: true },
  });
  if (!anything) return undefined;
  const workspace = await service.workspace();
  return store.transaction(
    async tx => {
      if (store.provider === 'postgresql') await tx.$queryRawUnsafe('select pg_advisory_xact_lock(810726)::text');
      const now = clock.now();
      const leasedAt = await storeNow(store, tx, () => now);
      const chosen = await nextRun(tx, now, {
        ofSource: source => concurrencyOf(workspace, source),
        perPerson: config.WAYBILL_PER_PERSON,
      });
      if (!chosen) return undefined;
      const run = await tx.run.findUniqueOrThrow({ where: { id: chosen.id } });
      const { window, refusal } = await windowFor(tx, workspace, run);
      const claimed = await tx.run.updateMany({
        where: { id: run.id, status: 'queued' },
        data: {
          status: 'processing',
          leaseOwner: workerId,
          leaseUntil: new Date(leasedAt.getTime() + config.WAYBILL_LEASE),
          fence: { increment: 1 },
          attempt: { increment: 1 },
          startedAt: now,
          finishedAt: null,
          progress: null,
          window: windowText(window),
          ...windowBounds(window),
        },
      });
      if (claimed.count === 0) return undefined;
      const row = await tx.run.findUniqueOrThrow({ where: { id: run.id } });
      await tx.export.updateMany({
        where: { id: run.exportId, lastRunId: run.id },
        data: { lastRunStatus: 'processing' },
      });
      return { run: row, window, refusal };
      // Each statement sees what the claim before it has written; the lock makes them come one after the other.
    },
    { isolation: 'read-committed' },
  );
}

/** Runs that may read from a source at once, as waybill.yaml says or by default. */
function concurrencyOf(workspace: Workspace, source: string): number {
  const written = workspace.config.sources[source];
  const said = written?.concurrency;
  if (typeof said === 'number' && said >= 1) return said;
  return written?.type === 'duckdb' ? 2 : 4;
}

/** D9: the window of a chained run begins where the last success ended, and never covers what was delivered. */
async function windowFor(
  tx: Tx,
  workspace: Workspace,
  run: Run,
): Promise<{ readonly window: Window | null; readonly refusal: Refusal | null }> {
  const fixed = readWindow(run.window);
  if (!run.chained) return { window: fixed, refusal: null };
  const {
    lastSuccessUntil,
    window: written,
    timezone,
  } = await tx.export.findUniqueOrThrow({
    where: { id: run.exportId },
    select: { lastSuccessUntil: true, window: true, timezone: true },
  });
  const last = lastSuccessUntil === null ? undefined : instantOf(lastSuccessUntil);
  if (fixed) {
    // What is delivered once more on purpose covers what it covered before.
    if (run.again || !coversDelivered(fixed, last)) return { window: fixed, refusal: null };
    return { window: fixed, refusal: { is: 'window-delivered', window: fixed } };
  }
  const spec = readEffectiveWindow(written) ?? { by: 'event_date', since_last_success: true };
  const moment = runMoment(instantOf(run.dueAt), timezone, Temporal.PlainDate.from(run.runDay));
  // A revision since may have another window; this run keeps the kind that it was queued with.
  const since = { by: spec.by, since_last_success: true, include_today: spec.since_last_success && spec.include_today };
  const maxWindow = maxWindowOf(workspace);
  const resolved = resolveWindow(since, { ...moment, lastSuccess: last, maxWindow });
  if (resolved.ok) return { window: resolved.value, refusal: null };
  return { window: null, refusal: { is: 'window', problems: resolved.problems.map(({ problem }) => problem) } };
}

/** Whether a window reaches back behind where the last success ended. */
export function coversDelivered(window: Window, lastSuccess: Temporal.Instant | undefined): boolean {
  if (lastSuccess === undefined) return false;
  return window.from === null || Temporal.Instant.compare(window.from, lastSuccess) < 0;
}
