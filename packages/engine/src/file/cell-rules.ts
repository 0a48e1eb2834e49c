/** What both ways of writing csv and psv decide about a cell (O2, O3), so that they decide alike. */
import { fail } from '../errors/index.ts';
import type { OutputColumn } from '../rows/source.ts';
import type { FileOptions } from './options.ts';

/** First characters of a text that a spreadsheet would run (O3). */
export const FORMULA_STARTS = '=+-@\t\r';
/** Those that no number begins with. */
const NEVER_A_NUMBER = '=@\t\r';

/** What the formula guard puts before such a text. */
export const GUARD = "'";

/**
 * Which first characters the guard looks for in a column. None in `number` and `json`, whose cells can only begin with
 * one of them when they are numbers; in a number with words among it (`default: n/a`) those that no number begins
 * with, so that `-5,00` stays a number. A date or boolean can hold a text too (a `default`).
 */
export function guardedStarts(column: OutputColumn): string {
  if (column.type === 'number' || column.type === 'json') return '';
  return column.type === 'number-text' ? NEVER_A_NUMBER : FORMULA_STARTS;
}

export const startsWithOneOf = (text: string, starts: string): boolean =>
  text !== '' && starts.includes(text.charAt(0));

/** Why a text cannot stand without an enclosure, in words; undefined when it can. */
export function whyEnclosed(text: string, { delimiter, nullToken }: FileOptions): string | undefined {
  if (text === nullToken)
    return text === '' ? 'is an empty text, which without enclosure is NULL' : 'equals the null token';
  if (text.includes(delimiter)) return 'holds the delimiter';
  if (/[\n\r]/.test(text)) return 'holds a line break';
  return undefined;
}

/** Fails the run for a cell that needs the enclosure which there is not. Rows count from 1; 0 is the header. */
export function failForEnclosure(
  row: number,
  column: OutputColumn | undefined,
  cell: string,
  options: FileOptions,
): never {
  const why = whyEnclosed(cell, options) ?? 'needs an enclosure';
  return fail('cell-needs-enclosure', { row, column: column?.header ?? '', cell, why });
}
