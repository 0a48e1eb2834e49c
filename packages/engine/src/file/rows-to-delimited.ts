/** csv and psv from decoded rows, by csv-stringify (O2, O3). */
import { type Options, stringify } from 'csv-stringify/sync';
import type { OutputColumn, Row } from '../rows/source.ts';
import { FORMULA_STARTS, failForEnclosure, GUARD, guardedStarts, startsWithOneOf, whyEnclosed } from './cell-rules.ts';
import type { FileOptions } from './options.ts';

export interface DelimitedRows {
  /** The header row with its newline. Same rules as cells, all of them text. */
  header(): string;
  /** Rows with their newlines. */
  encode(batch: readonly Row[]): string;
  /** Data rows so far. */
  rows(): number;
  /** Cells that the formula guard changed so far, those of the header included. */
  guardedCells(): number;
}

export function delimitedRows(options: FileOptions, columns: readonly OutputColumn[]): DelimitedRows {
  const { enclosure, nullToken, formulaGuard } = options;
  const guarded = columns.map(column => (formulaGuard ? guardedStarts(column) : ''));
  const guardedInHeader = formulaGuard ? FORMULA_STARTS : '';
  let rows = 0;
  let guardedCells = 0;
  let inHeader = false;

  /** A text cell: guarded first, since what is written decides about the enclosure. */
  const text = (value: string, { index, records }: { readonly index: number; readonly records: number }) => {
    let cell = value;
    if (startsWithOneOf(value, (inHeader ? guardedInHeader : guarded[index]) ?? '')) {
      cell = GUARD + value;
      guardedCells++;
    }
    if (enclosure === undefined) {
      if (whyEnclosed(cell, options))
        failForEnclosure(inHeader ? 0 : rows + records + 1, columns[index], cell, options);
    } else if (cell === nullToken && cell !== '') return { value: cell, quoted: true };
    return cell;
  };

  const csvOptions: Options = {
    delimiter: options.delimiter,
    quote: enclosure ?? '',
    escape: enclosure ?? '"',
    record_delimiter: options.newline,
    // Any line break needs an enclosure, not only the file's own: databases' writers do the same.
    quote_record_delimiter: true,
    // `quoted_string` looks at the value before `cast`: NULL is none, so it stays bare whatever the token is.
    quoted_string: options.quote === 'always',
    // An empty text where NULL is empty. (csv-stringify never asks this of NULL when the token is empty.)
    quoted_match: nullToken === '' && enclosure !== undefined ? [/^$/] : null,
    cast: { string: text, null: () => nullToken },
  };
  const encode = (batch: readonly Row[]) => (batch.length === 0 ? '' : stringify([...batch], csvOptions));

  return {
    header() {
      inHeader = true;
      const line = encode([columns.map(column => column.header)]);
      inHeader = false;
      return line;
    },
    encode(batch) {
      const encoded = encode(batch);
      rows += batch.length;
      return encoded;
    },
    rows: () => rows,
    guardedCells: () => guardedCells,
  };
}
