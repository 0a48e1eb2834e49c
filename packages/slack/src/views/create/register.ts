import { ApiError } from '@waybill/api';
import type { Block, ModalView } from '../../blocks/block-kit.ts';
import { actions, button, context, divider, modal, section } from '../../blocks/build.ts';
import { bold, entities, escaped } from '../../blocks/text.ts';
import type { Bot, Click, Interaction, InView, OpenView, ViewAnswer } from '../../bot.ts';
import { PersonError, sentenceOf } from '../../error-sentence.ts';
import { chosenExport } from '../../pickers/exports.ts';
import { mayOnlyLook } from '../../rights.ts';
import { doneView } from '../../views-shown.ts';
import { textOfDraft } from './check-draft.ts';
import { draftTitle, emptyDraft, neighbour, type StepId, stepsOf } from './create-draft.ts';
import { createdMessage, nextWords } from './created.ts';
import { changeDraft, createDraft, readDraft, removeDraft, type Stored, unfinished } from './draft-store.ts';
import { fromYaml } from './from-yaml.ts';
import { pickInput } from './inputs.ts';
import { applyToList } from './list-actions.ts';
import { registerCreateOptions } from './options.ts';
import {
  act,
  goneView,
  INNER_VIEW,
  openInner,
  refreshInner,
  STEP_VIEW,
  saveClosed,
  shownOf,
  submitInner,
  submitStep,
  viewOf,
} from './session.ts';
import { wb } from './step.ts';
import { stepView, titleOf } from './step-view.ts';

/** Creating and cloning exports in Slack (L2, R4, L9). */
export function registerCreate(bot: Bot): void {
  registerCreateOptions(bot);
  bot.dialog('create', (on, { draft, template }) => openCreate(on, { draft, template }));
  bot.dialog('clone', (on, { export: name }) => openClone(on, name));
  bot.view(wb('clone'), submitClone);
  bot.view(STEP_VIEW, on => unlessGone(on, () => submitted(on)));
  bot.view(INNER_VIEW, on => unlessGone(on, () => submitInner(on)));
  bot.closed(STEP_VIEW, closed);
  bot.action(wb('continue'), continueDraft);
  bot.action(wb('discard'), discardDraft);
  bot.action(/^wb:create:/, click => unlessGoneView(click, inView => clicked({ ...click, inView })));
}

// Beginning

/** The first step, where something unfinished may be continued; or a draft where it was left. */
export async function openCreate(
  on: Interaction,
  { draft: id, template }: { readonly draft?: string | undefined; readonly template?: string | undefined } = {},
): Promise<void> {
  if (id !== undefined) {
    await on.openSoon('Create export', () => withRights(on, continued(on, id)));
    return;
  }
  await on.openSoon('Create export', () => withRights(on, begun(on, template)));
}

async function begun(on: Interaction, template: string | undefined): Promise<ModalView> {
  if (template !== undefined) {
    const draft = emptyDraft({ state: { name: '', extends: template }, step: 'name' });
    const stored = await createDraft(on.service, draft);
    return viewOf(on, draft, stored.id);
  }
  const [drafts, shown] = await Promise.all([unfinished(on.service, 5), shownOf(on, emptyDraft())]);
  return stepView(shown, '', draftBlocks(drafts));
}

/** Whoever may only look is told so before the first step, not after the last one: what they prepare is kept (L7). */
async function withRights(on: Interaction, building: Promise<ModalView>): Promise<ModalView> {
  const [view, onlyLooks] = await Promise.all([building, mayOnlyLook(on)]);
  if (!onlyLooks) return view;
  const said =
    ':warning: You may look at exports. You can prepare one here, and what you type is kept; to create it you need the ' +
    `role editor. Somebody who operates the service can give it to you with \`waybill role set slack:${on.person.id} editor\`.`;
  return { ...view, blocks: [section(said), ...view.blocks] };
}

function draftBlocks(drafts: readonly Stored[]): readonly Block[] {
  if (drafts.length === 0) return [];
  return [
    section(bold('Continue where you left off')),
    ...drafts.flatMap(stored => {
      const draft = readDraft(stored);
      const steps = stepsOf(draft);
      return [
        section(
          `${escaped(draftTitle(draft))}: step ${steps.indexOf(draft.step) + 1} of ${steps.length}`,
          button(wb('continue'), 'Continue', stored.id, { label: `Continue ${draftTitle(draft)}` }),
          wb(`draft:${stored.id}`),
        ),
      ];
    }),
    divider(),
    section(bold('Or begin another')),
  ];
}

async function continued(on: Interaction, id: string): Promise<ModalView> {
  try {
    const { draft } = await changeDraft(on.service, id, async draft => ({ draft: { ...draft, inner: undefined } }));
    return await viewOf(on, draft, id);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unknown-draft') return goneView();
    throw error;
  }
}

async function continueDraft(click: Click): Promise<void> {
  if (click.inView?.type === 'modal') {
    await click.update(await continued(click, click.value));
    return;
  }
  await openCreate(click, { draft: click.value });
}

async function discardDraft(click: Click): Promise<void> {
  await removeDraft(click.service, click.value);
  // The App Home shows that it is gone.
  if (click.inView?.type !== 'home') await click.answer('The draft is thrown away.', { replace: true });
}

/** The choices of an export for a new one (R4); asks which where none is named. */
export async function openClone(on: Interaction, name?: string): Promise<void> {
  await on.openSoon('Clone export', () =>
    withRights(on, name === undefined ? Promise.resolve(cloneOfWhich()) : cloned(on, name)),
  );
}

