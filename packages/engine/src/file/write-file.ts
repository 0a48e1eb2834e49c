/** The file step: from a source's answer to the bytes that are delivered (format → encoding → archive → encryption). */
import { fail, type Problem } from '../errors/index.ts';
import type { CopyLayout, CopyStream, OutputColumn, Row } from '../rows/source.ts';
import { archived } from './archive.ts';
import type { FileCounts } from './format.ts';
import { formatOf } from './formats.ts';
import type { FileOptions } from './options.ts';
import type { Encryption } from './public-key.ts';

/** The answer of a source: its own bytes in the layout asked for, or rows. */
export type Answer =
  | { readonly kind: 'copy'; readonly copy: CopyStream }
  | { readonly kind: 'rows'; readonly batches: AsyncIterable<readonly Row[]> };

export interface FileRequest {
  readonly options: FileOptions;
  readonly columns: readonly OutputColumn[];
  /**
   * A part's name without the archive's extension: what a zip calls its entry, e.g. `x_0001.csv`. `part` counts from 1;
   * null when the file is not split.
   */
  readonly entryName: (part: number | null) => string;
  /** The run's instant, which archives hold as the file's time: a rerun of the same rows gives the same bytes. */
  readonly modified: Date;
  /** What encrypts each finished file; needed when the options say so. */
  readonly encryption?: Encryption | undefined;
}

/** Counts of a file whose rows are known. */
export interface WrittenCounts extends FileCounts {
  readonly rows: number;
}

/** One of the files that are delivered. */
export interface OpenPart {
  /** From 1; null when the file is not split. */
  readonly part: number | null;
  /** The finished bytes, to be read once and to their end before the next part is asked for. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Data rows in it; complete once the bytes have ended. */
  readonly rows: () => number;
}

export interface OpenFile {
  /** What to ask the source's `copy` for; undefined when only its rows will do. */
  readonly layout: CopyLayout | undefined;
  /**
   * The file, or the parts that it is split into (O4), one after the other. Leaving early leaves the answer early,
   * which cancels its query.
   */
  parts(answer: Answer): AsyncIterable<OpenPart>;
  /** Of all parts; complete once the last one has ended. */
  counts(): WrittenCounts;
  /** What a person should know about the file, as warnings; complete once the last part has ended. */
  remarks(): readonly Problem[];
}

/** Opens the file for one answer. */
export function openFile({ options, columns, entryName, modified, encryption }: FileRequest): OpenFile {
  if (options.encrypt && !encryption) throw new TypeError('These options need an encryption.');
  const writer = formatOf(options.format).open(options, columns);
  let copied: CopyStream | undefined;
  let cutRows: number | undefined;
  const rows = () => cutRows ?? writer.counts().rows ?? copied?.rows() ?? 0;
  const packed = (bytes: AsyncIterable<Buffer>, part: number | null) => {
    const packedBytes = archived(bytes, options.archive, { name: entryName(part), modified });
    return encryption ? encryption.encrypt(packedBytes) : packedBytes;
  };

  async function* split(answer: Answer): AsyncGenerator<OpenPart> {
    const parts =
      answer.kind === 'copy' ? writer.partsFromCopy(answer.copy.bytes) : writer.partsFromRows(answer.batches);
    let part = 0;
    let total = 0;
    for await (const written of parts) {
      part++;
      yield { part, bytes: packed(written.bytes, part), rows: written.rows };
      total += written.rows();
    }
    mustAgree(total, writer.counts().rows ?? copied?.rows());
    cutRows = total;
  }

  return {
    layout: writer.layout,
    async *parts(answer) {
      if (answer.kind === 'copy') copied = answer.copy;
      if (options.split) return yield* split(answer);
      const bytes = answer.kind === 'copy' ? writer.fromCopy(answer.copy.bytes) : writer.fromRows(answer.batches);
      yield { part: null, bytes: packed(bytes, null), rows };
      mustAgree(writer.counts().rows, copied?.rows());
    },
    counts: () => ({ rows: rows(), guardedCells: writer.counts().guardedCells }),
    remarks: () => writer.remarks?.() ?? [],
  };
}

/** Two counts of the same rows: one that was lost or cut in two would show here (O6). */
function mustAgree(written: number | undefined, given: number | undefined): void {
  if (written !== undefined && given !== undefined && written !== given)
    fail('internal-fault', { detail: `the file holds ${written} rows, and the source gave ${given}` });
}
