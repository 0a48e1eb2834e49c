import { AGGREGATIONS, type Aggregation, FAMILY } from '@waybill/engine/definition';

/** What of a word's aggregation fits the field beside it (D5). */
export function aggregationFits(
  word: string,
  field: { readonly type: keyof typeof FAMILY; readonly identifier: boolean } | undefined,
): boolean {
  if (!field || !AGGREGATIONS.includes(word as Aggregation)) return true;
  if (word === 'sum' || word === 'average') return FAMILY[field.type] === 'number';
  if (word === 'group') return !field.identifier && field.type !== 'json';
  return word === 'count' || (field.type !== 'json' && field.type !== 'boolean');
}
