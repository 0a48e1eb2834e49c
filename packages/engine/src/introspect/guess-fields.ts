import type { FieldType } from '../catalog/index.ts';
import type { ColumnKind, ColumnShape, TableShape } from './database-shape.ts';
import type { GuessedField, KnownModel, LeftOut, WrittenField } from './guessed.ts';
import { fieldName, labelOf, labelOfValue } from './names.ts';
import { isPersonal, isSecret } from './personal-data.ts';

const TYPES: Readonly<Record<Exclude<ColumnKind, 'unfit'>, FieldType>> = {
  text: 'string',
  integer: 'integer',
  decimal: 'decimal',
  money: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  json: 'json',
  enum: 'enum',
  other: 'string',
  nested: 'json',
};

/** The type of the field that a column becomes; undefined when no cell can hold it. */
export function fieldTypeOf(column: ColumnShape): FieldType | undefined {
  if (column.kind === 'unfit') return undefined;
  if (column.kind === 'enum' && column.values.length === 0) return 'string';
  return TYPES[column.kind];
}

/** The fields of a table's columns, in their order, and the columns that none is made of. */
export function guessFields(
  table: TableShape,
  model: string,
  known: KnownModel | undefined,
): { readonly fields: readonly GuessedField[]; readonly leftOut: readonly LeftOut[] } {
  const taken = new Set(known?.names ?? []);
  const fields: GuessedField[] = [];
  const leftOut: LeftOut[] = [];
  const identifying = new Set(
    [table.primaryKey, ...table.uniqueKeys].flatMap(([only, ...more]) => (more.length === 0 && only ? [only] : [])),
  );
  for (const column of table.columns) {
    const present = known?.fields.get(column.name);
    if (!present && known?.removed.has(column.name)) continue;
    const name = present?.name ?? fieldName(column.name, new Set(taken));
    const fieldType = fieldTypeOf(column);
    const why = present ? undefined : whyNot(column, name, fieldType);
    if (fieldType === undefined || why !== undefined) {
      if (why !== undefined) leftOut.push({ column: column.name, why });
      continue;
    }
    taken.add(name);
    const named = identifying.has(column.name) && (!column.nullable || table.primaryKey.includes(column.name));
    const idOfView = table.primaryKey.length === 0 && table.kind !== 'table' && /^(id|uuid|guid)$/.test(name);
    const spec = specOf(model, column, name, fieldType, named || idOfView);
    const { nullable, values } = column;
    fields.push({ name, column: column.name, spec, nullable, values, added: !present });
  }
  return { fields, leftOut };
}

function whyNot(column: ColumnShape, name: string, type: FieldType | undefined): string | undefined {
  if (!column.readable) return 'this user may not read it';
  if (type === undefined) return `no cell can hold ${column.databaseType}`;
  return isSecret(name, type) ? 'it looks like a password or a key' : undefined;
}

function specOf(model: string, column: ColumnShape, name: string, type: FieldType, identifier: boolean): WrittenField {
  const computed = computedOf(column);
  const fit = type === 'string' || type === 'integer';
  return {
    type,
    label: name === 'id' ? 'ID' : labelOf(name),
    ...(column.comment !== undefined && { description: column.comment }),
    ...(type === 'enum' && { values: valuesOf(column.values) }),
    ...(identifier && fit && computed === undefined && { identifier: true }),
    ...(isPersonal(name, type, model) && column.kind !== 'nested' && { pii: true }),
    ...(computed === undefined && column.name !== name && { column: column.name }),
    ...(computed !== undefined && { computed }),
  };
}

/** Stored value → label. `<<` means something else as a key of YAML, and `__proto__` in JavaScript: then a plain list. */
function valuesOf(values: readonly string[]): WrittenField['values'] {
  return values.some(value => value === '<<' || value === '__proto__')
    ? values
    : Object.fromEntries(values.map(value => [value, labelOfValue(value)]));
}

/** Money has no digits of its own to be written as, and lists have many notations: the database is asked for one. */
function computedOf(column: ColumnShape): string | undefined {
  const quoted = `"${column.name.replaceAll('"', '""')}"`;
  if (column.kind === 'money') return `CAST(${quoted} AS numeric)`;
  if (column.kind === 'nested') return column.readAs ?? `to_json(${quoted})`;
  return undefined;
}
