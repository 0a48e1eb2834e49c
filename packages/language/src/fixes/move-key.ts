import { isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { TextEdit } from '../positions.ts';
import { newlineOf, removePair } from './edits.ts';
import { findAt } from './find.ts';
import { type Fix, type FixContext, fixOf } from './fix.ts';
import { insertAt } from './missing-key.ts';

/** Moves a key of the file under the key where it belongs: `delimiter` under `file:`. */
export function moveUnder(context: FixContext, parent: string): Fix | undefined {
  const { document, start, end } = context;
  const { pair, map } = findAt(document, start, end);
  const root = document.yaml.document.contents as Node | null;
  const value = pair?.value as Node | null | undefined;
  if (!pair || !map || map !== (root as unknown) || !value?.range || !isScalar(pair.key)) return undefined;
  const [from, to] = value.range;
  const said = document.text.slice(from, to).trimEnd();
  if (said.includes('\n')) return undefined;
  const title = `Move under \`${parent}:\``;
  const home = document.yaml.nodeAt([parent]);
  // Both at once: the key is renamed where it stands.
  const key = String(pair.key.value);
  if (home === undefined)
    return fixOf(context, title, wrapInPlace(document, pair, parent, key, said), { preferred: true });
  if (!isMap(home)) return undefined;
  const put = insertAt(document, [parent], key, said);
  const taken = removePair(document, map as YAMLMap, pair);
  return put && taken ? fixOf(context, title, [taken, put], { preferred: true }) : undefined;
}

function wrapInPlace(document: LanguageDocument, pair: Pair, parent: string, key: string, said: string): TextEdit {
  const from = (pair.key as Node).range?.[0] ?? 0;
  const to = (pair.value as Node).range?.[1] ?? from;
  return { range: document.rangeAt(from, to), newText: `${parent}:${newlineOf(document)}  ${key}: ${said}` };
}
