import type { RunFacts } from '@waybill/engine';
import type { MadeFiles } from '@waybill/engine/delivery';
import type { Problem } from '@waybill/engine/errors';
import type { Receipt } from '@waybill/engine/receipt';
import type { ServiceContext } from '../context.ts';
import { LeaseLost } from '../queue/lease.ts';
import type { Tx } from '../store/store.ts';
import { appendLog, type LogEntry } from './append-log.ts';
import { updateExport } from './export-after-run.ts';
import { expiryOf, type KeptFile, recordFiles } from './kept-files.ts';
import { AT_ONCE } from './new-run.ts';
import { tellOutcome } from './tell-outcome.ts';

/** A run as one claim of it: every later write asks for both (R2). */
export interface Claim {
  readonly id: string;
  readonly fence: number;
}

export interface RunEnd {
  readonly status: 'success' | 'skipped' | 'quarantined' | 'failed' | 'cancelled';
  readonly problems: readonly Problem[];
  readonly receipt?: Receipt | undefined;
  readonly facts?: RunFacts | undefined;
  /** The file in quarantine, for whoever approves it. */
  readonly made?: MadeFiles | undefined;
  readonly files: readonly KeptFile[];
  readonly log: readonly LogEntry[];
  /** Who cancelled it. */
  readonly cancelledBy?: string | undefined;
}

/**
 * Records how a run ended, what that means for its export, its files, and who is to be told: all of it or nothing.
 * @throws LeaseLost when the run belongs to another process by now; nothing is written then.
 */
export async function recordEnd(service: ServiceContext, claim: Claim, end: RunEnd): Promise<void> {
  const { store, clock, signals } = service;
  const workspace = await service.workspace();
  const told = await store.transaction(async tx => {
    const now = clock.now();
    const { receipt } = end;
    await write(tx, claim, {
      status: end.status,
      finishedAt: now,
      leaseOwner: null,
      leaseUntil: null,
      progress: null,
      receipt: receipt === undefined ? null : JSON.stringify(receipt),
      rows: receipt === undefined ? null : BigInt(receipt.rows),
      bytes: receipt === undefined ? null : BigInt(receipt.bytes),
      facts: end.facts === undefined ? null : JSON.stringify(end.facts),
      made: end.made === undefined ? null : JSON.stringify(end.made),
      problems: end.problems.length === 0 ? null : JSON.stringify(end.problems),
    });
    const run = await tx.run.findUniqueOrThrow({
      where: { id: claim.id },
      select: { exportId: true, windowUntil: true, startedAt: true },
    });
    await recordFiles(tx, claim.id, end.files, now, expiryOf(workspace, now));
    await appendLog(tx, claim.id, now, end.log);
    await updateExport(tx, run.exportId, {
      runId: claim.id,
      status: end.status,
      at: now,
      // Without a window it took everything up to its start.
      successUntil: end.status === 'success' ? (run.windowUntil ?? run.startedAt ?? now) : undefined,
    });
    return tellOutcome(tx, workspace, claim.id, end.status, now, end.cancelledBy ?? null);
  });
  signals.emit('run', claim.id);
  if (told > 0) signals.emit('notice');
}

/** Records that a run failed without an attempt of this process. */
export async function recordFailure(
  service: ServiceContext,
  claim: Claim,
  problems: readonly Problem[],
): Promise<void> {
  const log = problems.map(({ message }): LogEntry => ({ level: 'error', message }));
  await recordEnd(service, claim, { status: 'failed', problems, files: [], log });
}

export interface Return {
  readonly availableAt: Date;
  readonly problems: readonly Problem[];
  /** What is made already, for the next attempt to deliver. */
  readonly made: MadeFiles | undefined;
  /** It was no attempt's fault: it does not count as one. */
  readonly uncounted?: boolean;
  readonly log: readonly LogEntry[];
}

/** Gives a run back to the queue for another attempt. */
export async function returnToQueue(service: ServiceContext, claim: Claim, back: Return): Promise<void> {
  const { store, clock, signals } = service;
  await store.transaction(async tx => {
    const { exportId, cancelAsked } = await tx.run.findUniqueOrThrow({
      where: { id: claim.id },
      select: { exportId: true, cancelAsked: true },
    });
    await write(tx, claim, {
      status: 'queued',
      // One that somebody wants stopped waits for nothing: whoever claims it ends it.
      availableAt: cancelAsked === null ? back.availableAt : AT_ONCE,
      leaseOwner: null,
      leaseUntil: null,
      progress: null,
      problems: back.problems.length === 0 ? null : JSON.stringify(back.problems),
      ...(back.made === undefined ? {} : { made: JSON.stringify(back.made) }),
      ...(back.uncounted ? { attempt: { decrement: 1 } } : {}),
    });
    await appendLog(tx, claim.id, clock.now(), back.log);
    await updateExport(tx, exportId, { runId: claim.id, status: 'queued', at: clock.now() });
  });
  signals.emit('run', claim.id);
  signals.emit('queued');
}

/** Notes the file that an attempt made, and may still fail to deliver. */
export async function recordMade(service: ServiceContext, claim: Claim, made: MadeFiles, log: readonly LogEntry[]) {
  await service.store.transaction(async tx => {
    await write(tx, claim, { made: JSON.stringify(made), rows: BigInt(made.rows) });
    await appendLog(tx, claim.id, service.clock.now(), log);
  });
}

export async function logOfRun(service: ServiceContext, claim: Claim, log: readonly LogEntry[]): Promise<void> {
  await service.store.transaction(tx => appendLog(tx, claim.id, service.clock.now(), log));
}

async function write(tx: Tx, claim: Claim, data: Parameters<Tx['run']['updateMany']>[0]['data']): Promise<void> {
  const { count } = await tx.run.updateMany({ where: { ...claim, status: 'processing' }, data });
  if (count === 0) throw new LeaseLost(`run ${claim.id} belongs to another process`);
}
