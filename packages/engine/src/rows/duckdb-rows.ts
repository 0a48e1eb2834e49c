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

/** Reads rows in {@link ROW_LAYOUT} back; a batch for each chunk. */
export async function* parseRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
  // Keeps a character that the end of a chunk cut, and a leading U+FEFF, which is data.
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of bytes) {
    const text = rest + decoder.write(chunk);
    const { rows, end } = wholeRows(text);
    rest = text.slice(end);
    yield rows;
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
      const close = closing(text, at + 1);
      // The enclosure may be the first half of a doubled one, and what follows may not be there yet.
      if (close < 0 || close + 1 >= text.length) break;
      row.push(text.slice(at + 1, close).replaceAll(enclosure + enclosure, enclosure));
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

/** Where the enclosure ends that began before `from`; -1 when it does not. */
function closing(text: string, from: number): number {
  let close = text.indexOf(enclosure, from);
  while (close >= 0 && text.charCodeAt(close + 1) === ENCLOSURE) close = text.indexOf(enclosure, close + 2);
  return close;
}
