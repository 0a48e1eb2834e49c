import { type FieldType, type ModelDefinition, RESERVED_NAMES, tableParts } from '../catalog/index.ts';
import { type Parsed, parseModel } from '../definition/parse-definition.ts';
import { problem, WaybillError } from '../errors/index.ts';
import { type DatabaseShape, idOfParts, type TableShape, tableId } from './database-shape.ts';
import type { KnownModel } from './guessed.ts';
import type { RecordedTable, RecordedTables } from './imported-record.ts';
import { safeName } from './names.ts';

/** A model file of the workspace. */
export interface ModelText {
  /** Path as the user names it. */
  readonly file: string;
  readonly text: string;
}

/** A model file that reads from the source that is imported. */
export interface KnownFile extends ModelText {
  readonly parsed: Parsed<ModelDefinition>;
  readonly definition: ModelDefinition;
  readonly known: KnownModel;
  readonly recorded: RecordedTable | undefined;
  /** The table's parts as the file names it. */
  readonly parts: readonly string[];
}

export interface KnownFiles {
  /** By table (see `tableId`); where several files read one table, the one that was imported. */
  readonly byTable: ReadonlyMap<string, KnownFile>;
  /** Names of all models, of other sources too. */
  readonly names: readonly string[];
}

/**
 * What the model files have already. A file is found by its `table`, so it may be called anything, and its model too.
 * @throws WaybillError when a file has errors: what is new could not be told then.
 */
export function knownModels(
  files: readonly ModelText[],
  source: { readonly name: string; readonly only: boolean },
  shape: DatabaseShape,
  recorded: RecordedTables,
): KnownFiles {
  const parsed = files.map(one => ({ ...one, parsed: parseModel(one.text, one.file) }));
  const broken = parsed.filter(one => one.parsed.value === undefined);
  if (broken.length > 0)
    throw new WaybillError([
      problem('import-over-broken', { count: broken.length }),
      ...broken.flatMap(one => one.parsed.problems),
    ]);
  const tables = new Map(shape.tables.map(table => [spelled(shape, tableId(table)), table]));
  const byTable = new Map<string, KnownFile>();
  const names: string[] = [];
  for (const one of parsed) {
    const definition = one.parsed.value as ModelDefinition;
    names.push(definition.model);
    if ((definition.source ?? (source.only ? source.name : undefined)) !== source.name) continue;
    const parts = tableParts(definition.table);
    const written = idOfParts(parts, shape.defaultSchema);
    const table = tables.get(spelled(shape, written));
    const id = table ? tableId(table) : written;
    if (byTable.has(id) && recorded[id]?.model !== definition.model) continue;
    // Somebody may have turned the model to another table, a view of it perhaps: what they removed stays away.
    const record = recorded[id] ?? Object.values(recorded).find(other => other.model === definition.model);
    byTable.set(id, { ...one, definition, known: knownModel(definition, table, record), recorded: record, parts });
  }
  return { byTable, names };
}

/** DuckDB does not care for the case of names. */
const spelled = (shape: DatabaseShape, id: string): string => (shape.type === 'postgres' ? id : id.toLowerCase());

function knownModel(
  definition: ModelDefinition,
  table: TableShape | undefined,
  recorded: RecordedTable | undefined,
): KnownModel {
  const fields = new Map<string, { name: string; type: FieldType; computed: boolean }>();
  const computed = new Set<string>();
  for (const [name, spec] of Object.entries(definition.fields)) {
    const column = spec.column ?? name;
    if (spec.computed !== undefined) computed.add(name);
    else if (!fields.has(column)) fields.set(column, { name, type: spec.type, computed: false });
  }
  const aside = [...Object.entries(definition.custom ?? {}), ...Object.entries(definition.extended ?? {})].map(
    ([name, spec]) => spec.column ?? name,
  );
  const away = new Set([...Object.keys(recorded?.columns ?? {}), ...aside]);
  const columns = table?.columns.map(column => column.name) ?? [];
  return {
    model: definition.model,
    fields,
    names: new Set([...RESERVED_NAMES, ...Object.keys(definition.fields), ...Object.keys(definition.relations ?? {})]),
    relations: Object.entries(definition.relations ?? {}).map(([name, relation]) => ({
      name,
      kind: 'one' in relation ? 'one' : 'many',
      target: 'one' in relation ? relation.one : relation.many,
      match: relation.match,
    })),
    // A computed field of a column's name stands for it.
    removed: new Set(
      columns.filter(column => !fields.has(column) && (away.has(column) || computed.has(safeName(column, '')))),
    ),
    imported: new Set(recorded?.relations ?? []),
  };
}
