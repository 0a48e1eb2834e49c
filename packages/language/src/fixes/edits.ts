import { canBePlain, quoted } from '@waybill/engine/definition';
import { isScalar, type Node, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { TextEdit } from '../positions.ts';
import { type Found, parentOf } from './find.ts';

const edit = (document: LanguageDocument, start: number, end: number, newText: string): TextEdit => ({
  range: document.rangeAt(start, end),
  newText,
});

export const newlineOf = ({ text }: LanguageDocument): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** A text as YAML, in quotes where it needs them. */
export const written = (word: string, flow: boolean): string => (canBePlain(word, flow) ? word : quoted(word));

/**
 * Another word in the place of one, in the same quotes; where only a part of a value is replaced, the rest stays.
 * @param yaml the word is YAML already: a number, `true`, a list.
 */
export function replaceWord(
  document: LanguageDocument,
  start: number,
  end: number,
  word: string,
  { scalar, flow }: Pick<Found, 'scalar' | 'flow'>,
  yaml = false,
): TextEdit {
  const [from, to] = scalar?.range ?? [start, end];
  const type = isScalar(scalar) ? scalar.type : undefined;
  const all = start <= from && end >= to;
  if (yaml) return edit(document, from, to, word);
  if (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE) {
    const single = type === Scalar.QUOTE_SINGLE;
    const inner = single ? word.replaceAll("'", "''") : JSON.stringify(word).slice(1, -1);
    const quote = single ? "'" : '"';
    // Single quotes have no way to write what cannot be seen.
    if (single && /\p{Cc}/u.test(word)) return edit(document, from, to, quoted(word));
    return all ? edit(document, from, to, quote + inner + quote) : edit(document, start, end, inner);
  }
  if (type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL) return edit(document, start, end, word);
  if (all) return edit(document, start, end, written(word, flow));
  const whole = document.text.slice(from, start) + word + document.text.slice(end, to);
  // What begins as a date expression or a path with a time may hold a colon, with no space behind it.
  const plain = canBePlain(whole.replaceAll(/:(?=\S)/g, '_'), flow);
  return plain ? edit(document, start, end, word) : edit(document, from, to, quoted(whole));
}

/** Where a pair ends in the text, its value included. */
function endOf(document: LanguageDocument, { key, value }: Pair): number {
  const range = (value as Node | null)?.range ?? (key as Node).range;
  const [start = 0, end = 0] = range ?? [];
  const trimmed = start + document.text.slice(start, end).trimEnd().length;
  if ((value as Node | null)?.range && trimmed > start) return trimmed;
  // Without a value, the colon behind the key belongs to it.
  const after = (key as Node).range?.[1] ?? trimmed;
  const colon = /^[ \t]*:/.exec(document.text.slice(after))?.[0].length ?? 0;
  return after + colon;
}

const startOf = (pair: Pair): number => (pair.key as Node).range?.[0] ?? 0;

function lineStart({ text }: LanguageDocument, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the end of the line that holds an offset. */
function nextLine({ text }: LanguageDocument, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** Takes an entry out of a mapping. Undefined where nothing would be left that could stand there. */
export function removePair(document: LanguageDocument, map: YAMLMap, pair: Pair): TextEdit | undefined {
  const pairs = map.items as Pair[];
  const at = pairs.indexOf(pair);
  if (at < 0) return undefined;
  const [before, after] = [pairs[at - 1], pairs[at + 1]];
  if (!before && !after) {
    const parent = parentOf(document, map);
    if (parent) return removePair(document, parent.map, parent.pair);
    return map === (document.yaml.document.contents as unknown) ? undefined : undefined;
  }
  if (map.flow) {
    if (after) return edit(document, startOf(pair), startOf(after), '');
    return edit(document, endOf(document, before as Pair), endOf(document, pair), '');
  }
  const start = startOf(pair);
  const line = lineStart(document, start);
  // The first key of a list's item stands behind the dash: what comes next takes its place.
  if (/\S/.test(document.text.slice(line, start))) {
    return after ? edit(document, start, startOf(after), '') : undefined;
  }
  const end = nextLine(document, endOf(document, pair));
  // At the end of a text without a last line end, the one before goes along.
  const from = end === document.text.length && !document.text.endsWith('\n') && line > 0 ? line - 1 : line;
  return edit(document, from, end, '');
}

/** Takes an item out of a list that has others. */
export function removeItem(document: LanguageDocument, list: YAMLSeq, item: Node): TextEdit | undefined {
  const items = list.items as Node[];
  const at = items.indexOf(item);
  if (at < 0 || items.length < 2 || !item.range) return undefined;
  const end = item.range[0] + document.text.slice(item.range[0], item.range[1]).trimEnd().length;
  if (list.flow) {
    const after = items[at + 1]?.range;
    if (after) return edit(document, item.range[0], after[0], '');
    const before = items[at - 1]?.range;
    return before ? edit(document, before[1], end, '') : undefined;
  }
  const dash = document.text.lastIndexOf('-', item.range[0] - 1);
  const line = lineStart(document, dash);
  if (dash < 0 || /\S/.test(document.text.slice(line, dash))) return undefined;
  return edit(document, line, nextLine(document, end), '');
}

/** Puts an entry into a mapping, where the canonical order has it: `order` are the keys of the mapping. */
export function insertPair(
  document: LanguageDocument,
  map: YAMLMap,
  key: string,
  value: string,
  order: readonly string[],
): TextEdit | undefined {
  const pairs = (map.items as Pair[]).filter(({ key }) => isScalar(key) && key.range);
  const entry = value === '' ? `${key}:` : `${key}: ${value}`;
  const rank = (name: unknown) => (order.includes(String(name)) ? order.indexOf(String(name)) : -1);
  const own = rank(key);
  const before = pairs.findLast(pair => rank((pair.key as Scalar).value) < own);
  const [first] = pairs;
  if (!map.range) return undefined;
  if (!first) {
    return map.flow ? edit(document, map.range[0], map.range[1], `{${entry}}`) : undefined;
  }
  if (map.flow) {
    if (before) return edit(document, endOf(document, before), endOf(document, before), `, ${entry}`);
    return edit(document, startOf(first), startOf(first), `${entry}, `);
  }
  const newline = newlineOf(document);
  const column = startOf(first) - lineStart(document, startOf(first));
  const indent = ' '.repeat(column);
  if (!before) return edit(document, startOf(first), startOf(first), `${entry}${newline}${indent}`);
  const end = endOf(document, before);
  const rest = /^[^\r\n]*/.exec(document.text.slice(end))?.[0].length ?? 0;
  return edit(document, end + rest, end + rest, `${newline}${indent}${entry}`);
}
