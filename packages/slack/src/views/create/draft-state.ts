import type {
  Criterion,
  DeliveryTarget,
  ExportDefinition,
  FieldSpec,
  ScheduleSpec,
  WindowSpec,
} from '@waybill/engine/definition';

/**
 * What somebody has chosen so far (L2): the choices of a definition that the modal offers, in their long forms, under
 * the language's own names. Nothing is checked here: a value that was typed wrongly stays as it was typed, so that it
 * can be shown again and corrected. What is absent was not said: the template's, or the language's default.
 */
export interface DraftState {
  readonly name: string;
  readonly description?: string;
  /** `sales@2`; the model is then the template's. */
  readonly extends?: string;
  readonly model?: string;
  readonly timezone?: string;
  readonly aggregate?: boolean;
  readonly fields?: FieldsChoice;
  readonly kpis?: readonly KpiChoice[];
  readonly dimensions?: readonly DimensionChoice[];
  readonly filters?: FiltersChoice;
  /** With a template: what it lacks, and what it has too much (D8). */
  readonly add?: Additions;
  readonly remove?: Removals;
  readonly audience?: AudienceChoice;
  readonly window?: WindowChoice;
  readonly mode?: 'full' | 'incremental';
  readonly file?: FileChoice;
  /** Empty: download only. */
  readonly deliver?: readonly DeliveryChoice[];
  readonly on_empty?: OnEmpty;
  readonly schedule?: ScheduleChoice;
  readonly notify?: readonly NoticeChoice[];
}

export type FieldChoice = Readonly<Omit<FieldSpec, 'format'>> & { readonly format?: FormatChoice };
/** The item `{from: 'all'}` of a list stands for every standard field. */
export type FieldsChoice = 'all' | readonly FieldChoice[];
/** Digits as typed where they are no number. */
export type FormatChoice =
  | string
  | { readonly decimals?: number | string; readonly decimal?: string; readonly group?: string };

export interface KpiChoice {
  readonly kpi: string;
  readonly to?: string;
}
export interface DimensionChoice {
  readonly dimension: string;
  readonly to?: string;
}

/** A number as typed where it is none. */
export type CriterionChoice = Readonly<Omit<Criterion, 'at_least'>> & { readonly at_least?: number | string };
export interface SetChoice {
  readonly all: readonly CriterionChoice[];
}
/** No set at all: `filters: none`, every row. */
export interface FiltersChoice {
  readonly any: readonly SetChoice[];
}

export interface Additions {
  readonly fields?: FieldsChoice;
  readonly kpis?: readonly KpiChoice[];
  readonly dimensions?: readonly DimensionChoice[];
  readonly filters?: readonly SetChoice[];
  readonly criteria?: readonly CriterionChoice[];
}
export interface Removals {
  readonly fields?: FieldsChoice;
  readonly kpis?: readonly KpiChoice[];
  readonly dimensions?: readonly DimensionChoice[];
  readonly filters?: readonly SetChoice[];
}

export type AudienceChoice = NonNullable<ExportDefinition['audience']>;
export type WindowChoice = Readonly<WindowSpec>;
export type OnEmpty = NonNullable<ExportDefinition['on_empty']>;
export type DeliveryChoice = Readonly<DeliveryTarget>;
export type ScheduleChoice = ScheduleSpec;
export type NoticeChoice = Readonly<NonNullable<ExportDefinition['notify']>[number]>;

type WrittenFile = NonNullable<ExportDefinition['file']>;
/** Parts of a file that are too rare for a modal: kept from what is cloned. */
export const KEPT_FILE_KEYS = ['split', 'encrypt'] as const;
export type FileChoice = Readonly<Omit<WrittenFile, (typeof KEPT_FILE_KEYS)[number]>>;

/** Keys of a definition that no step asks for: kept from what is cloned, and shown as kept. */
export const KEPT_KEYS = ['owner', 'order', 'checks'] as const satisfies readonly (keyof ExportDefinition)[];

/** Keys of the state, in the order of the language. */
export const STATE_KEYS = [
  'name',
  'description',
  'extends',
  'model',
  'timezone',
  'aggregate',
  'fields',
  'kpis',
  'dimensions',
  'filters',
  'add',
  'remove',
  'audience',
  'window',
  'mode',
  'file',
  'deliver',
  'on_empty',
  'schedule',
  'notify',
] as const satisfies readonly (keyof DraftState)[];
