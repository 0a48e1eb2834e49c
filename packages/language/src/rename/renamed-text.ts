import { canBePlain, quoted } from '@waybill/engine/definition';
import { isMap, isSeq, type Node } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { Occurrence } from '../meaning/occurrences.ts';
import { sameTarget, type Target } from '../meaning/target.ts';
import type { Change } from './insert-key.ts';

/** What a text says once the target has another name: each segment that names it is replaced. */
export function renamedText({ text, segments }: Occurrence, target: Target, name: string): string {
  let out = text;
  for (const segment of [...segments].reverse()) {
    if (!sameTarget(segment.target, target)) continue;
    out = out.slice(0, segment.offset) + name + out.slice(segment.offset + segment.text.length);
  }
  return out;
}

/** The change that makes an occurrence say another text: in the quotes that it has, else in some where it needs them. */
export function replaceText(document: LanguageDocument, occurrence: Occurrence, text: string): Change {
  const { start, end, quote } = occurrence;
  if (quote === '"') return { from: start, to: end, text: JSON.stringify(text).slice(1, -1) };
  if (quote === "'") return { from: start, to: end, text: text.replaceAll("'", "''") };
  const plain = canBePlain(text, isInFlow(document, occurrence));
  return { from: start, to: end, text: plain ? text : quoted(text) };
}

/** The change that puts something else in the place of a whole value, its quotes included. */
export function replaceValue({ start, end, quote }: Occurrence, text: string): Change {
  const around = quote === undefined ? 0 : 1;
  return { from: start - around, to: end + around, text };
}

/** Whether an occurrence stands inside brackets or braces. */
export function isInFlow({ yaml }: LanguageDocument, { path }: Occurrence): boolean {
  for (let length = path.length - 1; length >= 0; length--) {
    const node = yaml.nodeAt(path.slice(0, length)) as Node | undefined;
    if ((isMap(node) || isSeq(node)) && node.flow) return true;
  }
  return false;
}
