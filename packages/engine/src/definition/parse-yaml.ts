import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { type Place, type Problem, problem } from '../errors/index.ts';
import { explainSyntax } from './yaml-errors.ts';
import { keyText, type Report, rangeOf, toPlain } from './yaml-value.ts';

/** Keys and list positions that lead to a value: `['fields', 2, 'to']`. */
export type KeyPath = readonly (string | number)[];

/** Longest file that is read, in characters; a list of a million ids belongs into an audience file (D7). */
export const MAX_YAML_LENGTH = 5_000_000;

/** One file, parsed once: editors, checks and the formatter all read this. */
export interface ParsedYaml {
  /** The text without byte order mark; offsets, lines and columns count in it. */
  readonly text: string;
  readonly file: string | undefined;
  /** With comments, styles and ranges; whatever could be understood of an incomplete file. */
  readonly document: Document.Parsed;
  /** Plain JavaScript; undefined when the file is not valid YAML. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** The node at a path, aliases followed; undefined when there is none. */
  nodeAt(path: KeyPath): Node | undefined;
  /**
   * Place of a key or a value; of the nearest thing around it when the path leads nowhere. `value` of a collection is
   * its key where it has one, so that an editor underlines a word rather than half the file.
   */
  locate(path: KeyPath, what?: 'key' | 'value'): Place;
  /** Place of characters `from` to `to` of a text value; of the whole value where they cannot be told apart. */
  locateInside(path: KeyPath, from: number, to: number, what?: 'key' | 'value'): Place;
  /** What a path is called in messages, where that is not simply its text: a part of a template. */
  called?(path: KeyPath): string;
  /** Place of a range of offsets. */
  placeAt(start: number, end: number, path?: KeyPath): Place;
}

/** `fields[2].to`, as problems show a path. */
export function pathText(path: KeyPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += /^[\w-]+$/.test(part) ? (text && '.') + part : `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** Reads YAML 1.2 (core schema). Never throws: what is wrong is in `problems`, at its place (K1, D1). */
export function parseYaml(rawText: string, file?: string): ParsedYaml {
  const text = rawText.startsWith('\ufeff') ? rawText.slice(1) : rawText;
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const tooLong = text.length > MAX_YAML_LENGTH;
  let document: Document.Parsed;
  let tooDeep = false;
  try {
    document = parse(tooLong ? '' : text, lines);
  } catch (error) {
    // The parser recurses; only the nesting of the text can exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    tooDeep = true;
    document = parse('', lines);
  }

  const placeAt = (start: number, end: number, path?: KeyPath): Place => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return {
      ...(file === undefined ? {} : { file }),
      line: Math.max(1, from.line),
      column: Math.max(1, from.col),
      endLine: Math.max(1, to.line),
      endColumn: Math.max(1, to.col),
      ...(path === undefined || path.length === 0 ? {} : { path: pathText(path) }),
    };
  };
  const report: Report = (code, params, range) => problems.push(problem(code, params, { place: placeAt(...range) }));

  // After the first mistake of syntax the parser guesses; what it says next is mostly about its guess.
  const [mistake] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  let value: unknown;
  if (tooLong) report('file-too-long', { length: text.length, limit: MAX_YAML_LENGTH }, [0, 0]);
  else if (tooDeep || mistake?.code === 'RESOURCE_EXHAUSTION') report('yaml-too-deep', { depth: 100 }, [0, 0]);
  else if (mistake) {
    const { detail, range } = explainSyntax(mistake, document, text);
    report('yaml-syntax', { detail }, range);
  } else {
    value = toPlain(document, report);
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
      report('file-empty', {}, [0, 0]);
    }
    if (problems.length > 0) value = undefined;
  }

  const nodeAt = (path: KeyPath) => {
    const { node, complete } = follow(document, path);
    return complete ? node : undefined;
  };
  const locate = (path: KeyPath, what: 'key' | 'value' = 'value'): Place => {
    const found = follow(document, path);
    if (what === 'key' && found.complete && found.pair?.key) return placeAt(...rangeOf(found.pair.key as Node), path);
    return placeAt(...wordRange(found, text), path);
  };
  const locateInside = (path: KeyPath, from: number, to: number, what: 'key' | 'value' = 'value'): Place => {
    const found = follow(document, path);
    const node = what === 'key' ? (found.pair?.key as Node | undefined) : found.node;
    if (found.complete && node && isScalar(node) && node.range) {
      const [start, end] = node.range;
      const quoted = text[start] === '"' || text[start] === "'" ? 1 : 0;
      const inner = text.slice(start + quoted, end - quoted);
      if (inner === String(node.value ?? '') || inner === node.source) {
        return placeAt(start + quoted + from, start + quoted + Math.max(from, to), path);
      }
    }
    return locate(path, what);
  };
  return { text, file, document, value, problems, nodeAt, locate, locateInside, placeAt };
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    // Compared as written, and in linear time, by yaml-value.ts.
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter,
    logLevel: 'error',
  }) as Document.Parsed;
}

interface Followed {
  /** The deepest node that was reached. */
  readonly node: Node | undefined;
  /** The pair that holds it, when it is a value of a mapping. */
  readonly pair: Pair | undefined;
  /** The place in the text is the alias', not that of what it stands for. */
  readonly alias: Node | undefined;
  readonly complete: boolean;
}

function follow(document: Document.Parsed, path: KeyPath): Followed {
  let node = (document.contents ?? undefined) as Node | undefined;
  let pair: Pair | undefined;
  let alias: Node | undefined;
  for (const part of path) {
    let next: Node | undefined;
    if (isMap(node)) {
      const found = node.items.find(item => keyText(item) === String(part));
      if (!found) return { node, pair, alias, complete: false };
      pair = found;
      next = (found.value ?? undefined) as Node | undefined;
    } else if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
      pair = undefined;
      next = node.items[part] as Node | undefined;
    } else return { node, pair, alias, complete: false };
    if (isAlias(next)) {
      alias ??= next as Node;
      next = next.resolve(document) as Node | undefined;
    }
    node = next;
  }
  return { node, pair, alias, complete: true };
}

/** The word to underline for a value: a scalar itself, a collection's key, an item's first line. */
function wordRange({ node, pair, alias }: Followed, text: string): readonly [number, number] {
  if (alias) return rangeOf(alias);
  const key = pair?.key as Node | undefined;
  const empty = !node?.range || (isScalar(node) && node.range[0] === node.range[1]);
  if (key?.range && (empty || isMap(node) || isSeq(node))) return rangeOf(key);
  if (!node?.range) return [0, 0];
  const [start, end] = rangeOf(node);
  if (isMap(node) && !node.flow && node.items[0]?.key) return rangeOf(node.items[0].key as Node);
  const lineEnd = text.indexOf('\n', start);
  const firstLine = lineEnd < 0 || isScalar(node) ? end : Math.min(end, lineEnd);
  return [start, Math.max(start, firstLine - (text[firstLine - 1] === '\r' ? 1 : 0))];
}
