import type { DuckDBDataChunk } from '@duckdb/node-api';

/** Little-endian EF BB BF. */
const BYTE_ORDER_MARK = 0xbfbbef;

/** What this needs of a vector of texts: its items of 16 bytes, each a length and then the first four bytes. */
interface TextVector {
  readonly itemCount: number;
  readonly dataView?: DataView;
  getItem(index: number): unknown;
}

/** A chunk's columns as texts, whole: the binding's decoder takes a leading U+FEFF for a mark and drops it. */
export function textColumns(chunk: DuckDBDataChunk): (string | null)[][] {
  return Array.from({ length: chunk.columnCount }, (_, column) => {
    const vector = chunk.getColumnVector(column) as unknown as TextVector;
    const { dataView } = vector;
    return Array.from({ length: chunk.rowCount }, (_, row) => {
      const item = vector.getItem(row);
      if (item === null || item === undefined) return null;
      if (typeof item !== 'string' || !dataView) return String(item);
      const start = dataView.getUint32(row * 16 + 4, true) & 0xffffff;
      return start === BYTE_ORDER_MARK ? `\ufeff${item}` : item;
    });
  });
}
