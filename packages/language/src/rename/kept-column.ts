import { isMap, isScalar } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { Occurrence } from '../meaning/occurrences.ts';
import { type Change, insertKey, written } from './insert-key.ts';

/** A field's column is by default its name: the database's column stays as it is, so it is said from now on. */
export function keptColumn(document: LanguageDocument, { path, text }: Occurrence): readonly Change[] {
  const node = document.yaml.nodeAt(path);
  if (isMap(node)) {
    if (['column', 'computed'].some(key => document.yaml.nodeAt([...path, key]) !== undefined)) return [];
    const change = insertKey(document, path, 'column', text);
    return change ? [change] : [];
  }
  if (!isScalar(node) || !node.range) return [];
  const [from, to] = node.range;
  const type = document.text.slice(from, to);
  return [{ from, to, text: `{type: ${type}, column: ${written(text, true)}}` }];
}
