import { setTimeout as pause } from 'node:timers/promises';
import { prepareExport, runExport } from '@waybill/engine';
import { madeFilesSchema } from '@waybill/engine/delivery';
import { fail, WaybillError } from '@waybill/engine/errors';
import { describeWindow, Temporal } from '@waybill/engine/time';
import type { ServiceContext } from '../context.ts';
import type { ClaimedRun, Refusal } from '../queue/claim-run.ts';
import { Cancelled, endOf, HandedOver, holdLease, type Lease, LeaseLost } from '../queue/lease.ts';
import { instantOf } from '../schedule/window-json.ts';
import { passingTrouble } from '../store/error-codes.ts';
import type { LogEntry } from './append-log.ts';
import { type Attempt, afterFailure, handBack, kept, over, type Recording, withoutStore } from './attempt-ends.ts';
import { beginning, logged, madeInWords } from './attempt-words.ts';
import { deliveryClaims } from './delivery-claims.ts';
import { earlierFacts } from './earlier-facts.ts';
import { filesAtHand } from './kept-files.ts';
import { readJson } from './read-json.ts';
import { type Claim, logOfRun, type RunEnd, recordMade } from './record-outcome.ts';
import { tellBegun } from './tell-begun.ts';

/**
 * One attempt of a run that this process claimed: makes the file, delivers it, records how that went. Never throws for
 * what can go wrong with a run. An attempt whose run was taken away records nothing and delivers nothing (R2).
 */
export async function executeRun(service: ServiceContext, claimed: ClaimedRun, handOver: AbortSignal): Promise<void> {
  const { run } = claimed;
  const claim: Claim = { id: run.id, fence: run.fence };
  const { name } = await service.store.db.export.findUniqueOrThrow({
    where: { id: run.exportId },
    select: { name: true },
  });
  const attempt: Attempt = { service, claimed, claim, exportName: name, made: undefined };
  await tellBegun(service, run.id);
  service.signals.emit('run', run.id);
  service.log.info({ run: run.id, export: name, attempt: run.attempt, trigger: run.trigger }, 'run begins');
  await using lease = holdLease(service, run, handOver);
  try {
    const record = await endOfAttempt(attempt, lease);
    await persist(lease, () => record.write(service));
    service.log.info({ run: run.id, export: name, outcome: record.outcome }, 'run ended');
    if (record.over) await clearWork(attempt);
  } catch (error) {
    if (!(endOf(error) instanceof LeaseLost)) throw error;
    // Its files stay for whoever goes on with it.
    service.log.warn({ run: run.id, err: error }, 'the run belongs to another process now; this one leaves it');
  }
}

async function clearWork({ service, claim, exportName }: Attempt): Promise<void> {
  try {
    await service.artifacts.clearWork(exportName, claim.id);
  } catch (error) {
    service.log.warn({ run: claim.id, err: error }, 'what the run left on the disk could not be removed');
  }
}

async function endOfAttempt(attempt: Attempt, lease: Lease): Promise<Recording> {
  const { claim } = attempt;
  try {
    const end = await work(attempt, lease);
    return over(claim, end);
  } catch (error) {
    const ended = endOf(error) ?? (lease.signal.aborted ? endOf(lease.signal.reason) : undefined);
    if (ended instanceof LeaseLost) throw ended;
    if (ended instanceof HandedOver) return handBack(attempt);
    if (ended instanceof Cancelled) {
      const cancelledBy = lease.cancelledBy ?? '';
      const log: LogEntry[] = [{ level: 'warning', message: `Cancelled by ${cancelledBy}; nothing more is sent.` }];
      return over(claim, { status: 'cancelled', problems: [], files: [], log, cancelledBy });
    }
    const passing = passingTrouble(error);
    if (passing) return withoutStore(attempt, passing, error);
    return afterFailure(attempt, error);
  }
}

/** The five steps, and the file that they made. */
async function work(attempt: Attempt, lease: Lease): Promise<RunEnd> {
  const { service, claimed, claim, exportName } = attempt;
  const { run } = claimed;
  lease.signal.throwIfAborted();
  refuse(claimed.refusal, exportName);
  const workspace = await service.workspace();
  const { text, window } = await whatToRun(service, claimed);
  const made = await filesAtHand(service, run, readJson(madeFilesSchema, run.made));
  if (run.approvedBy !== null && !made) fail('file-gone', { file: exportName });
  attempt.made = made;
  await logOfRun(service, claim, [{ level: 'info', message: beginning(run, window, made !== undefined) }]);

  const prepared = prepareExport({
    workspace,
    text,
    file: exportName,
    runAt: instantOf(run.dueAt),
    runDay: Temporal.PlainDate.from(run.runDay),
    window: window ?? undefined,
  });
  const result = await runExport(prepared, {
    runId: run.id,
    attemptId: `${run.id}-${run.fence}`,
    keepFolder: service.artifacts.workFolder(exportName, `${run.id}/${run.fence}`),
    before: await earlierFacts(service, run.exportId),
    skipChecks: run.skipChecks || run.approvedBy !== null,
    signal: lease.signal,
    onProgress: lease.progress,
    ledger: deliveryClaims(service, run, `${run.id}-${run.fence}`),
    keepOnFailure: true,
    ...(made ? { made } : {}),
    onMade: async files => {
      attempt.made = files;
      await recordMade(service, claim, files, [{ level: 'info', message: madeInWords(files) }]);
    },
  });
  const { kept: _, ...receipt } = result.receipt;
  const files = result.status === 'skipped' ? undefined : (result.made ?? attempt.made);
  return {
    status: result.status,
    problems: result.checks,
    receipt,
    facts: result.facts,
    made: result.status === 'quarantined' ? result.made : undefined,
    ...(await kept(attempt, files)),
    ...logged(result.status, receipt.seconds, result.checks, files),
  };
}

function refuse(refusal: Refusal | null, exportName: string): void {
  if (refusal?.is === 'window-delivered') {
    fail('window-delivered', { export: exportName, window: describeWindow(refusal.window) });
  }
  if (refusal?.is === 'window') {
    const [first, ...rest] = refusal.problems;
    if (first) throw new WaybillError([first, ...rest]);
  }
}

async function whatToRun(service: ServiceContext, { run, window }: ClaimedRun) {
  const where = { exportId_number: { exportId: run.exportId, number: run.revision } };
  const { text } = await service.store.db.revision.findUniqueOrThrow({ where, select: { text: true } });
  return { text, window };
}

/** Longest wait between two tries to record how a run ended. Milliseconds. */
const LONGEST = 5000;

/** Records, also when the database is away for a moment; gives up when the run belongs to somebody else by then. */
async function persist(lease: Lease, record: () => Promise<void>): Promise<void> {
  for (let wait = 100; ; wait = Math.min(LONGEST, wait * 2)) {
    try {
      return await record();
    } catch (error) {
      if (endOf(error) || lease.lost || !passingTrouble(error)) throw error;
      await pause(wait);
    }
  }
}
