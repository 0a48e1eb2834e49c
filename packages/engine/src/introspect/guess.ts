/** From what a database says about itself to models that people can work with, and what was guessed on the way (K8). */
import { type DatabaseShape, type TableShape, tableId } from './database-shape.ts';
import { guessEventDate, guessUpdatedAt } from './guess-dates.ts';
import { guessFields } from './guess-fields.ts';
import { guessMeasures } from './guess-measures.ts';
import { guessRelations, type RelatedTable } from './guess-relations.ts';
import type { GuessedField, GuessedModel, KnownModel, LeftOut, Note } from './guessed.ts';
import { labelOf, safeName, unique } from './names.ts';

export interface GuessOptions {
  /** Models that files have, by {@link tableId}. */
  readonly known?: ReadonlyMap<string, KnownModel>;
  /** Names of models of other tables and sources. */
  readonly takenNames?: readonly string[];
}

interface Draft extends RelatedTable {
  readonly leftOut: readonly LeftOut[];
}

/** A model for each table that has a field. A table that is known keeps its names and gets what it lacks. */
export function guessModels(shape: DatabaseShape, options: GuessOptions = {}): readonly GuessedModel[] {
  const { known = new Map<string, KnownModel>() } = options;
  const names = modelNames(shape, known, options.takenNames ?? []);
  const drafts: Draft[] = shape.tables.flatMap(table => {
    const id = tableId(table);
    const model = names.get(id) ?? '';
    const found = guessFields(table, model, known.get(id));
    return found.fields.length === 0 ? [] : [{ table, model, known: known.get(id), ...found }];
  });
  const { relations, notes } = guessRelations(drafts);
  return drafts.map(draft =>
    modelOf(
      draft,
      relations.get(draft.model) ?? [],
      notes.filter(note => note.model === draft.model),
    ),
  );
}

/** The table's own name; with its schema before it where several have it. That of the default schema has the first right. */
function modelNames(
  shape: DatabaseShape,
  known: ReadonlyMap<string, KnownModel>,
  takenNames: readonly string[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(takenNames);
  for (const [id, { model }] of known) {
    names.set(id, model);
    taken.add(model);
  }
  const open = shape.tables.filter(table => !names.has(tableId(table)));
  const plain = (table: TableShape) => safeName(table.name, 'table');
  const several = new Map<string, number>();
  for (const table of open) several.set(plain(table), (several.get(plain(table)) ?? 0) + 1);
  const mayBePlain = (table: TableShape) =>
    !taken.has(plain(table)) && (several.get(plain(table)) === 1 || table.schema === shape.defaultSchema);
  const simple = open.filter(mayBePlain);
  // Of `order` and `ORDER`, the one that is written as the model is.
  simple.sort((a, b) => Number(b.name === plain(b)) - Number(a.name === plain(a)));
  for (const table of simple) names.set(tableId(table), unique(plain(table), taken));
  for (const table of open.filter(one => !simple.includes(one)))
    names.set(tableId(table), unique(safeName(`${table.schema}_${table.name}`, 'table'), taken));
  return names;
}

function modelOf(draft: Draft, relations: GuessedModel['relations'], named: readonly Note[]): GuessedModel {
  const { table, model, fields, leftOut } = draft;
  const label = labelOf(model);
  const dates = fields
    .filter(({ spec }) => spec.computed === undefined)
    .map(({ name, spec, nullable }) => ({ name, type: spec.type, nullable }));
  const happened = guessEventDate(dates, model);
  const updatedAt = guessUpdatedAt(dates);
  const { key, declared } = keyOf(table, fields);
  const note = (at: string, text: string): Note => ({ model, key: at, text });
  const notes: Note[] = [];
  if (key.length === 0)
    notes.push(
      note('key', 'none was found, so rows come in no certain order; name the fields that tell entries apart'),
    );
  else if (declared && table.keyGuess !== undefined) notes.push(note('key', `${key.join(', ')}: ${table.keyGuess}`));
  else if (!declared) notes.push(note('key', `${key.join(', ')}: unique and never empty, but not the primary key`));
  if (happened && happened.name !== 'event_date')
    notes.push(
      note(
        'event_date',
        `${happened.name}: ${happened.sure ? 'by its name' : 'the only date that fits'}; windows ask it`,
      ),
    );
  if (updatedAt !== undefined && updatedAt !== 'updated_at')
    notes.push(note('updated_at', `${updatedAt}: by its name; incremental exports ask it`));
  const personal = fields.filter(({ spec, added }) => added && spec.pii).map(({ name }) => name);
  if (personal.length > 0)
    notes.push(note('fields', `marked as personal data by their names: ${personal.join(', ')}; look for others`));
  for (const { name, spec, added } of fields)
    if (added && spec.computed !== undefined) notes.push(note(`fields.${name}`, `read by way of \`${spec.computed}\``));
  for (const { column, why } of leftOut) notes.push(note('fields', `${column} was left out: ${why}`));
  notes.push(...named);
  return {
    table,
    model,
    label,
    fields,
    relations,
    leftOut,
    key,
    ...(happened && { eventDate: happened.name }),
    ...(updatedAt !== undefined && { updatedAt }),
    ...guessMeasures(model, label, fields, happened?.name),
    notes,
  };
}

/** The primary key, else the shortest unique key that is never empty; empty where a part of it is no field. */
function keyOf(
  table: TableShape,
  fields: readonly GuessedField[],
): { readonly key: readonly string[]; readonly declared: boolean } {
  const byColumn = new Map(fields.map(field => [field.column, field]));
  const named = (columns: readonly string[]): readonly string[] => {
    const found = columns.map(column => byColumn.get(column));
    const names = found.flatMap(field =>
      field && field.spec.type !== 'json' && field.spec.computed === undefined ? [field.name] : [],
    );
    return names.length === columns.length ? names : [];
  };
  const primary = named(table.primaryKey);
  if (primary.length > 0) return { key: primary, declared: true };
  const filled = table.uniqueKeys.filter(key => key.every(column => byColumn.get(column)?.nullable === false));
  const keys = filled.map(named).filter(key => key.length > 0);
  return { key: keys.sort((a, b) => a.length - b.length)[0] ?? [], declared: false };
}
