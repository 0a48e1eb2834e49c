import type { DeliveryTarget } from '../definition/schema.ts';
import {
  checkAllowedHost,
  createDestination,
  type DeliveredFile,
  type Delivery,
  type DeliveryProgress,
  deliver,
  type ReceiptDelivery,
  type SpoolReader,
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
import type { PreparedExport } from './prepare-export.ts';

/** Names of the file at a destination (or, without a target, for download), as far as they are known. */
export function fileNamesFor(
  prepared: PreparedExport,
  plan: Plan,
  runId: string,
  target: DeliveryTarget | undefined,
  rows: number | null,
): FileNames {
  const { moment, fileOptions } = prepared;
  const context: FileNameContext = {
    ...moment,
    exportName: plan.name,
    window: plan.window ?? null,
    runId,
    rows,
    part: null,
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
  readonly content: SpoolReader;
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
  const nameFor = (rows: number | null) => fileNamesFor(prepared, plan, runId, target, rows).path;
  const late = needsRowCount(target.path ?? '');
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
    files: [{ path: late ? content => nameFor(content.rows ?? null) : nameFor(null), content: request.content }],
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
