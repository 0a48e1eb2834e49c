import type { StoredColumn, StoredTable, TableName } from './source.ts';

/** Where names of one or two parts belong. */
export interface TrinoPlace {
  readonly catalog: string;
  readonly schema: string;
}

/** A name in full, in lower case: Trino knows no other. */
function whole(name: TableName, place: TrinoPlace): readonly [catalog: string, schema: string, table: string] {
  const parts = [name.at(-3) ?? place.catalog, name.at(-2) ?? place.schema, name.at(-1) ?? ''];
  const [catalog = '', schema = '', table = ''] = parts.map(part => part.toLowerCase());
  return [catalog, schema, table];
}

/** One query for any number of tables, of several catalogs too; its rows go to {@link describedTables}. */
export function describeSql(tables: readonly TableName[], place: TrinoPlace): string {
  const names = tables.map(name => whole(name, place));
  const parts = [...new Set(names.map(([catalog]) => catalog))].map(catalog => {
    const wanted = names
      .filter(([of]) => of === catalog)
      .map(([, schema, table]) => `(table_schema = ${literal(schema)} AND table_name = ${literal(table)})`);
    return `SELECT CAST(table_catalog AS varchar), CAST(table_schema AS varchar), CAST(table_name AS varchar), CAST(column_name AS varchar), CAST(data_type AS varchar), CAST(is_nullable AS varchar), CAST(ordinal_position AS varchar)
FROM ${quoted(catalog)}.information_schema.columns WHERE ${wanted.join(' OR ')}`;
  });
  return parts.join('\nUNION ALL\n');
}

/** Storage by the name of the type, without its parameters; anything else is `other`. */
const STORAGE: Readonly<Record<string, StoredColumn['storage']>> = {
  varchar: 'text',
  tinyint: 'integer',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  real: 'float',
  double: 'float',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'naive',
  'timestamp with time zone': 'zoned',
  json: 'json',
};

/** The answer to {@link describeSql} as tables; what was not found is left out. */
export function describedTables(
  tables: readonly TableName[],
  place: TrinoPlace,
  rows: readonly (readonly (string | null)[])[],
): StoredTable[] {
  return tables.flatMap(name => {
    const parts = whole(name, place);
    const own = rows
      .filter(row => parts.every((part, i) => row[i] === part))
      .toSorted((a, b) => Number(a[6]) - Number(b[6]));
    const columns = new Map<string, StoredColumn>();
    for (const [, , , column, type, nullable] of own) {
      const databaseType = (type ?? '').toLowerCase();
      const storage = STORAGE[databaseType.replace(/\([\d,\s]*\)/, '')] ?? 'other';
      columns.set(column ?? '', { name: column ?? '', databaseType, storage, nullable: nullable !== 'NO' });
    }
    return columns.size === 0 ? [] : [{ name, columns }];
  });
}

/** Whether the catalog has the schema; an unknown catalog is an error of the query. */
export const schemaSql = ({ catalog, schema }: TrinoPlace): string =>
  `SELECT CAST(schema_name AS varchar) FROM ${quoted(catalog.toLowerCase())}.information_schema.schemata WHERE schema_name = ${literal(schema.toLowerCase())}`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
