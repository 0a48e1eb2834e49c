/** csv and psv (O2, O3): the database's own bytes where they are what is wanted, else rewritten bytes, else rows. */
import type { CopyLayout, OutputColumn, Row } from '../rows/source.ts';
import { FORMULA_STARTS, failForEnclosure, GUARD, guardedStarts } from './cell-rules.ts';
import { type CopyRewriter, copyRewriter } from './copy-rewriter.ts';
import { cutBytes, partsOf, type RowBytes } from './cut-rows.ts';
import { encoded, markBytes, measureFor } from './encode.ts';
import type { FileWriter, Format, WrittenPart } from './format.ts';
import type { FileOptions } from './options.ts';
import { reusedBytes } from './reused-bytes.ts';
import { delimitedRows } from './rows-to-delimited.ts';

export const csv: Format = { name: 'csv', extension: '.csv', mediaType: 'text/csv', open };
export const psv: Format = { name: 'psv', extension: '.psv', mediaType: 'text/plain', open };

type CsvLayout = Extract<CopyLayout, { kind: 'csv' }>;

function open(options: FileOptions, columns: readonly OutputColumn[]): FileWriter {
  const layout = copyLayout(options);
  const encoder = delimitedRows(options, columns);
  let rewriter: CopyRewriter | undefined;
  let rows: number | undefined;

  let header: Buffer | undefined;
  /** The same for all parts; cells that the guard changes in it count once. */
  const headerOnce = () => {
    header ??= Buffer.from(encoder.header());
    return header;
  };
  const before = () => (options.header ? headerOnce() : NOTHING);
  /** O7, `on_empty: header_only`: a file without rows has the header, also where others have none. */
  const instead = () => (options.headerIfEmpty && !options.header ? headerOnce() : NOTHING);

  /** The rows without header, in UTF-8. */
  async function* copied(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    if (layout === undefined) throw new TypeError('These options have no layout; only rows can be written.');
    if (isAsWanted(options, columns)) return yield* bytes;
    rewriter = rewriterFor(options, columns, layout);
    for await (const chunk of bytes) {
      const out = rewriter.push(chunk);
      if (out.length > 0) yield out;
    }
    rewriter.end();
  }

  async function* fromBatches(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Buffer> {
    const text = reusedBytes();
    for await (const batch of batches) {
      text.add(encoder.encode(batch));
      const bytes = text.take();
      if (bytes.length > 0) yield bytes;
    }
    rows = encoder.rows();
  }

  const whole = (text: AsyncIterable<Buffer>) => encoded(between(before, text, instead), options.encoding);

  async function* parts(text: AsyncIterable<Buffer>): AsyncGenerator<WrittenPart> {
    for await (const part of partsOf(cutBytes(text, rowBytes(options, before()))))
      yield { bytes: whole(part.items), rows: part.rows };
  }

  return {
    layout,
    fromCopy: bytes => whole(copied(bytes)),
    fromRows: batches => whole(fromBatches(batches)),
    partsFromCopy: bytes => parts(copied(bytes)),
    partsFromRows: batches => parts(fromBatches(batches)),
    counts: () => ({ rows, guardedCells: encoder.guardedCells() + (rewriter?.guardedCells() ?? 0) }),
  };
}

const NOTHING = Buffer.alloc(0);

/** The text after what comes before it, or what stands in place of no text at all. */
async function* between(
  before: () => Buffer,
  text: AsyncIterable<Buffer>,
  instead: () => Buffer,
): AsyncGenerator<Buffer> {
  const first = before();
  if (first.length > 0) yield first;
  let empty = true;
  for await (const chunk of text) {
    empty = false;
    yield chunk;
  }
  const last = empty ? instead() : NOTHING;
  if (last.length > 0) yield last;
}

/** How the text that is written is cut into parts. `header` in UTF-8. */
function rowBytes({ split, newline, enclosure, encoding }: FileOptions, header: Buffer): RowBytes {
  if (split === undefined) throw new TypeError('These options have no split.');
  const measure = measureFor(encoding);
  return {
    split,
    newline: newline.charCodeAt(newline.length - 1),
    enclosure: enclosure === undefined ? undefined : Buffer.from(enclosure),
    frameBytes: markBytes(encoding) + (measure?.(header) ?? header.length),
    moreForRow: 0,
    measure,
  };
}

const isAscii = (character: string): boolean => character.charCodeAt(0) < 0x80;

/** What the database's own writer is asked for; undefined where its bytes could not become the file's. */
export function copyLayout(options: FileOptions): CsvLayout | undefined {
  const { delimiter, nullToken, quote, formulaGuard } = options;
  // Without enclosure the database still needs one to say which cells would; it never reaches the file.
  const enclosure =
    options.enclosure ?? ['"', "'", '\x01'].find(spare => spare !== delimiter && !nullToken.includes(spare)) ?? '\x02';
  if (!isAscii(delimiter) || !isAscii(enclosure)) return undefined;
  // The guard would make a cell need an enclosure that the database did not give it, or be mistaken for one.
  const guardClashes =
    delimiter === GUARD || enclosure === GUARD || FORMULA_STARTS.includes(enclosure) || nullToken.startsWith(GUARD);
  if (formulaGuard && guardClashes) return undefined;
  return { kind: 'csv', delimiter, enclosure, nullToken, quoteAll: quote === 'always' };
}

/** Whether canonical bytes are the file's bytes, so that they pass through untouched. */
function isAsWanted(options: FileOptions, columns: readonly OutputColumn[]): boolean {
  const { newline, enclosure, formulaGuard } = options;
  if (newline !== '\n' || enclosure === undefined) return false;
  return !formulaGuard || columns.every(column => guardedStarts(column) === '');
}

function rewriterFor(options: FileOptions, columns: readonly OutputColumn[], layout: CsvLayout): CopyRewriter {
  return copyRewriter({
    delimiter: layout.delimiter.charCodeAt(0),
    enclosure: layout.enclosure.charCodeAt(0),
    keepEnclosure: options.enclosure !== undefined,
    quoteAll: layout.quoteAll,
    nullToken: Buffer.from(options.nullToken),
    newline: Buffer.from(options.newline),
    guarded: options.formulaGuard ? columns.map(guardedStarts) : undefined,
    needsEnclosure: (row, column, cell) => failForEnclosure(row, columns[column], cell.toString(), options),
  });
}
