import { canBePlain, type KeyPath, quoted } from '@waybill/engine/definition';
import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';

/** A change of a text by offsets. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A text as a value, in quotes where it needs them. */
export const written = (text: string, flow: boolean): string => (canBePlain(text, flow) ? text : quoted(text));

/** The end of line that a file uses. */
export const newlineOf = ({ text }: LanguageDocument): string => (text.includes('\r\n') ? '\r\n' : '\n');

/**
 * Adds `key: value` to the mapping at a path: behind one of its keys, or as its last. Comments stay where they are.
 * Undefined where there is no such mapping.
 */
export function insertKey(
  document: LanguageDocument,
  path: KeyPath,
  key: string,
  value: string,
  behind?: string,
): Change | undefined {
  const map = document.yaml.nodeAt(path);
  if (!isMap(map) || map.items.length === 0) return undefined;
  const pair = map.items.find(item => isScalar(item.key) && item.key.value === behind) ?? map.items.at(-1);
  const anchor = (pair?.value ?? pair?.key) as Node | null | undefined;
  if (!anchor?.range) return undefined;
  if (map.flow) {
    const [, at] = anchor.range;
    return { from: at, to: at, text: `, ${key}: ${written(value, true)}` };
  }
  const indent = columnOf(document, map as YAMLMap);
  const at = endOfEntry(document.text, anchor);
  const newline = newlineOf(document);
  return { from: at, to: at, text: `${newline}${' '.repeat(indent)}${key}: ${written(value, false)}` };
}

/** Columns before the first key of a mapping in block style, that of its first item's dash included. */
function columnOf(document: LanguageDocument, map: YAMLMap): number {
  const key = map.items[0]?.key as Node | undefined;
  return document.positionAt(key?.range?.[0] ?? 0).character;
}

/** The end of the line on which a value ends, a comment behind it included. */
function endOfEntry(text: string, node: Node): number {
  const [start, end] = node.range as readonly [number, number, number];
  // What stands in block style ends behind its last line's end.
  const last = end > start && /[\r\n]/.test(text[end - 1] ?? '') ? text.slice(0, end).trimEnd().length : end;
  const lineEnd = text.slice(last).search(/\r?\n|\r/);
  return lineEnd < 0 ? text.length : last + lineEnd;
}
