import { isAlias, isMap, isPair, isScalar, isSeq, type Node, Scalar } from 'yaml';
import type { ParsedYaml } from './parse-yaml.ts';
import { asWritten, keyText, scalarValue } from './yaml-value.ts';

/** Comments and blank lines around a node; each comment line without its `#`, undefined for a blank line. */
export interface Trivia {
  /** Lines above it. */
  readonly before: readonly (string | undefined)[];
  /** At the end of its line. */
  readonly after?: string;
  /** Below the last entry of a collection. */
  readonly end: readonly (string | undefined)[];
}

/** What is printed: plain values, in the order and with the comments that they will have. */
export type Tree = { readonly trivia: Trivia } & (
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly bareNumber?: boolean }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  /** `table`: a mapping of named things, each on a line of its own. */
  | { readonly kind: 'map'; readonly entries: readonly Entry[]; readonly table?: boolean }
);
export interface Entry {
  readonly key: string;
  /** Comments above the key. */
  readonly trivia: Trivia;
  readonly value: Tree;
}

export const NO_TRIVIA: Trivia = { before: [], end: [] };

const commentLines = (comment: string | null | undefined): (string | undefined)[] =>
  comment ? comment.split('\n').map(line => (line === '' ? undefined : line)) : [];

function triviaOf(node: Node | null | undefined, text: string): Trivia {
  if (!node) return NO_TRIVIA;
  const before = [...(node.spaceBefore ? [undefined] : []), ...commentLines(node.commentBefore)];
  const collection = isMap(node) || isSeq(node);
  const comment = node.comment ?? undefined;
  if (comment === undefined) return { before, end: [] };
  if (collection) {
    const lines = commentLines(comment);
    // In the line of the closing bracket, or below the last entry.
    const sameLine =
      (node as { flow?: boolean }).flow === true && /^[ \t]*,?[ \t]*#/.test(text.slice(node.range?.[1] ?? 0));
    const last = sameLine ? lines.pop() : undefined;
    return { before, ...(last === undefined ? {} : { after: last }), end: lines };
  }
  // A comment of several lines after a value: the first stands at its end, the others below.
  const [first, ...others] = commentLines(comment);
  return { before, ...(first === undefined ? {} : { after: first }), end: others };
}

/** A file as a tree, aliases written out. Only for a file without problems of syntax. */
export function treeOf(yaml: ParsedYaml): Tree {
  const { document, text } = yaml;
  const convert = (node: unknown): Tree => {
    if (isAlias(node)) {
      const tree = convert(node.resolve(document));
      // Its own comments count, not those of what it stands for.
      return { ...tree, trivia: triviaOf(node as Node, text) } as Tree;
    }
    if (isSeq(node)) {
      const items = node.items.map(item => convert(isPair(item) ? null : item));
      return { kind: 'list', items, trivia: triviaOf(node as unknown as Node, text) };
    }
    if (isMap(node)) {
      const entries = node.items.map((pair): Entry => {
        const key = pair.key as Node | null;
        return {
          key: keyText(pair) ?? '',
          trivia: triviaOf(key, text),
          value: besideKey(convert(pair.value), key, text),
        };
      });
      return { kind: 'map', entries, trivia: triviaOf(node as unknown as Node, text) };
    }
    if (!isScalar(node)) return { kind: 'scalar', value: null, trivia: NO_TRIVIA };
    const value = scalarValue(node);
    // `1.50` is text to Waybill and stands without quotes, as it was written.
    const plainNumber = node.type === Scalar.PLAIN && typeof node.value === 'number' && typeof value === 'string';
    const bareNumber = plainNumber && asWritten(node) === value;
    return { kind: 'scalar', value, ...(bareNumber ? { bareNumber } : {}), trivia: triviaOf(node as Node, text) };
  };
  return wholeFile(convert(document.contents), document.commentBefore, document.comment, text);
}

/** A comment at the top is about the file and stays there, whichever key comes first; one after a blank line is the key's. */
function wholeFile(tree: Tree, top: string | null, bottom: string | null, text: string): Tree {
  const header = commentLines(top);
  const before = [...header, ...(header.length > 0 ? [undefined] : []), ...tree.trivia.before];
  const footer = commentLines(bottom);
  const apart =
    footer.length > 0 && /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, text.lastIndexOf(`#${footer[0] ?? ''}`)));
  const end = [...tree.trivia.end, ...(apart ? [undefined] : []), ...footer];
  const [first, ...others] = tree.kind === 'map' ? tree.entries : [];
  if (tree.kind !== 'map' || !first || header.length > 0) return { ...tree, trivia: { ...tree.trivia, before, end } };
  const lines = first.trivia.before;
  const split = lines.lastIndexOf(undefined);
  const mine = split < 0 ? lines : lines.slice(0, split + 1);
  const entry = { ...first, trivia: { ...first.trivia, before: split < 0 ? [] : lines.slice(split + 1) } };
  return { ...tree, entries: [entry, ...others], trivia: { ...tree.trivia, before: [...before, ...mine], end } };
}

/** A comment in the line of the key, above a collection that begins below, stays in that line. */
function besideKey(value: Tree, key: Node | null, text: string): Tree {
  const { before, after } = value.trivia;
  // A blank line between a key and its value, which then is nothing, has no place in the file.
  if (value.kind === 'scalar')
    return { ...value, trivia: { ...value.trivia, before: before.filter(line => line !== undefined) } };
  if (after !== undefined || !/^["']?[ \t]*:[ \t]+#/.test(text.slice(key?.range?.[1] ?? 0))) return value;
  const index = before.findIndex(line => line !== undefined);
  const line = before[index];
  if (line === undefined) return value;
  return { ...value, trivia: { ...value.trivia, after: line, before: before.toSpliced(index, 1) } };
}

/** Plain JavaScript as a tree; what is undefined is left out. */
export function treeOfValue(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOfValue), trivia: NO_TRIVIA };
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => ({ key, trivia: NO_TRIVIA, value: treeOfValue(item) }));
    return { kind: 'map', entries, trivia: NO_TRIVIA };
  }
  return { kind: 'scalar', value: value as string | number | boolean | null, trivia: NO_TRIVIA };
}

/** The tree as plain JavaScript. */
export function valueOfTree(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(valueOfTree);
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, valueOfTree(value)]));
}

const isBare = (trivia: Trivia): boolean =>
  trivia.before.length === 0 && trivia.after === undefined && trivia.end.length === 0;

/** Whether any comment or blank line stands inside a tree: it is then printed over several lines. */
export function holdsComments(tree: Tree): boolean {
  if (tree.kind === 'scalar') return false;
  if (tree.trivia.end.length > 0) return true;
  const inner = tree.kind === 'list' ? tree.items : tree.entries.map(({ value }) => value);
  const keys = tree.kind === 'map' ? tree.entries.map(({ trivia }) => trivia) : [];
  return keys.some(trivia => !isBare(trivia)) || inner.some(item => !isBare(item.trivia) || holdsComments(item));
}

/** The comments of two nodes that become one. */
export const joinTrivia = (outer: Trivia, ...inner: readonly Trivia[]): Trivia => {
  const after = [outer, ...inner].map(t => t.after).filter(text => text !== undefined);
  return {
    before: [outer, ...inner].flatMap(t => t.before),
    ...(after.length > 0 ? { after: after.join(';') } : {}),
    end: [...inner, outer].flatMap(t => t.end),
  };
};
