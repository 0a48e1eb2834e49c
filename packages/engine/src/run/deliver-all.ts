import type { DeliveryTarget } from '../definition/schema.ts';
import { type DeliveryLedger, type MadeFiles, type Receipt, receiptText } from '../delivery/index.ts';
import type { Begun } from './begin-deliveries.ts';
import { deliverFile, type NamedExport } from './deliver-file.ts';
import { failureMayPass } from './failure-may-pass.ts';
import type { MadeFacts } from './made-facts.ts';
import type { RunFiles } from './make-files.ts';
import { failureOf, Quarantine, SkipEmpty } from './outcomes.ts';
import type { PreparedExport } from './prepare-export.ts';
import { receiptOf } from './receipt-of.ts';
import type { ProgressBoard } from './run-progress.ts';
import type { RunRequest, RunResult } from './run-request.ts';

/** What all steps of a run share. */
export interface RunContext {
  readonly prepared: PreparedExport;
  readonly request: RunRequest;
  readonly started: Date;
  readonly attemptId: string;
  readonly ledger: DeliveryLedger | undefined;
  readonly targets: readonly DeliveryTarget[];
  /** Aborted when somebody stops the run, and when there is nobody left to deliver to. */
  readonly signal: AbortSignal;
  /** Ends reading: there is nobody left to deliver to. */
  readonly giveUp: (reason: unknown) => void;
}

export interface DeliverAllRequest {
  readonly begun: readonly PromiseSettledResult<Begun>[];
  readonly files: RunFiles;
  readonly named: NamedExport;
  readonly board: ProgressBoard;
}

/** The delivery step, to every destination that has not got its files yet, and how the run ends. */
export async function deliverAll(
  run: RunContext,
  { begun, files, named, board }: DeliverAllRequest,
): Promise<RunResult> {
  const { prepared, request, attemptId, ledger, signal } = run;
  let open = 0;
  let hopeless = false;
  const failures: unknown[] = [];
  const delivering = begun.map(async (result): Promise<Begun> => {
    if (result.status === 'rejected') throw result.reason;
    const { target, key, delivered } = result.value;
    if (delivered) return result.value;
    const number = open++;
    try {
      const delivery = await deliverFile({
        prepared,
        named,
        runId: request.runId,
        target,
        attemptId,
        parts: files.parts,
        made: files.made,
        manifest: (made, one) =>
          receiptText(receiptOf({ ...run, runId: request.runId, status: 'success', made, deliveries: [one] })),
        ledger: ledger && { of: ledger, key },
        retry: request.retry,
        signal,
        onProgress: progress => board.sent(number, progress.sent),
      });
      return { target, key, delivered: delivery };
    } catch (error) {
      failures.push(error);
      // What another attempt could deliver is made to its end.
      const worthMaking = request.keepOnFailure === true && failures.some(failureMayPass);
      hopeless = failures.length === open && !worthMaking;
      if (hopeless) run.giveUp(error);
      throw error;
    }
  });
  const [made, ...delivered] = await Promise.allSettled([files.made, ...delivering]);

  if (made.status === 'fulfilled' && delivered.every(result => result.status === 'fulfilled')) {
    return succeeded(run, made.value, delivered, pathsOf(made.value));
  }
  const failure = made.status === 'fulfilled' || hopeless ? failureOf(delivered) : (made.reason as unknown);
  const ended = { ...run, runId: request.runId, deliveries: [] };
  if (failure instanceof Quarantine) {
    const { problems, made: held } = failure;
    const receipt = receiptOf({ ...ended, status: 'quarantined', made: held, kept: pathsOf(held) });
    const warnings = problems.map(found => found.message);
    return { ...resultOf({ ...receipt, warnings }, held), checks: problems, made: held };
  }
  if (made.status === 'rejected' || request.keepOnFailure !== true) await files.discard();
  if (!(failure instanceof SkipEmpty)) throw failure;
  return resultOf(receiptOf({ ...ended, status: 'skipped', made: failure.facts }), failure.facts);
}

/** The end of a run whose files are at every destination, whichever attempt brought them there. */
export function succeeded(
  run: RunContext,
  made: MadeFiles,
  begun: readonly PromiseSettledResult<Begun>[],
  kept: readonly string[] | undefined,
): RunResult {
  const deliveries = begun.flatMap(result => (result.status === 'fulfilled' ? (result.value.delivered ?? []) : []));
  const receipt = receiptOf({ ...run, runId: run.request.runId, status: 'success', made, deliveries, kept });
  return { ...resultOf(receipt, made), ...(kept ? { made } : {}) };
}

function resultOf(receipt: Receipt, { rows, sourceColumns, columns }: MadeFacts): RunResult {
  const outputColumns = columns.map(({ header }) => header);
  return { status: receipt.status, receipt, checks: [], facts: { rows, sourceColumns, outputColumns } };
}

const pathsOf = ({ files }: MadeFiles): readonly string[] => files.map(({ path }) => path);
