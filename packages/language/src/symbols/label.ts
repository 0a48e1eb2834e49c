import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';

/** Longest detail, in characters. */
const LONGEST = 60;

export interface Label {
  readonly name: string;
  readonly detail: string;
  /** The node that holds the name. */
  readonly word: Node | undefined;
}

/** Keys that say what an item of a list is, the most telling first; what follows an arrow is where it comes from. */
const NAMED_BY = ['from', 'kpi', 'attribute', 'to', 'slack', 'email', 'webhook'];

/** What an item of a list is called. */
export function labelOf(item: Node): Label {
  if (!isMap(item)) return { name: shortText(item), detail: '', word: item };
  const key = NAMED_BY.find(name => scalarAt(item, name) !== undefined);
  if (key === undefined) {
    const first = item.items[0] as Pair | undefined;
    return { name: textOf(first?.key as Node | null), detail: shortText(item), word: first?.key as Node | undefined };
  }
  const word = item.get(key, true) as Node;
  const name = textOf(word);
  if (key === 'attribute') {
    const operator = textOf(item.get('operator', true) as Node | null);
    const value = item.get('value', true) as Node | null;
    return { name, detail: cut([operator, value ? shortText(value) : ''].filter(Boolean).join(' ')), word };
  }
  if ((key === 'from' || key === 'kpi') && scalarAt(item, 'to') !== undefined) {
    return { name, detail: cut(`→ ${scalarAt(item, 'to')}`), word };
  }
  return { name, detail: key === 'from' ? cut(scalarAt(item, 'aggregate') ?? '') : '', word };
}

/** A value on one line: a text as it is, of a mapping what it is above all. */
export function shortText(node: Node): string {
  if (isScalar(node)) return cut(textOf(node));
  if (isSeq(node)) {
    if (node.items.every(isScalar)) return cut((node.items as Node[]).map(textOf).join(', '));
    return `${node.items.length}`;
  }
  if (!isMap(node)) return '';
  const type = scalarAt(node, 'type') ?? scalarAt(node, 'one') ?? scalarAt(node, 'many');
  if (type !== undefined) return cut(type);
  return cut(
    (node.items as Pair[])
      .map(({ key, value }) => (isScalar(value) ? `${textOf(key as Node)}: ${textOf(value)}` : textOf(key as Node)))
      .join(', '),
  );
}

function scalarAt(map: YAMLMap, key: string): string | undefined {
  const value = map.get(key, true);
  return isScalar(value) && value.value !== null ? textOf(value) : undefined;
}

const textOf = (node: Node | null | undefined): string => (isScalar(node) ? String(node.value ?? '') : '');

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
