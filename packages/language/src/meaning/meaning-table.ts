import type { Aggregation, FileKind, KeyPath } from '@waybill/engine/definition';
import type { Declared, FieldGroup, Meaning } from './meaning.ts';
import { type PathPattern, pathPattern } from './path-pattern.ts';

/** What the table below asks of the document around a path; nothing is looked up before it is wanted. */
export interface Asked {
  readonly path: KeyPath;
  /** The model that the document is about. */
  own(): string | undefined;
  /** The plain value of another key of the same mapping. */
  beside(key: string): string | undefined;
  /** The plain value of a key in the mapping that the first `length` parts of the path lead to. */
  above(length: number, key: string): string | undefined;
  /** The model of the people (D7). */
  people(): string | undefined;
  /** The model that a path of relations leads to. */
  after(model: string | undefined, way: string | undefined): string | undefined;
  aggregation(): Aggregation | undefined;
}

export type Entry = readonly [matches: PathPattern, meaning: (asked: Asked) => Meaning | undefined];

const entry = (pattern: string, meaning: Entry[1]): Entry => [pathPattern(pattern), meaning];

const field =
  (options: { many?: boolean; all?: boolean; own?: boolean } = {}): Entry[1] =>
  asked => ({ kind: 'field', many: false, all: false, own: false, ...options, model: asked.own() });
const definition =
  (of: Declared, group?: FieldGroup): Entry[1] =>
  asked => ({
    kind: 'definition',
    of,
    model: of === 'field' || of === 'relation' || of === 'kpi' || of === 'predicate' ? asked.own() : undefined,
    ...(group === undefined ? {} : { group }),
  });
const always =
  (meaning: Meaning): Entry[1] =>
  () =>
    meaning;

/** A criterion of a filter (D3, K7); `many` in a KPI's, which may follow the relations that the KPI counts (K6). */
const criterion = (at: string, many = false): readonly Entry[] => [
  entry(`${at}.attribute`, asked => ({ kind: 'attribute', many, model: asked.own() })),
  entry(`${at}.operator`, asked => ({ kind: 'operator', attribute: asked.beside('attribute'), model: asked.own() })),
  entry(`${at}.value.#?`, asked => ({
    kind: 'filter-value',
    attribute: asked.beside('attribute'),
    operator: asked.beside('operator'),
    model: asked.own(),
  })),
  entry(`${at}.period`, always({ kind: 'duration', units: 'all' })),
  entry(`${at}.(before|after)`, always({ kind: 'duration', units: 'days' })),
];

const column = (of: 'fields' | 'kpis' | 'dimensions' | 'any'): Entry[1] => {
  return asked => ({ kind: 'column', of, model: asked.own() });
};

/** What a template and an export share (D8). */
const SELECTION: readonly Entry[] = [
  entry('model', always({ kind: 'model' })),
  entry('timezone', always({ kind: 'zone' })),
  entry('add?.fields.#?', field({ all: true })),
  entry('(add|remove)?.fields.#.from', field({ all: true })),
  entry('add?.fields.#.aggregate', asked => ({
    kind: 'aggregation',
    word: asked.aggregation(),
    field: asked.beside('from'),
    model: asked.own(),
  })),
  entry('add?.fields.#.default', asked => ({ kind: 'field-value', field: asked.beside('from'), model: asked.own() })),
  entry('add?.(fields|kpis).#.format', always({ kind: 'strftime', use: 'format' })),
  entry('add?.kpis.#', asked => ({ kind: 'kpi', model: asked.own() })),
  entry('(add|remove)?.kpis.#.kpi', asked => ({ kind: 'kpi', model: asked.own() })),
  entry('add?.dimensions.#', asked => ({ kind: 'dimension', declares: false, model: asked.own() })),
  entry('(add|remove)?.dimensions.#.dimension', asked => ({
    kind: 'dimension',
    declares: false,
    model: asked.own(),
  })),
  entry('remove.fields.#?', column('fields')),
  entry('remove.fields.#.to', column('fields')),
  entry('remove.kpis.#', column('kpis')),
  entry('remove.kpis.#.to', column('kpis')),
  entry('remove.dimensions.#', column('dimensions')),
  entry('remove.dimensions.#.to', column('dimensions')),
  ...criterion('filters.all.#'),
  ...criterion('filters.any.#.all.#'),
  ...criterion('(add|remove).filters.#.all.#'),
  ...criterion('add.criteria.#'),
  entry('audience.segment', asked => ({ kind: 'segment', model: asked.people() })),
  entry('audience.group', asked => ({ kind: 'group', model: asked.people() })),
  entry('audience.file', always({ kind: 'audience-file' })),
  entry('window.last', always({ kind: 'duration', units: 'all' })),
  entry('window.(from|to)', always({ kind: 'date', expressions: true, time: false })),
  entry('file.encrypt.pgp', always({ kind: 'key-file' })),
];

