import { branchesOf, elementOf, kindsOf, recordOf, type Schema, shapeOf } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { placeAt } from '../place/place-at.ts';
import { widthOf } from '../place/scan-text.ts';
import { declaredAt, schemasAt } from '../place/schema-at.ts';
import type { Position } from '../positions.ts';
import { snippetsAt } from '../snippets/snippets-at.ts';
import { type Asked, askedAt, at } from './asked.ts';
import type { Completion } from './completion.ts';
import { takesOne } from './filters.ts';
import {
  formOf,
  freeKeyOffers,
  hasChoices,
  type KeyOffer,
  keyDocumentation,
  keysAt,
  keyYaml,
  shapeUnder,
} from './keys.ts';
import { namedOffers } from './named-values.ts';
import { gap, type Offer, sortText, written } from './offer.ts';
import { wordOffers } from './words.ts';

/**
 * What could stand at a position (V2), best first. Right in documents that are not finished: nothing is parsed, and
 * never throws for what people wrote.
 */
export function complete(
  document: LanguageDocument,
  position: Position,
  workspace: LanguageWorkspace,
): readonly Completion[] {
  const place = placeAt(document, position);
  if (!place) return [];
  const completions = IN[place.at](askedAt(document, place, workspace));
  return completions.sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
}

const IN = { key: inMapping, item: inItem, value: inValue } as const;

/** A value: words and names; and where more than a word is meant, a mapping or a list on the same line. */
function inValue(asked: Asked): Completion[] {
  const offers = [...wordOffers(asked), ...namedOffers(asked)];
  const isBegun = asked.place.word.text !== '' || asked.place.quote !== undefined;
  return written(asked, isBegun ? offers : [...offers, ...openings(asked)]);
}

/** An item of a list: a word or name, or the first key of a mapping. */
function inItem(asked: Asked): Completion[] {
  const values = written(asked, [...wordOffers(asked), ...namedOffers(asked)]);
  if (asked.place.quote) return values;
  // What holds a dot or a space is no key; and of keys and names, the names are mostly meant.
  const isWord = /^\w*$/.test(asked.place.word.text);
  const keys =
    asked.place.flow || !isWord ? flowItems(asked) : keyCompletions(asked, asked.place.indent + 2, BELOW_NAMES);
  return [...values, ...keys, ...(isWord ? snippetsAt(asked, asked.place.indent + 2) : [])];
}

/** How much later than names keys come where both may stand. */
const BELOW_NAMES = 6;

const flowItems = (asked: Asked): Completion[] => (asked.place.word.text === '' ? written(asked, openings(asked)) : []);

/** A key; below a key that has no value yet also whatever else may stand there. */
function inMapping(asked: Asked): Completion[] {
  const { place, path, document, siblingsOf, around } = asked;
  const schemas = schemasAt(document.kind, path, siblingsOf);
  // Where a list stands already, a line of it can only be another item.
  if (around.kindOf(path) === 'list' && !place.flow) return nextItem(asked, schemas);
  const keys = [...keyCompletions(asked, place.indent), ...freeKeys(asked)];
  if (place.flow || place.colon) return keys;
  const snippets = snippetsAt(asked, place.indent);
  const isEmpty = place.siblings.size === 0 && path.length > 0;
  // A value on the line below its key has beside it what is beside the key.
  const below = { ...asked, place: { ...place, siblings: siblingsOf(path.slice(0, -1)) ?? new Map() } };
  const values = isEmpty && !place.quote ? written(asked, [...wordOffers(below), ...namedOffers(below)]) : [];
  return [...keys, ...values, ...nextItem(asked, schemas), ...snippets];
}

/** Columns of white space that the line of the cursor begins with; an editor puts them before further lines. */
function leading({ document, place }: Asked): number {
  const line = document.lines[place.word.range.start.line] ?? '';
  const before = line.slice(0, place.word.range.start.character);
  const space = /^[ \t]*/.exec(before)?.[0] ?? '';
  return [...space].reduce((sum, char) => sum + widthOf(char), 0);
}

