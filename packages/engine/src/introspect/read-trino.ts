import { WaybillError } from '../errors/index.ts';
import type { Source, TrinoSourceConfig } from '../rows/index.ts';
import { ask, grouped, textOrNone } from './ask.ts';
import type { ColumnKind, ColumnShape, DatabaseShape, TableShape } from './database-shape.ts';

/** By the name of the type, without its parameters. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  varchar: 'text',
  char: 'text',
  uuid: 'text',
  tinyint: 'integer',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  real: 'decimal',
  double: 'decimal',
  number: 'decimal',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  'timestamp with time zone': 'datetime',
  json: 'json',
  time: 'other',
  'time with time zone': 'other',
  'interval day to second': 'other',
  'interval year to month': 'other',
  ipaddress: 'other',
};

/** What has no form in JSON, so that a list of it has none either. */
const NOT_IN_JSON = /\b(varbinary|hyperloglog|p4hyperloglog|tdigest|qdigest|geometry|sphericalgeography|setdigest)\b/;

function kindOf(type: string): ColumnKind {
  if (/^(array|map|row)\(/.test(type)) return NOT_IN_JSON.test(type) ? 'unfit' : 'nested';
  return KINDS[type.replace(/\([\d,\s]*\)/, '')] ?? 'unfit';
}

/**
 * The tables of the source's own schema, as Trino's catalogs tell of them: names and types, and comments where this user may
 * see them. Trino knows of no keys, whatever the system behind a catalog has.
 */
export async function readTrino(
  source: Source,
  config: TrinoSourceConfig,
  signal: AbortSignal,
): Promise<DatabaseShape> {
  const catalog = config.catalog.toLowerCase();
  const schema = config.schema.toLowerCase();
  const own = `${quoted(catalog)}.information_schema`;
  const tables = await ask(
    source,
    ['name', 'kind'],
    `SELECT CAST(table_name AS varchar), CAST(table_type AS varchar) FROM ${own}.tables
WHERE table_schema = ${literal(schema)} ORDER BY 1`,
    signal,
  );
  const columns = await ask(
    source,
    ['table', 'name', 'type', 'nullable'],
    `SELECT CAST(table_name AS varchar), CAST(column_name AS varchar), CAST(data_type AS varchar), CAST(is_nullable AS varchar)
FROM ${own}.columns WHERE table_schema = ${literal(schema)} ORDER BY table_name, ordinal_position`,
    signal,
  );
  const tableComments = await askIfAllowed(
    source,
    ['table', 'comment'],
    `SELECT CAST(table_name AS varchar), CAST(comment AS varchar) FROM system.metadata.table_comments
WHERE catalog_name = ${literal(catalog)} AND schema_name = ${literal(schema)} AND comment IS NOT NULL`,
    signal,
  );
  const columnComments = await askIfAllowed(
    source,
    ['table', 'name', 'comment'],
    `SELECT CAST(table_name AS varchar), CAST(column_name AS varchar), CAST(remarks AS varchar) FROM system.jdbc.columns
WHERE table_cat = ${literal(catalog)} AND table_schem = ${literal(schema)} AND remarks IS NOT NULL`,
    signal,
  );
  const id = (row: { table: string | null; name: string | null }) => JSON.stringify([row.table, row.name]);
  const columnsOf = grouped(columns, row => row.table ?? '');
  const commentOf = new Map(tableComments.map(row => [row.table, row.comment]));
  const commentOfColumn = new Map(columnComments.map(row => [id(row), row.comment]));
  return {
    type: 'trino',
    defaultSchema: schema,
    tables: tables.map(
      ({ name, kind }): TableShape => ({
        schema,
        name: name ?? '',
        kind: kind === 'VIEW' ? 'view' : 'table',
        comment: textOrNone(commentOf.get(name) ?? null),
        columns: (columnsOf.get(name ?? '') ?? []).map(row =>
          columnOf(row.name ?? '', (row.type ?? '').toLowerCase(), row.nullable !== 'NO', commentOfColumn.get(id(row))),
        ),
        primaryKey: [],
        uniqueKeys: [],
        foreignKeys: [],
        estimatedRows: undefined,
        readable: true,
      }),
    ),
  };
}

function columnOf(name: string, databaseType: string, nullable: boolean, comment: string | null = null): ColumnShape {
  const kind = kindOf(databaseType);
  return {
    name,
    databaseType,
    kind,
    nullable,
    comment: textOrNone(comment),
    values: [],
    readable: true,
    ...(kind === 'nested' && { readAs: `CAST(${quoted(name)} AS json)` }),
  };
}

/** Comments are worth a query, and no failure. */
async function askIfAllowed<C extends string>(
  source: Source,
  columns: readonly C[],
  sql: string,
  signal: AbortSignal,
): Promise<Record<C, string | null>[]> {
  try {
    return await ask(source, columns, sql, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof WaybillError && error.kind === 'source') return [];
    throw error;
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
