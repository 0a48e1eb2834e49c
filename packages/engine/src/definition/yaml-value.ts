import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';
import type { Code, ParamsOf } from '../errors/index.ts';

/** Nothing sensible nests deeper; a file that does is a mistake or an attack. */
const MAX_DEPTH = 100;
/** Nodes that aliases may add to a document ("billion laughs"). */
const MAX_ALIASED_NODES = 10_000;

/** Reports one problem at a range of offsets of the text. */
export type Report = <C extends Code>(code: C, params: ParamsOf<C>, range: readonly [number, number]) => void;

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Text of a scalar as it was written, without quotes. */
export function asWritten(node: Scalar): string {
  if (node.type === Scalar.PLAIN || node.type === undefined) return node.source ?? String(node.value ?? '');
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value ?? ''));
}

/**
 * The value of a scalar. A number that a double does not give back digit by digit (`1.50`, `007`, 2⁶⁴, `0x1F`) stays
 * text as written: numbers in a definition are compared and written exactly (O3).
 */
export function scalarValue(node: Scalar): string | number | boolean | null {
  const { value } = node;
  if (typeof value === 'number' || typeof value === 'bigint') {
    const source = asWritten(node);
    return PLAIN_NUMBER.test(source) && String(Number(source)) === source ? Number(source) : source;
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : asWritten(node);
}

/** The key of a pair as text, as written (`1.50:` is "1.50", `true:` is "true"); undefined for a key that is no word. */
export function keyText(pair: Pair): string | undefined {
  const key = pair.key as Node | null;
  if (key === null || key === undefined) return '';
  return isScalar(key) ? asWritten(key) : undefined;
}

/** The document as plain JavaScript: objects, arrays, text, exact numbers, booleans and null. */
export function toPlain(document: Document.Parsed, report: Report): unknown {
  const aliasesOpen = new Set<Node>();
  let aliased = 0;
  let insideAlias = 0;
  let exhausted = false;

  const convert = (node: unknown, depth: number): unknown => {
    if (node === null || node === undefined || exhausted) return null;
    const at = rangeOf(node as Node);
    if (depth > MAX_DEPTH) {
      exhausted = true;
      report('yaml-too-deep', { depth: MAX_DEPTH }, at);
      return null;
    }
    if (insideAlias > 0 && ++aliased > MAX_ALIASED_NODES) {
      exhausted = true;
      report('yaml-alias', { detail: `its aliases stand for more than ${MAX_ALIASED_NODES} values` }, at);
      return null;
    }
    if (isAlias(node)) {
      const target = node.resolve(document) as Node | undefined;
      if (!target || aliasesOpen.has(target)) {
        const detail = target ? `"*${node.source}" stands inside what it names` : `"*${node.source}" names no anchor`;
        report('yaml-alias', { detail }, at);
        return null;
      }
      aliasesOpen.add(target);
      insideAlias++;
      const value = convert(target, depth + 1);
      insideAlias--;
      aliasesOpen.delete(target);
      return value;
    }
    if (isScalar(node)) {
      const value = scalarValue(node);
      if (typeof value === 'string' && value.includes('\0')) report('nul-character', {}, at);
      return value;
    }
    if (isSeq(node)) {
      const open = node as unknown as Node;
      aliasesOpen.add(open);
      const list = node.items.map(item => convert(isPair(item) ? null : item, depth + 1));
      aliasesOpen.delete(open);
      return list;
    }
    if (!isMap(node)) return null;
    aliasesOpen.add(node as unknown as Node);
    const entries: [string, unknown][] = [];
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key = keyText(pair);
      const keyAt = rangeOf((pair.key ?? node) as Node);
      if (key === undefined) report('yaml-key', {}, keyAt);
      else if (key === '<<' && isScalar(pair.key) && pair.key.type === Scalar.PLAIN) report('yaml-merge', {}, keyAt);
      else if (seen.has(key)) report('duplicate-key', { key }, keyAt);
      else {
        seen.add(key);
        entries.push([key, convert(pair.value, depth + 1)]);
      }
    }
    aliasesOpen.delete(node as unknown as Node);
    return Object.fromEntries(entries);
  };
  return convert(document.contents, 0);
}

/** Where a node stands, as offsets; the end is exclusive and leaves out trailing space and comments. */
export function rangeOf(node: Node): readonly [number, number] {
  return node.range ? [node.range[0], node.range[1]] : [0, 0];
}
