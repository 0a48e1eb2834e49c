import type { DeliveryTarget } from '../definition/schema.ts';
import {
  type DeliveryIntent,
  type DeliveryLedger,
  type DeliveryProgress,
  deliver,
  type MadeFiles,
  type ReceiptDelivery,
  type RetryPolicy,
} from '../delivery/index.ts';
import {
  type FileNameContext,
  type FileNameShape,
  type FileNames,
  needsRowCount,
  renderFileName,
} from '../file/file-name.ts';
import { formatOf } from '../file/index.ts';
import { mustBe } from '../plan/index.ts';
import type { Window } from '../time/index.ts';
import { destinationOf, receiptDelivery } from './begin-deliveries.ts';
import type { PartList } from './part-list.ts';
import type { PreparedExport } from './prepare-export.ts';

/** What names of files are made from, besides the definition and the moment. */
export interface NamedExport {
  readonly name: string;
  readonly window: Window | undefined;
}

/** Names of the file at a destination (or, without a target, for download), as far as they are known. */
export function fileNamesFor(
  prepared: PreparedExport,
  { name, window }: NamedExport,
  runId: string,
  target: DeliveryTarget | undefined,
  { rows, part }: { readonly rows: number | null; readonly part: number | null },
): FileNames {
  const { moment, fileOptions } = prepared;
  const context: FileNameContext = {
    ...moment,
    exportName: name,
    window: window ?? null,
    runId,
    rows,
    part,
  };
  const extension = formatOf(fileOptions.format).extension.replace(/^\./, '');
  const shape: FileNameShape = {
    extension,
    archive: fileOptions.archive ?? null,
    encrypted: fileOptions.encrypt !== undefined,
  };
  return mustBe(renderFileName(target?.path, context, shape));
}

export interface DeliverFileRequest {
  readonly prepared: PreparedExport;
  readonly named: NamedExport;
  readonly runId: string;
  readonly target: DeliveryTarget;
  /** Makes the hidden names. */
  readonly attemptId: string;
  /** The file or its parts, as they are made or afterwards. */
  readonly parts: PartList;
  /** Awaited before the first file appears; throws when it must not. */
  readonly made: Promise<MadeFiles>;
  /** The manifest's text; it is the last thing to be put in place, so its own address is not yet in it. */
  readonly manifest: (made: MadeFiles, delivery: ReceiptDelivery) => string;
  /** Who keeps the claim, and what it calls this destination. */
  readonly ledger: { readonly of: DeliveryLedger; readonly key: string } | undefined;
  readonly retry: RetryPolicy | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DeliveryProgress) => void;
}

/** The delivery step, to one destination. */
export async function deliverFile(request: DeliverFileRequest): Promise<ReceiptDelivery> {
  const { prepared, named, runId, target, made, ledger, attemptId } = request;
  const destination = destinationOf(prepared, target);
  const late = needsRowCount(target.path ?? '');
  const namesFor = (rows: number | null, part: number | null) =>
    fileNamesFor(prepared, named, runId, target, { rows, part });
  let attempts = 1;
  let intent: DeliveryIntent | undefined;
  const delivery = await deliver({
    destination,
    runId: attemptId,
    files: mapped(request.parts, ({ part, content }) => ({
      path: late ? summary => namesFor(summary.rows ?? null, part).path : namesFor(null, part).path,
      content,
    })),
    // Read when all parts are there, so that `{rows}` in the name that they share is the rows of all of them.
    get path() {
      if (prepared.fileOptions.split === undefined) return undefined;
      const rows = request.parts.all.reduce((sum, { content }) => sum + (content.finished?.rows ?? 0), 0);
      return namesFor(rows, 1).manifest.slice(0, -'.manifest.json'.length);
    },
    ifExists: target.if_exists ?? 'overwrite',
    companion:
      target.manifest === 'json'
        ? {
            type: 'manifest',
            text: async files =>
              request.manifest(await made, receiptDelivery(destination, { files, attempts, companion: undefined })),
          }
        : target.manifest === 'trigger'
          ? { type: 'trigger' }
          : undefined,
    beforePublish: async () => {
      await made;
    },
    claim: ledger && {
      staging: path => ledger.of.staging(ledger.key, path),
      publishing: async (files, companion) => {
        intent = { attemptId, files, companion, made: await made };
        await ledger.of.publishing(ledger.key, intent);
      },
    },
    onProgress: request.onProgress,
    onRetry: (_, next) => {
      attempts = next;
    },
    ...(request.retry ? { retry: request.retry } : {}),
    signal: request.signal,
  });
  const receipt = receiptDelivery(destination, delivery);
  if (ledger && intent) await ledger.of.delivered(ledger.key, receipt, intent);
  return receipt;
}

/** Not a generator: after an error those only say that they are done, and a retry would deliver what there is. */
function mapped<T, U>(items: AsyncIterable<T>, to: (item: T) => U): AsyncIterable<U> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = items[Symbol.asyncIterator]();
      return {
        next: async () => {
          const { done, value } = await iterator.next();
          return done ? { done, value: undefined } : { done: false, value: to(value) };
        },
      };
    },
  };
}
