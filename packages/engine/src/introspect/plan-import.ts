/** What an import would write (K8), decided without writing anything. */

import { formatText } from '../definition/canonical.ts';
import { chooseTables, type TableChoice } from './choose-tables.ts';
import { type DatabaseShape, tableId, tableText } from './database-shape.ts';
import { guessModels } from './guess.ts';
import { fieldTypeOf } from './guess-fields.ts';
import type { GuessedModel } from './guessed.ts';
import type { FileNote, Finding, ImportedFile, ImportResult } from './import-result.ts';
import {
  type ImportRecord,
  type RecordedColumn,
  type RecordedTable,
  recordedColumn,
  recordText,
} from './imported-record.ts';
import { type KnownFile, knownModels, type ModelText } from './known-models.ts';
import { mergeModel } from './merge-model.ts';
import { modelText } from './model-text.ts';

export interface ImportPlan extends TableChoice {
  readonly shape: DatabaseShape;
  /** The source, and whether the workspace has no other. */
  readonly source: { readonly name: string; readonly only: boolean };
  /** Every model file of the workspace. */
  readonly files: readonly ModelText[];
  readonly record: ImportRecord;
  /** The record's file and text, as it is; undefined before the first import. */
  readonly recordFile: { readonly file: string; readonly text: string | undefined };
  /** Path, as the user names it, of a file in the catalog folder. */
  readonly pathOf: (name: string) => string;
}

/** @throws WaybillError when a model file has errors. */
export function planImport(plan: ImportPlan): ImportResult {
  const { shape, source } = plan;
  const recorded = plan.record.sources[source.name] ?? {};
  const { byTable, names } = knownModels(plan.files, source, shape, recorded);
  const { tables, findings: left } = chooseTables(shape, plan, id => byTable.has(id), recorded);
  const chosen = new Set(tables.map(tableId));
  // Models that are not asked for are there all the same, for relations to lead to.
  const considered = shape.tables.filter(table => chosen.has(tableId(table)) || byTable.has(tableId(table)));
  const guessed = guessModels(
    { ...shape, tables: considered },
    { known: new Map([...byTable].map(([id, { known }]) => [id, known])), takenNames: names },
  ).filter(model => chosen.has(tableId(model.table)));

  const takenFiles = new Set(plan.files.map(({ file }) => baseName(file).toLowerCase()));
  const files: ImportedFile[] = [];
  const findings: Finding[] = [...left, ...tables.flatMap(table => withoutFields(table, guessed))];
  const notes: FileNote[] = [];
  const record: Record<string, RecordedTable> = { ...recorded };
  let unchanged = 0;
  for (const model of guessed) {
    const id = tableId(model.table);
    const known = byTable.get(id);
    const change = known ? changed(model, known) : created(model, plan, takenFiles);
    findings.push(...change.findings);
    record[id] = recordOf(model, known, change.failed);
    if (change.file) files.push(change.file);
    else unchanged++;
    const file = change.file?.file ?? known?.file;
    if (file !== undefined) notes.push(...notesOf(model, known).map(note => ({ ...note, file })));
  }
  for (const [id, known] of byTable) {
    if (plan.only || shape.tables.some(table => tableId(table) === id)) continue;
    const { file, definition } = known;
    const text = `the table is not there any more, or this user may not see it`;
    findings.push({ kind: 'table-gone', table: id, model: definition.model, file, key: 'table', text });
  }
  const text = recordText({ sources: { ...plan.record.sources, [source.name]: record } });
  return {
    source: source.name,
    files,
    unchanged,
    findings,
    notes,
    estimatedRows: Object.fromEntries(
      guessed.flatMap(({ model, table }) => (table.estimatedRows === undefined ? [] : [[model, table.estimatedRows]])),
    ),
    record: { file: plan.recordFile.file, text, changed: text !== plan.recordFile.text },
  };
}

const baseName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

const withoutFields = (table: GuessedModel['table'], guessed: readonly GuessedModel[]): Finding[] =>
  guessed.some(model => model.table === table)
    ? []
    : [{ kind: 'table-left-out', table: tableId(table), text: 'it has no column that a field can be made of' }];

interface Change {
  /** Undefined when there is nothing to write. */
  readonly file?: ImportedFile;
  readonly findings: readonly Finding[];
  /** Something new could not be put in: it stays new. */
  readonly failed: boolean;
}

function created(model: GuessedModel, plan: ImportPlan, takenFiles: Set<string>): Change {
  let name = `${model.model}.model.yaml`;
  for (let n = 2; takenFiles.has(name.toLowerCase()); n++) name = `${model.model}_${n}.model.yaml`;
  takenFiles.add(name.toLowerCase());
  const file: ImportedFile = {
    name,
    file: plan.pathOf(name),
    model: model.model,
    table: tableId(model.table),
    status: 'new',
    text: written(modelText(model, plan.source.name, tableText(plan.shape, model.table))),
    fields: model.fields.map(field => field.name),
    relations: model.relations.map(relation => relation.name),
    values: [],
  };
  return { file, findings: [], failed: false };
}

