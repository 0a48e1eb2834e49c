import { isDeepStrictEqual } from 'node:util';
import { parseYaml } from '@waybill/engine/definition';
import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';

/**
 * A text with other values: keys whose value stays keep their lines, and in one that changes, each part that stays
 * keeps its comments, wherever it goes.
 * @returns undefined for a text that is no mapping.
 */
export function graftComments(text: string, wanted: unknown): string | undefined {
  const document = parseDocument(text, PARSING);
  const { contents } = document;
  const before = parseYaml(text).value;
  if (!isMap(contents) || !isPlain(before) || !isPlain(wanted)) return undefined;
  const pairs = contents.items as Pair<Node, Node | null>[];
  const kept = pairs.filter(pair => Object.hasOwn(wanted, keyOf(pair)));
  for (const pair of kept) {
    const key = keyOf(pair);
    if (!isDeepStrictEqual(before[key], wanted[key])) pair.value = changed(pair.value, before[key], wanted[key]);
  }
  const known = new Set(kept.map(keyOf));
  const added = Object.entries(wanted).filter(([key]) => !known.has(key));
  contents.items = [...kept, ...added.map(([key, value]) => new Pair(new Scalar(key), fresh(value, [])))] as never;
  return document.toString({ lineWidth: 0 });
}

const PARSING = { version: '1.2', schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false } as const;

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A part of the old value that may stand in the new one; each once. */
interface Spare {
  readonly plain: unknown;
  readonly node: Node;
}

function changed(old: Node | null, before: unknown, wanted: unknown): Node {
  const spares = old === null ? [] : sparesIn(old, before);
  const node = fresh(wanted, spares);
  if (old?.commentBefore) node.commentBefore = old.commentBefore;
  // What stands at the end of the line of a single value is about that value.
  if (old?.comment && isScalar(old) === isScalar(node)) node.comment = old.comment;
  return node;
}

/** Everything in a node that can be told by its value, the larger parts first. */
function sparesIn(node: Node, plain: unknown): Spare[] {
  if (isSeq(node) && Array.isArray(plain)) {
    return node.items.flatMap((item, i) =>
      isNode(item) ? [{ plain: plain[i], node: item }, ...sparesIn(item, plain[i])] : [],
    );
  }
  if (!isMap(node) || !isPlain(plain)) return [];
  return (node.items as Pair[]).flatMap(pair =>
    isNode(pair.value) && isCollection(pair.value) ? sparesIn(pair.value, plain[keyOf(pair)]) : [],
  );
}

function fresh(wanted: unknown, spares: Spare[], inList = false): Node {
  const index = inList ? spares.findIndex(({ plain }) => isDeepStrictEqual(plain, wanted)) : -1;
  const [spare] = index < 0 ? [] : spares.splice(index, 1);
  if (spare) return spare.node;
  if (Array.isArray(wanted)) {
    const list = new YAMLSeq();
    list.items = wanted.map(item => fresh(item, spares, true));
    return list;
  }
  if (isPlain(wanted)) {
    const map = new YAMLMap();
    map.items = Object.entries(wanted).map(([key, value]) => new Pair(new Scalar(key), fresh(value, spares)));
    return map;
  }
  return new Scalar(wanted);
}
