/** parquet (O1): typed columns, written by DuckDB from the csv that every source writes fast. */
import { fail } from '../errors/index.ts';
import type { OutputColumn, Row } from '../rows/source.ts';
import { cutBytes, partsOf } from './cut-rows.ts';
import { copyLayout } from './delimited.ts';
import type { FileWriter, Format, WrittenPart } from './format.ts';
import { type FileOptions, resolveFileOptions } from './options.ts';
import { type ParquetProcess, startParquet } from './parquet-process.ts';
import { reusedBytes } from './reused-bytes.ts';
import { delimitedRows } from './rows-to-delimited.ts';

export const parquet: Format = {
  name: 'parquet',
  extension: '.parquet',
  mediaType: 'application/vnd.apache.parquet',
  open,
};

/** NULL in a row of one column, where an empty line would be no row. */
const LONELY_NULL = '\\N';

function open({ split }: FileOptions, columns: readonly OutputColumn[]): FileWriter {
  checkHeaders(columns);
  const lonely = columns.length === 1;
  const csv: FileOptions = {
    ...resolveFileOptions({ format: 'csv', header: false }).options,
    ...(lonely && { nullToken: LONELY_NULL, quote: 'always' }),
  };
  const layout = copyLayout(csv);
  if (layout === undefined) throw new TypeError('The csv of a parquet file has a layout.');
  const encoder = delimitedRows(csv, columns);
  let rows: number | undefined;

  async function* encoded(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Buffer> {
    const text = reusedBytes();
    for await (const batch of batches) {
      text.add(encoder.encode(batch));
      yield text.take();
    }
  }

  async function* whole(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    await using writer: ParquetProcess = await startParquet();
    rows = yield* writer.write(bytes, layout as NonNullable<typeof layout>, columns);
  }

  async function* parts(bytes: AsyncIterable<Buffer>): AsyncGenerator<WrittenPart> {
    if (split?.by !== 'rows') throw new TypeError('These options have no split by rows.');
    await using writer: ParquetProcess = await startParquet();
    const rules = { split, newline: 0x0a, enclosure: Buffer.from('"'), frameBytes: 0, moreForRow: 0 };
    for await (const part of partsOf(cutBytes(bytes, rules)))
      yield { bytes: writer.write(part.items, layout as NonNullable<typeof layout>, columns), rows: part.rows };
  }

  return {
    layout,
    fromCopy: bytes => whole(bytes),
    fromRows: batches => whole(encoded(batches)),
    partsFromCopy: bytes => parts(bytes),
    partsFromRows: batches => parts(encoded(batches)),
    counts: () => ({ rows, guardedCells: 0 }),
  };
}

/** Readers of parquet do not tell names apart that differ in their case only. */
function checkHeaders(columns: readonly OutputColumn[]): void {
  const seen = new Map<string, string>();
  for (const { header } of columns) {
    const lower = header.toLowerCase();
    const other = seen.get(lower);
    if (other !== undefined || header === '') fail('parquet-header', { header, other: other ?? '' });
    seen.set(lower, header);
  }
}
