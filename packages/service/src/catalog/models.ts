import type {
  listFieldsQuery,
  listValuesQuery,
  modelSummarySchema,
  modelViewSchema,
  predicateViewSchema,
} from '@waybill/api';
import { fail, failOnErrors, nearest } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import type { PageRequest } from '../http/pages.ts';
import { refuse } from '../http/refusal.ts';
import { fieldsOf, fieldView, keyOfPath, labelOf, type Model } from './fields.ts';
import { pageOfList, searchedIn } from './words.ts';

type Search = PageRequest & { readonly search?: string | undefined };

/** What can be exported (K3), by label. A model whose file is broken is left out here, and told by `getModel`. */
export async function listModels(service: ServiceContext, { search, limit, cursor }: Search) {
  const { catalog } = await service.workspace();
  const fits = searchedIn(search);
  const models = modelsOf(catalog)
    .filter(model => fits(model.name, model.label, model.description))
    .sort((a, b) => a.label.localeCompare(b.label, 'en') || (a.name < b.name ? -1 : 1));
  return pageOfList(service, { name: 'models', filters: { search } }, { limit, cursor }, models.map(summary));
}

const modelsOf = (catalog: Workspace['catalog']): Model[] =>
  [...catalog.models.keys()].flatMap(name => catalog.models.get(name) ?? []);

const summary = (model: Model): z.input<typeof modelSummarySchema> => ({
  name: model.name,
  label: wordsFor(model.name, model.label),
  description: model.description ?? '',
  source: model.source,
  fields: model.fields.size + model.custom.size + model.extended.size,
  kpis: model.kpis.size,
});

const wordsFor = (name: string, label: string | undefined): string =>
  label === undefined || label === name ? labelOf(name) : label;

const FORMATS = ['csv', 'psv', 'json', 'ndjson', 'parquet', 'xlsx'];

export async function getModel(service: ServiceContext, name: string): Promise<z.input<typeof modelViewSchema>> {
  const { catalog } = await service.workspace();
  const model = modelNamed(catalog, name);
  const byPath = new Map(fieldsOf(catalog, model, 3).map(found => [found.path, found]));
  return {
    ...summary(model),
    key: [...model.key],
    eventDate: model.eventDate ?? null,
    updatedAt: model.updatedAt ?? null,
    formats: [...(model.formats ?? FORMATS)],
    relations: [...model.relations.values()].map(({ name: relation, kind, target }) => ({
      name: relation,
      kind,
      model: target,
      label: labelOf(relation),
    })),
    predicates: [...model.predicates].map(([predicate]) => predicateView(model, predicate)),
    measures: [...model.kpis].map(([kpi, declared]) => ({
      name: kpi,
      label: wordsFor(kpi, declared.label),
      description: declared.description ?? '',
    })),
    dimensions: model.dimensions.map(path => {
      const exact = byPath.get(path);
      const cut = path.lastIndexOf('.');
      const dated = exact ?? byPath.get(path.slice(0, cut));
      const words = dated && [...dated.where, wordsFor(dated.field.name, dated.field.label)].join(' › ');
      const label = words === undefined ? labelOf(path) : exact ? words : `${words} (${path.slice(cut + 1)})`;
      return { path, label, type: dated?.field.type ?? 'string' };
    }),
  };
}

function predicateView(model: Model, name: string): z.input<typeof predicateViewSchema> {
  const own = model.predicates.get(name);
  let declared = own;
  for (const seen = new Set([name]); declared && 'not' in declared && !seen.has(declared.not); ) {
    seen.add(declared.not);
    declared = model.predicates.get(declared.not);
  }
  const asked = declared && 'exists' in declared ? declared : undefined;
  return {
    name,
    label: wordsFor(name, own?.label),
    description: own?.description ?? '',
    takesValue: asked?.value !== undefined,
    takesPeriod: asked?.period !== undefined,
  };
}

/** @throws `unknown-model` with the nearest ones, or what is wrong with its file. */
function modelNamed(catalog: Workspace['catalog'], name: string): Model {
  const model = catalog.models.get(name);
  if (model) return model;
  const names = [...catalog.models.keys()];
  if (names.includes(name)) {
    failOnErrors(catalog.problemsOf(name));
    return fail('model-broken', { model: name }, { found: name });
  }
  return refuse(
    404,
    'unknown-model',
    { model: name, count: names.length },
    {
      found: name,
      suggestions: nearest(name, names),
    },
  );
}

type Fields = z.output<typeof listFieldsQuery>;
const USUAL_DEPTH = 2;

export async function listFields(service: ServiceContext, name: string, query: Fields) {
  const { relations = USUAL_DEPTH, keys, types, search, limit, cursor } = query;
  const { catalog } = await service.workspace();
  const model = modelNamed(catalog, name);
  const wanted = keys === undefined ? undefined : new Set(keys.split(',').map(key => keyOfPath(key.trim())));
  const asked = keys?.split(',').map(key => key.trim());
  const kinds = types === undefined ? undefined : new Set(types.split(',').map(type => type.trim()));
  const fits = searchedIn(search);
  // Keys of paths that lead further than the list does are found, too.
  const found = fieldsOf(catalog, model, asked ? 3 : relations).filter(
    ({ path, field, where }) =>
      (wanted === undefined || wanted.has(keyOfPath(path)) || asked?.includes(keyOfPath(path)) === true) &&
      (kinds === undefined || kinds.has(field.type)) &&
      fits(path, field.label, labelOf(field.name), field.description, ...where),
  );
  const list = { name: 'fields', filters: { name, relations, keys, types, search } };
  return pageOfList(service, list, { limit, cursor }, found.map(fieldView));
}

export async function listFieldValues(service: ServiceContext, name: string, query: z.output<typeof listValuesQuery>) {
  const { field: path, search, limit, cursor } = query;
  const { catalog } = await service.workspace();
  const model = modelNamed(catalog, name);
  const found = fieldsOf(catalog, model, 3).find(one => one.path === path || keyOfPath(one.path) === path);
  const fits = searchedIn(search);
  const values = [...(found?.field.values ?? [])]
    .map(([value, label]) => ({ value, label }))
    .filter(({ value, label }) => fits(value, label));
  return pageOfList(service, { name: 'values', filters: { name, path, search } }, { limit, cursor }, values);
}
