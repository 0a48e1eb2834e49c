import { type Code, nearest, type ParamsOf, type ProblemDetails, problem } from '../errors/index.ts';
import type { LocalProblem } from '../time/checked.ts';
import type { Catalog, Field, Model, ModelRelation } from './catalog.ts';

/** What a path names, or the problem with it and the characters of the path that it is about. */
export type Followed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: PathFailure };

/** `span` counts in the path as written, so that callers can underline the very segment. */
export interface PathFailure extends LocalProblem {
  readonly span: { readonly offset: number; readonly length: number };
}

export interface Segment {
  readonly text: string;
  readonly offset: number;
}

export function segmentsOf(path: string): Segment[] {
  const segments: Segment[] = [];
  let offset = 0;
  for (const text of path.split('.')) {
    segments.push({ text, offset });
    offset += text.length + 1;
  }
  return segments;
}

export function failAt<C extends Code>(
  code: C,
  params: ParamsOf<C>,
  segment: Segment,
  details: ProblemDetails = {},
): { readonly ok: false; readonly failure: PathFailure } {
  const suggestions = details.suggestions?.length ? details.suggestions : undefined;
  const { suggestions: _, ...rest } = details;
  const found = problem(code, params, { found: segment.text, ...rest, ...(suggestions ? { suggestions } : {}) });
  const span = { offset: segment.offset, length: segment.text.length };
  return { ok: false, failure: { problem: found, path: [], span } };
}

/** Where the relations of a path end, and what is left of it. */
export interface Walked {
  readonly hops: readonly ModelRelation[];
  readonly model: Model;
  /** Segments that are no relations: a field, or nothing. */
  readonly rest: readonly Segment[];
}

/**
 * Follows the relations at the beginning of a path. `many` says whether to-many relations may be among them: in the
 * field of an export they may not, for one row cannot hold many values (K5).
 */
export function followRelations(
  catalog: Catalog,
  start: Model,
  segments: readonly Segment[],
  many: boolean,
): Followed<Walked> {
  const hops: ModelRelation[] = [];
  let model = start;
  for (const [i, segment] of segments.entries()) {
    if (segment.text === '') {
      const previous = segments[i - 1];
      const whole = previous ? { text: `${previous.text}.`, offset: previous.offset } : segment;
      const suggestions = i > 0 ? [...model.fields.keys()].slice(0, 1).map(name => `${previous?.text}.${name}`) : [];
      return failAt('path-incomplete', { model: model.name }, whole, {
        expected: namesOf(model).join(', '),
        suggestions,
      });
    }
    const relation = model.relations.get(segment.text);
    if (!relation) return { ok: true, value: { hops, model, rest: segments.slice(i) } };
    if (relation.kind === 'many' && !many) {
      return failAt(
        'to-many-in-field',
        { relation: relation.name, model: model.name, target: relation.target },
        segment,
      );
    }
    const target = catalog.models.get(relation.target);
    const known =
      target !== undefined && relation.match.every(([own, other]) => model.fields.has(own) && target.fields.has(other));
    if (!target || !known) {
      return failAt(
        'relation-broken',
        { relation: relation.name, model: model.name, target: relation.target },
        segment,
      );
    }
    hops.push(relation);
    model = target;
  }
  return { ok: true, value: { hops, model, rest: [] } };
}

/** Names that may follow in a path, relations last. */
export const namesOf = (model: Model): string[] => [...model.fields.keys(), ...model.relations.keys()];

/** The field that the rest of a path names in its model. `own` allows custom fields: they are offered with their model only. */
export function fieldAt({ hops, model, rest }: Walked, own: boolean, whole: Segment): Followed<Field> {
  const [first, second, third] = rest;
  if (!first) {
    const name = hops.at(-1)?.name ?? whole.text;
    const suggestions = bestFields(model).map(field => `${whole.text}.${field}`);
    return failAt('path-is-relation', { relation: name, model: model.name }, whole, { suggestions });
  }
  if (first.text === 'custom' || first.text === 'extended') {
    const fields = model[first.text];
    const params = { group: first.text, model: model.name, names: [...fields.keys()] } as const;
    if (first.text === 'custom' && !own) {
      const to = second ?? first;
      const segment = { text: `${first.text}${second ? `.${second.text}` : ''}`, offset: first.offset };
      return failAt('custom-of-other-model', { model: model.name, field: to.text }, segment);
    }
    if (!second || second.text === '')
      return failAt('group-needs-field', params, first, { expected: params.names.join(', ') });
    const field = fields.get(second.text);
    if (!field)
      return failAt('unknown-group-field', { ...params, field: second.text }, second, {
        suggestions: nearest(second.text, params.names),
      });
    return third
      ? failAt('field-has-no-parts', { field: field.path, type: field.type }, third)
      : { ok: true, value: field };
  }
  const field = model.fields.get(first.text);
  if (field)
    return second
      ? failAt('field-has-no-parts', { field: field.path, type: field.type }, second)
      : { ok: true, value: field };
  if (second && second.text !== '') {
    const relations = [...model.relations.keys()];
    const details = { suggestions: nearest(first.text, relations), expected: relations.join(', ') };
    return failAt('unknown-relation', { relation: first.text, model: model.name }, first, details);
  }
  return failAt('unknown-field', { field: first.text, model: model.name }, first, {
    suggestions: fieldSuggestions(first.text, model, own),
  });
}

/** The nearest names; a custom or extended field of this very name comes first, since people forget the group. */
function fieldSuggestions(typed: string, model: Model, own: boolean): string[] {
  const groups = [...(own ? [...model.custom.values()] : []), ...model.extended.values()];
  const exact = groups.filter(field => field.name === typed).map(field => field.path);
  const near = nearest(typed, namesOf(model));
  const other =
    near.length > 0
      ? []
      : nearest(
          typed,
          groups.map(f => f.name),
        ).flatMap(name => groups.filter(f => f.name === name).map(f => f.path));
  return [...new Set([...exact, ...near, ...other])].slice(0, 3);
}

/** Fields that people most likely mean when they name an entry: its name, or its key. */
const bestFields = (model: Model): string[] =>
  [...['name', 'label', 'title'].filter(name => model.fields.has(name)), ...model.key].slice(0, 2);
