import { Checks } from '../definition/check-context.ts';
import { checkCriterion } from '../definition/check-criterion.ts';
import type { Parsed } from '../definition/parse-definition.ts';
import type { KeyPath } from '../definition/parse-yaml.ts';
import { type Code, nearest, type ParamsOf, type Problem, type ProblemDetails, problem } from '../errors/index.ts';
import type { Model, ModelRelation, ResolvedKpi } from './catalog.ts';
import type { PathFailure } from './follow-path.ts';
import type { LoadedCatalog } from './load-catalog.ts';
import { resolveDimension, resolveField, resolveKpi, resolvePeriod, resolveRelation } from './resolve.ts';
import type { FieldType, ModelDefinition } from './schema.ts';

/** Fields whose stored values can be equal: their types are of one family. */
const FAMILIES: Readonly<Record<FieldType, string>> = {
  string: 'text',
  enum: 'text',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'day',
  datetime: 'instant',
  json: 'json',
};

/** Everything that is wrong with the models of a catalog, each in its own file and with each other (K2–K7). Reads all. */
export function checkModels(catalog: LoadedCatalog): Problem[] {
  return [...catalog.models.keys()].flatMap(name => [...catalog.problemsOf(name), ...checkModel(catalog, name)]);
}

/** What a model says about other models, sources and its own fields. Empty when its file is broken or it is not there. */
export function checkModel(catalog: LoadedCatalog, name: string): Problem[] {
  const model = catalog.models.get(name);
  const parsed = catalog.parsed(name);
  return model && parsed?.value ? new ModelCheck(catalog, model, parsed, parsed.value).run() : [];
}

class ModelCheck {
  readonly #catalog: LoadedCatalog;
  readonly #model: Model;
  readonly #parsed: Parsed<ModelDefinition>;
  readonly #written: ModelDefinition;
  readonly #problems: Problem[] = [];

  constructor(catalog: LoadedCatalog, model: Model, parsed: Parsed<ModelDefinition>, written: ModelDefinition) {
    this.#catalog = catalog;
    this.#model = model;
    this.#parsed = parsed;
    this.#written = written;
  }

