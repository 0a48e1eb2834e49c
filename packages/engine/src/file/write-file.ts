/** The file step: from a source's answer to the bytes that are delivered (format → encoding → archive). */
import { failOnErrors } from '../errors/index.ts';
import type { CopyLayout, CopyStream, OutputColumn, Row } from '../rows/source.ts';
import { archived } from './archive.ts';
import type { FileCounts } from './format.ts';
import { formatOf } from './formats.ts';
import { type FileOptions, notYet } from './options.ts';

/** The answer of a source: its own bytes in the layout asked for, or rows. */
export type Answer =
  | { readonly kind: 'copy'; readonly copy: CopyStream }
  | { readonly kind: 'rows'; readonly batches: AsyncIterable<readonly Row[]> };

export interface FileRequest {
  readonly options: FileOptions;
  readonly columns: readonly OutputColumn[];
  /** The file's name without the archive's extension: what a zip calls its entry, e.g. `x.csv`. */
  readonly entryName: string;
  /** The run's instant, which archives hold as the file's time: a rerun of the same rows gives the same bytes. */
  readonly modified: Date;
}

/** Counts of a file whose rows are known. */
export interface WrittenCounts extends FileCounts {
  readonly rows: number;
}

export interface OpenFile {
  /** What to ask the source's `copy` for; undefined when only its rows will do. */
  readonly layout: CopyLayout | undefined;
  /** The finished file's bytes, to be read once. Leaving early leaves the answer early, which cancels its query. */
  bytes(answer: Answer): AsyncIterable<Buffer>;
  /** Complete once the bytes have ended. */
  counts(): WrittenCounts;
}

/** Opens one file for one answer. Fails for what this version cannot make yet. */
export function openFile({ options, columns, entryName, modified }: FileRequest): OpenFile {
  failOnErrors(notYet(options));
  const writer = formatOf(options.format).open(options, columns);
  let copied: CopyStream | undefined;
  return {
    layout: writer.layout,
    bytes(answer) {
      if (answer.kind === 'copy') copied = answer.copy;
      const plain =
        answer.kind === 'copy'
          ? writer.fromCopy(answer.copy.bytes, answer.copy.exact ?? true)
          : writer.fromRows(answer.batches);
      return archived(plain, options.archive, { name: entryName, modified });
    },
    counts() {
      const { rows, guardedCells } = writer.counts();
      return { rows: rows ?? copied?.rows() ?? 0, guardedCells };
    },
  };
}
