import { isDeepStrictEqual } from 'node:util';
import { formatText, parseYaml, writeCanonical } from '@waybill/engine/definition';
import { fail } from '@waybill/engine/errors';
import { isMap, isNode, isScalar, type Node, Pair, parseDocument, type YAMLMap } from 'yaml';

/**
 * Changes one key of a definition and leaves every other character as it is, comments and order included, so that the
 * diff shows the change alone. Definitions are edited only when they are valid, so their top level is a mapping.
 */

/** The same definition under another name (R4). */
export const withName = (text: string, name: string): string => withKey(text, 'name', name);

/** The same definition with another schedule (S4), in canonical form. */
export const withSchedule = (text: string, schedule: unknown): string => withKey(text, 'schedule', schedule);

type Key = 'name' | 'schedule';

/** Keys that a missing one goes before; the language's order has no others behind. */
const FOLLOWERS: Readonly<Record<Key, readonly string[]>> = { name: [], schedule: ['notify'] };

/** So deep may a value be; the language needs four levels. */
const DEPTH = 20;

function withKey(text: string, key: Key, value: unknown): string {
  if (isDeeperThan(DEPTH, value)) fail('yaml-too-deep', { depth: DEPTH }, { place: { path: key } });
  const wanted = { ...(parseYaml(text).value as object), [key]: value };
  // Written in braces, or with an anchor in the very part that goes: brought into lines and written out first.
  for (const attempt of [text, canonical(text)]) {
    const edited = spliced(attempt, key, value);
    if (edited === undefined) continue;
    const { value: read, problems } = parseYaml(edited);
    if (problems.length === 0 && isDeepStrictEqual(read, wanted)) return edited;
  }
  return writeCanonical(wanted, 'export');
}

const isDeeperThan = (levels: number, value: unknown): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (levels === 0 || Object.values(value).some(inner => isDeeperThan(levels - 1, inner)));

function canonical(text: string): string {
  const formatted = formatText(text, 'export');
  return formatted.ok ? formatted.text : text;
}

/** The text with the lines of one key in place of others; undefined where its keys do not stand in lines. */
function spliced(text: string, key: Key, value: unknown): string | undefined {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const { contents } = parseDocument(text, PARSING);
  if (!isMap(contents) || contents.flow === true) return undefined;
  const pairs = contents.items as Pair<Node, Node | null>[];
  const index = pairs.findIndex(pair => keyOf(pair) === key);
  const print = (section: string) => section.replaceAll('\n', newline);
  if (index >= 0) {
    const [from, until] = sectionOf(text, pairs, index);
    const section = text.slice(from, until).replaceAll('\r\n', '\n');
    return text.slice(0, from) + print(editedSection(section, key, value)) + text.slice(until);
  }
  const follower = pairs.findIndex(pair => FOLLOWERS[key].includes(keyOf(pair)));
  const before = follower < 0 ? pairs.length - 1 : follower - 1;
  const at = before < 0 ? 0 : sectionOf(text, pairs, before)[1];
  const lines = print(writeCanonical({ [key]: value }, 'export'));
  const open = at > 0 && !/[\r\n]$/.test(text.slice(0, at)) ? newline : '';
  return text.slice(0, at) + open + lines + text.slice(at);
}

const PARSING = { version: '1.2', schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false } as const;

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

