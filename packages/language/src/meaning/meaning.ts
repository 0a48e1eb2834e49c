import type { Aggregation } from '@waybill/engine/definition';

/** The models that a path is counted from; undefined where the file does not say or the catalog does not know it. */
type FromModel = { readonly model: string | undefined };

/**
 * What a text of a file names or says, by where it stands. Completion, hover, definition, references, rename and
 * semantic tokens all ask this one question.
 */
export type Meaning =
  | { readonly kind: 'model' }
  /** A path to a field; `many` allows to-many relations on the way. */
  | ({ readonly kind: 'field'; readonly many: boolean; readonly all: boolean } & FromModel)
  /** A path of relations that leads to a model. */
  | ({ readonly kind: 'relation'; readonly many: boolean } & FromModel)
  | ({ readonly kind: 'kpi' } & FromModel)
  | ({ readonly kind: 'dimension' } & FromModel)
  /** `attribute` of a filter: a field, or the path of relations that a predicate is asked of. */
  | ({ readonly kind: 'attribute' } & FromModel)
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
  | { readonly kind: 'aggregation'; readonly word: Aggregation | undefined }
  | { readonly kind: 'source' }
  | { readonly kind: 'destination' }
  | { readonly kind: 'template' }
  | { readonly kind: 'zone' }
  /** A day, or a `date:` expression. */
  | { readonly kind: 'date' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'cron' }
  /** strftime: of a file's name or path, or the `format` of a date. */
  | { readonly kind: 'strftime'; readonly use: 'name' | 'format' }
  | ({ readonly kind: 'segment' | 'group' } & FromModel)
  | { readonly kind: 'audience-file' }
  | { readonly kind: 'key-file' }
  /** A name that is defined here: of a field, relation, KPI, predicate, model, source, destination, template. */
  | {
      readonly kind: 'definition';
      readonly of: 'model' | 'field' | 'relation' | 'kpi' | 'predicate' | 'source' | 'destination' | 'template';
      readonly model: string | undefined;
    }
  /** SQL of a computed field. */
  | ({ readonly kind: 'sql' } & FromModel)
  /** A placeholder may stand here: `${env:…}`, `${secret:…}`. */
  | { readonly kind: 'secret' };
