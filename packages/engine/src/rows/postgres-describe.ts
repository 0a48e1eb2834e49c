import type { StoredColumn, StoredTable, TableName } from './source.ts';

/**
 * One round trip for any number of tables. A name of one part is looked for in the schema that the source names,
 * else on the search path. Domains are followed down to what they are made of.
 */
export const DESCRIBE_SQL = `
with recursive wanted as (
  select * from unnest($1::int[], $2::text[], $3::text[]) as w(wanted, schema, name)
), found as (
  select w.wanted, c.oid
  from wanted w
  join pg_catalog.pg_class c on c.relname = w.name and c.relkind in ('r', 'p', 'v', 'm', 'f')
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where case when w.schema is null then pg_catalog.pg_table_is_visible(c.oid) else n.nspname = w.schema end
), followed as (
  select f.wanted, a.attnum, a.attname, a.atttypid as type, a.atttypmod as modifier, a.attnotnull as filled
  from found f
  join pg_catalog.pg_attribute a on a.attrelid = f.oid and a.attnum > 0 and not a.attisdropped
  union all
  select d.wanted, d.attnum, d.attname, t.typbasetype, t.typtypmod, d.filled or t.typnotnull
  from followed d
  join pg_catalog.pg_type t on t.oid = d.type and t.typtype = 'd'
)
select d.wanted, d.attname, pg_catalog.format_type(d.type, d.modifier),
  case when n.nspname = 'pg_catalog' then t.typname else '' end, d.filled
from followed d
join pg_catalog.pg_type t on t.oid = d.type and t.typtype <> 'd'
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
order by d.wanted, d.attnum`;

/** Parameters of {@link DESCRIBE_SQL}. Of a name of three parts, the first is the database, which is this one. */
export function describeParameters(tables: readonly TableName[], schema: string | undefined): unknown[] {
  return [
    tables.map((_, index) => index),
    tables.map(table => table.at(-2) ?? schema ?? null),
    tables.map(table => table.at(-1) ?? ''),
  ];
}

/**
 * Storage by the name of the type. `citext` (another schema) and `bpchar` are `other`: compared as they are, the
 * one ignores case and the other trailing blanks, and filters do neither (D3).
 */
const STORAGE: Readonly<Record<string, StoredColumn['storage']>> = {
  text: 'text',
  varchar: 'text',
  name: 'text',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  oid: 'integer',
  numeric: 'decimal',
  float4: 'float',
  float8: 'float',
  bool: 'boolean',
  date: 'date',
  timestamptz: 'zoned',
  timestamp: 'naive',
  json: 'json',
  jsonb: 'json',
};

/** The answer to {@link DESCRIBE_SQL}, all text, as tables; what was not found is left out. */
export function describedTables(tables: readonly TableName[], rows: readonly (readonly string[])[]): StoredTable[] {
  return tables.flatMap((name, wanted) => {
    const columns = new Map<string, StoredColumn>();
    for (const [index, column = '', databaseType = '', typeName = '', filled] of rows)
      if (Number(index) === wanted)
        columns.set(column, {
          name: column,
          databaseType: databaseType.toLowerCase(),
          storage: STORAGE[typeName] ?? 'other',
          nullable: filled !== 't',
        });
    return columns.size === 0 ? [] : [{ name, columns }];
  });
}
