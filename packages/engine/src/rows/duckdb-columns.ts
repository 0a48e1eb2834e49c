import type { DescribedColumn } from './duckdb-messages.ts';
import type { StoredColumn } from './source.ts';

const STORAGE: Readonly<Record<string, StoredColumn['storage']>> = {
  varchar: 'text',
  tinyint: 'integer',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  hugeint: 'integer',
  utinyint: 'integer',
  usmallint: 'integer',
  uinteger: 'integer',
  ubigint: 'integer',
  uhugeint: 'integer',
  bignum: 'integer',
  decimal: 'decimal',
  float: 'float',
  double: 'float',
  boolean: 'boolean',
  date: 'date',
  'timestamp with time zone': 'zoned',
  timestamp: 'naive',
  timestamp_s: 'naive',
  timestamp_ms: 'naive',
  timestamp_ns: 'naive',
  json: 'json',
};

/** A column as DuckDB describes it: `DECIMAL(12,2)` is decimal storage, `VARCHAR[]` and `STRUCT(…)` are `other`. */
export function storedColumn([name, type, nullable]: DescribedColumn): StoredColumn {
  const databaseType = type.toLowerCase();
  const plain = databaseType.replace(/\(\d+,\d+\)$/, '');
  return { name, databaseType, storage: STORAGE[plain] ?? 'other', nullable };
}
