import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  buildReceipt,
  createSpool,
  type DeliveryLedger,
  type MadeFiles,
  type Receipt,
  type ReceiptDelivery,
  type ReceiptFacts,
  receiptText,
} from './delivery/index.ts';
import { fail, type Problem, problem, WaybillError } from './errors/index.ts';
import { openFile, type WrittenCounts } from './file/index.ts';
import type { Plan } from './plan/index.ts';
import { failedChecks, type RunFacts } from './run/checks.ts';
import { deliverFile, fileNamesFor } from './run/deliver-file.ts';
import { encryptionOf } from './run/encryption-of.ts';
import { failureOf, type HeldBack, Quarantine, SkipEmpty } from './run/outcomes.ts';
import { PartList } from './run/part-list.ts';
import { audienceOf, type OpenPlan, openPlan, planExport } from './run/plan-export.ts';
import type { PreparedExport } from './run/prepare-export.ts';
import { produceFile } from './run/produce-file.ts';
import { receiptFacts } from './run/receipt-facts.ts';
import { ProgressBoard, type RunProgress } from './run/run-progress.ts';
import { describeWindow } from './time/index.ts';

export interface RunRequest {
  /** Unique; part of temporary names and of `{run.id}`. Letters, digits, `-` and `_`. */
  readonly runId: string;
  /** Folder that keeps the file for download; made if missing. */
  readonly keepFolder: string;
  /** False makes the file and delivers it nowhere. Default true. */
  readonly deliver?: boolean;
  /** Facts of earlier successful runs, newest first, for the checks before delivery (O7). Default: none. */
  readonly before?: readonly RunFacts[];
  /** Deliver whatever the checks say: a person has looked at it. Default false. */
  readonly skipChecks?: boolean;
  /** Abort cancels the query and the uploads, and removes what was sent and spooled. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Makes the hidden names at destinations; unique to one attempt of a run. Default: `runId`. */
  readonly attemptId?: string;
  /** Asked and told at every step of each destination (R2). Default: nobody. */
  readonly ledger?: DeliveryLedger;
  /**
   * Files that were made before (a retry, an approval): they are delivered as they are, and neither the database nor
   * the checks are asked. `made-file-gone` when one is missing or has another size.
   */
  readonly made?: MadeFiles;
  /** Awaited when the files are made, whole, kept and let pass by the checks, before anything appears anywhere. Not told with {@link made}. */
  readonly onMade?: (made: MadeFiles) => Promise<void>;
  /** Keeps the files that {@link onMade} told of when only delivering them failed. Default false. */
  readonly keepOnFailure?: boolean;
}

export interface RunResult {
  /**
   * `skipped`: no rows, and the export says `on_empty: skip`; nothing was delivered or kept. `quarantined`: a check says
   * no; the file is kept, and nothing was delivered.
   */
  readonly status: Receipt['status'];
  readonly receipt: Receipt;
  /** What the checks found, of a file in quarantine (O7). */
  readonly checks: readonly Problem[];
  /** What the checks of later runs compare with; to be kept with a successful run. */
  readonly facts: RunFacts;
  /** The files in quarantine, to be delivered as {@link RunRequest.made} once a person approves (O7). */
  readonly made?: MadeFiles;
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
  const plan = planExport(prepared, { audienceList: await audienceOf(prepared, signal) });
  await using open = await openPlan(prepared, plan, signal);
  const query = open.compile('cells');
  const namesOf = (part: number | null, rows: number | null = null) =>
    fileNamesFor(prepared, plan, request.runId, targets[0], { rows, part });
  const modified = new Date(moment.runAt.epochMilliseconds);
  // What an archive calls its file is written before the first row, so that name is without their number.
  const entryName = (part: number | null) => withoutRows(namesOf(part).inner);
  const file = openFile({ options: fileOptions, columns: query.columns, entryName, modified, encryption });
  const estimate = request.onProgress && (await open.source.estimateRows(query, signal));
  const board = new ProgressBoard(request.onProgress ?? (() => {}), targets.length, estimate);

