import { isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { Range } from '../positions.ts';
import { labelOf, shortText } from './label.ts';

/** What a symbol is; an editor has a picture for each. */
export type SymbolKind =
  | 'section'
  | 'list'
  | 'value'
  | 'field'
  | 'relation'
  | 'kpi'
  | 'predicate'
  | 'dimension'
  | 'criterion'
  | 'source'
  | 'destination'
  | 'model'
  | 'export'
  | 'template';

export interface OutlineSymbol {
  readonly name: string;
  /** What is said of it, in few words. */
  readonly detail: string;
  readonly kind: SymbolKind;
  /** All of it. */
  readonly range: Range;
  /** The word to go to; inside `range`. */
  readonly selection: Range;
  readonly children: readonly OutlineSymbol[];
}

/** What the entries of a section are, by its key: those that the section declares. */
export const DECLARED: Readonly<Record<string, SymbolKind>> = {
  fields: 'field',
  custom: 'field',
  extended: 'field',
  relations: 'relation',
  kpis: 'kpi',
  predicates: 'predicate',
  sources: 'source',
  destinations: 'destination',
};
const ENTRIES: Readonly<Record<string, SymbolKind>> = { ...DECLARED, dimensions: 'dimension', all: 'criterion' };

/** Entries whose own keys are not shown: their detail says it. */
const LEAVES: ReadonlySet<SymbolKind> = new Set(['field', 'dimension', 'criterion']);

/** How deep it goes; the keys of keys of keys are no outline any more. */
const DEEPEST = 4;

/** The outline of a file (V5): its keys, and in them fields, KPIs, relations, criteria, sources, destinations. */
export function outlineOf(document: LanguageDocument): readonly OutlineSymbol[] {
  const { contents } = document.yaml.document;
  return contents ? childrenOf(document, contents as Node, 'section', 0) : [];
}

function childrenOf(document: LanguageDocument, node: Node, within: SymbolKind, depth: number): OutlineSymbol[] {
  if (depth >= DEEPEST) return [];
  if (isMap(node)) {
    return node.items.flatMap(pair => symbolOfPair(document, pair as Pair, within, depth) ?? []);
  }
  if (isSeq(node)) return node.items.flatMap((item, i) => symbolOfItem(document, item as Node, i, within, depth) ?? []);
  return [];
}

function symbolOfPair(document: LanguageDocument, pair: Pair, within: SymbolKind, depth: number) {
  const key = pair.key as Node | null;
  const value = pair.value as Node | null;
  if (!isScalar(key) || !key.range || String(key.value ?? '') === '') return undefined;
  const name = String(key.value);
  const entry = within !== 'section' && within !== 'list';
  const entries = entry ? undefined : ENTRIES[name];
  const kind: SymbolKind = entry ? within : isMap(value) ? 'section' : isSeq(value) ? 'list' : 'value';
  const selection = rangeOf(document, key);
  const whole = value?.range ? { start: selection.start, end: endOf(document, value, selection) } : selection;
  const open = value && !LEAVES.has(kind) && (isMap(value) || isSeq(value));
  const below = entries ?? (kind === 'list' ? 'list' : 'section');
  const children = open ? childrenOf(document, value, below, depth + 1) : [];
  return { name, detail: value ? shortText(value) : '', kind, range: around(whole, children), selection, children };
}

function symbolOfItem(document: LanguageDocument, item: Node, at: number, within: SymbolKind, depth: number) {
  if (!item?.range || isPair(item)) return undefined;
  const { name, detail, word } = labelOf(item);
  const kind: SymbolKind = within === 'section' || within === 'list' ? 'value' : within;
  const start = document.positionAt(item.range[0]);
  const range = { start, end: endOf(document, item, { start, end: start }) };
  const selection = word?.range ? rangeOf(document, word) : { start, end: start };
  const open = !LEAVES.has(kind) && (isMap(item) || isSeq(item));
  const children = open ? childrenOf(document, item, 'section', depth + 1) : [];
  return {
    name: name === '' ? String(at + 1) : name,
    detail,
    kind,
    range: around(range, children),
    selection,
    children,
  };
}

/** An item that is only begun stands behind the text of its list. */
function around(range: Range, children: readonly OutlineSymbol[]): Range {
  const last = children.at(-1)?.range.end;
  const longer =
    last && (last.line > range.end.line || (last.line === range.end.line && last.character > range.end.character));
  return longer ? { start: range.start, end: last } : range;
}

const rangeOf = (document: LanguageDocument, node: Node): Range =>
  document.rangeAt(node.range?.[0] ?? 0, node.range?.[1] ?? 0);

/** Where a node ends, without the line ends behind it; never before what it must hold. */
function endOf(document: LanguageDocument, node: Node, { end }: Range): Range['end'] {
  const [from, to] = node.range ?? [0, 0];
  const text = document.text.slice(from, to).trimEnd();
  const found = document.positionAt(from + text.length);
  return found.line < end.line || (found.line === end.line && found.character < end.character) ? end : found;
}
