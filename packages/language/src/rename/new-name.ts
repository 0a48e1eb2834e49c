import { type Model, modelSchema, RESERVED_NAMES } from '@waybill/engine/catalog';
import { ALL_OPERATORS, FILE_SCHEMAS, recordOf, type Schema } from '@waybill/engine/definition';
import { type Problem, problem } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import { z } from 'zod';
import type { Target } from '../meaning/target.ts';

/** What can be renamed: what a file of the workspace declares. */
export type Renameable = Extract<
  Target,
  { kind: 'model' | 'field' | 'relation' | 'kpi' | 'predicate' | 'source' | 'destination' | 'template' }
>;

/** What people call it in messages. */
export const CALLED: Readonly<Record<Renameable['kind'], string>> = {
  model: 'model',
  field: 'field',
  relation: 'relation',
  kpi: 'KPI',
  predicate: 'predicate',
  source: 'source',
  destination: 'destination',
  template: 'template',
};

/** Why a target cannot have this name: it is none, or something else has it; undefined when it can. */
export function problemOfName(target: Renameable, name: string, workspace: Workspace): Problem | undefined {
  const what = CALLED[target.kind];
  const checked = z.safeParse(nameSchema(target), name);
  if (!checked.success) {
    const expected = checked.error.issues[0]?.message ?? 'another name';
    return problem('rename-bad-name', { what, name, expected }, { found: name, expected });
  }
  const by = takenBy(target, name, workspace);
  return by === undefined ? undefined : problem('rename-taken', { what, name, by }, { found: name });
}

/** What the schema of the file takes as such a name. */
function nameSchema({ kind }: Renameable): z.ZodType {
  const keyOf = (schema: Schema): z.ZodType => (recordOf(schema)?.key ?? z.string().min(1)) as z.ZodType;
  const { shape } = modelSchema;
  switch (kind) {
    case 'model':
      return shape.model;
    case 'field':
      return keyOf(shape.fields);
    case 'relation':
      return keyOf(shape.relations);
    case 'kpi':
      return keyOf(shape.kpis);
    case 'predicate':
      return keyOf(shape.predicates);
    case 'source':
      return keyOf(FILE_SCHEMAS.workspace.shape.sources);
    case 'destination':
      return keyOf(FILE_SCHEMAS.workspace.shape.destinations);
    case 'template':
      return FILE_SCHEMAS.template.shape.template;
  }
}

function takenBy(target: Renameable, name: string, workspace: Workspace): string | undefined {
  const { catalog, config, templates } = workspace;
  const there = (kind: string) => `there is such a ${kind} already`;
  switch (target.kind) {
    case 'model':
      return [...catalog.models.keys()].includes(name) ? there('model') : undefined;
    case 'source':
      return Object.hasOwn(config.sources, name) ? there('source') : undefined;
    case 'destination':
      return Object.hasOwn(config.destinations, name) ? there('destination') : undefined;
    case 'template':
      return templates.names().includes(name) ? there('template') : undefined;
    default: {
      const model = catalog.models.get(target.model);
      return model && takenInModel(target, name, model);
    }
  }
}

function takenInModel(
  target: Extract<Renameable, { kind: 'field' | 'relation' | 'kpi' | 'predicate' }>,
  name: string,
  model: Model,
): string | undefined {
  const has = (kind: string) => `${model.name} has such a ${kind} already`;
  switch (target.kind) {
    case 'kpi':
      return model.kpis.has(name) ? has('KPI') : undefined;
    case 'predicate':
      if (ALL_OPERATORS.has(name)) return 'it is an operator';
      return model.predicates.has(name) ? has('predicate') : undefined;
    case 'field':
      if (model[target.group].has(name)) return has('field');
      if (target.group !== 'fields') return undefined;
      break;
    case 'relation':
      if (model.fields.has(name)) return has('field');
  }
  if (RESERVED_NAMES.includes(name)) return 'the word means something else in a path';
  return model.relations.has(name) ? has('relation') : undefined;
}
