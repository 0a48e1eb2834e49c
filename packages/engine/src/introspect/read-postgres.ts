import type { Source } from '../rows/index.ts';
import { ask, grouped, listOf, textOrNone } from './ask.ts';
import type { ColumnKind, ColumnShape, DatabaseShape, TableShape } from './database-shape.ts';

/**
 * Tables, views and the like that are the user's own: neither the system's, nor an extension's, nor the partitions of
 * another table. Every query begins with it, so that all speak of the same tables.
 */
const OURS = `
with ours as (
  select c.oid, n.nspname, c.relname, c.relkind, c.reltuples
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and not exists (
      select 1 from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
)`;

const TABLES_SQL = `${OURS}
select o.oid::text, o.nspname::text, o.relname::text, o.relkind::text,
  pg_catalog.obj_description(o.oid, 'pg_class'),
  (case when o.relkind = 'p' then (
    select sum(k.reltuples) from pg_catalog.pg_inherits i join pg_catalog.pg_class k on k.oid = i.inhrelid
    where i.inhparent = o.oid and k.reltuples > 0
  ) else o.reltuples end)::numeric::text,
  (pg_catalog.has_schema_privilege(o.nspname, 'USAGE') and pg_catalog.has_any_column_privilege(o.oid, 'SELECT'))::text,
  pg_catalog.current_schema()::text
from ours o order by o.nspname collate "C", o.relname collate "C"`;

/** Domains are followed down to what they are made of. The base of a list is asked for too: a list of bytes is bytes. */
const COLUMNS_SQL = `${OURS.replace('with', 'with recursive')}, followed as (
  select a.attrelid, a.attnum, a.attname, a.atttypid as type, a.atttypmod as modifier, a.attnotnull as filled
  from ours o join pg_catalog.pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
  union all
  select d.attrelid, d.attnum, d.attname, t.typbasetype, t.typtypmod, d.filled or t.typnotnull
  from followed d join pg_catalog.pg_type t on t.oid = d.type and t.typtype = 'd'
)
select d.attrelid::text, d.attname::text, pg_catalog.format_type(d.type, d.modifier),
  (case when t.typelem <> 0 and t.typlen = -1 and e.oid is not null then 'array' else t.typtype::text end),
  (case when n.nspname = 'pg_catalog' or x.objid is not null then t.typname else '' end)::text,
  (case when t.typelem = 0 or t.typlen <> -1 then '' when e.typtype in ('e', 'd', 'c') then 'text' else e.typname end)::text,
  d.filled::text, pg_catalog.col_description(d.attrelid, d.attnum),
  (case when t.typtype = 'e' then (
    select json_agg(v.enumlabel order by v.enumsortorder)::text from pg_catalog.pg_enum v where v.enumtypid = t.oid
  ) end),
  pg_catalog.has_column_privilege(d.attrelid, d.attnum, 'SELECT')::text
from followed d
join pg_catalog.pg_type t on t.oid = d.type and t.typtype <> 'd'
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_type e on e.oid = t.typelem
left join pg_catalog.pg_depend x
  on x.classid = 'pg_catalog.pg_type'::regclass and x.objid = t.oid and x.deptype = 'e'
order by d.attrelid, d.attnum`;

const columnNames = (relation: string, numbers: string): string =>
  `(select json_agg(a.attname order by k.place)::text from unnest(${numbers}) with ordinality as k(number, place)
    join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number)`;

/** Unique indexes over all rows and plain columns; a constraint is one of them, and so is the primary key. */
const KEYS_SQL = `${OURS}
select i.indrelid::text, i.indisprimary::text,
  (select json_agg(a.attname order by k.place)::text
   from unnest(i.indkey::int2[]) with ordinality as k(number, place)
   join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
   where k.place <= i.indnkeyatts)
from ours o join pg_catalog.pg_index i on i.indrelid = o.oid
where i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
order by i.indrelid, i.indisprimary desc, i.indexrelid`;

/** Those that stand for another (of partitions) are left out. */
const FOREIGN_KEYS_SQL = `${OURS}
select c.conrelid::text, f.nspname::text, f.relname::text,
  ${columnNames('c.conrelid', 'c.conkey')}, ${columnNames('c.confrelid', 'c.confkey')}
from ours o
join pg_catalog.pg_constraint c on c.conrelid = o.oid and c.contype = 'f' and c.conparentid = 0
join ours f on f.oid = c.confrelid
order by c.conrelid, c.conname collate "C"`;

