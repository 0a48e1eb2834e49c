import type { DeliveryLedger, MadeFiles, Receipt, RetryPolicy } from '../delivery/index.ts';
import type { Problem } from '../errors/index.ts';
import type { RunFacts } from './checks.ts';
import type { RunProgress } from './run-progress.ts';

export interface RunRequest {
  /** Unique; part of temporary names and of `{run.id}`. Letters, digits, `-` and `_`. */
  readonly runId: string;
  /** Folder that keeps the file for download; made if missing. Of this attempt alone: another must find its own untouched. */
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
  /** Makes the hidden names at destinations; unique to one attempt of a run within 80 characters. Default: `runId`. */
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
  /** How often each delivery is tried before it counts as failed. Default: 3 times with growing waits. */
  readonly retry?: RetryPolicy;
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
  /**
   * The files that the receipt is about, while they are kept: in quarantine, to be delivered as {@link RunRequest.made}
   * once a person approves (O7).
   */
  readonly made?: MadeFiles;
}
