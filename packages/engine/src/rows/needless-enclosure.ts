import type { CopyLayout } from './source.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Takes the enclosure off cells that a database enclosed without need, so that its file is the same to the byte as
 * one made of rows. DuckDB encloses whatever holds a `#`; PostgreSQL a lone `\.` in a file of one column.
 *
 * The databases always enclose a cell that holds `trigger`, so looking for it finds every such cell, and what
 * stands around it tells whether there was need: no state is kept, and bytes without `trigger` cost a search only.
 * No cell in question spans a line break: what stands after the last one of a chunk is kept for the next chunk if
 * such a cell may have begun in it.
 */
export async function* withoutNeedlessEnclosure(
  bytes: AsyncIterable<Buffer>,
  trigger: string,
  layout: CopyLayout & { kind: 'csv' },
): AsyncGenerator<Buffer> {
  const needle = Buffer.from(trigger);
  const quote = layout.enclosure.charCodeAt(0);
  /** Copies: a chunk's memory may be used again. */
  let carried: Buffer[] = [];
  for await (const chunk of bytes) {
    const lastLine = chunk.lastIndexOf(LF) + 1;
    const mayHaveBegun = chunk.lastIndexOf(quote) >= lastLine || (lastLine === 0 && carried.length > 0);
    const cut = mayHaveBegun ? lastLine : chunk.length;
    if (cut === 0) {
      carried.push(Buffer.from(chunk));
      continue;
    }
    const whole = carried.length === 0 ? chunk.subarray(0, cut) : Buffer.concat([...carried, chunk.subarray(0, cut)]);
    carried = cut < chunk.length ? [Buffer.from(chunk.subarray(cut))] : [];
    yield strip(whole, needle, layout);
  }
  if (carried.length > 0) yield strip(Buffer.concat(carried), needle, layout);
}

/** Works in place: the chunk is this step's own. */
function strip(chunk: Buffer, needle: Buffer, layout: CopyLayout & { kind: 'csv' }): Buffer {
  const quote = layout.enclosure.charCodeAt(0);
  const delimiter = layout.delimiter.charCodeAt(0);
  const nullToken = Buffer.from(layout.nullToken);
  const isPlain = (byte: number | undefined) =>
    byte !== undefined && byte !== quote && byte !== delimiter && byte !== LF && byte !== CR;
  let written = 0;
  let read = 0;
  for (let found = chunk.indexOf(needle); found >= 0; ) {
    let open = found - 1;
    while (isPlain(chunk[open])) open -= 1;
    let close = found + needle.length;
    while (isPlain(chunk[close])) close += 1;
    const before = chunk[open - 1];
    const after = chunk[close + 1];
    const needless =
      chunk[open] === quote &&
      chunk[close] === quote &&
      (before === undefined || before === delimiter || before === LF) &&
      after !== quote &&
      !nullToken.equals(chunk.subarray(open + 1, close));
    if (needless) {
      chunk.copyWithin(written, read, open);
      written += open - read;
      chunk.copyWithin(written, open + 1, close);
      written += close - open - 1;
      read = close + 1;
    }
    found = chunk.indexOf(needle, close);
  }
  if (read === 0) return chunk;
  chunk.copyWithin(written, read);
  return chunk.subarray(0, written + chunk.length - read);
}
