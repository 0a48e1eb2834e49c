import { nearest } from '../errors/index.ts';
import {
  type Catalog,
  DATE_PARTS,
  type DatePart,
  type Model,
  type ResolvedDimension,
  type ResolvedField,
  type ResolvedKpi,
  type ResolvedPredicate,
  type ResolvedRelation,
} from './catalog.ts';
import { type Followed, failAt, fieldAt, followRelations, type Segment, segmentsOf } from './follow-path.ts';

export type { Followed, PathFailure } from './follow-path.ts';

const whole = (path: string): Segment => ({ text: path, offset: 0 });

/** A model by its name; the failure knows whether there is none or its file is broken. */
export function resolveModel(catalog: Catalog, name: string): Followed<Model> {
  const model = catalog.models.get(name);
  if (model) return { ok: true, value: model };
  const names = [...catalog.models.keys()];
  if (names.includes(name)) return failAt('model-broken', { model: name }, whole(name));
  const details = { suggestions: nearest(name, names), expected: names.slice(0, 30).join(', ') };
  return failAt('unknown-model', { model: name, count: names.length }, whole(name), details);
}

interface FieldOptions {
  /** To-many relations may be on the way: in predicates and KPIs, never in the field of an export. Default false. */
  readonly many?: boolean;
}

/** The field that a path names (K4, K5): `amount`, `store.name`, `custom.colour`, `customer.extended.vat_id`. */
export function resolveField(
  catalog: Catalog,
  start: Model,
  path: string,
  { many = false }: FieldOptions = {},
): Followed<ResolvedField> {
  const walked = followRelations(catalog, start, segmentsOf(path), many);
  if (!walked.ok) return walked;
  const { hops, model } = walked.value;
  const field = fieldAt(walked.value, hops.length === 0, whole(path));
  return field.ok ? { ok: true, value: { path, hops, model, field: field.value } } : field;
}

/** The model that a path of relations leads to: `customer`, `transactions.items`. */
export function resolveRelation(
  catalog: Catalog,
  start: Model,
  path: string,
  { many = true }: FieldOptions = {},
): Followed<ResolvedRelation> {
  const walked = followRelations(catalog, start, segmentsOf(path), many);
  if (!walked.ok) return walked;
  const { hops, model, rest } = walked.value;
  const [left] = rest;
  if (!left) return { ok: true, value: { path, hops, model } };
  if (model.fields.has(left.text)) return failAt('field-is-no-relation', { field: left.text, model: model.name }, left);
  const relations = [...model.relations.keys()];
  const details = { suggestions: nearest(left.text, relations), expected: relations.join(', ') };
  return failAt('unknown-relation', { relation: left.text, model: model.name }, left, details);
}

/** A dimension (K6): a field over to-one relations, or a date and the period it is cut to. */
export function resolveDimension(catalog: Catalog, start: Model, path: string): Followed<ResolvedDimension> {
  const segments = segmentsOf(path);
  const last = segments.at(-1);
  if (last && segments.length > 1) {
    const before = resolveField(catalog, start, path.slice(0, last.offset - 1));
    if (before.ok) {
      const { field } = before.value;
      if (field.type !== 'date' && field.type !== 'datetime') {
        return failAt('field-has-no-parts', { field: field.path, type: field.type }, last);
      }
      const parts = DATE_PARTS.filter(part => part !== 'hour' || field.type === 'datetime');
      const part = parts.find(p => p === last.text);
      if (part) return { ok: true, value: { ...before.value, path, part: part satisfies DatePart } };
      const details = { suggestions: nearest(last.text, parts), expected: parts.join(', ') };
      return failAt('unknown-date-part', { part: last.text, field: field.path, parts }, last, details);
    }
  }
  return resolveField(catalog, start, path);
}

