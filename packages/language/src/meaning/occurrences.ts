import type { KeyPath } from '@waybill/engine/definition';
import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Range } from '../positions.ts';
import type { Meaning } from './meaning.ts';
import { keyMeaningAt, meaningAt } from './meaning-at.ts';
import { type NamedSegment, segmentsIn } from './segments.ts';

export interface OccurrenceSegment extends NamedSegment {
  readonly range: Range;
  /** Whether the range holds exactly the segment; false where quotes and escapes keep it from being told apart. */
  readonly exact: boolean;
}

/** A text of a document that names or says something. */
export interface Occurrence {
  /** Of the value; for a key of the entry that it begins. */
  readonly path: KeyPath;
  readonly at: 'key' | 'value';
  readonly meaning: Meaning;
  /** What it says, quotes and escapes resolved. */
  readonly text: string;
  /** Offsets of the text as written, without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly range: Range;
  readonly quote: '"' | "'" | undefined;
  readonly segments: readonly OccurrenceSegment[];
}

const OCCURRENCES = Symbol('occurrences');

/** Every text of a document that names or says something, in the order of the text. Works on what parses of a broken one. */
export const occurrences = (document: LanguageDocument, workspace: LanguageWorkspace): readonly Occurrence[] =>
  document.onceIn(workspace.workspace, OCCURRENCES, () => collect(document, workspace));

function collect(document: LanguageDocument, workspace: LanguageWorkspace): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const catalog = workspace.workspace?.catalog;
  const take = (node: unknown, path: KeyPath, at: Occurrence['at']): void => {
    if (!isScalar(node) || !node.range || node.value === null || node.value === undefined) return;
    const meaning =
      at === 'key' ? keyMeaningAt(document, path.slice(0, -1), workspace) : meaningAt(document, path, workspace);
    // `count: true` counts the model's own entries; it is no path.
    if (!meaning || (meaning.kind === 'relation' && typeof node.value === 'boolean')) return;
    const written = writtenAt(document, node);
    if (!written) return;
    const text = node.type === 'PLAIN' ? (node.source ?? String(node.value)) : String(node.value);
    const exact = document.text.slice(written.start, written.end) === text;
    const segments = segmentsIn(meaning, text, catalog).map((segment): OccurrenceSegment => {
      const from = written.start + segment.offset;
      const range = exact
        ? document.rangeAt(from, from + segment.text.length)
        : document.rangeAt(written.start, written.end);
      return { ...segment, range, exact };
    });
    found.push({
      path,
      at,
      meaning,
      text,
      ...written,
      range: document.rangeAt(written.start, written.end),
      segments,
    });
  };
  const visit = (node: Node | null | undefined, path: KeyPath): void => {
    if (isMap(node)) {
      for (const pair of node.items) {
        if (!isScalar(pair.key)) continue;
        const below = [...path, String(pair.key.value)];
        take(pair.key, below, 'key');
        visit(pair.value as Node | null, below);
      }
    } else if (isSeq(node)) {
      for (const [i, item] of node.items.entries()) visit(item as Node | null, [...path, i]);
    } else {
      take(node, path, 'value');
    }
  };
  visit(document.yaml.document.contents, []);
  return found.sort((a, b) => a.start - b.start);
}

/** Where the text of a scalar stands; undefined for blocks, which hold no names. */
function writtenAt(
  { text }: LanguageDocument,
  node: Scalar,
): { readonly start: number; readonly end: number; readonly quote: '"' | "'" | undefined } | undefined {
  const [from, to] = node.range as readonly [number, number, number];
  if (node.type === 'PLAIN') return { start: from, end: to, quote: undefined };
  if (node.type !== 'QUOTE_DOUBLE' && node.type !== 'QUOTE_SINGLE') return undefined;
  const quote = node.type === 'QUOTE_DOUBLE' ? '"' : "'";
  // A node with a tag or an anchor begins before its quote; one that is being typed may have no second one.
  const start = text.indexOf(quote, from) + 1;
  const closed = to - 1 >= start && text[to - 1] === quote;
  return { start, end: closed ? to - 1 : to, quote };
}
