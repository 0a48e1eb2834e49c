import { operatorInWords } from '@waybill/engine/definition';
import { type Catalog, fieldLabel } from './catalog.ts';
import type { AudienceChoice, CriterionChoice, SetChoice } from './draft-state.ts';
import { scalarsOf } from './typed-scalar.ts';

/** Filters as people read them. Plain text: what shows it escapes it. */

/** So many values are named, the others counted. */
const NAMED = 6;

export function criterionInWords(criterion: CriterionChoice, catalog: Pick<Catalog, 'fields'>): string {
  const { attribute, operator, value, period, at_least, before, after } = criterion;
  const values = scalarsOf(value).map(String);
  const joined =
    values.length === 2 && ['between', 'age_range'].includes(operator) ? values.join(' and ') : named(values);
  const besides = [
    ...(at_least === undefined ? [] : [`at least ${at_least} times`]),
    ...(period === undefined ? [] : [`within ${period}`]),
    ...(before === undefined ? [] : [`from ${before} before`]),
    ...(after === undefined ? [] : [`to ${after} after`]),
  ];
  const main = [
    ...(attribute === undefined ? [] : [fieldLabel(catalog, attribute)]),
    operatorInWords(operator),
    ...(values.length === 0 ? [] : [joined]),
  ].join(' ');
  return besides.length === 0 ? main : `${main} (${besides.join(', ')})`;
}

const named = (values: readonly string[]): string =>
  values.length <= NAMED ? values.join(', ') : `${values.slice(0, NAMED).join(', ')} and ${values.length - NAMED} more`;

export const setInWords = ({ all }: SetChoice, catalog: Pick<Catalog, 'fields'>): string =>
  all.map(criterion => criterionInWords(criterion, catalog)).join(' and ');

export function audienceInWords(audience: AudienceChoice): string {
  const [[kind, name] = ['', '']] = Object.entries(audience);
  return kind === 'file' ? `the customers of the file ${name}` : `the ${kind} ${name}`;
}
