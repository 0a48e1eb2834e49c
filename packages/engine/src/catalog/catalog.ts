import type { Criterion } from '../definition/filter-schema.ts';
import type { Place } from '../errors/index.ts';
import type { FormatName } from '../file/options-schema.ts';
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
  readonly formats?: readonly FormatName[];
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
  /** Names of the workspace's sources; undefined where they are not known and so not checked. */
  readonly sources?: readonly string[];
}

/** A path such as `customer.extended.vat_id`, followed to its field. */
export interface ResolvedField {
  /** As written. */
  readonly path: string;
  /** Relations on the way; to-one only in the field of an export. */
  readonly hops: readonly ModelRelation[];
  /** The model that has the field. */
  readonly model: Model;
  readonly field: Field;
}

/** A dimension (K6): a field, or a date cut to a period: `event_date.month`. */
export interface ResolvedDimension extends ResolvedField {
  readonly part?: DatePart;
}

export const DATE_PARTS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type DatePart = (typeof DATE_PARTS)[number];

/** A predicate of the catalog (K7) with its paths followed. */
export interface ResolvedPredicate {
  readonly name: string;
  /** The model that it is asked of. */
  readonly model: Model;
  /** Asked the other way round: it holds for entries that do not match. */
  readonly negated: boolean;
  readonly exists: ResolvedRelation;
  /** Starts from the last model of `exists`. */
  readonly value?: ResolvedField;
  /** The date that a period is asked of. It starts from the model after the first `shared` relations of `exists`. */
  readonly period?: { readonly shared: number; readonly field: ResolvedField };
  /** Least count where the criterion says none. */
  readonly atLeast: number;
}

/** A KPI of a model (K6) with its paths followed. */
export interface ResolvedKpi {
  readonly name: string;
  readonly label: string;
  readonly aggregate: 'count' | 'count_distinct' | 'sum' | 'average' | 'min' | 'max';
  /** Undefined where entries are counted. To-many relations may be among its hops. */
  readonly field?: ResolvedField;
  /** Counts the entries of this relation in place of the model's own. */
  readonly relation?: ResolvedRelation;
  readonly where: readonly Criterion[];
}

/** A path of relations, followed to its last model. */
export interface ResolvedRelation {
  readonly path: string;
  readonly hops: readonly ModelRelation[];
  readonly model: Model;
}
