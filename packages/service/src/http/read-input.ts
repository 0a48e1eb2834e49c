import type { RouteSpec } from '@waybill/api';
import { explain, pathText, type Schema, shapeOf, unwrap } from '@waybill/engine/definition';
import { type Problem, problem } from '@waybill/engine/errors';
import { z } from 'zod';
import { asDocument } from './as-document.ts';
import { Refusal } from './refusal.ts';

/** What came with a request, unread. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export interface ReadInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

const NOTHING = z.strictObject({});

/**
 * Reads path, query and body by the schemas of the route. Everything that is wrong is told at once, as coded problems
 * with the path of the value, what was found and expected, and the nearest right words; unknown keys and parameters
 * are wrong, since whoever wrote them meant something (C2).
 */
export function readInput(spec: RouteSpec, raw: RawInput): ReadInput {
  const problems: Problem[] = [];
  const read = (schema: z.ZodObject | undefined, value: unknown, what: string) => {
    const nul = nulProblems(value);
    if (nul.length > 0) return void problems.push(...nul);
    const result = readPart(strictly(schema), value, what);
    problems.push(...result.problems);
    return result.value;
  };
  const params = read(spec.params, asNumbers(spec.params, raw.params), 'the address');
  const query = read(spec.query, asNumbers(spec.query, raw.query), 'the query');
  const body = read(spec.body, raw.body ?? {}, 'the body');
  const [first, ...rest] = problems;
  if (first) throw new Refusal(400, [first, ...rest]);
  return {
    ...(spec.params ? { params } : {}),
    ...(spec.query ? { query } : {}),
    ...(spec.body ? { body } : {}),
  };
}

const stricts = new WeakMap<z.ZodObject, z.ZodObject>();

function strictly(schema: z.ZodObject | undefined): z.ZodObject {
  if (!schema) return NOTHING;
  const known = stricts.get(schema);
  if (known) return known;
  const strict = schema.strict();
  stricts.set(schema, strict);
  return strict;
}

function readPart(
  schema: z.ZodObject,
  value: unknown,
  what: string,
): { value?: unknown; problems: readonly Problem[] } {
  const right = schema.safeParse(value);
  if (right.success) return { value: right.data, problems: [] };
  const { problems } = explain(schema, asDocument(value), what, value);
  if (problems.length > 0) return { problems };
  // What files are read generously for, such as a number where text belongs, is a mistake in a request.
  return {
    problems: right.error.issues.map(issue => {
      const path = issue.path.map(part => (typeof part === 'number' ? part : String(part)));
      const found = JSON.stringify(valueAt(value, path)) ?? 'nothing';
      const expected = issue.code === 'invalid_type' ? (WORDS[issue.expected] ?? issue.expected) : issue.message;
      return problem('wrong-type', { found, expected }, { place: { path: pathText(path) }, found, expected });
    }),
  };
}

const WORDS: Readonly<Record<string, string>> = { string: 'text in quotes', object: 'an object', array: 'a list' };

/** Path and query hold text alone: what looks like a number and should be one is read as one. */
function asNumbers(schema: z.ZodObject | undefined, values: unknown): unknown {
  if (!schema || values === null || typeof values !== 'object') return values ?? {};
  const shape = shapeOf(schema) ?? {};
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const part = shape[key];
      const meant = part !== undefined && typeOf(part) === 'number' && typeof value === 'string' && NUMBER.test(value);
      return [key, meant ? Number(value) : value];
    }),
  );
}

const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;
const typeOf = (schema: Schema): string => unwrap(schema)._zod.def.type;

/** Texts with a NUL, which no database can hold. */
function nulProblems(value: unknown): Problem[] {
  const problems: Problem[] = [];
  const visit = (item: unknown, path: readonly (string | number)[]): void => {
    if (typeof item === 'string') {
      if (item.includes('\0')) problems.push(problem('nul-character', {}, { place: { path: pathText(path) } }));
    } else if (Array.isArray(item)) {
      for (const [i, one] of item.entries()) visit(one, [...path, i]);
    } else if (item !== null && typeof item === 'object') {
      for (const [key, one] of Object.entries(item)) {
        if (key.includes('\0')) problems.push(problem('nul-character', {}, { place: { path: pathText(path) } }));
        visit(one, [...path, key]);
      }
    }
  };
  visit(value, []);
  return problems.slice(0, 20);
}

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | null | undefined)?.[part], value);
