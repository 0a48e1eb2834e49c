import type { KeyPath } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { Occurrence } from '../meaning/occurrences.ts';
import { type Change, insertKey, written } from './insert-key.ts';
import { replaceText, replaceValue } from './renamed-text.ts';

/** The key that says in the long form of an item what the short form is. */
const SOURCE: Readonly<Record<string, string>> = { fields: 'from', kpis: 'kpi', dimensions: 'dimension' };

/**
 * The changes that make a column come from what is renamed and keep its header: a header is by default what it comes
 * from as written, and a renaming must not change the files that are delivered. Undefined for what is no column.
 */
export function renamedColumn(
  document: LanguageDocument,
  occurrence: Occurrence,
  text: string,
): readonly Change[] | undefined {
  const { path, text: old } = occurrence;
  const at = path.findIndex(part => typeof part === 'number');
  const list = path[at - 1];
  const source = typeof list === 'string' ? SOURCE[list] : undefined;
  const isColumn = source !== undefined && isListOfColumns(path.slice(0, at));
  if (!isColumn || occurrence.at === 'key') return undefined;
  if (path.length === at + 1) {
    const item = `{${source}: ${written(text, true)}, to: ${written(old, true)}}`;
    return [replaceValue(occurrence, item)];
  }
  if (path.length !== at + 2 || path[at + 1] !== source) return undefined;
  const item = path.slice(0, at + 1);
  const renamed = replaceText(document, occurrence, text);
  if (document.yaml.nodeAt([...item, 'to']) !== undefined) return [renamed];
  const header = insertKey(document, item, 'to', old, source);
  return header ? [renamed, header] : [renamed];
}

/** `fields`, `kpis` and `dimensions` of an export or template, and what it adds to them. */
const isListOfColumns = (path: KeyPath): boolean => path.length === 1 || (path.length === 2 && path[0] === 'add');
