import { isMap, isSeq, type Node } from 'yaml';
import { replaceWord } from './edits.ts';
import { findAt, pathOf } from './find.ts';
import { type Fix, type FixContext, fixOf } from './fix.ts';

/** Codes whose suggestions are YAML rather than words, unless they are single words. */
const IN_YAML: readonly string[] = ['wrong-type', 'wrong-value', 'value-not-of-type', 'ends-reversed', 'two-ends'];

/** The nearest right words, each in the place of what stands there (V4 did-you-mean). */
export function nearestWords(context: FixContext): readonly (Fix | undefined)[] {
  const { problem } = context;
  return (problem.suggestions ?? []).map((word, i) => replacement(context, word, i === 0));
}

/** A word, or for some codes YAML, in the place of what a problem is about. */
export function replacement(context: FixContext, word: string, preferred: boolean, title?: string): Fix | undefined {
  const { document, problem, start, end, text } = context;
  const yaml = IN_YAML.includes(problem.code) && (/^[[{]/.test(word) || isPlainType(problem.code, word, text));
  // What is certain and says the same: `yes` for true, one value for a list of one.
  const safe = yaml && (word === `[${text}]` || (problem.code === 'wrong-type' && problem.suggestions?.length === 1));
  const named = title ?? `Change to \`${word}\``;
  const found = findAt(document, start, end);
  const value = problem.place?.path === undefined ? undefined : document.yaml.nodeAt(pathOf(problem.place.path));
  // A collection is underlined at its key; what is replaced is the collection.
  if ((isMap(value) || isSeq(value)) && yaml && (value as Node).range) {
    const [from, to] = (value as Node).range as readonly [number, number, number];
    const flow = (value as { flow?: boolean }).flow === true;
    if (!flow) return undefined;
    return fixOf(context, named, { range: document.rangeAt(from, to), newText: word }, { preferred, safe });
  }
  if (start === end || (problem.found !== undefined && !stands(problem.found, text))) return undefined;
  return fixOf(context, named, replaceWord(document, start, end, word, found, yaml), { preferred, safe });
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A number or a boolean in the place of a text, or of another number. */
const isPlainType = (code: string, word: string, instead: string): boolean =>
  code === 'wrong-type' || code === 'value-not-of-type'
    ? /^(?:true|false)$/.test(word) || NUMBER.test(word)
    : NUMBER.test(word) && NUMBER.test(instead);

/** Whether what was found is what stands in the text, in quotes or not. */
function stands(found: string, text: string): boolean {
  const bare = /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
  return bare === found || bare.replaceAll("''", "'") === found || bare.includes(found) || unescaped(text) === found;
}

function unescaped(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