const TABLE_KINDS: Readonly<Record<string, TableShape['kind']>> = {
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
  p: 'partitioned table',
};

const KINDS: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  char: 'text',
  name: 'text',
  citext: 'text',
  uuid: 'text',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  oid: 'integer',
  numeric: 'decimal',
  float4: 'decimal',
  float8: 'decimal',
  money: 'money',
  bool: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  json: 'json',
  jsonb: 'json',
};
const SHOWN_AS_TEXT =
  /^(inet|cidr|macaddr8?|time|timetz|interval|xml|bit|varbit|hstore|ltree|isbn|ean13|(int4|int8|num|ts|tstz|date)(multi)?range)$/;

function kindOf(typeKind: string, typeName: string, elementName: string): ColumnKind {
  if (typeKind === 'e') return 'enum';
  if (typeKind === 'c') return 'nested';
  if (typeKind === 'r' || typeKind === 'm') return 'other';
  if (typeKind === 'array') return KINDS[elementName] || SHOWN_AS_TEXT.test(elementName) ? 'nested' : 'unfit';
  return KINDS[typeName] ?? (SHOWN_AS_TEXT.test(typeName) ? 'other' : 'unfit');
}

/** PostgreSQL's own catalogs, which also say what this user may not read. Four queries, whatever the number of tables. */
export async function readPostgres(
  source: Source,
  /** Where tables without a schema are looked for, when the source says it. */
  schema: string | undefined,
  signal: AbortSignal,
): Promise<DatabaseShape> {
  const tables = await ask(
    source,
    ['oid', 'schema', 'name', 'kind', 'comment', 'rows', 'readable', 'current'],
    TABLES_SQL,
    signal,
  );
  const columns = await ask(
    source,
    ['table', 'name', 'type', 'kind', 'typeName', 'element', 'filled', 'comment', 'values', 'readable'],
    COLUMNS_SQL,
    signal,
  );
  const keys = await ask(source, ['table', 'primary', 'columns'], KEYS_SQL, signal);
  const foreign = await ask(source, ['table', 'schema', 'name', 'columns', 'references'], FOREIGN_KEYS_SQL, signal);

  const columnsOf = grouped(columns, row => row.table ?? '');
  const keysOf = grouped(keys, row => row.table ?? '');
  const foreignOf = grouped(foreign, row => row.table ?? '');
  return {
    type: 'postgres',
    defaultSchema: schema ?? tables[0]?.current ?? 'public',
    tables: tables.map(table => {
      const oid = table.oid ?? '';
      const own = keysOf.get(oid) ?? [];
      return {
        schema: table.schema ?? '',
        name: table.name ?? '',
        kind: TABLE_KINDS[table.kind ?? ''] ?? 'table',
        comment: textOrNone(table.comment),
        columns: (columnsOf.get(oid) ?? []).map(
          (column): ColumnShape => ({
            name: column.name ?? '',
            databaseType: column.type ?? '',
            kind: kindOf(column.kind ?? '', column.typeName ?? '', column.element ?? ''),
            nullable: column.filled !== 'true',
            comment: textOrNone(column.comment),
            values: listOf(column.values),
            readable: column.readable === 'true',
          }),
        ),
        primaryKey: listOf(own.find(key => key.primary === 'true')?.columns ?? null),
        uniqueKeys: own.filter(key => key.primary !== 'true').map(key => listOf(key.columns)),
        foreignKeys: (foreignOf.get(oid) ?? []).map(key => ({
          columns: listOf(key.columns),
          schema: key.schema ?? '',
          table: key.name ?? '',
          references: listOf(key.references),
        })),
        estimatedRows: estimateOf(table.kind, table.rows),
        readable: table.readable === 'true',
      };
    }),
  };
}

/** Views have none; a table that was never looked at by ANALYZE says -1, or 0 in older versions. */
function estimateOf(kind: string | null, rows: string | null): number | undefined {
  const estimate = rows === null ? 0 : Math.round(Number(rows));
  return kind === 'v' || kind === 'f' || estimate <= 0 ? undefined : estimate;
}
