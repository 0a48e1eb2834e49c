/** Where a file is cut into parts (O4): between rows only, as the bytes or batches pass by. */
import { fail } from '../errors/index.ts';
import type { Row } from '../rows/source.ts';
import type { FileOptions } from './options.ts';
import { rowScanner } from './row-scanner.ts';

export type Split = NonNullable<FileOptions['split']>;

/** Consecutive rows that belong to one part. */
export interface Run<T> {
  /** From 1. */
  readonly part: number;
  readonly item: T;
  /** Rows that end in `item`. */
  readonly rows: number;
}

/** What is known about rows that are bytes (UTF-8). */
export interface RowBytes {
  readonly split: Split;
  /** The last byte of what ends a row. */
  readonly newline: number;
  /** Between two of which a newline is part of a cell; undefined where no cell holds one. */
  readonly enclosure: Buffer | undefined;
  /** Bytes of a part without rows: header, brackets, byte order mark. */
  readonly frameBytes: number;
  /** Bytes of a row in the file beyond its own. */
  readonly moreForRow: number;
  /** Bytes that a piece of a row takes in the file; undefined where they are the same bytes. */
  readonly measure?: ((piece: Buffer) => number) | undefined;
}

/**
 * Cuts bytes between rows, so that no part has more rows, or more bytes in the file, than the split says. A row that is
 * larger than the limit is a part of its own.
 */
export async function* cutBytes(bytes: AsyncIterable<Buffer>, rules: RowBytes): AsyncGenerator<Run<Buffer>> {
  const { split, frameBytes, moreForRow, measure } = rules;
  const mostRows = split.by === 'rows' ? split.rows : Number.POSITIVE_INFINITY;
  const mostBytes = split.by === 'size' ? split.bytes : Number.POSITIVE_INFINITY;
  const size = (chunk: Buffer, from: number, to: number) =>
    measure && split.by === 'size' ? measure(chunk.subarray(from, to)) : to - from;
  const scanner = rowScanner(rules.newline, rules.enclosure);
  let part = 1;
  let partRows = 0;
  let partBytes = frameBytes;
  /** The beginning of a row whose end is in a later chunk, and its bytes in the file. */
  let open: Buffer[] = [];
  let openBytes = 0;

  for await (const chunk of bytes) {
    /** Rows of this chunk that belong to the part in hand and are not handed on yet. */
    let from = 0;
    let rows = 0;
    let rowStart = 0;
    for (let end = scanner.next(chunk, 0); end !== -1; end = scanner.next(chunk, end)) {
      const rowBytes = openBytes + size(chunk, rowStart, end) + moreForRow;
      if (partRows > 0 && (partRows >= mostRows || partBytes + rowBytes > mostBytes)) {
        if (rowStart > from) yield { part, rows, item: chunk.subarray(from, rowStart) };
        from = rowStart;
        rows = 0;
        part++;
        partRows = 0;
        partBytes = frameBytes;
      }
      for (const item of open) yield { part, rows: 0, item };
      open = [];
      openBytes = 0;
      rows++;
      partRows++;
      partBytes += rowBytes;
      rowStart = end;
    }
    if (rowStart > from) yield { part, rows, item: chunk.subarray(from, rowStart) };
    if (rowStart < chunk.length) {
      // A copy: the chunk's memory may be used again.
      open.push(Buffer.from(chunk.subarray(rowStart)));
      openBytes += size(chunk, rowStart, chunk.length);
    }
  }
  if (open.length > 0) fail('internal-fault', { detail: 'the rows end inside a row' });
}

/** Cuts batches so that no part has more rows than this. */
export async function* cutBatches(
  batches: AsyncIterable<readonly Row[]>,
  mostRows: number,
): AsyncGenerator<Run<readonly Row[]>> {
  let part = 1;
  let partRows = 0;
  for await (const batch of batches) {
    for (let from = 0; from < batch.length; ) {
      if (partRows === mostRows) {
        part++;
        partRows = 0;
      }
      const item = batch.slice(from, from + mostRows - partRows);
      partRows += item.length;
      from += item.length;
      yield { part, rows: item.length, item };
    }
  }
}

/** What is known of the size of parts whose bytes come later. */
export interface Room {
  /** Bytes that an empty part has for rows. */
  readonly empty: number;
  /** Bytes that the part in hand has left, asked when everything before was taken by whoever writes it. */
  readonly left: () => number;
  /** Bytes that a row takes at most. */
  readonly atMost: (row: Row) => number;
}

/** Cuts batches so that no part is larger than its room; a row that may be larger is a part of its own. */
export async function* cutByRoom(
  batches: AsyncIterable<readonly Row[]>,
  { empty, left, atMost }: Room,
): AsyncGenerator<Run<readonly Row[]>> {
  let part = 1;
  let isEmpty = true;
  for await (const batch of batches) {
    for (let from = 0; from < batch.length; ) {
      let to = from;
      const fill = (room: number) => {
        for (let used = 0; to < batch.length; to++) {
          used += atMost(batch[to] as Row);
          if (used > room) return;
        }
      };
      fill(isEmpty ? empty : left());
      if (to === from && !isEmpty) {
        part++;
        fill(empty);
      }
      const item = batch.slice(from, Math.max(to, from + 1));
      isEmpty = false;
      from += item.length;
      yield { part, rows: item.length, item };
    }
  }
}

/** One part of a cut answer. */
export interface CutPart<T> {
  /** To be read to its end before the next part is asked for. */
  readonly items: AsyncIterable<T>;
  /** Rows so far. */
  readonly rows: () => number;
}

/** The parts that runs belong to, one after the other; without rows there is one, and it is empty. */
export async function* partsOf<T>(runs: AsyncIterable<Run<T>>): AsyncGenerator<CutPart<T>> {
  const iterator = runs[Symbol.asyncIterator]();
  let ended = false;
  const take = async () => {
    const next = await iterator.next();
    ended = next.done === true;
    return next.done ? undefined : next.value;
  };
  try {
    let next = await take();
    for (let part = 1; part === 1 || next; part++) {
      let rows = 0;
      async function* items(): AsyncGenerator<T> {
        while (next?.part === part) {
          rows += next.rows;
          yield next.item;
          next = await take();
        }
      }
      yield { items: items(), rows: () => rows };
    }
  } finally {
    // Left early: whoever makes the rows is told.
    if (!ended) await iterator.return?.();
  }
}
