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
  const isPlain = plainRows(options, guarded);
  let rows = 0;
  let guardedCells = 0;
  let inHeader = false;

  /** A text cell: guarded first, since what is written decides about the enclosure. */
  const text = (value: string, { index }: { readonly index: number }) => {
    let cell = value;
    if (startsWithOneOf(value, (inHeader ? guardedInHeader : guarded[index]) ?? '')) {
      cell = GUARD + value;
      guardedCells++;
    }
    if (enclosure === undefined) {
      if (whyEnclosed(cell, options)) failForEnclosure(inHeader ? 0 : rows + 1, columns[index], cell, options);
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
  /** Most rows hold nothing special, and those are joined as they are. */
  const encode = (batch: readonly Row[]) => {
    let text = '';
    for (const row of batch) {
      if (!inHeader && isPlain(row)) text += joined(row) + options.newline;
      else text += stringify([[...row]], csvOptions);
      if (!inHeader) rows++;
    }
    return text;
  };
  const joined = (row: Row) => (nullToken === '' ? row : row.map(cell => cell ?? nullToken)).join(options.delimiter);

  return {
    header() {
      inHeader = true;
      const line = encode([columns.map(column => column.header)]);
      inHeader = false;
      return line;
    },
    encode,
    rows: () => rows,
    guardedCells: () => guardedCells,
  };
}

/** Tells rows whose cells need neither enclosure nor guard. */
function plainRows({ delimiter, enclosure, nullToken, quote }: FileOptions, guarded: readonly string[]) {
  // By UTF-16 unit: half of a character may be another's too, and such a row is written with all care.
  const unit = (text: string) =>
    [...Array(text.length).keys()].map(i => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`);
  const special = new RegExp(`[\\n\\r${unit(delimiter + (enclosure ?? '')).join('')}]`);
  const never = quote === 'always' || special.test(nullToken);
  const isPlainCell = (cell: string | null, index: number) =>
    cell === null ||
    (cell !== '' && cell !== nullToken && !special.test(cell) && !startsWithOneOf(cell, guarded[index] ?? ''));
  return (row: Row): boolean => !never && row.every(isPlainCell);
}
