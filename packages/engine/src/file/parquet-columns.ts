/** The types of a parquet file's columns, and how its writer makes them of the cells' texts (O1, O3). */
import type { OutputColumn } from '../rows/source.ts';

/** What the query raises for a cell that its column cannot hold; the column's number from 0 follows. */
export const INEXACT = 'waybill-inexact';
export const INFINITE = 'waybill-infinite';

/** The type in the words of DuckDB. */
export function parquetType({ type, number }: OutputColumn): string {
  switch (type) {
    case 'number':
      if (number === undefined) return 'VARCHAR';
      if (number.is === 'integer') return 'BIGINT';
      return number.is === 'float' ? 'DOUBLE' : `DECIMAL(${number.precision}, ${number.scale})`;
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'datetime':
      // An instant: what readers call adjusted to UTC.
      return 'TIMESTAMPTZ';
    case 'json':
      return 'JSON';
    default:
      return 'VARCHAR';
  }
}

/** A cell's text as a value of its column's type. What the type cannot hold raises an error, and is never rounded. */
export function typedCell(column: OutputColumn, index: number): string {
  const cell = `c${index}`;
  const type = parquetType(column);
  const value = type === 'VARCHAR' ? cell : `CAST(${cell} AS ${type})`;
  const { number } = column;
  if (column.type === 'number' && number && number.is !== 'float') {
    // A cast would round what has more decimals.
    const scale = number.is === 'integer' ? 0 : number.scale;
    const more = `strpos(${cell}, '.') > 0 AND strlen(${cell}) - strpos(${cell}, '.') > ${scale}`;
    return `CASE WHEN ${more} THEN error('${INEXACT} ${index}') ELSE ${value} END`;
  }
  // Parquet has no infinite dates: the writer would make some day in a far year of them.
  if (column.type === 'date' || column.type === 'datetime')
    return `CASE WHEN NOT isfinite(${value}) THEN error('${INFINITE} ${index}') ELSE ${value} END`;
  return value;
}
