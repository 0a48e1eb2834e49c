import type { Criterion, CriterionSet, ExportDefinition } from '@waybill/engine/definition';
import { LISTED, same, valueInWords, without } from './value-changes.ts';

export const setsOf = ({ filters }: ExportDefinition): readonly CriterionSet[] => filters?.any ?? [];

function criterionInWords({ attribute, operator, value, ...more }: Criterion): string {
  const word = operator.replaceAll('_', ' ');
  const list = Array.isArray(value) ? value.map(valueInWords) : [];
  const compared =
    value === undefined
      ? undefined
      : !Array.isArray(value)
        ? valueInWords(value)
        : operator === 'between' || operator === 'age_range'
          ? list.join(' and ')
          : list.length > LISTED
            ? `${list.slice(0, LISTED).join(', ')} and ${list.length - LISTED} more`
            : list.join(', ');
  const besides = Object.entries(more)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${key.replaceAll('_', ' ')} ${one}`);
  const main = [attribute, word, compared].filter(part => part !== undefined).join(' ');
  return besides.length === 0 ? main : `${main} (${besides.join(', ')})`;
}

export const setInWords = ({ all }: CriterionSet): string => all.map(criterionInWords).join(' and ');

export function filterChanges(before: readonly CriterionSet[], after: readonly CriterionSet[]): readonly string[] {
  if (same(before, after)) return [];
  const [was, is] = [before[0]?.all ?? [], after[0]?.all ?? []];
  const single = before.length <= 1 && after.length <= 1;
  const [old, now, what] = single
    ? [was.map(criterionInWords), is.map(criterionInWords), 'Filter']
    : [before.map(setInWords), after.map(setInWords), 'Filter set'];
  const changes = [
    ...without(now, old).map(words => `${what} added: ${words}`),
    ...without(old, now).map(words => `${what} removed: ${words}`),
    ...(after.length === 0 ? ['Filters: none any more, every row is kept'] : []),
  ];
  return changes.length > 0 ? changes : ['Filters: in another order'];
}