  run(): Problem[] {
    this.#source();
    this.#ownFields();
    const broken = new Set([...this.#model.relations.values()].filter(relation => !this.#relation(relation)));
    this.#predicates(broken);
    this.#kpis(broken);
    for (const [i, dimension] of this.#model.dimensions.entries()) {
      const resolved = resolveDimension(this.#catalog, this.#model, dimension);
      if (!resolved.ok) this.#failed(resolved.failure, ['dimensions', i], broken);
    }
    return this.#problems;
  }

  #add<C extends Code>(code: C, params: ParamsOf<C>, path: KeyPath, details: ProblemDetails = {}, key?: 'key'): void {
    const { suggestions, ...rest } = details;
    const place = this.#parsed.yaml.locate(path, key ?? 'value');
    this.#problems.push(problem(code, params, { place, ...rest, ...(suggestions?.length ? { suggestions } : {}) }));
  }

  /** Places a failure at its segment; what only repeats that a relation is broken was said at the relation. */
  #failed(failure: PathFailure, path: KeyPath, broken: ReadonlySet<ModelRelation>): void {
    if (failure.problem.code === 'relation-broken' && broken.size > 0) return;
    const { offset, length } = failure.span;
    this.#problems.push({ ...failure.problem, place: this.#parsed.yaml.locateInside(path, offset, offset + length) });
  }

  #source(): void {
    const { sources } = this.#catalog;
    if (!sources) return;
    const { source, name } = this.#model;
    if (source === '') this.#add('source-missing', { model: name, sources }, ['model']);
    else if (!sources.includes(source)) {
      this.#add('unknown-source', { source, sources }, ['source'], {
        found: source,
        suggestions: nearest(source, sources),
      });
    }
  }

  #ownFields(): void {
    const { name, fields } = this.#model;
    const check = (field: string, path: KeyPath, date: boolean) => {
      const found = fields.get(field);
      if (!found) {
        const candidates = [...fields.values()].filter(f => !date || f.type === 'date' || f.type === 'datetime');
        const suggestions = nearest(
          field,
          candidates.map(f => f.name),
        );
        this.#add('unknown-field', { field, model: name }, path, { found: field, suggestions });
      } else if (date && found.type !== 'date' && found.type !== 'datetime') {
        this.#add('not-a-date', { field, type: found.type }, path, { found: field });
      } else if (!date && found.type === 'json')
        this.#add('key-not-usable', { field, type: found.type }, path, { found: field });
    };
    const listed = Array.isArray((this.#parsed.yaml.value as { key?: unknown }).key);
    for (const [i, field] of this.#model.key.entries()) check(field, listed ? ['key', i] : ['key'], false);
    if (this.#written.event_date !== undefined) check(this.#written.event_date, ['event_date'], true);
    if (this.#written.updated_at !== undefined) check(this.#written.updated_at, ['updated_at'], true);
  }

  #relation(relation: ModelRelation): boolean {
    const before = this.#problems.length;
    const base = ['relations', relation.name];
    const target = this.#catalog.models.get(relation.target);
    if (!target) {
      const names = [...this.#catalog.models.keys()];
      const path = [...base, relation.kind];
      if (names.includes(relation.target))
        this.#add('model-broken', { model: relation.target }, path, { found: relation.target });
      else {
        const details = { found: relation.target, suggestions: nearest(relation.target, names) };
        this.#add('unknown-model', { model: relation.target, count: names.length }, path, details);
      }
      return false;
    }
    if (target.source !== this.#model.source) {
      const params = { relation: relation.name, source: this.#model.source, otherSource: target.source };
      this.#add('relation-across-sources', params, base, {}, 'key');
    }
    for (const [own, other] of relation.match) {
      const path = [...base, 'match', own];
      const [mine, theirs] = [this.#model.fields.get(own), target.fields.get(other)];
      if (!mine) {
        const details = { found: own, suggestions: nearest(own, this.#model.fields.keys()) };
        this.#add('unknown-field', { field: own, model: this.#model.name }, path, details, 'key');
      }
      if (!theirs) {
        const details = { found: other, suggestions: nearest(other, target.fields.keys()) };
        this.#add('unknown-field', { field: other, model: target.name }, path, details);
      }
      if (mine && theirs && FAMILIES[mine.type] !== FAMILIES[theirs.type]) {
        this.#add('relation-types-differ', { own, ownType: mine.type, other, otherType: theirs.type }, path);
      }
    }
    return this.#problems.length === before;
  }

  #predicates(broken: ReadonlySet<ModelRelation>): void {
    for (const [name, predicate] of this.#model.predicates) {
      const base = ['predicates', name];
      if ('not' in predicate) {
        this.#negation(name, predicate.not);
        continue;
      }
      const exists = resolveRelation(this.#catalog, this.#model, predicate.exists);
      if (!exists.ok) {
        this.#failed(exists.failure, [...base, 'exists'], broken);
        continue;
      }
      if (!exists.value.hops.some(hop => hop.kind === 'many')) {
        this.#add('exists-needs-many', { path: predicate.exists }, [...base, 'exists'], { found: predicate.exists });
      }
      if (predicate.value !== undefined) {
        const value = resolveField(this.#catalog, exists.value.model, predicate.value);
        if (!value.ok) this.#failed(value.failure, [...base, 'value'], broken);
      }
      if (predicate.period !== undefined) {
        const period = resolvePeriod(this.#catalog, this.#model, exists.value, predicate.period);
        if (!period.ok) this.#failed(period.failure, [...base, 'period'], broken);
      }
    }
  }

  #negation(name: string, other: string): void {
    const { predicates } = this.#model;
    const path = ['predicates', name, 'not'];
    const seen = new Set([name]);
    let next = predicates.get(other);
    if (!next) {
      const names = [...predicates.keys()].filter(n => n !== name);
      const details = { found: other, suggestions: nearest(other, names) };
      this.#add('unknown-predicate', { predicate: other, model: this.#model.name }, path, details);
      return;
    }
    for (let at = other; next && 'not' in next; at = next.not, next = predicates.get(at)) {
      if (seen.has(at)) {
        this.#add('predicate-broken', { predicate: name, model: this.#model.name }, path, { found: other });
        return;
      }
      seen.add(at);
    }
    if (seen.has(other) && other === name) {
      this.#add('predicate-broken', { predicate: name, model: this.#model.name }, path, { found: other });
    }
  }

  /** A KPI's filter is asked like one of an export (D3). */
  #where(name: string, { where: criteria, relation, field }: ResolvedKpi): void {
    const counted = relation?.hops ?? field?.hops ?? [];
    const checks = new Checks(this.#parsed.yaml, this.#catalog);
    const path = ['kpis', name, 'where'];
    for (const [i, criterion] of criteria.entries()) {
      checkCriterion(checks, this.#model, criterion, checks.exists([...path, i]) ? [...path, i] : path, counted);
    }
    this.#problems.push(...checks.problems);
  }

  #kpis(broken: ReadonlySet<ModelRelation>): void {
    for (const name of this.#model.kpis.keys()) {
      const resolved = resolveKpi(this.#catalog, this.#model, name);
      const kind = Object.keys(this.#model.kpis.get(name) ?? {}).find(key => KPI_KEYS.includes(key)) ?? 'count';
      const path = ['kpis', name, kind];
      if (!resolved.ok) {
        this.#failed(resolved.failure, path, broken);
        continue;
      }
      this.#where(name, resolved.value);
      const { aggregate, field } = resolved.value;
      const type = field?.field.type;
      if (
        (aggregate === 'sum' || aggregate === 'average') &&
        type !== undefined &&
        type !== 'integer' &&
        type !== 'decimal'
      ) {
        this.#add('not-a-number', { field: field?.path ?? '', type, aggregate }, path, { found: field?.path ?? '' });
      }
    }
  }
}

const KPI_KEYS = ['count', 'count_distinct', 'sum', 'average', 'min', 'max'];
