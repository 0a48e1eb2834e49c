import { z } from 'zod';
import type { DraftState } from './draft-state.ts';
import type { Form } from './form.ts';

/** Steps of the modal, in order (L2). */
export const STEPS = [
  'start',
  'name',
  'rows',
  'filters',
  'window',
  'file',
  'deliver',
  'schedule',
  'notify',
  'review',
] as const;
export type StepId = (typeof STEPS)[number];

/** What is open on top of a step: the modal of one field, one criterion or one notice. */
export type Inner =
  | { readonly kind: 'field'; readonly list: FieldList; readonly index: number }
  /** `index` may be the length of the set: a new one. */
  | { readonly kind: 'criterion'; readonly list: CriterionList; readonly set: number; readonly index: number }
  | { readonly kind: 'notice'; readonly index: number }
  | { readonly kind: 'csv' };
/** `add` are those besides the template's. */
export type FieldList = 'fields' | 'add';
/** `add` are sets besides the template's, `criteria` what every row must fulfil besides. */
export type CriterionList = 'filters' | 'add' | 'criteria';

/** A draft of an export as the service keeps it: enough to go on wherever somebody stopped, on any device (L2). */
export interface CreateDraft {
  readonly state: DraftState;
  /** Choices that another choice put aside, so that going back to them loses nothing. */
  readonly aside: Aside;
  readonly step: StepId;
  readonly inner?: Inner | undefined;
  /** What is typed, by block id: shown again as it was, also where it was not right. */
  readonly typed: Form;
  /** Grows with every change of a list, so that inputs of its items are not taken for others. */
  readonly generation: number;
  /** The review was seen once, so it may be returned to from everywhere. */
  readonly reviewed?: boolean | undefined;
  /** First item of a long list that is shown. */
  readonly offset: number;
  /** Name and text of what is cloned. */
  readonly clone?: { readonly name: string; readonly text: string } | undefined;
  /** Where it was begun, to say there what became of it. */
  readonly channel?: string | undefined;
}

export interface Aside extends Partial<DraftState> {
  /** Fields beside all standard ones. */
  readonly extras?: DraftState['fields'];
  /** Fields of groups, beside those of single rows. */
  readonly groups?: DraftState['fields'];
  /** Changes of the template's filters, beside those of its rows. */
  readonly filterChanges?: Pick<DraftState, 'add' | 'remove'>;
  /** What was chosen for other models and templates, by their names. */
  readonly others?: Readonly<Record<string, Partial<DraftState>>>;
}

/** Kind of the service's drafts that are these. */
export const DRAFT_KIND = 'export';

/** What is stored is checked no further than is needed to show it: it was written by this bot, or an older one. */
export const draftSchema = z
  .looseObject({
    state: z.looseObject({ name: z.string() }),
    aside: z.record(z.string(), z.unknown()).default({}),
    step: z.enum(STEPS),
    inner: z.looseObject({ kind: z.string() }).optional(),
    typed: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    generation: z.int().default(0),
    offset: z.int().default(0),
    reviewed: z.boolean().optional(),
    clone: z.object({ name: z.string(), text: z.string() }).optional(),
    channel: z.string().optional(),
  })
  .transform(draft => draft as unknown as CreateDraft);

export const emptyDraft = (more: Partial<CreateDraft> = {}): CreateDraft => ({
  state: { name: '' },
  aside: {},
  step: 'start',
  typed: {},
  generation: 0,
  offset: 0,
  ...more,
});

/** Title of the draft in lists. */
export const draftTitle = ({ state, clone }: CreateDraft): string =>
  (state.name.trim() === '' ? (clone === undefined ? 'New export' : `Clone of ${clone.name}`) : state.name).slice(
    0,
    200,
  );

/** A clone has its model already. */
export const stepsOf = ({ clone }: CreateDraft): readonly StepId[] =>
  clone === undefined ? STEPS : STEPS.filter(step => step !== 'start');

/** The step behind or before; the same at the ends. */
export function neighbour(draft: CreateDraft, by: 1 | -1): StepId {
  const steps = stepsOf(draft);
  return steps[steps.indexOf(draft.step) + by] ?? draft.step;
}

export const withTyped = (draft: CreateDraft, form: Form): CreateDraft => ({
  ...draft,
  typed: { ...draft.typed, ...form },
});

/** A list changed: what is typed into the inputs of its items belongs to other inputs now. */
export const nextGeneration = (draft: CreateDraft): CreateDraft => ({
  ...draft,
  generation: draft.generation + 1,
  typed: Object.fromEntries(Object.entries(draft.typed).filter(([block]) => !/~\d+$/.test(block))),
});

/** Forgets what is typed into the inputs whose block ids begin so. */
export const withoutTyped = (draft: CreateDraft, beginning: string): CreateDraft => ({
  ...draft,
  typed: Object.fromEntries(Object.entries(draft.typed).filter(([block]) => !block.startsWith(beginning))),
});
