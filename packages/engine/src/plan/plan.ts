import type { Temporal } from 'temporal-polyfill';
import type { DatePart } from '../catalog/catalog.ts';
import type { FieldType } from '../catalog/schema.ts';
import type { Aggregation, Scalar, ValueFormat } from '../definition/field-schema.ts';
import type { TableName } from '../rows/source.ts';
import type { Window } from '../time/index.ts';

/**
 * What an export asks for, with every name resolved and every date fixed. It holds no SQL but the catalog's own
 * computed expressions, and nothing of any one database; a dialect compiles it. Frozen once built.
 */
export interface Plan {
  /** Name of the export. */
  readonly name: string;
  readonly model: string;
  /** Name of the source that every table of the plan is in. */
  readonly source: string;
  /** Zone of the definition: dates are rendered and counted in it (D1). */
  readonly timezone: string;
  /** Zone that columns without one are read in. */
  readonly sourceTimezone: string;
  readonly window: Window | undefined;
  /** First the model's own table, then one for each to-one relation that a path goes through. */
  readonly tables: readonly PlanTable[];
  readonly columns: readonly PlanColumn[];
  readonly where: Condition;
  /**
   * KPI exports only (D6), empty otherwise. Each is a query of its own over the same entries, for KPIs that go through
   * the same to-many relations: joined into one query, two to-many relations would count each other's entries.
   */
  readonly branches: readonly PlanBranch[];
  /** Which column each field of `checks.nulls` is (O7): its empty values are counted beside the export. */
  readonly counted: Readonly<Record<string, number>>;
  /** Lists too long to stand in a query, by name: entries joined by `LIST_SEPARATOR`. The session holds them. */
  readonly lists: Readonly<Record<string, string>>;
  /** True when columns are aggregated (D5). */
  readonly aggregated: boolean;
  /** Key columns in order (O8); empty where there is none, with `order: none`, and in aggregations. */
  readonly orderBy: readonly Ref[];
  /** False frees the database from keeping an order (O8). */
  readonly ordered: boolean;
  /** At most so many rows; previews only, never a real export (O6). */
  readonly limit: number | undefined;
  /** Numbers take a decimal comma unless their own format says otherwise (profile excel-eu). */
  readonly decimalComma: boolean;
}

export interface PlanTable {
  /** Unique in the query. */
  readonly alias: string;
  readonly table: TableName;
  /** Name of the model, for errors. */
  readonly model: string;
  /** Computed fields that the plan uses of this table: they are worked out beside its columns. */
  readonly computed: readonly { readonly name: string; readonly sql: string }[];
  /** How it hangs on an earlier table; undefined for the first. */
  readonly join: readonly { readonly left: Ref; readonly right: Ref }[] | undefined;
  /** `one`: a left join, since a missing store must lose no row. `many`: an inner one, since its entries are counted. */
  readonly relation: 'one' | 'many';
}

/** A stored value. */
export interface Ref {
  readonly alias: string;
  /** Column of the table, or the name of one of its computed fields. */
  readonly column: string;
  readonly computed: boolean;
  /** Declared type. */
  readonly type: FieldType;
  /** Path as a person writes it, for errors. */
  readonly path: string;
}

export interface PlanColumn {
  readonly header: string;
  /** Undefined only where `aggregate` is `count`. */
  readonly ref: Ref | undefined;
  readonly aggregate: Aggregation | 'count_distinct' | undefined;
  /** Of a date, the period that it is cut to (dimensions, K6). */
  readonly part?: DatePart | undefined;
  /** Stored value → value in the file. */
  readonly replace: readonly (readonly [stored: string, shown: Scalar])[];
  readonly default: Scalar | undefined;
  readonly format: ValueFormat | undefined;
  readonly protect: 'hash' | 'mask' | undefined;
}

export interface PlanBranch {
  readonly tables: readonly PlanTable[];
  readonly where: Condition;
  /** The plan's first columns, as this branch reads them. */
  readonly dimensions: readonly PlanColumn[];
  readonly measures: readonly PlanMeasure[];
}

export interface PlanMeasure {
  /** Which of the plan's columns it is. */
  readonly index: number;
  readonly column: PlanColumn;
  /** Only entries for which this holds. */
  readonly where: Condition;
}

export type Literal =
  | { readonly kind: 'text'; readonly text: string }
  /** Digits as written, checked to be a number. */
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'day'; readonly day: Temporal.PlainDate }
  | { readonly kind: 'instant'; readonly instant: Temporal.Instant };

/** A test of one row. A test of an empty value is false, never unknown; `not` therefore keeps empty values (D3). */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** NULL, or an empty text. */
  | { readonly kind: 'empty'; readonly ref: Ref }
  | { readonly kind: 'compare'; readonly ref: Ref; readonly is: '=' | '<' | '<=' | '>' | '>='; readonly to: Literal }
  | { readonly kind: 'in'; readonly ref: Ref; readonly values: readonly Literal[] }
  | { readonly kind: 'text'; readonly ref: Ref; readonly is: 'contains' | 'starts' | 'ends'; readonly text: string }
  /** One of the entries of a list that the session holds (D7), see {@link Plan.lists}. */
  | { readonly kind: 'listed'; readonly ref: Ref; readonly list: string }
  /** The day and month of the value, in the zone, is one of these. */
  | { readonly kind: 'month-day'; readonly ref: Ref; readonly days: readonly { month: number; day: number }[] }
  | ExistsCondition;

export interface ExistsCondition {
  readonly kind: 'exists';
  /** The first joins to a table outside, the others to one before them. Inner joins. */
  readonly tables: readonly PlanTable[];
  readonly where: Condition;
  readonly atLeast: number;
}

export const ALWAYS: Condition = { kind: 'all', of: [] };
