/** What the tests of the file step share: streams from values, and a reference for a database's csv writer. */
import { csv } from '../../src/file/delimited.ts';
import { type FileOptions, resolveFileOptions } from '../../src/file/options.ts';
import type { WrittenFile } from '../../src/file/options-schema.ts';
import { withoutNeedlessEnclosure } from '../../src/rows/needless-enclosure.ts';
import type { CopyLayout, OutputColumn, Row } from '../../src/rows/source.ts';

export async function* streamOf<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

/** Chunks as sources give them: in memory that is used again, so that each is good until the next is asked for (X4). */
export async function* inReusedMemory(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  const memory = Buffer.alloc(Math.max(0, ...chunks.map(chunk => chunk.length)));
  for (const chunk of chunks) {
    yield memory.subarray(0, chunk.copy(memory));
    memory.fill('!');
  }
}

export async function collect(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Options of a block that must be right. */
export function optionsOf(written: WrittenFile = {}): FileOptions {
  const { options, problems } = resolveFileOptions(written);
  if (problems[0]) throw new Error(problems[0].message);
  return options;
}

export const textColumns = (...headers: string[]): OutputColumn[] =>
  headers.map(header => ({ header, type: 'text' as const }));

/**
 * Canonical bytes as PostgreSQL writes them: what CopyLayout promises and nothing else. `eager` encloses every cell
 * that holds `#` as DuckDB does.
 */
export function canonical(rows: readonly Row[], layout: CopyLayout, eager = false): Buffer {
  if (layout.kind !== 'csv') throw new TypeError('csv only');
  const { delimiter, enclosure, nullToken, quoteAll } = layout;
  const cell = (value: string | null) => {
    if (value === null) return nullToken;
    const must =
      quoteAll ||
      value === nullToken ||
      [delimiter, enclosure, '\n', '\r', ...(eager ? ['#'] : [])].some(special => value.includes(special));
    return must ? enclosure + value.replaceAll(enclosure, enclosure + enclosure) + enclosure : value;
  };
  return Buffer.from(rows.map(row => `${row.map(cell).join(delimiter)}\n`).join(''));
}

/** What a database's writer made, as a source passes it on: without needless enclosures. */
export function asSourcesGive(bytes: Buffer, layout: CopyLayout, sizes: readonly number[] = []): AsyncIterable<Buffer> {
  const chunks = inReusedMemory(cut(bytes, sizes));
  if (layout.kind !== 'csv' || layout.quoteAll || [layout.delimiter, layout.enclosure].includes('#')) return chunks;
  return withoutNeedlessEnclosure(chunks, '#', layout);
}

/** Chunks of the sizes given, the last one repeated. */
export function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = sizes[Math.min(i, sizes.length - 1)] ?? bytes.length;
    chunks.push(bytes.subarray(from, from + size));
    from += size;
  }
  return chunks;
}

export async function csvFromRows(written: WrittenFile, columns: readonly OutputColumn[], rows: readonly Row[]) {
  const writer = csv.open(optionsOf(written), columns);
  const bytes = await collect(writer.fromRows(streamOf([rows])));
  return { bytes, counts: writer.counts() };
}

/** The copy path over canonical bytes in chunks of `size` bytes. */
export async function csvFromCopy(
  written: WrittenFile,
  columns: readonly OutputColumn[],
  rows: readonly Row[],
  { size = Number.POSITIVE_INFINITY, eager = false } = {},
) {
  const writer = csv.open(optionsOf(written), columns);
  if (!writer.layout) throw new Error('no layout');
  const input = canonical(rows, writer.layout, eager);
  const bytes = await collect(writer.fromCopy(asSourcesGive(input, writer.layout, [size])));
  return { bytes, counts: writer.counts() };
}
