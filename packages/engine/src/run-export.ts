import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildReceipt,
  createSpool,
  type Receipt,
  type ReceiptDelivery,
  type ReceiptFacts,
  receiptText,
} from './delivery/index.ts';
import { fail, type Problem, problem, WaybillError } from './errors/index.ts';
import { openFile, type WrittenCounts } from './file/index.ts';
import { deliverFile, fileNamesFor } from './run/deliver-file.ts';
import { encryptionOf } from './run/encryption-of.ts';
import { PartList } from './run/part-list.ts';
import { openPlan, planExport } from './run/plan-export.ts';
import type { PreparedExport } from './run/prepare-export.ts';
import { produceFile } from './run/produce-file.ts';
import { ProgressBoard, type RunProgress } from './run/run-progress.ts';
import { describeWindow } from './time/index.ts';

export interface RunRequest {
  /** Unique; part of temporary names and of `{run.id}`. Letters, digits, `-` and `_`. */
  readonly runId: string;
  /** Folder that keeps the file for download; made if missing. */
  readonly keepFolder: string;
  /** False makes the file and delivers it nowhere. Default true. */
  readonly deliver?: boolean;
  /** Abort cancels the query and the uploads, and removes what was sent and spooled. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunResult {
  /** `skipped`: no rows, and the export says `on_empty: skip`; nothing was delivered or kept. */
  readonly status: Receipt['status'];
  readonly receipt: Receipt;
}

/**
 * Runs an export: definition → plan → rows → file → delivery. Uploads follow the file while it is still made; it
 * appears at its destinations only when it is whole, and at all of them or with an error that says which.
 * @throws WaybillError with the cause; nothing partial is left then, and the error names what could not be removed.
 */
export async function runExport(prepared: PreparedExport, request: RunRequest): Promise<RunResult> {
  const started = new Date();
  const { definition, fileOptions, moment } = prepared;
  const targets = request.deliver === false ? [] : (definition.deliver ?? []);
  /** Ends reading when there is nobody left to deliver to. */
  const hopeless = new AbortController();
  const signal = AbortSignal.any([request.signal, hopeless.signal]);

  const encryption = await encryptionOf(prepared);
  const plan = planExport(prepared);
  await using open = await openPlan(prepared, plan, signal);
  const query = open.compile('cells');
  const namesOf = (part: number | null) =>
    fileNamesFor(prepared, plan, request.runId, targets[0], { rows: null, part });
  const modified = new Date(moment.runAt.epochMilliseconds);
  const entryName = (part: number | null) => namesOf(part).inner;
  const file = openFile({ options: fileOptions, columns: query.columns, entryName, modified, encryption });
  const estimate = request.onProgress && (await open.source.estimateRows(query, signal));
  const board = new ProgressBoard(request.onProgress ?? (() => {}), targets.length, estimate);

  const parts = new PartList();
  const newPart = async (part: number | null) => {
    const { name } = namesOf(part);
    return { part, name, spool: await createSpool(join(request.keepFolder, name), { keep: true }) };
  };
  const producing = produceFile(open, file, parts, newPart, signal, read => board.reading(read.rows, read.bytes));
  const allowed = producing.then(counts => {
    board.allRead();
    if (counts.rows > 0) return counts;
    if (definition.on_empty === 'skip') throw new SkipEmpty(counts);
    if (definition.on_empty !== 'fail') return counts;
    return fail('export-empty', { export: plan.name, window: plan.window && describeWindow(plan.window) });
  });

  const facts = (counts: WrittenCounts, deliveries: readonly ReceiptDelivery[]): ReceiptFacts => ({
    export: plan.name,
    run: request.runId,
    status: 'success',
    model: plan.model,
    timezone: plan.timezone,
    window: plan.window
      ? { by: plan.window.by, from: plan.window.from?.toString() ?? null, to: plan.window.until.toString() }
      : null,
    files: parts.all.map(({ name, spool: { finished } }) => ({
      name,
      bytes: finished?.bytes ?? 0,
      sha256: finished?.sha256,
      rows: finished?.rows ?? 0,
    })),
    deliveries: [...deliveries],
    columns: query.columns.map(({ header, type }) => ({ header, type })),
    guardedCells: counts.guardedCells,
    started,
    finished: new Date(),
    warnings: prepared.warnings.map(warning => warning.message),
  });

  let lost = 0;
  const delivering = targets.map((target, i) =>
    deliverFile({
      prepared,
      plan,
      runId: request.runId,
      target,
      parts,
      signal,
      onProgress: progress => board.sent(i, progress.sent),
      beforePublish: async () => {
        await allowed;
      },
      manifest: async delivery => receiptText(buildReceipt(facts(await allowed, [delivery]))),
    }).catch((error: unknown) => {
      if (++lost === targets.length) hopeless.abort(error);
      throw error;
    }),
  );
  const [made, ...delivered] = await Promise.allSettled([allowed, ...delivering]);

  try {
    if (made.status === 'rejected') throw hopeless.signal.aborted ? failureOf(delivered) : made.reason;
    if (delivered.some(result => result.status === 'rejected')) throw failureOf(delivered);
  } catch (error) {
    for (const { spool } of parts.all) await rm(spool.path, { force: true });
    if (error instanceof SkipEmpty) return { status: 'skipped', receipt: skipped(facts(error.counts, [])) };
    if (!request.signal.aborted || (error instanceof WaybillError && error.kind === 'interrupted')) throw error;
    throw new WaybillError([problem('interrupted', { what: `The run of ${plan.name}` })], { cause: error });
  }
  const deliveries = delivered.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const receipt = buildReceipt({ ...facts(made.value, deliveries), kept: parts.all.map(({ spool }) => spool.path) });
  return { status: receipt.status, receipt };
}

/** `on_empty: skip`: neither a success nor a failure, but an end that keeps the file from appearing. */
class SkipEmpty extends Error {
  readonly counts: WrittenCounts;

  constructor(counts: WrittenCounts) {
    super('no rows');
    this.counts = counts;
  }
}

const skipped = (facts: ReceiptFacts): Receipt => buildReceipt({ ...facts, status: 'skipped', files: [] });

/** What went wrong at the destinations, and what arrived nevertheless. */
function failureOf(results: readonly PromiseSettledResult<ReceiptDelivery>[]): unknown {
  const errors = results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const skip = errors.find(error => error instanceof SkipEmpty);
  if (skip) return skip;
  const other = errors.find(error => !(error instanceof WaybillError));
  if (other !== undefined) return other;
  const problems: Problem[] = (errors as WaybillError[]).flatMap(error => error.problems);
  const arrived = results.flatMap(result => (result.status === 'fulfilled' ? [result.value.destination] : []));
  if (arrived.length > 0) problems.push(problem('delivered-in-part', { delivered: arrived }));
  const [first, ...rest] = problems;
  return first ? new WaybillError([first, ...rest], { cause: errors[0] }) : errors[0];
}
