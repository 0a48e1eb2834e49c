import type { Catalog, Field, Model, ModelRelation, ResolvedField } from '../catalog/catalog.ts';
import type { PlanTable, Ref } from './plan.ts';

interface Draft {
  readonly alias: string;
  readonly model: Model;
  readonly join: PlanTable['join'];
  readonly relation: PlanTable['relation'];
  readonly computed: Map<string, string>;
}

/** A model's table as one place of the query, so that its fields can be referred to. */
export interface Spot {
  readonly alias: string;
  readonly model: Model;
}

/** Aliases of one query: short, unique across its subqueries, and telling which model they are. */
export class Aliases {
  readonly #taken = new Set<string>();

  next(model: Model): string {
    for (let n = 1; ; n++) {
      const alias = n === 1 ? model.name : `${model.name}_${n}`;
      if (this.#taken.has(alias)) continue;
      this.#taken.add(alias);
      return alias;
    }
  }
}

/** Collects the tables of a query or subquery while paths are followed; a path walked twice is one join. */
export class TableCollector {
  readonly #catalog: Catalog;
  readonly #aliases: Aliases;
  readonly #drafts: Draft[] = [];
  readonly #joined = new Map<string, Draft>();

  constructor(catalog: Catalog, aliases: Aliases) {
    this.#catalog = catalog;
    this.#aliases = aliases;
  }

  /** The query's own table. */
  root(model: Model): Spot {
    return this.#add(model, undefined);
  }

  /** Follows one relation from a spot of this or an outer query. */
  hop(from: Spot, relation: ModelRelation): Spot {
    const key = `${from.alias}.${relation.name}`;
    const known = this.#joined.get(key);
    if (known) return known;
    const model = this.#catalog.models.get(relation.target);
    if (!model) throw new Error(`relation ${relation.name} names no model`);
    const alias = this.#aliases.next(model);
    const draft: Draft = { alias, model, computed: new Map(), join: [], relation: relation.kind };
    this.#joined.set(key, draft);
    this.#drafts.push(draft);
    const join = relation.match.map(([own, other]) => ({
      left: this.#keyOf(from, own),
      right: this.#keyOf(draft, other),
    }));
    Object.assign(draft, { join });
    return draft;
  }

  /** A field of a spot. */
  ref(spot: Spot, field: Field, path: string): Ref {
    if (field.computed !== undefined) {
      const draft = this.#drafts.find(d => d.alias === spot.alias);
      if (!draft) throw new Error(`${spot.alias} is not a table of this query`);
      draft.computed.set(computedName(field), field.computed);
      return { alias: spot.alias, column: computedName(field), computed: true, type: field.type, path };
    }
    return { alias: spot.alias, column: field.column ?? field.name, computed: false, type: field.type, path };
  }

  /** The field at the end of a resolved path, joining what lies between. */
  follow(from: Spot, resolved: ResolvedField): Ref {
    let spot = from;
    for (const relation of resolved.hops) spot = this.hop(spot, relation);
    return this.ref(spot, resolved.field, resolved.path);
  }

  tables(): PlanTable[] {
    return this.#drafts.map(({ alias, model, computed, join, relation }) => ({
      alias,
      table: model.table,
      model: model.name,
      computed: [...computed].map(([name, sql]) => ({ name, sql })),
      join,
      relation,
    }));
  }

  /** A field that a relation matches by; it may be of an outer query, whose computed fields cannot be matched by. */
  #keyOf(spot: Spot, name: string): Ref {
    const field = spot.model.fields.get(name);
    if (!field) throw new Error(`model ${spot.model.name} has no field ${name}`);
    return this.ref(spot, field, name);
  }

  #add(model: Model, join: PlanTable['join']): Draft {
    const draft: Draft = { alias: this.#aliases.next(model), model, join, relation: 'one', computed: new Map() };
    this.#drafts.push(draft);
    return draft;
  }
}

/** Cannot be a column of the table: no catalog field's path has a colon. */
const computedName = (field: Field): string => `computed:${field.path}`;
