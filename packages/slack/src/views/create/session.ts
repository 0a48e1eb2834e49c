import { ApiError } from '@waybill/api';
import { problem } from '@waybill/engine/errors';
import type { ModalView } from '../../blocks/block-kit.ts';
import type { Interaction, InView, OpenView, ViewAnswer } from '../../bot.ts';
import { sentenceOf } from '../../error-sentence.ts';
import { doneView } from '../../views-shown.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { checkDraft, errorsOf } from './check-draft.ts';
import { type CreateDraft, neighbour, type StepId, withoutTyped, withTyped } from './create-draft.ts';
import { changeDraft, firstDraft } from './draft-store.ts';
import { formOf } from './form.ts';
import { pathOfProblem } from './problem-path.ts';
import type { Check, Shown } from './step.ts';
import { innerOf, innerView, stepOf, stepView, titleOf } from './step-view.ts';
import { NAME } from './steps/name-step.ts';

/** What happens in the modals: what is typed is saved first, then looked at, then shown. */

export const STEP_VIEW = /^wb:create:step:(\w+)$/;
export const INNER_VIEW = /^wb:create:inner:(\w+)$/;

/** Id of the draft of a modal; a modal that began without one gets one with the first thing that is done in it. */
export async function draftIdOf(on: InView): Promise<string> {
  return on.inView.metadata === '' ? (await firstDraft(on.service, on.inView.id)).id : on.inView.metadata;
}

/** The draft with what is typed in a view, read by the step that it shows. */
async function absorbed(
  on: Interaction,
  view: OpenView,
  draft: CreateDraft,
): Promise<{ draft: CreateDraft; catalog: Catalog }> {
  const typed = withTyped(draft, formOf(view.state));
  const catalog = await readCatalog(on.service, typed);
  const step = STEP_VIEW.exec(view.callbackId)?.[1] as StepId | undefined;
  return { draft: step === undefined ? typed : stepOf(step).read(typed, catalog), catalog };
}

/** What a draft is shown with now. */
export async function shownOf(on: Pick<Interaction, 'service'>, draft: CreateDraft, check?: Check): Promise<Shown> {
  const step = stepOf(draft.step);
  const asks = draft.step === 'review' || (step.checks && check === undefined);
  const [catalog, checked] = await Promise.all([
    readCatalog(on.service, draft),
    asks ? checkDraft(on.service, draft, draft.step === 'review') : check,
  ]);
  return { draft, catalog, check: checked, problems: draft.step === 'review' ? (checked?.problems ?? []) : [] };
}

export const viewOf = async (on: Pick<Interaction, 'service'>, draft: CreateDraft, id: string): Promise<ModalView> =>
  stepView(await shownOf(on, draft), id);

/** The step of a draft in place of what is shown of it. */
export async function showStep(on: InView, draft: CreateDraft, id: string): Promise<void> {
  await on.update(await viewOf(on, draft, id));
}

/** Saves what is typed in the step that is open, and does something to the draft then. */
export async function act(on: InView, change: (draft: CreateDraft, generation: number) => CreateDraft): Promise<void> {
  const id = await draftIdOf(on);
  const { draft } = await changeDraft(on.service, id, async before => {
    const { draft: read } = await absorbed(on, on.inView, before);
    return { draft: change(read, before.generation) };
  });
  await showStep(on, draft, id);
}

/** Saves what is typed and opens a modal for a part on top. */
export async function openInner(
  on: InView,
  change: (draft: CreateDraft, generation: number) => CreateDraft,
): Promise<void> {
  const id = await draftIdOf(on);
  const { draft, before } = await changeDraft(on.service, id, async before => {
    const { draft: read } = await absorbed(on, on.inView, before);
    const opened = change(read, before.generation);
    const prefix = opened.inner && innerOf(opened.inner.kind).prefix;
    return { draft: prefix === undefined ? opened : withoutTyped(opened, prefix), before };
  });
  if (draft.inner === undefined) return showStep(on, draft, id);
  await on.open(innerView({ draft, catalog: await readCatalog(on.service, draft), problems: [] }, id));
  // What was picked has become part of the list below.
  if (draft.generation !== before.generation) await on.update(await viewOf(on, draft, id), { ...on.inView, hash: '' });
}

/** Something in the modal on top was chosen that changes what it asks for. */
export async function refreshInner(on: InView): Promise<void> {
  const id = await draftIdOf(on);
  const { draft } = await changeDraft(on.service, id, async before => ({
    draft: withTyped(before, formOf(on.inView.state)),
  }));
  await on.update(innerView({ draft, catalog: await readCatalog(on.service, draft), problems: [] }, id));
}

