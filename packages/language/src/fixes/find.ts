import type { KeyPath } from '@waybill/engine/definition';
import { isMap, isPair, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';

/** The path that `pathText` of the engine has written: `fields[2].to`, `replace["a b"]`. */
export function pathOf(text: string): KeyPath {
  return [...text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w-]+)/g)].map(([, index, quoted, plain]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(quoted) as string) : (plain as string),
  );
}

/** What is around a place of the text. */
export interface Found {
  /** The pair whose key begins there, or whose value the place is in. */
  readonly pair: Pair | undefined;
  /** The mapping that holds the pair. */
  readonly map: YAMLMap | undefined;
  /** The innermost item of a list that the place is in, with its list. */
  readonly item: Node | undefined;
  readonly list: YAMLSeq | undefined;
  /** The text value or key. */
  readonly scalar: Node | undefined;
  /** Whether it stands in braces or brackets. */
  readonly flow: boolean;
}

/** What stands at an offset, innermost first; of a file that can be read. */
export function findAt({ yaml }: LanguageDocument, start: number, end = start): Found {
  let found: Found = {
    pair: undefined,
    map: undefined,
    item: undefined,
    list: undefined,
    scalar: undefined,
    flow: false,
  };
  const holds = (node: unknown): boolean => {
    const range = (node as Node | null)?.range;
    return range !== undefined && range !== null && range[0] <= start && end <= Math.max(range[1], range[0]);
  };
  visit(yaml.document, (_, node, path) => {
    if (isPair(node)) {
      if (!holds(node.key) && !holds(node.value)) return visit.SKIP;
      const map = path.at(-1);
      // Only the innermost counts; the item of a list around a mapping stays known.
      if (isMap(map)) found = { ...found, pair: node as Pair, map, flow: found.flow || map.flow === true };
      return undefined;
    }
    if (!holds(node)) return visit.SKIP;
    const above = path.at(-1);
    if (isSeq(above)) found = { ...found, item: node as Node, list: above, flow: found.flow || above.flow === true };
    if (isScalar(node)) found = { ...found, scalar: node };
    return undefined;
  });
  return found;
}

/** The list that an item is in, with the pair that holds the list. */
export function parentOf(
  { yaml }: LanguageDocument,
  child: unknown,
): { readonly map: YAMLMap; readonly pair: Pair } | undefined {
  let found: { readonly map: YAMLMap; readonly pair: Pair } | undefined;
  visit(yaml.document, {
    Pair: (_, pair, path) => {
      const map = path.at(-1);
      if (pair.value === child && isMap(map)) found = { map, pair: pair as Pair };
    },
  });
  return found;
}
