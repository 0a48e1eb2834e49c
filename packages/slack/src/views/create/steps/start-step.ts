import { context, section } from '../../../blocks/build.ts';
import { bold, escaped } from '../../../blocks/text.ts';
import type { CreateDraft } from '../create-draft.ts';
import type { DraftState } from '../draft-state.ts';
import { textIn } from '../form.ts';
import { pickInput, radioInput } from '../inputs.ts';
import { type Step, typedText, wb } from '../step.ts';

export const START = { from: wb('start:from'), model: wb('start:model'), template: wb('start:template') } as const;

/** A model of the catalog, or a template that says most of it already (L2, D8). */
export const startStep: Step = {
  id: 'start',
  title: 'What to export',
  blocks({ draft, catalog: { model, template } }) {
    const { state } = draft;
    const from = fromOf(draft);
    const chosenModel = typedText(draft, START.model, state.model);
    const chosenTemplate = typedText(draft, START.template, state.extends);
    return [
      radioInput(
        START.from,
        'Start from',
        [
          ['model', 'A model', 'You choose fields, filters and everything else'],
          ['template', 'A template', 'Fields and filters are there already, and can be changed'],
        ],
        from,
        { dispatch: true },
      ),
      from === 'template'
        ? pickInput(
            START.template,
            'Template',
            [chosenTemplate, template?.id === chosenTemplate ? `${template.label} (${template.id})` : chosenTemplate],
            { placeholder: 'Choose a template', dispatch: true },
          )
        : pickInput(START.model, 'Model', [chosenModel, model?.name === chosenModel ? model.label : chosenModel], {
            placeholder: 'Choose a model',
            dispatch: true,
          }),
      ...(from === 'template' && template !== undefined && template.id === chosenTemplate
        ? [
            section(
              `${bold(template.label)}${template.definition.description === undefined ? '' : `: ${escaped(template.definition.description)}`}`,
            ),
            context('What it says never changes. What you change counts for this export alone.'),
          ]
        : []),
    ];
  },
  read(draft) {
    const { typed } = draft;
    const template = textIn(typed, START.template) ?? '';
    const model = textIn(typed, START.model) ?? '';
    if (fromOf(draft) === 'template') return template === '' ? draft : basedOn(draft, { extends: template });
    return model === '' ? draft : basedOn(draft, { model });
  },
  missing({ typed, state, ...draft }) {
    if (fromOf({ ...draft, typed, state }) === 'template') {
      return state.extends === undefined ? { [START.template]: 'Choose a template.' } : {};
    }
    return state.model === undefined ? { [START.model]: 'Choose a model.' } : {};
  },
  owns: ([key]) => key === 'model' || key === 'extends',
  inputOf: ([key]) => (key === 'extends' ? START.template : START.model),
};

const fromOf = (draft: CreateDraft): 'model' | 'template' =>
  typedText(draft, START.from, draft.state.extends === undefined ? 'model' : 'template') === 'template'
    ? 'template'
    : 'model';

/** What is chosen of one model means nothing in another. */
const OF_MODEL = [
  'model',
  'extends',
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
  'on_empty',
] as const satisfies readonly (keyof DraftState)[];

/** Another model or template: what was chosen for the one before is put aside, and what was aside for it comes back. */
export function basedOn(
  draft: CreateDraft,
  base: Pick<DraftState, 'extends'> | Pick<DraftState, 'model'>,
): CreateDraft {
  const { state, aside } = draft;
  const key = 'extends' in base ? `template:${base.extends}` : `model:${'model' in base ? base.model : ''}`;
  const before = keyOf(state);
  if (before === key) return draft;
  const isOfModel = ([name]: readonly [string, unknown]) => (OF_MODEL as readonly string[]).includes(name);
  const old = Object.fromEntries(Object.entries(state).filter(isOfModel));
  const rest = Object.fromEntries(Object.entries(state).filter(entry => !isOfModel(entry))) as unknown as DraftState;
  const others = { ...aside.others, ...(before === undefined ? {} : { [before]: old }) };
  return { ...draft, state: { ...rest, ...others[key], ...base }, aside: { others }, typed: startAndName(draft) };
}

const keyOf = ({ extends: template, model }: DraftState): string | undefined =>
  template !== undefined ? `template:${template}` : model === undefined ? undefined : `model:${model}`;

const startAndName = ({ typed }: CreateDraft) =>
  Object.fromEntries(
    Object.entries(typed).filter(([block]) => /^wb:create:(start|name|schedule|deliver):/.test(block)),
  );
