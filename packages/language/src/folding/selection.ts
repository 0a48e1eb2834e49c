import { isPair, isScalar, type Node, type Pair, visit } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { Position, Range } from '../positions.ts';

/** What an editor selects when a selection is made wider, step by step: the word, the value, the entry, the block. */
export function selectionsAt(document: LanguageDocument, position: Position): readonly Range[] {
  const at = document.offsetAt(position);
  const found: (readonly [number, number])[] = [];
  const add = (start: number, end: number) => {
    const to = start + document.text.slice(start, end).trimEnd().length;
    if (start <= at && at <= to) found.push([start, to]);
  };
  visit(document.yaml.document, (_, node) => {
    const range = isPair(node) ? rangeOfPair(node as Pair) : (node as Node | null)?.range;
    if (!range) return undefined;
    const [start, end] = range;
    if (at < start || at > end) return visit.SKIP;
    // A quoted text is selected without its quotes first.
    if (isScalar(node) && /["']/.test(document.text[start] ?? '') && end - start >= 2) add(start + 1, end - 1);
    add(start, end);
    return undefined;
  });
  const widest = found.sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  const ranges = widest.filter(([start, end], i) => {
    const inner = widest[i - 1];
    return !inner || (start <= inner[0] && end >= inner[1] && (start !== inner[0] || end !== inner[1]));
  });
  return ranges.map(([start, end]) => document.rangeAt(start, end));
}

function rangeOfPair({ key, value }: Pair): readonly [number, number] | undefined {
  const from = (key as Node | null)?.range ?? (value as Node | null)?.range;
  const to = (value as Node | null)?.range ?? from;
  return from && to ? [from[0], Math.max(to[1], from[1])] : undefined;
}
