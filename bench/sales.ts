/** The table that exports are measured on: ten columns of a sale, as both databases make them from a number `n`. */
export const SALES_COLUMNS = `n as id, 'B-' || (n * 7919) as bill_number, cast((n % 100000) / 100.0 as numeric(12,2)) as amount,
  n % 50000 as customer_id, case n % 3 when 0 then 'instore' when 1 then 'online' else 'app' end as channel,
  timestamptz '2026-01-01 00:00:00+00' + n * interval '1 second' as event_date, n % 7 = 0 as returned,
  case when n % 10 = 0 then 'Müller, Anna "Anni"' else 'Smith' end as name,
  'customer' || (n % 50000) || '@example.com' as email, case when n % 4 = 0 then null else 'AT' end as country`;

export const SALES_MODEL = `version: 1
model: sales
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
};

export const salesExport = (name: string, more: string): string =>
  `version: 1\nname: ${name}\nmodel: sales\nfields: all\nfilters: none\n${more}\n`;
