import type { Problem } from '../errors/index.ts';
import type { CopyLayout, OutputColumn, Row } from '../rows/source.ts';
import type { FileOptions } from './options.ts';

/** What the file turned out to hold; complete once the bytes have ended. */
export interface FileCounts {
  /** Data rows in the file, the header not counted. Undefined where only the source's own count is known. */
  readonly rows: number | undefined;
  /** Cells that the formula guard changed (O3). */
  readonly guardedCells: number;
}

/**
 * Turns an answer into the bytes of one file, before archive and encryption. Here and in the steps after it, a chunk is
 * good until the next is asked for: whoever keeps it longer keeps a copy (X4).
 */
export interface FileWriter {
  /** What the database's own writer is asked for, or undefined when only rows will do. */
  readonly layout: CopyLayout | undefined;
  /** The file's bytes from the database's bytes in `layout`. */
  fromCopy(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer>;
  /** The same bytes from decoded rows. */
  fromRows(batches: AsyncIterable<readonly Row[]>): AsyncIterable<Buffer>;
  /** The same rows as the parts that the options' `split` says, each a whole file (O4). */
  partsFromCopy(bytes: AsyncIterable<Buffer>): AsyncIterable<WrittenPart>;
  partsFromRows(batches: AsyncIterable<readonly Row[]>): AsyncIterable<WrittenPart>;
  /** Of all parts together. */
  counts(): FileCounts;
  /** What a person should know about the file, once it is written. */
  remarks?(): readonly Problem[];
}

/** One part of a split file. */
export interface WrittenPart {
  /** To be read to its end before the next part is asked for. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Data rows in the part; complete once its bytes have ended. */
  readonly rows: () => number;
}

/** One per format of O1; a new format is one of these and an entry in `formats.ts`. */
export interface Format {
  readonly name: FileOptions['format'];
  /** With the dot, e.g. `.csv`. */
  readonly extension: string;
  readonly mediaType: string;
  open(options: FileOptions, columns: readonly OutputColumn[]): FileWriter;
}