const CLONE_OF = wb('clone-of');

const cloneOfWhich = (): ModalView =>
  modal({
    callbackId: wb('clone'),
    title: 'Clone export',
    submit: 'Next',
    blocks: [
      {
        ...pickInput(CLONE_OF, 'Which export to clone', undefined, { placeholder: 'Type its name' }),
        element: {
          type: 'external_select',
          action_id: 'wb:pick:export:clone',
          min_query_length: 0,
          placeholder: { type: 'plain_text', text: 'Type its name' },
        },
      } as Block,
    ],
  });

async function submitClone(on: InView): Promise<ViewAnswer> {
  const value = on.inView.state[CLONE_OF]?.['wb:pick:export:clone']?.selected_option?.value ?? '';
  if (value === '') return { errors: { [CLONE_OF]: 'Choose an export.' } };
  return { update: await cloned(on, await chosenExport(on.service, value)) };
}

async function cloned(on: Interaction, name: string): Promise<ModalView> {
  const { text, name: exact } = await on.service.getExport({ params: { name } });
  const { state } = fromYaml(text);
  const draft = emptyDraft({ state: { ...state, name: '' }, step: 'name', clone: { name: exact, text } });
  const stored = await createDraft(on.service, draft);
  return viewOf(on, draft, stored.id);
}

// In the modals

/** Everything that is clicked or chosen in a step, or on top of it. */
async function clicked(click: Click & InView): Promise<void> {
  if (INNER_VIEW.test(click.inView.callbackId)) return refreshInner(click);
  const [what = '', ...parts] = click.value.split('|');
  // A value may be anything that somebody chose; what is done stands in those of buttons and menus only.
  const isCommand = click.element.type === 'button' || click.element.type === 'overflow';
  if (!isCommand) return act(click, draft => draft);
  switch (what) {
    case 'back':
      return act(click, draft => ({ ...draft, step: neighbour({ ...draft, step: shownStep(click) }, -1), offset: 0 }));
    case 'go': {
      const [step = ''] = parts;
      return act(click, draft => ({
        ...draft,
        step: stepsOf(draft).includes(step as StepId) ? (step as StepId) : draft.step,
        offset: 0,
      }));
    }
    case 'edit':
    case 'criterion':
    case 'edit-criterion':
    case 'notice':
    case 'edit-notice':
    case 'csv':
      return openInner(click, (draft, generation) =>
        applyToList({ ...draft, step: shownStep(click) }, generation, what, parts),
      );
    default:
      return act(click, (draft, generation) =>
        applyToList({ ...draft, step: shownStep(click) }, generation, what, parts),
      );
  }
}

const shownStep = ({ inView }: InView): StepId => (STEP_VIEW.exec(inView.callbackId)?.[1] ?? 'start') as StepId;

async function submitted(on: InView): Promise<ViewAnswer> {
  const step = shownStep(on);
  return step === 'review' ? create(on) : submitStep(on, step);
}

async function unlessGone(_on: InView, answer: () => Promise<ViewAnswer>): Promise<ViewAnswer> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unknown-draft') return { update: goneView() };
    throw error;
  }
}

async function unlessGoneView(click: Click, work: (inView: OpenView) => Promise<void>): Promise<void> {
  if (click.inView === undefined) return;
  try {
    await work(click.inView);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'unknown-draft')) throw error;
    await click.update(goneView());
  }
}

/** "Create export": once, however often it is pressed; then says what happens next. */
async function create(on: InView): Promise<ViewAnswer> {
  const { metadata: id } = on.inView;
  const draft = readDraft(await on.service.getDraft({ params: { id } }));
  const text = textOfDraft(draft);
  const { state, clone } = draft;
  if (state.name === '') throw new PersonError('Give the export a name first: press "Name and zone".');
  try {
    const result =
      clone === undefined
        ? await on.service.deployExport({ body: { text, expectedRevision: 0 } })
        : await on.service.cloneExport({ params: { name: clone.name }, body: { name: state.name, text } });
    // Of two that press it at once, the one that removes the draft tells of it.
    if (await removeDraft(on.service, id)) await on.answer(createdMessage(result, state.name));
    return { update: doneView(titleOf(draft), `${bold(state.name)} is created.\n${escaped(nextWords(result))}`) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.problems.length === 0 || error.status >= 500) throw error;
    if (error.code === 'role-needed') throw error;
    const shown = await shownOf(on, { ...draft, step: 'review' });
    const known = new Set(shown.problems.map(sentenceOf));
    const more = error.problems.filter(one => !known.has(sentenceOf(one)));
    return { update: stepView({ ...shown, problems: [...more, ...shown.problems] }, id) };
  }
}

/** Somebody closed it: what is there is kept, and can be gone on with. */
async function closed(on: InView): Promise<void> {
  const saved = await saveClosed(on);
  if (saved === undefined) return;
  const { id, draft } = saved;
  const steps = stepsOf(draft);
  const text = `Your draft ${draftTitle(draft)} is saved: step ${steps.indexOf(draft.step) + 1} of ${steps.length}.`;
  await on.answer({
    text: entities(text),
    blocks: [
      section(escaped(text)),
      actions([
        button(wb('continue'), 'Continue where you left off', id, {
          style: 'primary',
          label: `Continue ${draftTitle(draft)}`,
        }),
        button(wb('discard'), 'Throw the draft away', id, { label: `Throw the draft ${draftTitle(draft)} away` }),
      ]),
      context('It is kept for 30 days.'),
    ],
  });
}