/** A predicate by its name, its paths followed (K7). The failure's span is in the path it is about, not in the name. */
export function resolvePredicate(catalog: Catalog, model: Model, name: string): Followed<ResolvedPredicate> {
  let negated = false;
  let declared = model.predicates.get(name);
  const seen = new Set([name]);
  while (declared && 'not' in declared) {
    if (seen.has(declared.not)) return failAt('predicate-broken', { predicate: name, model: model.name }, whole(name));
    seen.add(declared.not);
    negated = !negated;
    declared = model.predicates.get(declared.not);
  }
  if (!declared) {
    if (model.predicates.has(name))
      return failAt('predicate-broken', { predicate: name, model: model.name }, whole(name));
    const names = [...model.predicates.keys()];
    return failAt('unknown-predicate', { predicate: name, model: model.name }, whole(name), {
      suggestions: nearest(name, names),
      expected: names.join(', '),
    });
  }
  const exists = resolveRelation(catalog, model, declared.exists);
  if (!exists.ok) return exists;
  let value: ResolvedField | undefined;
  if (declared.value !== undefined) {
    const resolved = resolveField(catalog, exists.value.model, declared.value);
    if (!resolved.ok) return resolved;
    value = resolved.value;
  }
  let period: ResolvedPredicate['period'];
  if (declared.period !== undefined) {
    const resolved = resolvePeriod(catalog, model, exists.value, declared.period);
    if (!resolved.ok) return resolved;
    period = resolved.value;
  }
  return {
    ok: true,
    value: {
      name,
      model,
      negated,
      exists: exists.value,
      ...(value === undefined ? {} : { value }),
      ...(period === undefined ? {} : { period }),
      atLeast: declared.at_least ?? 1,
    },
  };
}

/** The date of a predicate's period: a path from the asking model, along the way that `exists` takes. */
export function resolvePeriod(
  catalog: Catalog,
  model: Model,
  exists: ResolvedRelation,
  path: string,
): Followed<NonNullable<ResolvedPredicate['period']>> {
  const resolved = resolveField(catalog, model, path, { many: true });
  if (!resolved.ok) return resolved;
  const { hops, field } = resolved.value;
  let shared = 0;
  while (shared < hops.length && hops[shared] === exists.hops[shared]) shared++;
  const own = hops.slice(shared);
  const segments = segmentsOf(path);
  const [stray] = own.filter(hop => hop.kind === 'many');
  if (stray) {
    const segment = segments[hops.indexOf(stray)] ?? whole(path);
    return failAt('period-off-path', { path, exists: exists.path }, segment);
  }
  if (field.type !== 'date' && field.type !== 'datetime') {
    return failAt('not-a-date', { field: field.path, type: field.type }, segments.at(-1) ?? whole(path));
  }
  return { ok: true, value: { shared, field: { ...resolved.value, hops: own } } };
}

const KPI_KINDS = ['count', 'count_distinct', 'sum', 'average', 'min', 'max'] as const;

/** A KPI by its name, its path followed (K6). */
export function resolveKpi(catalog: Catalog, model: Model, name: string): Followed<ResolvedKpi> {
  const kpi = model.kpis.get(name);
  if (!kpi) {
    const names = [...model.kpis.keys()];
    const details = { suggestions: nearest(name, names), expected: names.join(', ') };
    return failAt('unknown-kpi', { kpi: name, model: model.name, names }, whole(name), details);
  }
  const aggregate = KPI_KINDS.find(kind => kind in kpi) ?? 'count';
  const path = (kpi as Readonly<Record<string, unknown>>)[aggregate];
  const common = {
    name,
    label: kpi.label ?? name,
    aggregate,
    where: kpi.where === undefined ? [] : Array.isArray(kpi.where) ? kpi.where : [kpi.where],
  };
  if (path === true || typeof path !== 'string') return { ok: true, value: common };
  if (aggregate === 'count') {
    const relation = resolveRelation(catalog, model, path);
    return relation.ok ? { ok: true, value: { ...common, relation: relation.value } } : relation;
  }
  const field = resolveField(catalog, model, path, { many: true });
  return field.ok ? { ok: true, value: { ...common, field: field.value } } : field;
}
