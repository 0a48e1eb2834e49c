import type { Model } from '@waybill/engine/catalog';
import type { KeyPath } from '@waybill/engine/definition';
import { isSeq } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { Occurrence } from '../meaning/occurrences.ts';
import { type Change, newlineOf, written } from './insert-key.ts';
import { replaceValue } from './renamed-text.ts';

/** The list that holds what a path leads to; undefined where the path leads to no item of one. */
const listOf = (path: KeyPath): KeyPath | undefined =>
  typeof path.at(-1) === 'number' ? path.slice(0, -1) : undefined;

/**
 * The word `all` spread into the fields that it stands for, the renamed one with its old header: `all` by itself would
 * give it its new name as header.
 */
export function spreadAll(
  document: LanguageDocument,
  occurrence: Occurrence,
  model: Model,
  renamed: { readonly from: string; readonly to: string },
): Change {
  const items = [...model.fields.keys()].map(name =>
    name === renamed.from ? `{from: ${written(renamed.to, true)}, to: ${written(name, true)}}` : written(name, true),
  );
  const list = listOf(occurrence.path);
  const node = list && document.yaml.nodeAt(list);
  if (isSeq(node) && node.flow) return replaceValue(occurrence, items.join(', '));
  const newline = newlineOf(document);
  if (list === undefined) {
    // `fields: all`: the list stands below its key, two columns further in.
    const { line } = document.positionAt(occurrence.start);
    const text = document.lines[line] ?? '';
    const flow = text.slice(0, document.positionAt(occurrence.start).character).includes('{');
    if (flow) return replaceValue(occurrence, `[${items.join(', ')}]`);
    const indent = ' '.repeat(text.length - text.trimStart().length + 2);
    const change = replaceValue(occurrence, items.map(item => `${newline}${indent}- ${item}`).join(''));
    // No blank is left behind the key's colon; a comment that followed the word goes behind the last field.
    const from = document.text.slice(0, change.from).trimEnd().length;
    return { ...change, from };
  }
  const { line, character } = document.positionAt(occurrence.start - (occurrence.quote === undefined ? 0 : 1));
  const dash = (document.lines[line] ?? '').slice(0, character).lastIndexOf('-');
  const indent = ' '.repeat(Math.max(0, dash));
  return replaceValue(occurrence, items.join(`${newline}${indent}- `));
}
