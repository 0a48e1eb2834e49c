import { z } from 'zod';
import { type Problem, problem } from '../errors/index.ts';
import { foundWords, verdictOf } from './expectation.ts';
import { inOrder } from './order-problems.ts';
import type { KeyPath, ParsedYaml } from './parse-yaml.ts';
import { type Add, type ExplainOptions, SchemaWalk } from './schema-walk.ts';

export type { ExplainOptions } from './schema-walk.ts';

export interface Explained<T> {
  /** Short forms resolved; undefined when there is a problem. */
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Compares a parsed file with its schema and says every mistake once, at its word, in the words of the person who
 * wrote the file. Zod's own messages are about types; these are about what was meant.
 */
export function explain<T extends z.ZodType>(
  schema: T,
  yaml: ParsedYaml,
  /** What the file is called in messages: `an export`. */
  what: string,
  written: unknown = yaml.value,
  options: ExplainOptions = {},
): Explained<z.output<T>> {
  if (!options.isPlaceholder) {
    const right = z.safeParse(schema, written);
    if (right.success) return { value: right.data, problems: [] };
  }
  const base = options.at ?? [];
  const hidden = (path: KeyPath) => options.expanded === true && options.isPlaceholder?.(path) === true;
  const problems: Problem[] = [];
  const places: string[] = [];
  const add: Add = (code, params, path, details = {}, at) => {
    const { found, suggestions, ...rest } = details;
    // What a secret was put into is never repeated.
    const shown = hidden(path)
      ? rest
      : { ...(found === undefined ? {} : { found }), ...rest, ...(suggestions ? { suggestions } : {}) };
    const said = hidden(path)
      ? ({ ...(params as object), found: 'what stands for the placeholder' } as typeof params)
      : params;
    problems.push(problem(code, said, { place: yaml.locate(path, at ?? 'value'), ...shown }));
    places.push(keyOf(path));
  };
  const value = new SchemaWalk(yaml, what, schema, add, options).visit(schema, written, base);
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return { value: problems.length === 0 ? parsed.data : undefined, problems: inOrder(problems) };
  // What only the schema itself can tell: least lengths, and rules over several keys.
  for (const issue of parsed.error.issues) {
    const below = issue.path.map(part => (typeof part === 'symbol' ? String(part) : part));
    const path = [...base, ...below];
    if (!options.expanded && options.isPlaceholder?.(path)) continue;
    // Types, keys and words were all looked at above; here they would only be said again.
    if (problems.length > 0 && SEEN_BY_WALK.includes(issue.code)) continue;
    const text = keyOf(path);
    if (places.some(place => place.startsWith(text) || text.startsWith(place))) continue;
    const found = foundWords(valueAt(value, below));
    add('wrong-value', { found, ...verdictOf(issue, undefined, found) }, path);
  }
  return { value: undefined, problems: inOrder(problems) };
}

/** Issues of zod that the walk through the schema says better. */
const SEEN_BY_WALK: readonly string[] = [
  'invalid_type',
  'invalid_value',
  'invalid_union',
  'unrecognized_keys',
  'invalid_key',
];

/** Ends in a separator, so that one path is the beginning of another exactly when it leads there. */
const keyOf = (path: KeyPath): string => path.map(part => `${part}\0`).join('');

const valueAt = (value: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | null | undefined)?.[part], value);
