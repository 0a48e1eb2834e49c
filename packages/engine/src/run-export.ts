import { guarded, LedgerRefusal } from './delivery/index.ts';
import { problem, WaybillError } from './errors/index.ts';
import type { Plan } from './plan/index.ts';
import { type Begun, beginDeliveries } from './run/begin-deliveries.ts';
import { deliverAll, type RunContext, succeeded } from './run/deliver-all.ts';
import { encryptionOf } from './run/encryption-of.ts';
import { keptOf, madeBefore, madeIfThere } from './run/made-before.ts';
import { madeFacts, windowOf } from './run/made-facts.ts';
import { makeFiles } from './run/make-files.ts';
import { failureOf } from './run/outcomes.ts';
import { audienceOf, openPlan, planExport } from './run/plan-export.ts';
import type { PreparedExport } from './run/prepare-export.ts';
import { receiptOf } from './run/receipt-of.ts';
import { ProgressBoard } from './run/run-progress.ts';
import type { RunRequest, RunResult } from './run/run-request.ts';

/**
 * Runs an export: definition → plan → rows → file → delivery. Uploads follow the file while it is still made; it
 * appears at its destinations only when it is whole, and at all of them or with an error that says which. What an earlier
 * attempt delivered, as the ledger knows or as is found there, counts and is not sent again (R2).
 * @throws WaybillError with the cause; nothing partial is left then, and the error names what could not be removed. What
 * the ledger throws comes out unchanged.
 */
export async function runExport(prepared: PreparedExport, request: RunRequest): Promise<RunResult> {
  try {
    return await steps(prepared, request);
  } catch (error) {
    if (error instanceof LedgerRefusal) throw error.reason;
    if (!request.signal.aborted || (error instanceof WaybillError && error.kind === 'interrupted')) throw error;
    const what = `The run of ${prepared.definition.name}`;
    throw new WaybillError([problem('interrupted', { what })], { cause: error });
  }
}

async function steps(prepared: PreparedExport, request: RunRequest): Promise<RunResult> {
  const hopeless = new AbortController();
  const run: RunContext = {
    prepared,
    request,
    started: new Date(),
    attemptId: request.attemptId ?? request.runId,
    ledger: request.ledger && guarded(request.ledger),
    targets: request.deliver === false ? [] : (prepared.definition.deliver ?? []),
    signal: AbortSignal.any([request.signal, hopeless.signal]),
    giveUp: reason => hopeless.abort(reason),
  };
  const begun = await beginDeliveries(run);
  const missing = begun.filter(result => result.status === 'fulfilled' && !result.value.delivered);
  const nobody = run.targets.length > 0 && missing.length === 0;
  if (nobody && begun.some(result => result.status === 'rejected')) throw failureOf(begun);

  const earlier = earlierFiles(begun);
  const known = earlier[0] ?? request.made;
  if (nobody && known) return succeeded(run, known, begun, await keptOf(known));
  const before = request.made ? await madeBefore(request.made) : await madeIfThere(earlier);
  const watch = request.onProgress ?? (() => {});
  if (before) {
    const { rows, files: parts } = before.facts;
    const board = new ProgressBoard(watch, missing.length, rows);
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    board.reading(rows, bytes);
    board.allRead();
    const named = { name: prepared.definition.name, window: windowOf(before.facts, prepared) };
    return deliverAll(run, { begun, files: before, named, board });
  }

  const encryption = await encryptionOf(prepared);
  const plan = planExport(prepared, { audienceList: await audienceOf(prepared, run.signal) });
  await using open = await openPlan(prepared, plan, run.signal);
  const query = open.compile('cells');
  const estimate = request.onProgress && (await open.source.estimateRows(query, run.signal));
  if (holdsNoTime(plan) && maySkip(prepared)) {
    const counts = { rows: 0, guardedCells: 0 };
    const { sourceColumns } = open.columnFacts;
    const made = madeFacts(plan, query, counts, { sourceColumns, started: run.started });
    const warnings = ['Its window is empty: the last successful run went as far.'];
    const receipt = receiptOf({ ...run, runId: request.runId, status: 'skipped', made, deliveries: [], warnings });
    return { status: 'skipped', receipt, checks: [], facts: { rows: 0, ...open.columnFacts } };
  }
  const board = new ProgressBoard(watch, missing.length, estimate);
  const files = makeFiles({ ...run, open, encryption, named: plan, board });
  // Awaited here: the source closes at the end of this function.
  return await deliverAll(run, { begun, files, named: plan, board });
}

/** What earlier attempts made, first what was delivered of it. */
function earlierFiles(begun: readonly PromiseSettledResult<Begun>[]) {
  const known = begun.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const delivered = known.filter(one => one.delivered);
  return [...delivered, ...known].flatMap(({ made }) => made ?? []);
}

/** D9: since the last success no time has passed, so there can be no rows, and what was delivered last stays. */
const holdsNoTime = ({ window }: Plan): boolean => window?.from?.equals(window.until) ?? false;

const maySkip = ({ definition }: PreparedExport): boolean =>
  definition.window?.since_last_success === true && definition.on_empty !== 'fail';