  if (holdsNoTime(plan) && definition.window?.since_last_success === true && definition.on_empty !== 'fail') {
    const nothing: WrittenCounts = { rows: 0, guardedCells: 0 };
    const facts = receiptFacts({ prepared, plan, query, request, started, counts: nothing, files: [], deliveries: [] });
    const warnings = ['Its window is empty: the last successful run went as far.'];
    const receipt = buildReceipt({ ...facts, status: 'skipped', warnings });
    return { status: 'skipped', receipt, checks: [], facts: { rows: 0, sourceColumns: open.sourceColumns } };
  }

  const parts = new PartList();
  const newPart = async (part: number | null) => {
    const { name } = namesOf(part);
    return { part, name, spool: await createSpool(join(request.keepFolder, name), { keep: true }) };
  };
  const producing = produceFile(open, file, parts, newPart, signal, read => board.reading(read.rows, read.bytes));
  const allowed = producing.then(async counts => {
    board.allRead();
    const held = await heldBack(prepared, request, open, counts, signal);
    if (held) throw held;
    return counts;
  });

  const facts = (counts: WrittenCounts, deliveries: readonly ReceiptDelivery[]): ReceiptFacts => {
    const files = parts.all.map(({ name, spool: { finished } }, i) => ({
      name: basename(deliveries[0]?.files[i]?.path ?? keptAs.get(name) ?? name),
      bytes: finished?.bytes ?? 0,
      sha256: finished?.sha256,
      rows: finished?.rows ?? 0,
    }));
    const warnings = file.remarks().map(warning => warning.message);
    return receiptFacts({ prepared, plan, query, request, started, counts, files, deliveries, warnings });
  };

  /** Name while it was made → name with the number of rows in it. */
  const keptAs = new Map<string, string>();
  /** Where the files are kept, under their whole names. */
  const keep = async () => {
    for (const { part, name, spool } of parts.all) {
      const whole = namesOf(part, spool.finished?.rows ?? 0).name;
      keptAs.set(name, whole);
      if (whole !== name) await rename(spool.path, join(request.keepFolder, whole));
    }
    return parts.all.map(({ name }) => join(request.keepFolder, keptAs.get(name) ?? name));
  };
  const ended = (receipt: Receipt): RunResult => ({
    status: receipt.status,
    receipt,
    checks: [],
    facts: { rows: receipt.rows, sourceColumns: open.sourceColumns },
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
    if (error instanceof Quarantine) {
      const kept = await keep();
      const checked = {
        status: 'quarantined',
        warnings: error.problems.map(found => found.message),
        kept,
      } as const;
      return { ...ended(buildReceipt({ ...facts(error.counts, []), ...checked })), checks: error.problems };
    }
    for (const { spool } of parts.all) await rm(spool.path, { force: true });
    if (error instanceof SkipEmpty)
      return ended(buildReceipt({ ...facts(error.counts, []), status: 'skipped', files: [] }));
    if (!request.signal.aborted || (error instanceof WaybillError && error.kind === 'interrupted')) throw error;
    throw new WaybillError([problem('interrupted', { what: `The run of ${plan.name}` })], { cause: error });
  }
  const deliveries = delivered.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const kept = await keep();
  return ended(buildReceipt({ ...facts(made.value, deliveries), kept }));
}

const withoutRows = (name: string): string => name.replaceAll(/[-_. ]?\{rows\}/g, '').replace(/^(?=\.)/, 'rows');

/** D9: since the last success no time has passed, so there can be no rows, and what was delivered last stays. */
const holdsNoTime = ({ window }: Plan): boolean => window?.from?.equals(window.until) ?? false;

/** Why a file that is made must not appear; nothing where it may. */
async function heldBack(
  prepared: PreparedExport,
  request: RunRequest,
  open: OpenPlan,
  counts: WrittenCounts,
  signal: AbortSignal,
): Promise<HeldBack | undefined> {
  const { on_empty, checks, name } = prepared.definition;
  const { window } = open.plan;
  if (counts.rows === 0 && on_empty === 'skip') return new SkipEmpty(counts);
  if (counts.rows === 0 && on_empty === 'fail')
    fail('export-empty', { export: name, window: window && describeWindow(window) });
  if (!checks || request.skipChecks === true) return undefined;
  const { sourceColumns } = open;
  const emptyCells = checks.nulls === undefined ? {} : await open.emptyCells(signal);
  const problems = failedChecks(checks, { rows: counts.rows, sourceColumns, emptyCells }, request.before ?? []);
  return problems.length > 0 ? new Quarantine(counts, problems) : undefined;
}
