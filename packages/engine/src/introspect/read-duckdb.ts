import type { Source } from '../rows/index.ts';
import { ask, grouped, listOf, textOrNone } from './ask.ts';
import type { ColumnKind, ColumnShape, DatabaseShape, TableShape } from './database-shape.ts';

const OURS = `not internal and database_name = current_database()`;

const TABLES_SQL = `
select schema_name, table_name, 'table' as kind, comment, cast(estimated_size as varchar), current_schema()
from duckdb_tables() where ${OURS} and not temporary
union all
select schema_name, view_name, 'view', comment, null, current_schema()
from duckdb_views() where ${OURS} and not temporary
order by 1, 2`;

const COLUMNS_SQL = `
select schema_name, table_name, column_name, data_type, cast(is_nullable as varchar), comment
from duckdb_columns() where ${OURS} order by 1, 2, column_index`;

/** A foreign key of DuckDB never leaves its schema. */
const KEYS_SQL = `
select schema_name, table_name, constraint_type, cast(to_json(constraint_column_names) as varchar), referenced_table,
  cast(to_json(referenced_column_names) as varchar)
from duckdb_constraints()
where database_name = current_database() and constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
order by 1, 2, constraint_index`;

const KINDS: Readonly<Record<string, ColumnKind>> = {
  varchar: 'text',
  uuid: 'text',
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
  float: 'decimal',
  double: 'decimal',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  timestamp_s: 'datetime',
  timestamp_ms: 'datetime',
  timestamp_ns: 'datetime',
  'timestamp with time zone': 'datetime',
  json: 'json',
  time: 'other',
  time_ns: 'other',
  'time with time zone': 'other',
  interval: 'other',
  bit: 'other',
};

/** DuckDB writes whole structures out: `STRUCT(a INTEGER)[]`, `MAP(VARCHAR, INTEGER)`. */
function kindOf(type: string): ColumnKind {
  if (/\]$/.test(type) || /^(STRUCT|MAP|UNION)\(/.test(type)) return /\bBLOB\b/.test(type) ? 'unfit' : 'nested';
  if (type.startsWith('ENUM(')) return 'enum';
  if (/^DECIMAL\(/.test(type)) return 'decimal';
  return KINDS[type.toLowerCase()] ?? 'unfit';
}

/** The values of `ENUM('a', 'it''s')`. */
const valuesOf = (type: string): string[] =>
  type.startsWith('ENUM(')
    ? [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.replaceAll("''", "'"))
    : [];

/** DuckDB's tables about itself; files that stand for tables are views there, and have columns only. */
export async function readDuckdb(source: Source, signal: AbortSignal): Promise<DatabaseShape> {
  const tables = await ask(source, ['schema', 'name', 'kind', 'comment', 'rows', 'current'], TABLES_SQL, signal);
  const columns = await ask(source, ['schema', 'table', 'name', 'type', 'nullable', 'comment'], COLUMNS_SQL, signal);
  const keys = await ask(
    source,
    ['schema', 'table', 'type', 'columns', 'references', 'referencedColumns'],
    KEYS_SQL,
    signal,
  );
  const id = (row: { schema: string | null; table: string | null }) => JSON.stringify([row.schema, row.table]);
  const columnsOf = grouped(columns, id);
  const keysOf = grouped(keys, id);
  return {
    type: 'duckdb',
    defaultSchema: tables[0]?.current ?? 'main',
    tables: tables.map((table): TableShape => {
      const own = keysOf.get(JSON.stringify([table.schema, table.name])) ?? [];
      const ofType = (type: string) => own.filter(key => key.type === type);
      const rows = Number(table.rows ?? 0);
      return {
        schema: table.schema ?? '',
        name: table.name ?? '',
        kind: table.kind === 'view' ? 'view' : 'table',
        comment: textOrNone(table.comment),
        columns: (columnsOf.get(JSON.stringify([table.schema, table.name])) ?? []).map(columnOf),
        primaryKey: listOf(ofType('PRIMARY KEY')[0]?.columns ?? null),
        uniqueKeys: ofType('UNIQUE').map(key => listOf(key.columns)),
        foreignKeys: ofType('FOREIGN KEY').map(key => ({
          columns: listOf(key.columns),
          schema: table.schema ?? '',
          table: key.references ?? '',
          references: listOf(key.referencedColumns),
        })),
        estimatedRows: rows > 0 ? rows : undefined,
        readable: true,
      };
    }),
  };
}

function columnOf(row: Record<'name' | 'type' | 'nullable' | 'comment', string | null>): ColumnShape {
  const type = row.type ?? '';
  return {
    name: row.name ?? '',
    databaseType: type.startsWith('ENUM(') ? 'enum' : type.toLowerCase(),
    kind: kindOf(type),
    nullable: row.nullable !== 'false',
    comment: textOrNone(row.comment),
    values: valuesOf(type),
    readable: true,
  };
}