/** Keys with what follows them. `column` is the one at which further keys of the mapping stand; `later` lowers their rank. */
function keyCompletions(asked: Asked, column: number, later = 0): Completion[] {
  const { place } = asked;
  const pad = ' '.repeat(Math.max(0, column - leading(asked)));
  return keysAt(asked).map((offer, index): Completion => {
    const yaml = keyYaml(asked, offer, place.flow, pad);
    const only = place.colon || place.quote !== undefined;
    const snippet = !only && yaml.includes('$');
    return {
      label: offer.key,
      kind: 'key',
      detail: detailOf(offer),
      documentation: keyDocumentation(offer),
      insertText: only ? offer.key : gap(asked) + yaml,
      snippet,
      range: place.word.range,
      sortText: sortText(Math.min(9, offer.rank + later), index),
      ...(!only && hasChoices(asked, offer) ? { retrigger: true } : {}),
    };
  });
}

const detailOf = (offer: KeyOffer): string =>
  [...(offer.rank === 1 ? ['required'] : offer.rank === 2 ? ['one of several'] : []), formOf(offer)].join(' · ');

/** Free keys stand with a `:`, and with a value where one is plain. */
function freeKeys(asked: Asked): Completion[] {
  const { place } = asked;
  const offers = freeKeyOffers(asked);
  return written(asked, offers).map(completion => {
    if (place.colon || place.quote) return completion;
    const { filterText = completion.label, insertText, ...rest } = completion;
    return { ...rest, insertText: `${insertText}: `, filterText, retrigger: true };
  });
}

/** `[…]` and `{…}` for a value that is more than a word. */
function openings(asked: Asked): Offer[] {
  const { document, path, siblingsOf } = asked;
  const declared = declaredAt(document.kind, path, siblingsOf);
  const branches = declared.flatMap(branchesOf);
  const offers: Offer[] = [];
  const takesText = shapeUnder(declared) === 'text';
  if (branches.some(branch => elementOf(branch)) && !takesText) {
    offers.push({ kind: 'snippet', label: '[…]', text: '', detail: 'a list', yaml: '[$1]', retrigger: true, rank: 6 });
  }
  if (branches.some(branch => recordOf(branch)) && !branches.some(branch => shapeOf(branch))) {
    offers.push({
      kind: 'snippet',
      label: '{…}',
      text: '',
      detail: 'a mapping',
      yaml: '{$1}',
      retrigger: true,
      rank: 6,
    });
  }
  const keys = branches.some(branch => shapeOf(branch)) ? keysAt(asked) : [];
  const least = keys.some(({ rank }) => rank <= 2) ? keys.filter(({ rank }) => rank <= 2) : keys;
  for (const offer of least) {
    const yaml = keyYaml(asked, offer, true, '');
    offers.push({
      kind: 'key',
      label: `{${offer.key}: …}`,
      text: '',
      detail: detailOf(offer),
      documentation: keyDocumentation(offer),
      yaml: `{${yaml.includes('$1') ? yaml : `${yaml}$1`}}`,
      retrigger: hasChoices(asked, offer),
      rank: Math.max(6, offer.rank),
    });
  }
  return offers;
}

/** Where the next item of a list would begin: everything that it could be, behind a dash. */
function nextItem(asked: Asked, schemas: readonly Schema[]): Completion[] {
  const { around, path, place } = asked;
  if (!schemas.some(schema => elementOf(schema)) || place.siblings.size > 0 || takesOne(asked)) return [];
  const count = around.kindOf(path) === 'list' ? around.itemsOf(path).length : 0;
  const item: Asked = { ...at(asked, [...path, count]), place: { ...place, siblings: new Map() } };
  const values = written(item, [...wordOffers(item), ...namedOffers(item)]);
  const dashed = [
    ...values,
    ...keyCompletions(item, place.indent + 2, BELOW_NAMES),
    ...snippetsAt(item, place.indent + 2),
  ].map(({ filterText, ...completion }) => ({
    ...completion,
    label: `- ${completion.label}`,
    filterText: filterText ?? completion.label,
    insertText: `- ${completion.insertText}`,
  }));
  const takesOther =
    values.length === 0 && dashed.length === 0 && schemas.some(schema => kindsOf(schema).includes('list'));
  if (!takesOther) return dashed;
  return written(asked, [
    { kind: 'snippet', label: '- …', text: '- ', bare: true, open: true, detail: 'the next item' },
  ]);
}
