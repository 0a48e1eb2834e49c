import type { Place } from '../errors/index.ts';
import type { FieldType, ModelDefinition, Predicate } from './schema.ts';

/** A field of a model, every default filled in. */
export interface Field {
  readonly name: string;
  /** How it is written in a path: `name`, `custom.name`, `extended.name`. */
  readonly path: string;
  readonly group: 'standard' | 'custom' | 'extended';
  readonly type: FieldType;
  readonly label: string;
  readonly description?: string;
  /** Column of the model's table; absent for computed fields. */
  readonly column?: string;
  /** SQL over the table's columns (K3); only the catalog may hold it. */
  readonly computed?: string;
  /** Enum: stored value → label. */
  readonly values?: ReadonlyMap<string, string>;
  readonly identifier: boolean;
  readonly pii: boolean;
  /** Where it is declared. */
  readonly place?: Place;
}

export interface ModelRelation {
  readonly name: string;
  readonly kind: 'one' | 'many';
  /** Name of the other model. */
  readonly target: string;
  /** Pairs of field names: this model's, the other's. */
  readonly match: readonly (readonly [own: string, other: string])[];
  readonly place?: Place;
}

export interface Model {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  /** Name of the source that holds it. */
  readonly source: string;
  /** Qualified name, a part each. */
  readonly table: readonly string[];
  /** Fields that name one entry, in order; empty where the table has no key. */
  readonly key: readonly string[];
  readonly eventDate?: string;
  readonly updatedAt?: string;
  /** The only formats offered, or undefined for all. */
  readonly formats?: readonly string[];
  /** In the order of the model file. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly custom: ReadonlyMap<string, Field>;
  readonly extended: ReadonlyMap<string, Field>;
  readonly relations: ReadonlyMap<string, ModelRelation>;
  readonly predicates: ReadonlyMap<string, Predicate>;
  readonly kpis: ReadonlyMap<string, NonNullable<ModelDefinition['kpis']>[string]>;
  readonly dimensions: readonly string[];
  /** The model file, as the user names it. */
  readonly file?: string;
}

export interface Catalog {
  readonly models: ReadonlyMap<string, Model>;
}

/** A path such as `customer.extended.vat_id`, followed to its field. */
export interface ResolvedField {
  /** As written. */
  readonly path: string;
  /** To-one relations on the way, with the model each one starts from. */
  readonly hops: readonly ModelRelation[];
  /** The model that has the field. */
  readonly model: Model;
  readonly field: Field;
}

/** A path of relations, followed to its last model. */
export interface ResolvedRelation {
  readonly path: string;
  readonly hops: readonly ModelRelation[];
  readonly model: Model;
}