/** From a key to the end of its last line; comments at the margin below belong to what follows. */
function sectionOf(text: string, pairs: readonly Pair<Node, Node | null>[], index: number): readonly [number, number] {
  const from = pairs[index]?.key.range?.[0] ?? 0;
  const next = pairs[index + 1]?.key.range?.[0];
  const marker = /^(\.\.\.|---)(?=\s|$)/m.exec(text.slice(from));
  let until = next ?? (marker ? from + marker.index : text.length);
  for (;;) {
    const lineStart = text.lastIndexOf('\n', until - 2) + 1;
    if (lineStart <= from || !/^(#|[ \t\r\n]*$)/.test(text.slice(lineStart, until))) return [from, until];
    until = lineStart;
  }
}

/** The lines of one key with another value: what stands beside something that stays, stays. */
function editedSection(section: string, key: Key, value: unknown): string {
  const document = parseDocument(section, PARSING);
  const { contents } = document;
  if (!isMap(contents)) return writeCanonical({ [key]: value }, 'export');
  const pair = contents.items[0] as Pair<Node, Node | null>;
  const old = pair.value;
  const fresh = (plain: unknown) => document.createNode(plain, { flow: true }) as Node;
  if (isMap(old) && isPlainObject(value)) {
    editMap(old, value, fresh);
  } else if (isScalar(old) && !isPlainObject(value)) {
    // Quotes and a comment behind it stay.
    old.value = value;
    if (old.type?.startsWith('BLOCK') === true) old.type = 'PLAIN';
    delete old.source;
  } else {
    pair.value = fresh(value);
    const [beside, ...others] = comments(old);
    if (beside !== undefined) pair.value.comment = beside;
    if (others.length > 0) pair.key.commentBefore = [pair.key.commentBefore, ...others].filter(Boolean).join('\n');
  }
  if (key === 'name' && isScalar(pair.value))
    return scalarLine(section, pair.value, document.toString({ lineWidth: 0 }));
  const formatted = formatText(besideKey(document.toString({ lineWidth: 0 }), section), 'export');
  if (!formatted.ok) return writeCanonical({ [key]: value }, 'export');
  return /\n$/.test(section) ? formatted.text : formatted.text.replace(/\n$/, '');
}

/** A comment in the line of the key, which the printer puts below it, is put back. */
function besideKey(printed: string, section: string): string {
  const [, comment] = /^[^\s#]+:[ \t]+(#.*)/.exec(section) ?? [];
  if (comment === undefined) return printed;
  return printed.replace(/^([^\s#]+:)\n[ \t]+(#.*)/m, (whole, key: string, first: string) =>
    first === comment ? `${key} ${comment}` : whole,
  );
}

/** A scalar's new text in its old place, so that spaces before a comment stay. */
function scalarLine(section: string, node: Node, printed: string): string {
  const range = node.range;
  const value = parseDocument(printed, PARSING).contents;
  const fresh = isMap(value) ? (value.items[0] as Pair<Node, Node>).value : undefined;
  if (!range || !fresh?.range) return printed;
  return section.slice(0, range[0]) + printed.slice(fresh.range[0], fresh.range[1]) + section.slice(range[1]);
}

/** Ways to say how often; a schedule has one of them, so another takes its place. */
const FREQUENCIES: ReadonlySet<string> = new Set(['at', 'daily', 'weekly', 'monthly', 'cron']);

function editMap(map: YAMLMap, wanted: Readonly<Record<string, unknown>>, node: (plain: unknown) => Node): void {
  const items = map.items as Pair<Node, Node | null>[];
  const frequency = Object.keys(wanted).find(key => FREQUENCIES.has(key));
  const before = items.find(pair => FREQUENCIES.has(keyOf(pair)));
  if (before && frequency !== undefined && isScalar(before.key)) {
    before.key.value = frequency;
    delete before.key.source;
  }
  for (const [key, value] of Object.entries(wanted)) {
    const pair = items.find(one => keyOf(one) === key);
    if (!pair) {
      items.push(new Pair(node(key), node(value)));
      continue;
    }
    if (isNode(pair.value) && isDeepStrictEqual(pair.value.toJSON(), value)) continue;
    const old = pair.value;
    const fresh = node(value);
    if (old?.commentBefore) fresh.commentBefore = old.commentBefore;
    if (old?.comment) fresh.comment = old.comment;
    pair.value = fresh;
  }
  for (const pair of [...items]) if (!Object.hasOwn(wanted, keyOf(pair))) items.splice(items.indexOf(pair), 1);
}

/** Every comment in a node. */
function comments(node: unknown): readonly string[] {
  if (!isNode(node)) return [];
  const inside = isMap(node) ? node.items.flatMap(({ key, value }) => [...comments(key), ...comments(value)]) : [];
  return [...(node.commentBefore ? [node.commentBefore] : []), ...inside, ...(node.comment ? [node.comment] : [])];
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
