import type { Block, ModalView } from '../../blocks/block-kit.ts';
import { actions, button, context, modal, section } from '../../blocks/build.ts';
import { bold, cutMiddle, escaped } from '../../blocks/text.ts';
import { type CreateDraft, type Inner, type StepId, stepsOf } from './create-draft.ts';
import type { InnerModal } from './inner.ts';
import { pathOfProblem } from './problem-path.ts';
import { problemBlock, type Shown, type Step, wb } from './step.ts';
import { criterionModal } from './steps/criterion-modal.ts';
import { deliverStep } from './steps/deliver-step.ts';
import { fieldModal } from './steps/field-modal.ts';
import { csvModal, fileStep } from './steps/file-step.ts';
import { filtersStep } from './steps/filters-step.ts';
import { nameStep } from './steps/name-step.ts';
import { noticeModal, notifyStep } from './steps/notify-step.ts';
import { reviewStep } from './steps/review-step.ts';
import { rowsStep } from './steps/rows-step.ts';
import { scheduleStep } from './steps/schedule-step.ts';
import { startStep } from './steps/start-step.ts';
import { windowStep } from './steps/window-step.ts';

/** The modals: one that is updated in place from step to step, and one on top for a part. Pure. */

const STEP_OF: Readonly<Record<StepId, Step>> = {
  start: startStep,
  name: nameStep,
  rows: rowsStep,
  filters: filtersStep,
  window: windowStep,
  file: fileStep,
  deliver: deliverStep,
  schedule: scheduleStep,
  notify: notifyStep,
  review: reviewStep,
};
export const stepOf = (id: StepId): Step => STEP_OF[id];

const INNER_OF: Readonly<Record<Inner['kind'], InnerModal>> = {
  field: fieldModal,
  criterion: criterionModal,
  notice: noticeModal,
  csv: csvModal,
};
export const innerOf = (kind: Inner['kind']): InnerModal => INNER_OF[kind];

/** Title of the modal. */
export const titleOf = ({ clone }: Pick<CreateDraft, 'clone'>): string =>
  clone === undefined ? 'Create export' : 'Clone export';

/** @param id of the draft; '' before there is one. */
export function stepView(shown: Shown, id: string, above: readonly Block[] = []): ModalView {
  const { draft } = shown;
  const step = stepOf(draft.step);
  const steps = stepsOf(draft);
  const number = steps.indexOf(draft.step) + 1;
  const called = draft.state.name === '' ? '' : ` · ${escaped(cutMiddle(draft.state.name, 60))}`;
  return modal({
    callbackId: wb(`step:${draft.step}`),
    title: titleOf(draft),
    submit: draft.step === 'review' ? 'Create export' : 'Next',
    close: 'Close',
    metadata: id,
    notifyOnClose: true,
    blocks: [
      context(`Step ${number} of ${steps.length}: ${bold(step.title)}${called}`),
      ...above,
      ...loose(shown),
      ...step.blocks(shown),
      ...(number > 1 || draft.reviewed
        ? [
            actions([
              ...(number > 1 ? [button(wb('back'), 'Back', 'back', { label: 'Back to the step before' })] : []),
              ...(draft.reviewed && draft.step !== 'review'
                ? [button(wb('go:review'), 'To the review', 'go|review')]
                : []),
            ]),
          ]
        : []),
      ...(id === '' ? [] : [context('Saved as you go. When you close this, you can continue later.')]),
    ],
  });
}

/** Problems that no input and no item of a list shows. The review shows all of them by itself. */
function loose({ draft, problems }: Shown): readonly Block[] {
  if (draft.step === 'review') return [];
  const unplaced = problems.filter(problem => {
    const [key, second, third] = pathOfProblem(problem);
    const inList =
      (key === 'fields' && typeof second === 'number') ||
      (key === 'filters' && second !== undefined) ||
      (key === 'add' && (typeof third === 'number' || second === 'criteria')) ||
      (key === 'notify' && typeof second === 'number');
    return !inList;
  });
  return unplaced.slice(0, 5).map(problemBlock);
}

export function innerView(shown: Shown, id: string): ModalView {
  const { draft } = shown;
  const inner = draft.inner;
  if (inner === undefined) {
    return modal({
      callbackId: wb('inner:none'),
      title: 'Edit',
      metadata: id,
      blocks: [section('There is nothing to edit any more.')],
    });
  }
  const { title, blocks } = innerOf(inner.kind);
  return modal({
    callbackId: wb(`inner:${inner.kind}`),
    title,
    submit: 'Done',
    close: 'Cancel',
    metadata: id,
    blocks: blocks(shown),
  });
}