/** "Done" of the modal on top: what is wrong stands at its input; else the step below shows it. */
export async function submitInner(on: InView): Promise<ViewAnswer> {
  const id = await draftIdOf(on);
  const { draft, errors } = await changeDraft(
    on.service,
    id,
    async (before): Promise<{ draft: CreateDraft; errors?: Errors }> => {
      const typed = withTyped(before, formOf(on.inView.state));
      const { inner } = typed;
      if (inner === undefined) return { draft: typed };
      const catalog = await readCatalog(on.service, typed);
      const modal = innerOf(inner.kind);
      const missing = modal.missing?.(typed, catalog) ?? {};
      if (Object.keys(missing).length > 0) return { draft: typed, errors: missing };
      const done = modal.read(typed, catalog);
      const { problems } = await checkDraft(on.service, done);
      const inputs = inputsOf(innerView({ draft: typed, catalog, problems: [] }, id));
      const found = problems
        .filter(({ severity }) => severity === 'error')
        .flatMap(one => {
          const block = modal.inputOf(pathOfProblem(one), typed, catalog);
          return block === undefined
            ? []
            : [[inputs.includes(block) ? block : (inputs[0] ?? block), sentenceOf(one)] as const];
        });
      if (found.length > 0) return { draft: typed, errors: joined(found) };
      return { draft: withoutTyped(done, modal.prefix) };
    },
  );
  if (errors !== undefined) return { errors };
  await on.update(await viewOf(on, draft, id), { ...on.inView, id: on.inView.belowId, hash: '' });
  return 'close';
}

type Errors = Readonly<Record<string, string>>;

/** "Next": the step after, or what is wrong in this one, at its input where it has one. */
export async function submitStep(on: InView, step: StepId): Promise<ViewAnswer> {
  const id = await draftIdOf(on);
  const { draft, answer } = await changeDraft(
    on.service,
    id,
    async (before): Promise<{ draft: CreateDraft; answer?: ViewAnswer }> => {
      const { draft: read, catalog } = await absorbed(on, on.inView, before);
      const here = { ...read, step };
      const missing = stepOf(step).missing?.(here, catalog) ?? {};
      const shownBlocks = () => inputsOf(stepView({ draft: here, catalog, problems: [] }, id));
      if (Object.keys(missing).length > 0)
        return { draft: here, answer: await wrong(on, here, id, missing, shownBlocks()) };
      if (step === 'start') return { draft: { ...here, step: neighbour(here, 1) } };
      const taken = step === 'name' ? await takenName(on, here) : undefined;
      if (taken !== undefined) return { draft: here, answer: { errors: { [NAME.name]: taken } } };
      const check = await checkDraft(on.service, here);
      const problems = errorsOf(check, stepOf(step));
      if (problems.length > 0) {
        const inputs = shownBlocks();
        const placed = problems.flatMap(one => {
          const block = stepOf(step).inputOf(pathOfProblem(one), here);
          return block !== undefined && inputs.includes(block) ? [[block, sentenceOf(one)] as const] : [];
        });
        if (placed.length > 0) return { draft: here, answer: { errors: joined(placed) } };
        const shown = { ...(await shownOf(on, here, check)), problems };
        return { draft: here, answer: { update: stepView(shown, id) } };
      }
      const next = neighbour(here, 1);
      return { draft: { ...here, step: next, offset: 0, ...(next === 'review' ? { reviewed: true } : {}) } };
    },
  );
  return answer ?? { update: await viewOf(on, draft, id) };
}

/** What is missing: at the inputs that are shown, or else above. */
async function wrong(
  on: InView,
  draft: CreateDraft,
  id: string,
  missing: Errors,
  inputs: readonly string[],
): Promise<ViewAnswer> {
  const placed = Object.entries(missing).filter(([block]) => inputs.includes(block));
  if (placed.length > 0) return { errors: Object.fromEntries(placed) };
  const problems = Object.values(missing).map(message => ({
    code: 'missing',
    severity: 'error' as const,
    message,
    fix: '',
  }));
  return { update: stepView({ ...(await shownOf(on, draft)), problems }, id) };
}

/** Whether an export of that name is there already (R4): told at the name, not only at the end. */
async function takenName(on: InView, { state }: CreateDraft): Promise<string | undefined> {
  try {
    await on.service.getExport({ params: { name: state.name } });
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status !== 401 && error.status !== 403)
      return undefined;
    throw error;
  }
  const { message, fix } = problem('export-exists', { export: state.name });
  return `${message} ${fix}`;
}

/** Block ids of inputs: errors can stand at no others. */
const inputsOf = ({ blocks }: ModalView): readonly string[] =>
  blocks.flatMap(block => (block.type === 'input' && block.block_id !== undefined ? [block.block_id] : []));

const joined = (errors: readonly (readonly [string, string])[]): Errors => {
  const all = new Map<string, string>();
  for (const [block, sentence] of errors) all.set(block, all.has(block) ? `${all.get(block)}\n${sentence}` : sentence);
  return Object.fromEntries(all);
};

/** A modal was closed: what is typed in it is saved all the same. Undefined where nothing was begun. */
export async function saveClosed(
  on: InView,
): Promise<{ readonly id: string; readonly draft: CreateDraft } | undefined> {
  const { metadata: id } = on.inView;
  if (id === '') return undefined;
  try {
    const { draft } = await changeDraft(on.service, id, async before => {
      const { draft: read } = await absorbed(on, on.inView, before);
      return { draft: read };
    });
    return { id, draft };
  } catch (error) {
    // Created, or thrown away.
    if (error instanceof ApiError && error.code === 'unknown-draft') return undefined;
    throw error;
  }
}

/** For a draft that is gone. */
export const goneView = (draft?: CreateDraft): ModalView =>
  doneView(
    draft === undefined ? 'Create export' : titleOf(draft),
    'This draft is finished: its export was created, or it was thrown away. Type `/export create` to begin another.',
  );
