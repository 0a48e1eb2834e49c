import type { z } from 'zod';
import {
  branchesOf,
  defOf,
  discriminatingKeys,
  isOptional,
  type Kind,
  kindOf,
  type Schema,
  shapeOf,
} from './schema-shape.ts';

const quoteWord = (word: unknown) => (typeof word === 'string' ? JSON.stringify(word) : String(word));
/** Words stand bare in lists, unless they hold what cannot be seen. */
const bareWord = (word: unknown) => (/^[\w*.-]+$/.test(String(word)) ? String(word) : quoteWord(word));

/** `a, b or c`. */
export const orList = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** What a message calls a value that was found. */
export function foundWords(value: unknown): string {
  const names: Partial<Record<Kind, string>> = { nothing: 'nothing', list: 'a list', mapping: 'a mapping' };
  const name = names[kindOf(value)];
  if (name !== undefined) return Array.isArray(value) && value.length === 0 ? 'an empty list' : name;
  const text = String(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return typeof value === 'string' ? JSON.stringify(short).replaceAll('\\\\', '\\') : short;
}

/** What may be written here, in words that follow "is not" and "Write". */
export function expectation(schema: Schema): string {
  const branches = branchesOf(schema);
  const mappings = branches.filter(branch => shapeOf(branch));
  const parts = branches.filter(branch => !shapeOf(branch)).map(describeBranch);
  if (mappings.length === 1) parts.push(mappingWords(mappings[0] as Schema));
  else if (mappings.length > 1) {
    parts.push(`a mapping with ${orList(discriminatingKeys(mappings).map(key => `\`${key}:\``))}`);
  }
  return orList([...new Set(parts)]);
}

function mappingWords(schema: Schema): string {
  const shape = shapeOf(schema) ?? {};
  const keys = Object.keys(shape);
  const required = keys.filter(key => !isOptional(shape[key] as Schema));
  const shown = (required.length > 0 ? required : keys.slice(0, 3)).map(key => `\`${key}:\``);
  return `a mapping with ${required.length > 0 ? shown.join(' and ') : orList(shown)}`;
}

function describeBranch(branch: Schema): string {
  const def = defOf(branch);
  switch (def.type) {
    case 'enum': {
      const words = Object.values(def.entries ?? {});
      return words.length === 1 ? quoteWord(words[0]) : `one of ${words.map(bareWord).join(', ')}`;
    }
    case 'literal': {
      const words = (def.values ?? []).map(quoteWord);
      return words.length === 1 ? (words[0] as string) : `one of ${words.join(', ')}`;
    }
    case 'boolean':
      return 'true or false';
    case 'number':
      return numberWords(branch);
    case 'array':
      return 'a list';
    case 'record':
    case 'object':
      return 'a mapping';
    default:
      return stringWords(branch);
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a web address, with https://',
  date: 'a day as "2026-12-01"',
  datetime: 'an instant as "2026-12-01T05:30:00Z"',
};

/** Text, or the form of it that the schema's author says is meant. */
function stringWords(schema: Schema): string {
  const { format, checks = [] } = defOf(schema);
  const known = format === undefined ? undefined : FORMATS[format];
  if (known !== undefined) return known;
  const own = messageOf(schema).replace(/^must be /, '');
  if (own !== '') return own;
  const said = checks.map(check => /^(?:must be )?((?:an?|the|text|letters|`) ?.*)$/s.exec(messageOf(check))?.[1]);
  return said.find(form => form !== undefined) ?? 'text';
}

/** What a schema or a check says of every value that does not pass it; empty when it says nothing of its own. */
function messageOf(check: Schema): string {
  const { error } = check._zod.def as { error?: (issue: object) => string | { message: string } | null | undefined };
  const said = error?.({ code: 'custom', input: undefined, path: [] });
  return typeof said === 'string' ? said : (said?.message ?? '');
}

interface NumberCheck {
  readonly check?: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly format?: string;
}

function numberWords(schema: Schema): string {
  const def = defOf(schema);
  let [least, above, most]: (number | undefined)[] = [];
  let whole = def.format?.includes('int') === true;
  for (const check of def.checks ?? []) {
    const { check: kind, value, inclusive, format } = check._zod.def as NumberCheck;
    whole ||= format?.includes('int') === true;
    if (kind === 'greater_than' && inclusive) least = value;
    else if (kind === 'greater_than') above = value;
    else if (kind === 'less_than') most = value;
  }
  const noun = whole ? 'a whole number' : 'a number';
  if (least !== undefined && most !== undefined) return `${noun} from ${least} to ${most}`;
  if (least !== undefined) return `${noun}, at least ${least}`;
  if (above !== undefined)
    return most === undefined ? `${noun} above ${above}` : `${noun} above ${above}, at most ${most}`;
  return most === undefined ? noun : `${noun}, at most ${most}`;
}

/** What an issue of zod says: what is expected, or a whole sentence where the schema's author wrote one. */
export interface Verdict {
  readonly expected: string;
  readonly sentence?: string;
}

export function verdictOf(issue: z.core.$ZodIssue, schema: Schema | undefined, found: string): Verdict {
  const { message } = issue;
  const fallback = schema === undefined ? 'what is expected here' : expectation(schema);
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return {
      expected: issue.minimum > 1 ? `text of at least ${issue.minimum} characters` : 'text with at least one character',
    };
  }
  if (issue.code === 'too_big' && issue.origin === 'string')
    return { expected: `a text of at most ${issue.maximum} characters` };
  if (issue.code === 'too_small' && issue.origin === 'array') return { expected: 'a list with at least one item' };
  if (/^(Invalid|Too (big|small)|Unrecognized)/.test(message)) return { expected: fallback };
  const must = /^must be (.*)$/s.exec(message);
  if (must?.[1] !== undefined) return { expected: must[1] };
  if (message.startsWith('must ')) return { expected: fallback, sentence: `${found} ${message}.` };
  if (/^[A-Z].*\.$/s.test(message)) return { expected: fallback, sentence: message };
  // Lower case and with a verb: a sentence without its full stop; else the words for what is expected.
  if (/ (is|are|belongs?) /.test(message) && !/^(an?|the|at least) /.test(message)) {
    return { expected: fallback, sentence: `${message.charAt(0).toUpperCase()}${message.slice(1)}.` };
  }
  return { expected: message };
}
