import { basename } from 'node:path';
import { buildReceipt, type MadeFiles, type Receipt, type ReceiptDelivery } from '../delivery/index.ts';
import { hasFiles, type MadeFacts } from './made-facts.ts';
import type { PreparedExport } from './prepare-export.ts';

export interface ReceiptRequest {
  readonly prepared: PreparedExport;
  readonly runId: string;
  readonly status: Receipt['status'];
  /** Without files where none are left. */
  readonly made: MadeFacts & Partial<Pick<MadeFiles, 'files'>>;
  readonly deliveries: readonly ReceiptDelivery[];
  /** What the run itself warns of, besides what the files and the definition do. */
  readonly warnings?: readonly string[];
  readonly kept?: readonly string[] | undefined;
}

/** The receipt of a run as of now (X3), whenever its files were made and by whichever attempt they were delivered. */
export function receiptOf(request: ReceiptRequest): Receipt {
  const { prepared, made, deliveries, kept } = request;
  const files = made.files ?? [];
  const [named] = deliveries.filter(delivery => hasFiles(delivery, { files }));
  const others = deliveries.filter(delivery => !hasFiles(delivery, { files }));
  return buildReceipt({
    export: prepared.definition.name,
    run: request.runId,
    status: request.status,
    model: prepared.definition.model ?? '',
    timezone: prepared.moment.timezone,
    window: made.window,
    files: files.map(({ name, bytes, sha256, rows }, i) => ({
      name: basename(named?.files[i]?.path ?? name),
      bytes,
      sha256,
      rows,
    })),
    deliveries: [...deliveries],
    columns: made.columns,
    guardedCells: made.guardedCells,
    started: new Date(made.started),
    finished: new Date(),
    warnings: [
      ...prepared.warnings.map(warning => warning.message),
      ...made.warnings,
      ...(request.warnings ?? []),
      ...others.map(otherFile),
    ],
    ...(kept ? { kept } : {}),
  });
}

/** An attempt before this one delivered it, and what it had made was gone when the rest was to be delivered. */
const otherFile = ({ destination, files }: ReceiptDelivery): string =>
  `${destination} has what an earlier attempt of this run delivered: ${files.map(inWords).join(', ')}.`;

const inWords = ({ path, rows, bytes }: ReceiptDelivery['files'][number]): string =>
  `${path}${rows === undefined ? '' : ` with ${rows} rows`}${bytes === undefined ? '' : ` in ${bytes} bytes`}`;
