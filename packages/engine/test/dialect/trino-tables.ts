/** The tables that the tests make, as Trino says them. */

/** Types of the other engines → Trino's. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^text$/, 'varchar'],
  [/^int$/, 'integer'],
  [/^timestamptz$/, 'timestamp(6) with time zone'],
  [/^timestamp$/, 'timestamp(6)'],
  [/^numeric\b/, 'decimal'],
  [/^enum\(.*\)$/, 'varchar'],
];

/** Splits at commas that stand outside of parentheses. */
const parts = (list: string): string[] => list.split(/,(?![^(]*\))/).map(part => part.trim());

interface Column {
  readonly name: string;
  readonly type: string;
}

const columnOf = (declared: string): Column => {
  const [, name = '', type = ''] = /^(\S+) (.+?)(?: primary key)?$/.exec(declared) ?? [];
  const [pattern, known] = TYPES.find(([from]) => from.test(type)) ?? [];
  return { name, type: pattern && known !== undefined ? type.replace(pattern, known) : type };
};

/** A value as `insert` gives it to a column of that type: Trino takes no text for a date, and offsets in full. */
const converted = ({ name, type }: Column): string => {
  const instant = `regexp_replace(CAST(${name} AS varchar), '(Z|\\+00)$', '+00:00')`;
  if (type.startsWith('timestamp'))
    return `CAST(replace(${type.endsWith('zone') ? instant : name}, 'T', ' ') AS ${type})`;
  if (type === 'json') return `json_parse(${name})`;
  return `CAST(${name} AS ${type})`;
};

/**
 * Statements in the words that DuckDB and PostgreSQL share, for Trino: no keys, other names of types, and inserted values
 * converted to the types of the columns, which Trino does not do by itself.
 */
export function forTrino(statements: readonly string[]): string[] {
  const tables = new Map<string, readonly Column[]>();
  return statements.map(sql => {
    const [, created, columns] = /^create table (\S+) \((.*)\)$/s.exec(sql) ?? [];
    if (created !== undefined && columns !== undefined) {
      const own = parts(columns).map(columnOf);
      tables.set(created, own);
      return `create table ${created} (${own.map(({ name, type }) => `${name} ${type}`).join(', ')})`;
    }
    const [, table, values] = /^insert into (\S+) (values.*)$/s.exec(sql) ?? [];
    const own = tables.get(table ?? '');
    if (!own || values === undefined) return sql;
    const names = own.map(({ name }) => name).join(', ');
    return `insert into ${table} select ${own.map(converted).join(', ')} from (${values}) as v (${names})`;
  });
}
