import type { FieldType } from '../catalog/schema.ts';
import { failOnErrors, nearest, type Problem, problem } from '../errors/index.ts';
import type { PlanTable, Ref } from '../plan/plan.ts';
import type { StoredColumn, StoredTable } from '../rows/source.ts';

export type Storage = StoredColumn['storage'];

/** Which kinds of storage a declared type can be read from. Texts can be read from anything. */
const READABLE: Readonly<Record<FieldType, readonly Storage[] | 'any'>> = {
  string: 'any',
  enum: 'any',
  json: ['json'],
  integer: ['integer', 'decimal'],
  decimal: ['integer', 'decimal', 'float'],
  boolean: ['boolean'],
  date: ['date', 'zoned', 'naive'],
  datetime: ['zoned', 'naive', 'date'],
};

/** What a computed field of a declared type gives. A computed datetime has a zone, or is read in the definition's. */
const COMPUTED: Readonly<Record<FieldType, Storage>> = {
  string: 'text',
  enum: 'text',
  json: 'json',
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'zoned',
};

/** What the database really has behind each reference of a plan. */
export interface Binding {
  storageOf(ref: Ref): Storage;
  /** The database's own name of a stored column's type; the empty text for a computed one. */
  databaseTypeOf(ref: Ref): string;
}

const tableKey = (name: readonly string[]): string => JSON.stringify(name);

/**
 * Looks every used column up in what the database says it has.
 * @throws WaybillError with one problem for each table or column that is missing or of another type.
 */
export function bind(
  source: string,
  tables: readonly PlanTable[],
  refs: readonly Ref[],
  stored: readonly StoredTable[],
): Binding {
  const byName = new Map(stored.map(table => [tableKey(table.name), table]));
  const byAlias = new Map(tables.map(table => [table.alias, table]));
  const problems = new Map<string, Problem>();
  for (const { table, model } of tables) {
    if (byName.has(tableKey(table))) continue;
    const name = table.join('.');
    problems.set(name, problem('table-missing', { table: name, model, source }, { found: name }));
  }
  for (const ref of refs) {
    const table = byAlias.get(ref.alias);
    const columns = table && byName.get(tableKey(table.table))?.columns;
    if (ref.computed || !table || !columns) continue;
    const place = { column: ref.column, table: table.table.join('.'), path: ref.path };
    const column = columns.get(ref.column);
    if (!column) {
      const suggestions = nearest(ref.column, columns.keys());
      problems.set(
        `${ref.alias}.${ref.column}`,
        problem('column-missing', { ...place, model: table.model }, { found: ref.column, suggestions }),
      );
      continue;
    }
    const readable = READABLE[ref.type];
    if (readable !== 'any' && !readable.includes(column.storage)) {
      const types = { declared: ref.type, stored: column.databaseType };
      problems.set(
        `${ref.alias}.${ref.column}`,
        problem('column-type', { ...place, ...types }, { found: column.databaseType }),
      );
    }
  }
  failOnErrors([...problems.values()]);
  const columnOf = (ref: Ref) => {
    const table = byAlias.get(ref.alias);
    const column = table && byName.get(tableKey(table.table))?.columns.get(ref.column);
    if (!column) throw new Error(`unbound reference ${ref.alias}.${ref.column}`);
    return column;
  };
  return {
    storageOf: ref => (ref.computed ? COMPUTED[ref.type] : columnOf(ref).storage),
    databaseTypeOf: ref => (ref.computed ? '' : columnOf(ref).databaseType),
  };
}
