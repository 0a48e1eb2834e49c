import type { Code, Problem } from '../errors/index.ts';

/** Mistakes that keep a whole file from being read, and yet leave no doubt about the lines around them. */
const OF_ONE_PLACE: readonly Code[] = ['yaml-syntax', 'duplicate-key', 'yaml-key', 'yaml-merge', 'yaml-alias'];

/** More mistakes than this are not typing, but another kind of file. */
const MOST_MISTAKES = 20;

/**
 * What is surely wrong beside a line that could not be read: it is told by the words at its place and by names of the
 * catalog. That something is missing, or does not go with another part, may be the doing of the line itself.
 */
const SURE: ReadonlySet<Code> = new Set<Code>([
  'unknown-key',
  'wrong-type',
  'wrong-value',
  'not-allowed-together',
  'unknown-model',
  'unknown-field',
  'unknown-relation',
  'unknown-predicate',
  'unknown-kpi',
  'unknown-dimension',
  'unknown-date-part',
  'unknown-group-field',
  'unknown-source',
  'unknown-destination',
  'unknown-template',
  'unknown-template-release',
  'unknown-timezone',
  'unknown-token',
  'unknown-placeholder',
  'literal-secret',
  'group-needs-field',
  'field-has-no-parts',
  'path-is-relation',
  'field-is-no-relation',
  'to-many-in-field',
  'custom-of-other-model',
  'unknown-operator',
  'operator-not-for-type',
  'value-not-of-type',
  'not-an-enum-value',
  'replace-unknown-value',
  'two-ends',
  'ends-reversed',
  'format-not-for-type',
  'protect-not-for-type',
  'duplicate-header',
  'date-expression',
  'date-value',
  'date-out-of-range',
  'duration',
  'cron',
]);

/**
 * A text without the lines that could not be read, all others where they are. It does not depend on what stands in those
 * lines, so that it stays the same while somebody types there.
 */
export interface Beside {
  readonly text: string;
  /** Of the problems that were found in `text` those of the file as it is. */
  sure(problems: readonly Problem[]): readonly Problem[];
}

/**
 * The file without its mistakes of syntax, twice at most: without the lines themselves and all that is indented below
 * them, then without the whole parts of the file that they are in. Empty where nothing else can be told of the file.
 */
export function besideMistakes(text: string, mistakes: readonly Problem[]): readonly Beside[] {
  const places = mistakes.map(({ place }) => place?.line);
  if (mistakes.length === 0 || mistakes.length > MOST_MISTAKES) return [];
  if (mistakes.some(({ code }) => !OF_ONE_PLACE.includes(code)) || places.includes(undefined)) return [];
  const lines = text.split('\n');
  const wrong = (places as readonly number[]).map(line => line - 1).filter(line => line < lines.length);
  // A key that is written twice stays once; any other keeps its place, so that it does not seem to be missing.
  const twice = mistakes.some(({ code }) => code === 'duplicate-key');
  return [withDeeper, wholePart].map(reach => {
    const left = new Set(wrong.flatMap(line => reach(lines, line)));
    const kept = lines.map((line, i) => (left.has(i) ? blank(line, !twice && wrong.includes(i)) : line));
    return {
      text: kept.join('\n'),
      sure: problems =>
        problems
          .filter(({ code, place }) => SURE.has(code) && place?.line !== undefined && !left.has(place.line - 1))
          .map(withoutPosition),
    };
  });
}

/** In a list that lacks an item, the positions of those below are not what they are in the file. */
function withoutPosition(problem: Problem): Problem {
  if (!problem.place?.path?.includes('[')) return problem;
  const { path: _, ...place } = problem.place;
  return { ...problem, place };
}

/** Nothing in place of a line, or of what follows its key. */
function blank(line: string, keepBeginning: boolean): string {
  const kept = keepBeginning ? (/^\s*[A-Za-z_][\w.-]*:(?=\s|$)/.exec(line)?.[0] ?? '') : '';
  return line.endsWith('\r') ? `${kept}\r` : kept;
}

const isEmpty = (line: string): boolean => /^\s*(?:#|$)/.test(line);
const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0;

function withDeeper(lines: readonly string[], at: number): number[] {
  const found = [at];
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (!isEmpty(line) && indentOf(line) <= indentOf(lines[at] as string)) break;
    found.push(i);
  }
  return found;
}

function wholePart(lines: readonly string[], at: number): number[] {
  let first = at;
  while (first > 0 && (isEmpty(lines[first] as string) || /^[ \t-]/.test(lines[first] as string))) first--;
  const found = [first];
  for (let i = first + 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (i > at && !isEmpty(line) && !/^[ \t-]/.test(line)) break;
    found.push(i);
  }
  return found;
}
