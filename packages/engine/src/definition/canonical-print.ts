import { holdsComments, type Tree, type Trivia } from './canonical-tree.ts';
import { canBeBlock, canBePlain, quoted } from './scalar-style.ts';

/** Longest line of an item in braces. */
const ITEM_WIDTH = 120;
/** Longest line of a key of the file with its value in braces; what is longer is easier to read and to diff in lines. */
const SECTION_WIDTH = 80;
const STEP = '  ';

/** Prints a tree as YAML: two spaces a level, short things in braces, quotes only where they are needed. */
export function printTree(tree: Tree): string {
  const lines: string[] = [];
  comments(lines, tree.trivia.before, '');
  if (tree.kind === 'map' && tree.entries.length > 0) printMap(lines, tree, '', true);
  else if (tree.kind === 'list' && tree.items.length > 0) printList(lines, tree, '');
  else lines.push(inline(tree, false) + trailing(tree.trivia));
  if (tree.kind === 'scalar') comments(lines, tree.trivia.end, '');
  while (lines.at(-1) === '') lines.pop();
  return `${lines.join('\n')}\n`;
}

function comments(lines: string[], texts: Trivia['before'], indent: string): void {
  for (const text of texts) {
    if (text !== undefined) lines.push(`${indent}#${text}`.trimEnd());
    else if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
  }
}

const trailing = ({ after }: Trivia): string => (after === undefined ? '' : ` #${after}`.trimEnd());

function printMap(lines: string[], tree: Extract<Tree, { kind: 'map' }>, indent: string, root: boolean): void {
  for (const { key, trivia, value } of tree.entries) {
    comments(lines, trivia.before, indent);
    const head = `${indent}${scalar(key, false, true)}:`;
    printValue(lines, head, value, indent, root && value.kind === 'map' ? SECTION_WIDTH : ITEM_WIDTH, trivia);
  }
  comments(lines, tree.trivia.end, indent);
}

function printList(lines: string[], tree: Extract<Tree, { kind: 'list' }>, indent: string): void {
  for (const item of tree.items) {
    const head = `${indent}-`;
    if (item.kind === 'map' && item.entries.length > 0 && !fits(item, head.length + 1, ITEM_WIDTH)) {
      comments(lines, item.trivia.before, indent);
      const inner: string[] = [];
      printMap(inner, { ...item, trivia: { before: [], end: [] } }, `${indent}${STEP}`, false);
      // A comment above the first key stays above the item; the dash then stands before the key.
      const first = inner.findIndex(line => line !== '' && !line.trimStart().startsWith('#'));
      for (const line of inner.slice(0, first)) lines.push(line === '' ? line : `${indent}${line.trimStart()}`);
      lines.push(`${head} ${(inner[first] ?? '').slice(indent.length + STEP.length)}`, ...inner.slice(first + 1));
      comments(lines, item.trivia.end, `${indent}${STEP}`);
      continue;
    }
    comments(lines, item.trivia.before, indent);
    printValue(lines, head, { ...item, trivia: { ...item.trivia, before: [] } }, indent, ITEM_WIDTH);
  }
  comments(lines, tree.trivia.end, indent);
}

/** A value after `key:` or `-`: in the same line where it fits, else below. */
function printValue(lines: string[], head: string, value: Tree, indent: string, width: number, key?: Trivia): void {
  const after = [key?.after, value.trivia.after].filter(text => text !== undefined).join(';');
  const tail = after === '' ? '' : ` #${after}`.trimEnd();
  const deeper = `${indent}${STEP}`;
  if (value.kind === 'scalar') {
    // A comment between the key and its value has no place of its own in the canonical form: it goes above the key.
    if (value.trivia.before.some(text => text !== undefined)) {
      comments(
        lines,
        value.trivia.before.filter(text => text !== undefined),
        indent,
      );
    }
    if (typeof value.value === 'string' && canBeBlock(value.value)) {
      lines.push(`${head} |${value.value.endsWith('\n') ? '' : '-'}${tail}`);
      for (const line of value.value.replace(/\n$/, '').split('\n')) lines.push(line === '' ? '' : deeper + line);
    } else {
      const text = inline(value, false);
      lines.push((text === '' ? head : `${head} ${text}`) + tail);
    }
    comments(lines, [...value.trivia.end, ...(key?.end ?? [])], indent);
    return;
  }
  const empty = value.kind === 'map' ? value.entries.length === 0 : value.items.length === 0;
  const commented = value.trivia.before.some(text => text !== undefined);
  if (!commented && ((empty && !holdsComments(value)) || fits(value, head.length + 1, width))) {
    lines.push(`${head} ${inline(value, false)}${tail}`);
    comments(lines, key?.end ?? [], indent);
    return;
  }
  if (empty) {
    comments(lines, [...value.trivia.before, ...value.trivia.end], indent);
    lines.push(`${head} ${inline(value, false)}${tail}`);
    return;
  }
  lines.push(head + tail);
  comments(lines, value.trivia.before, deeper);
  if (value.kind === 'map') printMap(lines, value, deeper, false);
  else printList(lines, value, deeper);
  comments(lines, key?.end ?? [], indent);
}

/** Whether a collection stands in braces: nothing is lost, it is not a list of mappings, and the line is short enough. */
function fits(tree: Tree, column: number, width: number): boolean {
  return (
    tree.kind !== 'scalar' && !holdsComments(tree) && isSimple(tree) && column + inline(tree, false).length <= width
  );
}

function isSimple(tree: Tree, depth = 0): boolean {
  if (tree.kind === 'scalar') return typeof tree.value !== 'string' || !canBeBlock(tree.value);
  if (depth > 2 || (tree.kind === 'map' && tree.table)) return false;
  if (tree.kind === 'list') return tree.items.every(item => item.kind === 'scalar' && isSimple(item));
  // A mapping of mappings is a table of named things, unless it has one entry: `{daily: {hours: [6]}}`.
  const inner = tree.entries.filter(({ value }) => value.kind === 'map').length;
  return (
    (inner === 0 || tree.entries.length === inner + scalarCount(tree)) &&
    inner <= 1 &&
    tree.entries.every(e => isSimple(e.value, depth + 1))
  );
}

const scalarCount = (tree: Extract<Tree, { kind: 'map' }>): number =>
  tree.entries.filter(({ value }) => value.kind !== 'map').length;

function inline(tree: Tree, flow: boolean): string {
  if (tree.kind === 'scalar') {
    if (tree.value === null) return flow ? 'null' : '';
    if (typeof tree.value !== 'string' || tree.bareNumber) return String(tree.value);
    return scalar(tree.value, flow);
  }
  if (tree.kind === 'list') return `[${tree.items.map(item => inline(item, true)).join(', ')}]`;
  return `{${tree.entries.map(({ key, value }) => `${scalar(key, true, true)}: ${inline(value, true)}`).join(', ')}}`;
}

/** Keys are text whatever they look like, `null` and `1.50` too; only what YAML 1.1 takes for a boolean gets quotes. */
const PLAIN_KEY = /^(?!(?:true|false|yes|no|on|off|y|n)$)[\p{L}\p{N}_][\p{L}\p{N}_.+-]*$/iu;

function scalar(text: string, flow: boolean, key = false): string {
  if (key && PLAIN_KEY.test(text)) return text;
  return canBePlain(text, flow) ? text : quoted(text);
}
