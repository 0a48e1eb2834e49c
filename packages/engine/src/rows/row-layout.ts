import { StringDecoder } from 'node:string_decoder';
import type { CopyLayout, Row } from './source.ts';

/** How rows travel: every text enclosed, so that what is not is NULL. */
export const ROW_LAYOUT: CopyLayout & { kind: 'csv' } = {
  kind: 'csv',
  delimiter: '\x1f',
  enclosure: '\x1e',
  nullToken: '',
  quoteAll: true,
};
const { enclosure } = ROW_LAYOUT;
const ENCLOSURE = enclosure.charCodeAt(0);
const LF = 0x0a;

/**
 * Bytes that are made rows of at a time. Some hundred rows are gone before the garbage collector looks twice; what
 * lives longer it takes for lasting, and keeps until there is a lot of it.
 */
const PIECE = 32 * 1024;

/** Reads rows in {@link ROW_LAYOUT} back, in batches of some hundreds. */
export async function* parseRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
  // Keeps a character that the end of a piece cut, and a leading U+FEFF, which is data.
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; ) {
      // As much as is left of a long row, so that it is not looked through again for every piece of it.
      const to = from + Math.max(PIECE, rest.length);
      const text = rest + decoder.write(chunk.subarray(from, to));
      const { rows, end } = wholeRows(text);
      rest = text.slice(end);
      from = to;
      if (rows.length > 0) yield rows;
    }
  }
  if (rest !== '') throw new Error('the last row is not whole');
}

/** The rows that are whole, and where the first that is not begins. */
function wholeRows(text: string): { rows: Row[]; end: number } {
  const rows: Row[] = [];
  let row: (string | null)[] = [];
  let end = 0;
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) === ENCLOSURE) {
      let close = text.indexOf(enclosure, at + 1);
      let doubled = false;
      for (; close >= 0 && text.charCodeAt(close + 1) === ENCLOSURE; close = text.indexOf(enclosure, close + 2))
        doubled = true;
      // The enclosure may be the first half of a doubled one, and what follows may not be there yet.
      if (close < 0 || close + 1 >= text.length) break;
      const cell = text.slice(at + 1, close);
      row.push(doubled ? cell.replaceAll(enclosure + enclosure, enclosure) : cell);
      at = close + 1;
    } else {
      row.push(null);
    }
    const isLast = text.charCodeAt(at) === LF;
    at += 1;
    if (isLast) {
      rows.push(row);
      row = [];
      end = at;
    }
  }
  return { rows, end };
}
