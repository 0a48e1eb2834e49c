/** The table that exports are measured on: ten columns of a sale, as both databases make them from a number `n`. */
export const SALES_COLUMNS = `n as id, 'B-' || (n * 7919) as bill_number, cast((n % 100000) / 100.0 as numeric(12,2)) as amount,
  n % 50000 as customer_id, case n % 3 when 0 then 'instore' when 1 then 'online' else 'app' end as channel,
  timestamptz '2026-01-01 00:00:00+00' + n * interval '1 second' as event_date, n % 7 = 0 as returned,
  case when n % 10 = 0 then 'Müller, Anna "Anni"' else 'Smith' end as name,
  'customer' || (n % 50000) || '@example.com' as email, case when n % 4 = 0 then null else 'AT' end as country`;

export const salesModel = (name: string, source: string): string => `version: 1
model: ${name}
source: ${source}
table: sales
key: id
event_date: event_date
fields:
  id: integer
  bill_number: string
  amount: decimal
  customer_id: integer
  channel: string
  event_date: datetime
  returned: boolean
  name: string
  email: {type: string, pii: true}
  country: string
`;

/** The same export in every kind of file that takes another way through the engine. */
export const SALES_EXPORTS: Readonly<Record<string, string>> = {
  csv: 'file: {format: csv}',
  excel: 'file: {format: csv, profile: excel}',
  'csv by rows': 'file: {format: csv, delimiter: "¦"}',
  json: 'file: {format: json}',
  ndjson: 'file: {format: ndjson}',
  zip: 'file: {format: csv, archive: zip}',
  gzip: 'file: {format: csv, archive: gzip}',
  split: 'file: {format: csv, split: {size: 100 MB}}',
  xlsx: 'file: {format: xlsx}',
  parquet: 'file: {format: parquet}',
  sftp: 'file: {format: csv}\ndeliver: {to: sftp, path: sales}',
};

/** The same from DuckDB. */
export const DUCKDB_EXPORTS: Readonly<Record<string, string>> = {
  'duckdb csv': 'file: {format: csv}',
  'duckdb json': 'file: {format: json}',
  'duckdb xlsx': 'file: {format: xlsx}',
  'duckdb parquet': 'file: {format: parquet}',
};

export const salesExport = (name: string, model: string, more: string): string =>
  `version: 1\nname: ${name}\nmodel: ${model}\nfields: all\nfilters: none\n${more}\n`;

const FIELDS = Array.from({ length: 120 }, (_, i) => i);
const TYPES = ['string', 'decimal', 'integer', 'datetime'];

/** Three models of 120 fields, each but the last with a relation to the next. */
export function largeModels(): Readonly<Record<string, string>> {
  const names = ['large_a', 'large_b', 'large_c'];
  return Object.fromEntries(
    names.map((name, n) => {
      const next = names[n + 1];
      const relation = next ? `  next_id: integer\nrelations:\n  next: {one: ${next}, match: {next_id: id}}\n` : '';
      const fields = FIELDS.map(i => `  f${i}: {type: ${TYPES[i % 4]}, label: Field ${i}, column: column_${i}}\n`);
      const head = `version: 1\nmodel: ${name}\nsource: db\ntable: large.${name}\nkey: id\nevent_date: at\n`;
      return [name, `${head}fields:\n  id: integer\n  at: datetime\n${fields.join('')}${relation}`];
    }),
  );
}

/** An export over all three of them, with a window and a schedule. */
export const LARGE_EXPORT = `version: 1
name: large
model: large_a
fields:
${FIELDS.filter(i => i % 3 === 0)
  .flatMap(i => ['', 'next.', 'next.next.'].map((path, n) => `  - {from: ${path}f${i}, to: F${n}_${i}}\n`))
  .join('')}filters:
  all:
    - {attribute: f1, operator: greater_than, value: 0}
window: {by: event_date, previous: day}
schedule: {daily: {hours: [6], minutes: [30]}}
file: {format: csv}
`;
