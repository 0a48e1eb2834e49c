/**
 * What JSON looks like here (O1), to the byte: the rule that the SQL of every dialect must match, and what the row path
 * uses. A row is `{"a":1,"b":"x"}`: keys in the order of the columns, no blanks, each cell as {@link jsonCell} says.
 */
import type { OutputColumn } from '../rows/source.ts';

/** A number as JSON writes it. `NaN`, `Infinity`, `007`, `1,50` are none. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * One cell:
 * - NULL: `null`, whatever the type;
 * - `number`: bare with its digits as they are (exact) when it is a JSON number, else a string;
 * - `boolean`: bare when it is `true` or `false`, else a string (a `replace` may have made it one);
 * - `json`: embedded as it is, with every line break (they only stand between its parts) as a blank;
 * - everything else: a string as JSON.stringify writes it: `\"` `\\` `\b` `\f` `\n` `\r` `\t`, other characters below
 *   U+0020 as `\u00xx` in lower case, everything else raw.
 */
export function jsonCell(text: string | null, type: OutputColumn['type']): string {
  if (text === null) return 'null';
  switch (type) {
    case 'number':
      return JSON_NUMBER.test(text) ? text : JSON.stringify(text);
    case 'boolean':
      return text === 'true' || text === 'false' ? text : JSON.stringify(text);
    case 'json':
      return text.replaceAll(/[\r\n]/g, ' ');
    default:
      return JSON.stringify(text);
  }
}

/** What stands in a row before each column's cell: `{"a":` for the first, `,"b":` for the others. `}` ends the row. */
export const jsonKeys = (columns: readonly OutputColumn[]): string[] =>
  columns.map((column, index) => `${index === 0 ? '{' : ','}${JSON.stringify(column.header)}:`);
