import { AGGREGATIONS, type KeyPath } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Place } from '../place/place.ts';
import { surroundingsOf } from '../place/place-at.ts';
import type { Meaning } from './meaning.ts';
import { type Asked, KEYS, VALUES } from './meaning-table.ts';
import { modelAfter, modelOf } from './model-of.ts';

/**
 * What stands, or would stand, at a path of a document; undefined where no names, dates or the like are said, and for
 * the language's own keys and words, which the schema knows.
 *
 * Without a place the path is that of a value. With one it is where the cursor is: in the key of a mapping (`at: 'key'`,
 * the path being the mapping's) the free keys are meant, such as the names below `destinations`. Nothing is
 * parsed: what stands around is found by the same scan as places are.
 */
export function meaningAt(
  document: LanguageDocument,
  path: KeyPath,
  workspace: LanguageWorkspace,
  place?: Place,
): Meaning | undefined {
  if (place?.at === 'key') return keyMeaningAt(document, path, workspace, place);
  return look(VALUES[document.kind], path, ask(document, path, workspace, place));
}

/** What the free keys of the mapping at a path mean. */
export function keyMeaningAt(
  document: LanguageDocument,
  mapping: KeyPath,
  workspace: LanguageWorkspace,
  place?: Place,
): Meaning | undefined {
  return look(KEYS[document.kind], mapping, ask(document, [...mapping, ''], workspace, place));
}

type Table = (typeof VALUES)[keyof typeof VALUES];

function look(table: Table, path: KeyPath, asked: Asked): Meaning | undefined {
  return table.find(([matches]) => matches(path))?.[1](asked);
}

function ask(document: LanguageDocument, path: KeyPath, workspace: LanguageWorkspace, place: Place | undefined): Asked {
  const audience = workspace.workspace?.audience;
  const textOf = (at: KeyPath) => surroundingsOf(document).textOf(at);
  // A list's items stand beside the keys of the mapping that holds the list.
  const mapping = path.slice(
    0,
    path.findLastIndex(part => typeof part === 'string'),
  );
  const beside = (key: string) => (place ? place.siblings.get(key) : textOf([...mapping, key]));
  return {
    path,
    own: () => modelOf(document, workspace),
    beside,
    people: () => audience?.model,
    audienceOf: kind => audience?.[kind],
    above: (length, key) => textOf([...path.slice(0, length), key]),
    after: (model, way) => modelAfter(workspace.workspace?.catalog, model, way),
    aggregation: () => AGGREGATIONS.find(word => word === beside('aggregate')),
  };
}
