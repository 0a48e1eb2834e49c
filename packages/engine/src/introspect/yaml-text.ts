import {
  type Alias,
  Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import type { ParsedYaml } from '../definition/parse-yaml.ts';
import { keyText } from '../definition/yaml-value.ts';

/** A value on one line, as it may stand in a block or inside braces. */
export const valueText = (value: string): string => pairText('v', value).slice('v: '.length);

/** `name: value` on one line, as it may stand in a block or inside braces. Words that YAML 1.1 misreads are in quotes. */
export function pairText(name: string, value: unknown): string {
  const document = new Document({ [name]: value }, { compat: 'yaml-1.1', schema: 'core', version: '1.2' });
  if (isMap(document.contents)) document.contents.flow = true;
  // As JSON says it: with escapes. Line breaks of a value stay in its line.
  if (/\\[bfnrtu]|[\x7f-\x9f\u2028\u2029]/.test(JSON.stringify(value))) quoteControls(document);
  const text = document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    singleQuote: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return text.trimEnd().slice(1, -1).trim();
}

const quoteControls = (document: Document): void =>
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && /[\p{Cc}\u2028\u2029]/u.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });

/** A text that is put in at an offset. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

export function inserted(text: string, insertions: readonly Insertion[]): string {
  let result = text;
  for (const { offset, text: added } of [...insertions].sort((a, b) => b.offset - a.offset))
    result = result.slice(0, offset) + added + result.slice(offset);
  return result;
}

/**
 * Where more pairs go into a section, so that not a byte of the rest changes. `before` names the sections after one of
 * which the section stands when the file has none yet, nearest first. Undefined where it cannot be done that way.
 */
export function insertionInto(
  yaml: ParsedYaml,
  section: string,
  pairs: readonly string[],
  before: readonly string[],
): Insertion | undefined {
  const { contents } = yaml.document;
  if (!isMap(contents) || (contents as YAMLMap).flow) return undefined;
  const pair = pairOf(contents as YAMLMap, section);
  if (pair) return intoPair(yaml.text, pair, pairs);
  const after = before.map(name => pairOf(contents as YAMLMap, name)).find(one => one !== undefined);
  if (!after) return undefined;
  return newLines(yaml.text, endOf(after), [`${section}:`, ...pairs.map(text => `  ${text}`)], '');
}

/** More items for the mapping or list at a path, which the file has. */
export function insertionAt(
  yaml: ParsedYaml,
  path: readonly string[],
  pairs: readonly string[],
): Insertion | undefined {
  let pair: Pair | undefined;
  let node: unknown = yaml.document.contents;
  for (const name of path) {
    pair = isMap(node) ? pairOf(node as YAMLMap, name) : undefined;
    node = pair?.value;
  }
  return pair && intoPair(yaml.text, pair, pairs);
}

const pairOf = (map: YAMLMap, name: string): Pair | undefined => map.items.find(item => keyText(item) === name);

function intoPair(text: string, pair: Pair, pairs: readonly string[]): Insertion | undefined {
  const node = pair.value as Node | Alias | null;
  if (isAlias(node)) return undefined;
  if (!node || (isScalar(node) && node.value === null)) return newLines(text, endOf(pair), pairs, '  ');
  if (!isMap(node) && !isSeq(node)) return undefined;
  const last = node.items.at(-1) as Pair | Node | undefined;
  const [start = 0] = node.range ?? [];
  if (node.flow) {
    const list = pairs.join(', ');
    return last ? { offset: endOf(last), text: `, ${list}` } : { offset: start + 1, text: list };
  }
  if (!last) return undefined;
  const first = node.items[0] as Pair | Node;
  const at = (isPair(first) ? (first.key as Node | null) : first)?.range?.[0] ?? start;
  const indent = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const lead = isSeq(node) ? indent.replace(/[^\s].*$/, '') : indent;
  if (/\S/.test(lead)) return undefined;
  return newLines(text, endOf(last), isSeq(node) ? pairs.map(item => `- ${item}`) : pairs, lead);
}

/** Lines after the one in which an offset lies. */
function newLines(text: string, offset: number, lines: readonly string[], indent: string): Insertion {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const block = lines.map(line => indent + line).join(ending);
  if (text[offset - 1] === '\n') return { offset, text: block + ending };
  const end = text.indexOf('\n', offset);
  return end < 0 ? { offset: text.length, text: ending + block } : { offset: end + 1, text: block + ending };
}

/** Where the last character of what was written ends, comments and line breaks after it left out. */
function endOf(item: Pair | Node): number {
  if (isPair(item)) {
    const value = item.value as Node | null;
    const empty = !value || (isScalar(value) && value.value === null && value.range?.[0] === value.range?.[1]);
    return empty ? keyEnd(item.key as Node) : endOf(value);
  }
  if ((isMap(item) || isSeq(item)) && !item.flow) {
    const last = item.items.at(-1) as Pair | Node | undefined;
    if (last) return endOf(last);
  }
  return item.range?.[1] ?? 0;
}

/** Past the colon. */
const keyEnd = (key: Node): number => (key.range?.[1] ?? 0) + 1;
