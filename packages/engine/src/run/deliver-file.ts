import type { DeliveryTarget } from '../definition/schema.ts';
import {
  checkAllowedHost,
  createDestination,
  type DeliveredFile,
  type Delivery,
  type DeliveryProgress,
  deliver,
  type ReceiptDelivery,
} from '../delivery/index.ts';
import {
  type FileNameContext,
  type FileNameShape,
  type FileNames,
  needsRowCount,
  renderFileName,
} from '../file/file-name.ts';
import { formatOf } from '../file/index.ts';
import { mustBe, type Plan } from '../plan/index.ts';
import type { PartList } from './part-list.ts';
import type { PreparedExport } from './prepare-export.ts';

/** Names of the file at a destination (or, without a target, for download), as far as they are known. */
export function fileNamesFor(
  prepared: PreparedExport,
  plan: Plan,
  runId: string,
  target: DeliveryTarget | undefined,
  { rows, part }: { readonly rows: number | null; readonly part: number | null },
): FileNames {
  const { moment, fileOptions } = prepared;
  const context: FileNameContext = {
    ...moment,
    exportName: plan.name,
    window: plan.window ?? null,
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
  readonly plan: Plan;
  readonly runId: string;
  readonly target: DeliveryTarget;
  /** The file or its parts, as they are made. */
  readonly parts: PartList;
  /** The manifest's text; it is the last thing to be put in place, so its own address is not yet in it. */
  readonly manifest: (delivery: ReceiptDelivery) => Promise<string>;
  /** Awaited before the first file appears; throws when it must not. */
  readonly beforePublish: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DeliveryProgress) => void;
}

/** The delivery step, to one destination. */
export async function deliverFile(request: DeliverFileRequest): Promise<ReceiptDelivery> {
  const { prepared, plan, runId, target } = request;
  const { workspace } = prepared;
  const destination = createDestination(target.to, workspace.destination(target.to), { baseFolder: workspace.folder });
  checkAllowedHost(destination, workspace.limits.destinationHosts);
  const late = needsRowCount(target.path ?? '');
  const namesFor = (rows: number | null, part: number | null) =>
    fileNamesFor(prepared, plan, runId, target, { rows, part });
  const receipt = (files: readonly DeliveredFile[], attempts: number, companion: string | null): ReceiptDelivery => ({
    destination: destination.name,
    type: destination.type,
    files: files.map(({ path, location, verified }) => ({ path, location, verified })),
    companion,
    attempts,
  });
  let attempts = 1;
  const delivery: Delivery = await deliver({
    destination,
    runId,
    files: mapped(request.parts, ({ part, spool }) => ({
      path: late ? content => namesFor(content.rows ?? null, part).path : namesFor(null, part).path,
      content: spool,
    })),
    // Read when all parts are there, so that `{rows}` in the name that they share is the rows of all of them.
    get path() {
      if (prepared.fileOptions.split === undefined) return undefined;
      const rows = request.parts.all.reduce((sum, { spool }) => sum + (spool.finished?.rows ?? 0), 0);
      return namesFor(rows, 1).manifest.slice(0, -'.manifest.json'.length);
    },
    ifExists: target.if_exists ?? 'overwrite',
    companion:
      target.manifest === 'json'
        ? { type: 'manifest', text: files => request.manifest(receipt(files, attempts, null)) }
        : target.manifest === 'trigger'
          ? { type: 'trigger' }
          : undefined,
    beforePublish: request.beforePublish,
    onProgress: request.onProgress,
    onRetry: (_, next) => {
      attempts = next;
    },
    signal: request.signal,
  });
  return receipt(delivery.files, delivery.attempts, delivery.companion?.location ?? null);
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
