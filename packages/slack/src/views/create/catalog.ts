import type { CallOutput, Client } from '@waybill/api';
import { type TemplateDefinition, templateSchema } from '@waybill/engine/definition';
import type { CreateDraft } from './create-draft.ts';
import type { Additions, CriterionChoice, DraftState, FieldsChoice } from './draft-state.ts';

/** What the steps know of the catalog: enough to offer what is possible, never data. */

export type ModelInfo = CallOutput<'getModel'> & {
  /** Names of the standard fields, which `all` stands for. */
  readonly standard: readonly string[];
};
export type FieldInfo = CallOutput<'listFields'>['items'][number];
export type PredicateInfo = ModelInfo['predicates'][number];

export interface TemplateInfo {
  /** `sales@2` */
  readonly id: string;
  readonly label: string;
  readonly model: string;
  readonly definition: TemplateDefinition;
}

/** What a step is shown with. What could not be found (a model that is gone) is undefined; the service says so. */
export interface Catalog {
  readonly brandZone: string;
  readonly model?: ModelInfo | undefined;
  readonly template?: TemplateInfo | undefined;
  /** Fields that the draft speaks of, by path and by key. */
  readonly fields: ReadonlyMap<string, FieldInfo>;
  /** What may be asked of models that the model relates to, by relation; '' is the model itself. */
  readonly questions: ReadonlyMap<string, readonly PredicateInfo[]>;
  /** Values of enums that the draft speaks of, by path; absent where they are too many for a select. */
  readonly values: ReadonlyMap<string, CallOutput<'listFieldValues'>['items']>;
}

export const fieldLabel = ({ fields }: Pick<Catalog, 'fields'>, path: string | undefined): string => {
  if (path === undefined) return 'entries';
  const field = fields.get(path);
  return field === undefined ? path : field.where === '' ? field.label : `${field.where}: ${field.label}`;
};

/** Fields as they are chosen (by key) are written by path. */
export const pathOfKey = ({ fields }: Pick<Catalog, 'fields'>, key: string): string => fields.get(key)?.path ?? key;

/** What is read for a draft: the same for the same text. */
const catalogNeeds = (draft: CreateDraft): string =>
  JSON.stringify([
    draft.state.extends,
    draft.state.model,
    keysOf(draft, undefined),
    criteriaOf(draft.state).map(({ attribute }) => attribute),
    draft.inner?.kind === 'criterion' ? [draft.inner, draft.typed['wb:create:criterion:attribute']] : undefined,
  ]);

type Service = Pick<Client, 'getModel' | 'listFields' | 'listFieldValues' | 'getTemplate' | 'whoami'>;

/** Most values of an enum that a select offers. */
const MOST_VALUES = 100;

/** What was read for one deed of a person, whose client this is. */
const known = new WeakMap<Service, Map<string, Promise<Catalog>>>();

/** Reads what the draft needs; once for all that one deed needs it for. */
export function readCatalog(service: Service, draft: CreateDraft): Promise<Catalog> {
  const ofDeed = known.get(service) ?? new Map<string, Promise<Catalog>>();
  known.set(service, ofDeed);
  const needs = catalogNeeds(draft);
  const reading = ofDeed.get(needs) ?? readAnew(service, draft);
  ofDeed.set(needs, reading);
  return reading;
}

async function readAnew(service: Service, draft: CreateDraft): Promise<Catalog> {
  const { state } = draft;
  const [{ timezone: brandZone }, template] = await Promise.all([
    service.whoami(),
    state.extends === undefined ? undefined : readTemplate(service, state.extends),
  ]);
  const name = state.model ?? template?.model;
  const nothing = { brandZone, template, fields: new Map(), questions: new Map(), values: new Map() };
  if (name === undefined) return nothing;
  const [model, fields] = await Promise.all([
    found(readModel(service, name), 'unknown-model', 'model-broken'),
    found(readFields(service, name, keysOf(draft, template)), 'unknown-model', 'model-broken'),
  ]);
  if (model === undefined) return nothing;
  const [questions, values] = await Promise.all([
    readQuestions(service, model, draft),
    readValues(service, name, draft, fields ?? new Map()),
  ]);
  return { brandZone, template, model, fields: fields ?? new Map(), questions, values };
}

async function readTemplate(service: Service, id: string): Promise<TemplateInfo | undefined> {
  const template = await found(service.getTemplate({ params: { id } }), 'unknown-template');
  if (template === undefined) return undefined;
  const { definition, label, model } = template;
  // Short forms are resolved already, in forms that nobody could write: `filters: none` has no sets.
  const read = templateSchema.safeParse(definition).data ?? (definition as unknown as TemplateDefinition);
  return { id, label, model, definition: read };
}

