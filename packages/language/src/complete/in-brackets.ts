import { branchesOf, elementOf, kindsOf, type Schema, wordsOf } from '@waybill/engine/definition';
import { declaredAt } from '../place/schema-at.ts';
import type { Asked } from './asked.ts';
import { escapeSnippet, type Offer } from './offer.ts';
import { quotedValue } from './quoting.ts';

/** Whether a list, and nothing but fixed words beside it, may stand at the path. */
export function onlyList({ document, path, siblingsOf }: Asked): boolean {
  if (typeof path.at(-1) === 'number') return false;
  const branches = declaredAt(document.kind, path, siblingsOf).flatMap(branchesOf);
  const isFree = (branch: Schema) => wordsOf(branch).length === 0 && kindsOf(branch).includes('text');
  return branches.some(branch => elementOf(branch)) && !branches.some(isFree);
}

/** What is named is an item of the list that it begins; on a line of its own the items are offered with dashes. */
export function inBrackets({ place }: Asked, offers: readonly Offer[]): Offer[] {
  if (place.at !== 'value' || place.quote) return [];
  return offers
    .filter(({ from = 0, text }) => from === 0 && text !== 'all')
    .map(({ from: _from, to: _to, ...offer }) => ({
      ...offer,
      yaml: `[${escapeSnippet(quotedValue(offer, true))}$1]`,
    }));
}