function changed(model: GuessedModel, known: KnownFile): Change {
  const fields = model.fields.filter(field => field.added);
  const relations = model.relations.filter(relation => relation.added);
  const values = newValues(model, known);
  const table = tableId(model.table);
  const at = { table, model: model.model, file: known.file };
  const findings = [...goneColumns(model, known), ...changedTypes(model, known)].map(one => ({ ...at, ...one }));
  if (fields.length === 0 && relations.length === 0 && Object.keys(values).length === 0)
    return { findings, failed: false };
  const text = mergeModel(known.parsed, { fields, relations, values });
  const added = {
    fields: fields.map(field => field.name),
    relations: relations.map(relation => relation.name),
    values: Object.entries(values).flatMap(([field, stored]) => stored.map(value => `${field}.${value}`)),
  };
  if (text === undefined) {
    const all = [...added.fields, ...added.relations, ...added.values].join(', ');
    const why = `new in the database, and the file is written in a way that nothing can be added to: ${all}`;
    return { findings: [...findings, { ...at, kind: 'not-added', key: 'fields', text: why }], failed: true };
  }
  const mark = known.text.startsWith('\ufeff') ? '\ufeff' : '';
  // A file in the canonical form stays in it; any other stays as people wrote it.
  const styled = canonical(known.text) === known.text ? canonical(text) : mark + text;
  const name = baseName(known.file);
  return { file: { ...at, ...added, name, status: 'changed', text: styled }, findings, failed: false };
}

/** Short lines of plain words are in the canonical form already; asking for it would cost most of a large import. */
const written = (text: string): string =>
  text.split('\n').every(line => line.length <= 100 && /^(#.*|[\w ,:.{}[\]]*( # guessed)?)$/.test(line))
    ? text
    : canonical(text);

/** As `waybill format` would write it. */
function canonical(text: string): string {
  const formatted = formatText(text, 'model');
  return formatted.ok ? formatted.text : text;
}

type OwnFinding = Pick<Finding, 'kind' | 'key' | 'text'>;

function goneColumns({ table }: GuessedModel, { definition }: KnownFile): OwnFinding[] {
  const there = new Set(table.columns.map(column => column.name));
  return (['fields', 'custom', 'extended'] as const).flatMap(section =>
    Object.entries(definition[section] ?? {}).flatMap(([name, spec]) => {
      const column = spec.column ?? name;
      if (spec.computed !== undefined || there.has(column)) return [];
      const text = `the column ${column} is not there any more`;
      return [{ kind: 'column-gone' as const, key: `${section}.${name}`, text }];
    }),
  );
}

/** Said until the file says the new type, or one that somebody chose themselves. */
function changedTypes(model: GuessedModel, { known, recorded }: KnownFile): OwnFinding[] {
  return model.fields.flatMap(({ name, column, spec, added }) => {
    const before = typeOf(recordedColumn(recorded, column));
    if (added || before === undefined || before === spec.type || known.fields.get(column)?.type !== before) return [];
    const stored = model.table.columns.find(one => one.name === column)?.databaseType ?? '';
    const text = `the column ${column} is ${stored} now: ${spec.type} where the file says ${before}`;
    return [{ kind: 'type-changed' as const, key: `fields.${name}.type`, text }];
  });
}

const typeOf = (recorded: RecordedColumn | undefined): string | undefined =>
  typeof recorded === 'object' ? 'enum' : recorded;

/** Values that the database's enums have and neither the file nor the record knows. */
function newValues(model: GuessedModel, { definition, recorded }: KnownFile): Record<string, readonly string[]> {
  const entries = model.fields.flatMap(({ name, column, spec, values, added }): [string, string[]][] => {
    const written = definition.fields[name];
    if (added || spec.type !== 'enum' || written?.type !== 'enum' || !written.values) return [];
    const before = recordedColumn(recorded, column);
    const seen = new Set([...Object.keys(written.values), ...(typeof before === 'object' ? before.enum : [])]);
    const fresh = values.filter(value => !seen.has(value));
    return fresh.length === 0 ? [] : [[name, fresh]];
  });
  return Object.fromEntries(entries);
}

/** What could not be put in or read is not recorded, so that it is still new the next time. */
function recordOf(model: GuessedModel, known: KnownFile | undefined, failed: boolean): RecordedTable {
  const before = known?.recorded;
  const unsettled = new Set(known ? changedTypes(model, known).map(({ key }) => key) : []);
  const columns = model.table.columns.flatMap((column): [string, RecordedColumn][] => {
    const field = model.fields.find(one => one.column === column.name);
    const recorded = recordedColumn(before, column.name);
    if (recorded !== undefined && (!field || unsettled.has(`fields.${field.name}.type`)))
      return [[column.name, recorded]];
    if (!column.readable || (failed && field?.added)) return [];
    if (field?.spec.type === 'enum') return [[column.name, { enum: [...field.values] }]];
    return [[column.name, field?.spec.type ?? fieldTypeOf(column) ?? 'left out']];
  });
  const present = model.relations.filter(relation => !(failed && relation.added)).map(({ signature }) => signature);
  return {
    model: model.model,
    columns: Object.fromEntries(columns),
    relations: [...new Set([...(before?.relations ?? []), ...present])],
  };
}

/** Guesses about what is new: of a new file all, of an old one those about fields and relations that it gets. */
function notesOf(model: GuessedModel, known: KnownFile | undefined): GuessedModel['notes'] {
  if (!known) return model.notes;
  const fresh = [...model.fields, ...model.relations].filter(one => one.added).map(one => one.name);
  return model.notes.filter(({ key }) => key === 'fields' || fresh.some(name => key.endsWith(`.${name}`)));
}
