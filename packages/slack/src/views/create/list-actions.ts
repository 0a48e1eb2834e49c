import { type CreateDraft, type CriterionList, type FieldList, nextGeneration } from './create-draft.ts';
import { withCriterion, withSets } from './steps/criterion-modal.ts';
import { withoutTarget, withSlot } from './steps/deliver-step.ts';
import { fieldsIn, withFields } from './steps/field-modal.ts';

/**
 * What the buttons and menus of lists do to a draft. Each names the state of the list that it was shown with: one that
 * is pressed twice, or in an old view, finds another state and does nothing. Pure.
 * @param generation of the draft before what is typed was read.
 * @param parts what stands behind the command; the generation last.
 */
export function applyToList(
  draft: CreateDraft,
  generation: number,
  command: string,
  parts: readonly string[],
): CreateDraft {
  if (Number(parts.at(-1)) !== generation) return draft;
  const [first = '', second = '', third = ''] = parts;
  switch (command) {
    case 'edit':
      return { ...draft, inner: { kind: 'field', list: first as FieldList, index: Number(second) } };
    case 'up':
      return moved(draft, first as FieldList, Number(second), -1);
    case 'down':
      return moved(draft, first as FieldList, Number(second), 1);
    case 'remove': {
      const list = first as FieldList;
      return nextGeneration(withFields(draft, list, fieldsIn(draft, list).toSpliced(Number(second), 1)));
    }
    case 'count':
      return nextGeneration(
        withFields(draft, 'fields', [...fieldsIn(draft, 'fields'), { to: 'count', aggregate: 'count' }]),
      );
    case 'page':
      return { ...draft, offset: Math.max(0, Number(first)) };
    case 'criterion':
    case 'edit-criterion':
      return {
        ...draft,
        inner: { kind: 'criterion', list: first as CriterionList, set: Number(second), index: Number(third) },
      };
    case 'remove-criterion':
      return nextGeneration(
        withCriterion(draft, { list: first as CriterionList, set: Number(second), index: Number(third) }, undefined),
      );
    case 'remove-set':
      return nextGeneration(withoutSet(draft, first, Number(second)));
    case 'notice':
    case 'edit-notice':
      return { ...draft, inner: { kind: 'notice', index: Number(first) } };
    case 'remove-notice': {
      const notify = (draft.state.notify ?? []).toSpliced(Number(first), 1);
      const { notify: _, ...rest } = draft.state;
      return nextGeneration({ ...draft, state: notify.length === 0 ? rest : { ...rest, notify } });
    }
    case 'csv':
      return { ...draft, inner: { kind: 'csv' } };
    case 'deliver-add':
      return withSlot(draft, Number(first));
    case 'deliver-remove':
      return withoutTarget(draft, Number(first));
    default:
      return draft;
  }
}

function moved(draft: CreateDraft, list: FieldList, index: number, by: 1 | -1): CreateDraft {
  const fields = fieldsIn(draft, list);
  const field = fields[index];
  const target = index + by;
  if (field === undefined || target < 0 || target >= fields.length) return draft;
  return nextGeneration(withFields(draft, list, fields.toSpliced(index, 1).toSpliced(target, 0, field)));
}

function withoutSet(draft: CreateDraft, list: string, set: number): CreateDraft {
  if (list !== 'add') return withSets(draft, (draft.state.filters?.any ?? []).toSpliced(set, 1));
  const { add: before, ...rest } = draft.state;
  const { filters = [], ...others } = before ?? {};
  const left = filters.toSpliced(set, 1);
  const add = left.length === 0 ? others : { ...others, filters: left };
  return { ...draft, state: Object.keys(add).length === 0 ? rest : { ...rest, add } };
}
