import { ALL_OPERATORS } from '../definition/operator-words.ts';
import type { Parsed } from '../definition/parse-definition.ts';
import type { KeyPath } from '../definition/parse-yaml.ts';
import { type Code, type ParamsOf, type Problem, type ProblemDetails, problem } from '../errors/index.ts';
import type { Field, Model, ModelRelation } from './catalog.ts';
import type { ModelDefinition, ModelField, Relation } from './schema.ts';

/** Parts of a qualified table name; a part in double quotes may hold dots: `loyalty."daily.sales"`. */
export function tableParts(table: string): string[] {
  const parts = table.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [table];
  return parts.map(part => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.trim()));
}

/** Words that mean something else in a path or in a list of fields. */
export const RESERVED_NAMES: readonly string[] = ['all', 'custom', 'extended'];

/**
 * A model with every default filled in (K3–K5), and what is wrong inside its own file. What it says about other models
 * is checked by check-model.ts.
 */
export function buildModel(
  { value, yaml }: Parsed<ModelDefinition> & { readonly value: ModelDefinition },
  /** Source of a model that names none: the workspace's only one. */
  onlySource: string | undefined,
): { readonly model: Model; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const add = <C extends Code>(
    code: C,
    params: ParamsOf<C>,
    path: KeyPath,
    key = false,
    details: ProblemDetails = {},
  ) => problems.push(problem(code, params, { place: yaml.locate(path, key ? 'key' : 'value'), ...details }));

  const group = (kind: Field['group'], section: 'fields' | 'custom' | 'extended') => {
    const fields = new Map<string, Field>();
    for (const [name, spec] of Object.entries(value[section] ?? {})) {
      const path = [section, name];
      if (kind === 'standard' && RESERVED_NAMES.includes(name))
        add('reserved-name', { name, what: 'a field' }, path, true);
      if (spec.type === 'enum' && Object.keys(spec.values ?? {}).length === 0) {
        add('enum-without-values', { field: name }, path, true);
      }
      if (spec.type !== 'enum' && spec.values) {
        add('values-without-enum', { field: name, type: spec.type }, [...path, 'values'], true);
      }
      if (spec.computed !== undefined && spec.column !== undefined) {
        const where = `the field "${name}"`;
        add('not-allowed-together', { keys: ['column', 'computed'], where }, [...path, 'computed'], true);
      }
      fields.set(name, buildField(name, spec, kind, yaml.locate(path, 'key')));
    }
    return fields;
  };
  const fields = group('standard', 'fields');
  const relations = new Map<string, ModelRelation>();
  for (const [name, relation] of Object.entries(value.relations ?? {})) {
    if (RESERVED_NAMES.includes(name)) add('reserved-name', { name, what: 'a relation' }, ['relations', name], true);
    if (fields.has(name)) add('name-clash', { name, model: value.model }, ['relations', name], true);
    relations.set(name, buildRelation(name, relation, yaml.locate(['relations', name], 'key')));
  }
  for (const name of Object.keys(value.predicates ?? {})) {
    if (ALL_OPERATORS.has(name)) add('reserved-name', { name, what: 'a predicate' }, ['predicates', name], true);
  }
  if (fields.size === 0) add('model-without-fields', { model: value.model }, ['fields'], true);

  const model: Model = {
    name: value.model,
    label: value.label ?? value.model,
    ...(value.description === undefined ? {} : { description: value.description }),
    source: value.source ?? onlySource ?? '',
    table: tableParts(value.table),
    key: value.key ?? [],
    ...(value.event_date === undefined ? {} : { eventDate: value.event_date }),
    ...(value.updated_at === undefined ? {} : { updatedAt: value.updated_at }),
    ...(value.formats === undefined ? {} : { formats: value.formats }),
    fields,
    custom: group('custom', 'custom'),
    extended: group('extended', 'extended'),
    relations,
    predicates: new Map(Object.entries(value.predicates ?? {})),
    kpis: new Map(Object.entries(value.kpis ?? {})),
    dimensions: value.dimensions ?? [],
    ...(yaml.file === undefined ? {} : { file: yaml.file }),
  };
  return { model, problems };
}

function buildField(name: string, spec: ModelField, group: Field['group'], place: Field['place']): Field {
  return {
    name,
    path: group === 'standard' ? name : `${group}.${name}`,
    group,
    type: spec.type,
    label: spec.label ?? name,
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.computed === undefined ? { column: spec.column ?? name } : { computed: spec.computed }),
    ...(spec.values === undefined ? {} : { values: new Map(Object.entries(spec.values)) }),
    identifier: spec.identifier ?? false,
    pii: spec.pii ?? false,
    ...(place === undefined ? {} : { place }),
  };
}

function buildRelation(name: string, relation: Relation, place: ModelRelation['place']): ModelRelation {
  return {
    name,
    kind: 'one' in relation ? 'one' : 'many',
    target: 'one' in relation ? relation.one : relation.many,
    match: Object.entries(relation.match),
    ...(place === undefined ? {} : { place }),
  };
}
