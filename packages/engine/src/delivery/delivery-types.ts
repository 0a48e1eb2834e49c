import type { Destination, FileMark } from './destination.ts';
import type { DeliveryIntent } from './ledger.ts';
import type { RetryPolicy } from './retry.ts';
import type { ContentFacts, ContentSummary, SpoolReader } from './spool.ts';

export type IfExists = 'overwrite' | 'version' | 'fail';

export interface DeliveryFile {
  /**
   * Path in the destination's folder. A function when the name depends on the content (`{rows}`): the file is then
   * only sent once it is finished.
   */
  readonly path: string | ((content: ContentSummary) => string);
  readonly content: SpoolReader;
}

export interface DeliveredFile extends ContentFacts {
  readonly name: string;
  /** In the destination's folder, with the version that it got. */
  readonly path: string;
  /** Full address, without secrets. */
  readonly location: string;
  readonly bytes: number;
  /** What the arrived file was compared by. */
  readonly verified: 'size' | 'sha256' | 'crc32';
}

/** What is put beside the files last: an empty `x.csv.done`, or `x.csv.manifest.json` with a text made of the files. */
export type Companion =
  | { readonly type: 'trigger' }
  | { readonly type: 'manifest'; readonly text: (files: readonly DeliveredFile[]) => string | Promise<string> };

export interface DeliveryProgress {
  /** Counts from 1. */
  readonly attempt: number;
  /** Bytes that the destination has taken in this attempt, over all files. */
  readonly sent: number;
  /** Bytes to send in all, as far as they are produced yet. */
  readonly produced: number;
  /** True once `produced` is final, so that a percentage means something. */
  readonly complete: boolean;
}

/** What a delivery asks and tells whoever keeps the claim of it (R2, see ledger.ts). */
export interface DeliveryClaim {
  /** Before a hidden name is used. */
  staging(path: string): Promise<void>;
  /** Everything is there and verified, and about to appear. */
  publishing(files: DeliveryIntent['files'], companion: DeliveryIntent['companion']): Promise<void>;
}

export interface DeliveryRequest {
  readonly destination: Destination;
  /**
   * Makes the hidden names; what an earlier, interrupted delivery of the same run left is overwritten. Of a run that may be
   * attempted by several processes: the id of the attempt.
   */
  readonly runId: string;
  /** In order; more than one when the export is split. They may come one by one while the export is still produced. */
  readonly files: Iterable<DeliveryFile> | AsyncIterable<DeliveryFile>;
  /** What the companion is named after. Default: the path of the first file; for parts give the name without number. */
  readonly path?: string | undefined;
  /**
   * When a name is taken. `overwrite` (default) replaces it; `version` takes `x_2.csv`, `x_3.csv`, … (all parts the
   * same number); `fail` refuses, before anything is sent and once more before the file is put in place.
   */
  readonly ifExists?: IfExists;
  /** Put in place last. One of an earlier delivery under the same name is removed before the new files appear. */
  readonly companion?: Companion | undefined;
  /**
   * Awaited when everything is there and verified under hidden names, before the first file appears: for checks that
   * need the whole content. When it throws, nothing appears and the hidden files are removed.
   */
  readonly beforePublish?: (files: readonly ContentSummary[]) => Promise<void>;
  /** A `LedgerRefusal` thrown by it ends the delivery and comes out of it. Default: nobody is asked. */
  readonly claim?: DeliveryClaim | undefined;
  readonly onProgress?: (progress: DeliveryProgress) => void;
  /** Told before every wait for another attempt. */
  readonly onRetry?: (error: unknown, nextAttempt: number) => void;
  /** Default: 3 attempts with growing waits. A caller with a policy of its own gives `NO_RETRY`. */
  readonly retry?: RetryPolicy;
  /**
   * Abort cancels the delivery and removes what was sent, until the first file is put in place; from then on it is
   * finished, which takes a few round trips.
   */
  readonly signal: AbortSignal;
}

export interface Delivery {
  readonly files: readonly DeliveredFile[];
  /** Path and address of the manifest or trigger. */
  readonly companion: { readonly path: string; readonly location: string } | undefined;
  readonly attempts: number;
  readonly started: Date;
  readonly finished: Date;
}

/**
 * What is remembered between the attempts of one delivery: which files are in place already or may be, so that a
 * retry neither sends them twice nor takes them for somebody else's.
 */
export interface DeliveryMemory {
  /** Paths given to `stage` that may still have something under their hidden name. */
  readonly staged: Set<string>;
  /** Files by their number, once their publishing was begun. `certain` when the server confirmed it. */
  readonly published: Map<number, { file: DeliveredFile; stagedFor: string; certain: boolean }>;
  /** What stood under each name before this delivery put its own there; null for a name that was free. */
  readonly replaces: Map<string, FileMark | null>;
  /** The version to begin with; grows when a name is taken meanwhile. */
  version: number;
}