const EXPORT: readonly Entry[] = [
  entry('name', definition('export')),
  entry('extends', always({ kind: 'template' })),
  ...SELECTION,
  entry('deliver.#?.to', always({ kind: 'destination' })),
  entry('deliver.#?.path', always({ kind: 'strftime', use: 'name' })),
  entry('schedule.(from|until)', always({ kind: 'date', expressions: false, time: false })),
  entry('schedule.at', always({ kind: 'date', expressions: false, time: true })),
  entry('schedule.cron', always({ kind: 'cron' })),
];

const MODEL: readonly Entry[] = [
  entry('model', definition('model')),
  entry('source', always({ kind: 'source' })),
  entry('table', asked => ({ kind: 'table', model: asked.own() })),
  entry('key.#?', field({ own: true })),
  entry('(event_date|updated_at)', field({ own: true })),
  entry('(fields|custom|extended).*.computed', asked => ({ kind: 'sql', model: asked.own() })),
  entry('(fields|custom|extended).*.column', asked => ({ kind: 'database-column', model: asked.own() })),
  entry('relations.*.(one|many)', always({ kind: 'model' })),
  entry('relations.*.match.*', asked => ({
    kind: 'field',
    many: false,
    all: false,
    own: true,
    model: asked.above(2, 'one') ?? asked.above(2, 'many'),
  })),
  entry('predicates.*.exists', asked => ({ kind: 'relation', many: true, model: asked.own() })),
  entry('predicates.*.value', asked => ({
    kind: 'field',
    many: false,
    all: false,
    own: false,
    model: asked.after(asked.own(), asked.beside('exists')),
  })),
  entry('predicates.*.period', field({ many: true })),
  entry('predicates.*.not', asked => ({ kind: 'predicate', model: asked.own() })),
  entry('kpis.*.count', asked => ({ kind: 'relation', many: true, model: asked.own() })),
  entry('kpis.*.(count_distinct|sum|average|min|max)', field({ many: true })),
  ...criterion('kpis.*.where.#?', true),
  entry('dimensions.#', asked => ({ kind: 'dimension', declares: true, model: asked.own() })),
];

const WORKSPACE: readonly Entry[] = [
  entry('brand.timezone', always({ kind: 'zone' })),
  entry('sources.*.timezone', always({ kind: 'zone' })),
  entry('sources.*.timeout', always({ kind: 'duration', units: 'clock' })),
  entry('destinations.*.(connect_timeout|idle_timeout)', always({ kind: 'duration', units: 'clock' })),
  entry('audience.model', always({ kind: 'model' })),
  entry('audience.(segment|group)', asked => ({ kind: 'predicate', model: asked.people() })),
  entry('limits.(max_window|keep_files)', always({ kind: 'duration', units: 'calendar' })),
  entry('protect.hash_key', always({ kind: 'secret' })),
  // Whatever a source or a destination is set to may be put in on use, but for what kind it is.
  entry('(sources|destinations).*.type', () => undefined),
  entry('(sources|destinations).*.*.#?', always({ kind: 'secret' })),
];

/** What values mean, by the kind of file; the first that fits. */
export const VALUES: Readonly<Record<FileKind, readonly Entry[]>> = {
  export: EXPORT,
  template: [entry('template', definition('template')), ...SELECTION],
  model: MODEL,
  workspace: WORKSPACE,
};

const CHECKED: readonly Entry[] = [
  entry('add?.fields.#.replace', asked => ({
    kind: 'field-value',
    field: asked.above(asked.path.length - 2, 'from'),
    model: asked.own(),
  })),
  entry('checks.nulls', column('any')),
];

/** What free keys mean, by the path of the mapping that they stand in. */
export const KEYS: Readonly<Record<FileKind, readonly Entry[]>> = {
  export: CHECKED,
  template: CHECKED,
  model: [
    entry('fields', definition('field', 'fields')),
    entry('custom', definition('field', 'custom')),
    entry('extended', definition('field', 'extended')),
    entry('relations', definition('relation')),
    entry('relations.*.match', field({ own: true })),
    entry('predicates', definition('predicate')),
    entry('kpis', definition('kpi')),
  ],
  workspace: [entry('sources', definition('source')), entry('destinations', definition('destination'))],
};
