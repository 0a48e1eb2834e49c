import type { Aggregation } from '@waybill/engine/definition';

/** The model that a path is counted from; undefined where the file does not say it. It need not be one of the catalog. */
export type FromModel = { readonly model: string | undefined };

/** What may be declared in a file and named elsewhere. */
export type Declared =
  | 'model'
  | 'field'
  | 'relation'
  | 'kpi'
  | 'predicate'
  | 'source'
  | 'destination'
  | 'template'
  | 'export';

/** Where a field of a model is declared. */
export type FieldGroup = 'fields' | 'custom' | 'extended';

/**
 * What a text of a file names or says, by where it stands. Completion, hover, definition, references, rename and
 * semantic tokens all ask this one question.
 */
export type Meaning =
  | { readonly kind: 'model' }
  /**
   * A path to a field. `many` allows to-many relations on the way; `all` allows the word `all`; `own` allows nothing but
   * a standard field of the model itself (keys, dates and `match` of a model file).
   */
  | ({ readonly kind: 'field'; readonly many: boolean; readonly all: boolean; readonly own: boolean } & FromModel)
  /** A path of relations that leads to a model. */
  | ({ readonly kind: 'relation'; readonly many: boolean } & FromModel)
  | ({ readonly kind: 'kpi' } & FromModel)
  /** In an export one of the dimensions that the model declares; in a model file (`declares`) any field or part of a date. */
  | ({ readonly kind: 'dimension'; readonly declares: boolean } & FromModel)
  /** A column of the file: by its field, KPI or dimension, or by its header. */
  | ({ readonly kind: 'column'; readonly of: 'fields' | 'kpis' | 'dimensions' | 'any' } & FromModel)
  /** `attribute` of a filter: a field, or the path of relations that a predicate is asked of. `many` in a KPI's filter. */
  | ({ readonly kind: 'attribute'; readonly many: boolean } & FromModel)
  /** `operator` of a filter: of the attribute's type, or a predicate of the model that the attribute leads to. */
  | ({ readonly kind: 'operator'; readonly attribute: string | undefined } & FromModel)
  /** What a filter compares with. */
  | ({
      readonly kind: 'filter-value';
      readonly attribute: string | undefined;
      readonly operator: string | undefined;
    } & FromModel)
  /** A value of a field that is replaced (a key of `replace`), or its default. */
  | ({ readonly kind: 'field-value'; readonly field: string | undefined } & FromModel)
  | ({ readonly kind: 'predicate' } & FromModel)
  | ({
      readonly kind: 'aggregation';
      readonly word: Aggregation | undefined;
      readonly field: string | undefined;
    } & FromModel)
  | { readonly kind: 'source' }
  | { readonly kind: 'destination' }
  /** `NAME@RELEASE` */
  | { readonly kind: 'template' }
  | { readonly kind: 'zone' }
  /** A day; with `expressions` a `date:` expression may stand there, with `time` a time of day follows the day. */
  | { readonly kind: 'date'; readonly expressions: boolean; readonly time: boolean }
  /** A length of time; `clock` takes seconds to hours only, `calendar` days and longer only. */
  | { readonly kind: 'duration'; readonly units: 'all' | 'clock' | 'calendar' | 'days' }
  | { readonly kind: 'cron' }
  /** strftime: of a file's path and name, or the `format` of a field or KPI. */
  | { readonly kind: 'strftime'; readonly use: 'name' | 'format' }
  /** Names of an audience's segment or group, which the database holds; `model` is the people's. */
  | ({ readonly kind: 'segment' | 'group' } & FromModel)
  /** Path of a csv of customer ids, from the workspace's folder. */
  | { readonly kind: 'audience-file' }
  /** Name of a public key: `keys/NAME.asc`. */
  | { readonly kind: 'key-file' }
  /** A name that is declared here; `model` where it belongs to one, `group` for fields. */
  | {
      readonly kind: 'definition';
      readonly of: Declared;
      readonly model: string | undefined;
      readonly group?: FieldGroup;
    }
  /** SQL of a computed field. */
  | ({ readonly kind: 'sql' } & FromModel)
  /** The database's own names. */
  | ({ readonly kind: 'table' } & FromModel)
  | ({ readonly kind: 'database-column' } & FromModel)
  /** A placeholder may stand here: `${env:…}`, `${secret:…}`. */
  | { readonly kind: 'secret' };
