/** csv and psv (O2, O3): the database's own bytes where they are what is wanted, else rewritten bytes, else rows. */
import type { CopyLayout, OutputColumn, Row } from '../rows/source.ts';
import { FORMULA_STARTS, failForEnclosure, GUARD, guardedStarts } from './cell-rules.ts';
import { type CopyRewriter, copyRewriter } from './copy-rewriter.ts';
import { encoded } from './encode.ts';
import type { FileWriter, Format } from './format.ts';
import type { FileOptions } from './options.ts';
import { delimitedRows } from './rows-to-delimited.ts';

export const csv: Format = { name: 'csv', extension: '.csv', mediaType: 'text/csv', open };
export const psv: Format = { name: 'psv', extension: '.psv', mediaType: 'text/plain', open };

type CsvLayout = Extract<CopyLayout, { kind: 'csv' }>;

function open(options: FileOptions, columns: readonly OutputColumn[]): FileWriter {
  const layout = copyLayout(options);
  const encoder = delimitedRows(options, columns);
  let rewriter: CopyRewriter | undefined;
  let rows: number | undefined;

  async function* copied(bytes: AsyncIterable<Buffer>, exact: boolean): AsyncGenerator<Buffer> {
    if (layout === undefined) throw new TypeError('These options have no layout; only rows can be written.');
    const header = encoder.header();
    if (header !== '') yield Buffer.from(header);
    if (isAsWanted(options, columns, exact)) return yield* bytes;
    rewriter = rewriterFor(options, columns, layout);
    for await (const chunk of bytes) {
      const out = rewriter.push(chunk);
      if (out.length > 0) yield out;
    }
    rewriter.end();
  }

  async function* fromBatches(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Buffer> {
    const header = encoder.header();
    if (header !== '') yield Buffer.from(header);
    for await (const batch of batches) {
      const text = encoder.encode(batch);
      if (text !== '') yield Buffer.from(text);
    }
    rows = encoder.rows();
  }

  return {
    layout,
    fromCopy: (bytes, exact = true) => encoded(copied(bytes, exact), options.encoding),
    fromRows: batches => encoded(fromBatches(batches), options.encoding),
    counts: () => ({ rows, guardedCells: encoder.guardedCells() + (rewriter?.guardedCells() ?? 0) }),
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
function isAsWanted(options: FileOptions, columns: readonly OutputColumn[], exact: boolean): boolean {
  const { newline, enclosure, quote, formulaGuard } = options;
  if (newline !== '\n' || enclosure === undefined) return false;
  if (formulaGuard && columns.some(column => guardedStarts(column) !== '')) return false;
  if (quote === 'always') return true;
  // In an answer of one column PostgreSQL encloses a `\.`, which means something to its own reader only.
  return exact && columns.length > 1;
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