async function readModel(service: Service, name: string): Promise<ModelInfo> {
  const [model, own] = await Promise.all([
    service.getModel({ params: { name } }),
    service.listFields({ params: { name }, query: { relations: 0, limit: 200 } }),
  ]);
  const standard = own.items.map(({ path }) => path).filter(path => !/^(custom|extended)\./.test(path));
  return { ...model, standard };
}

/** As many as go into one question. */
const KEYS_LENGTH = 7000;

async function readFields(service: Service, name: string, keys: readonly string[]): Promise<Map<string, FieldInfo>> {
  const fields = new Map<string, FieldInfo>();
  for (let rest = keys; rest.length > 0; ) {
    let length = 0;
    const cut = rest.findIndex((key, i) => {
      length += key.length + 1;
      return i >= 200 || length > KEYS_LENGTH;
    });
    const part = cut < 0 ? rest : rest.slice(0, Math.max(1, cut));
    rest = rest.slice(part.length);
    const { items } = await service.listFields({
      params: { name },
      query: { keys: part.join(','), relations: 3, limit: 200 },
    });
    for (const field of items) fields.set(field.key, field).set(field.path, field);
  }
  return fields;
}

/** Relations whose questions a draft asks, and those of a criterion that is open. */
async function readQuestions(service: Service, model: ModelInfo, draft: CreateDraft) {
  const questions = new Map<string, readonly PredicateInfo[]>([['', model.predicates]]);
  const asked = new Set(criteriaOf(draft.state).map(({ attribute }) => attribute ?? ''));
  const chosen = draft.typed['wb:create:criterion:attribute'];
  if (typeof chosen === 'string' && chosen.startsWith('?')) asked.add(chosen.slice(1));
  const relations = model.relations.filter(({ name, kind }) => kind === 'one' && asked.has(name));
  await Promise.all(
    relations.map(async ({ name, model: target }) => {
      const other = await found(service.getModel({ params: { name: target } }), 'unknown-model', 'model-broken');
      if (other !== undefined) questions.set(name, other.predicates);
    }),
  );
  return questions;
}

async function readValues(service: Service, name: string, draft: CreateDraft, fields: ReadonlyMap<string, FieldInfo>) {
  const values = new Map<string, CallOutput<'listFieldValues'>['items']>();
  if (draft.inner?.kind !== 'criterion') return values;
  const open = draft.typed['wb:create:criterion:attribute'];
  const field = fields.get(typeof open === 'string' ? open : (openCriterion(draft)?.attribute ?? ''));
  if (field === undefined || field.values === 0 || field.values > MOST_VALUES) return values;
  const { items } = await service.listFieldValues({
    params: { name },
    query: { field: field.path, limit: MOST_VALUES },
  });
  return values.set(field.path, items);
}

/** The criterion that is being edited, as it was. */
export function openCriterion({ state, inner }: CreateDraft): CriterionChoice | undefined {
  if (inner?.kind !== 'criterion') return undefined;
  if (inner.list === 'criteria') return state.add?.criteria?.[inner.index];
  const sets = inner.list === 'add' ? state.add?.filters : state.filters?.any;
  return sets?.[inner.set]?.all[inner.index];
}

function keysOf({ state, typed }: CreateDraft, template: TemplateInfo | undefined): readonly string[] {
  const lists: readonly (FieldsChoice | undefined)[] = [state.fields, state.add?.fields, template?.definition.fields];
  const fields = lists.flatMap(list => (list === undefined || list === 'all' ? [] : list.map(({ from }) => from)));
  const filters = [...criteriaOf(state), ...(template?.definition.filters?.any ?? []).flatMap(set => set.all)];
  const picked = Object.entries(typed)
    .filter(([block]) => block.startsWith('wb:create:rows:pick') || block === 'wb:create:criterion:attribute')
    .flatMap(([, value]) => value);
  const all = [...fields, ...filters.map(({ attribute }) => attribute), ...picked];
  return [
    ...new Set(all.filter(key => key !== undefined && key !== 'all' && key !== '' && !key.startsWith('?'))),
  ] as string[];
}

const criteriaOf = ({
  filters,
  add,
}: {
  filters?: DraftState['filters'];
  add?: Additions;
}): readonly CriterionChoice[] => [
  ...(filters?.any ?? []).flatMap(({ all }) => all),
  ...(add?.filters ?? []).flatMap(({ all }) => all),
  ...(add?.criteria ?? []),
];

/** Undefined in place of one of these refusals. */
async function found<T>(asked: Promise<T>, ...codes: readonly string[]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (codes.includes((error as { readonly code?: string }).code ?? '')) return undefined;
    throw error;
  }
}
