import { z } from 'zod';
import { branchesOf, isOptional, kindsOf, type Schema, shapeOf } from './schema-shape.ts';

/** What YAML 1.1 would have read as a boolean. */
export const BOOLEAN_WORDS: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  y: 'true',
  no: 'false',
  off: 'false',
  n: 'false',
};

/** A value that the schema surely takes, in the place of one that is not known yet. */
export function standIn(branches: readonly Schema[], placeholder: string): unknown {
  const kinds = branches.flatMap(kindsOf);
  if (kinds.includes('text')) return placeholder;
  return kinds.includes('number') ? 1 : kinds.includes('boolean') ? true : placeholder;
}

/** An environment variable is always text; where a number or a boolean is meant, it is taken for one. */
export function convertText(branches: readonly Schema[], text: string): unknown {
  const kinds = branches.flatMap(kindsOf);
  if (kinds.includes('text')) return text;
  if (kinds.includes('number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return kinds.includes('boolean') && (text === 'true' || text === 'false') ? text === 'true' : text;
}

/** A single value as what surely was meant where more is expected: a list of one, or the one key that is required. */
export function wrapped(schema: Schema, value: unknown): string[] {
  if (typeof value === 'object') return [];
  const text = typeof value === 'string' && /[^\w .@/-]/.test(value) ? JSON.stringify(value) : String(value);
  const accepts = (candidate: unknown) => z.safeParse(schema as z.ZodType, candidate).success;
  if (accepts([value])) return [`[${text}]`];
  const keys = branchesOf(schema).flatMap(branch => {
    const shape = shapeOf(branch) ?? {};
    const required = Object.keys(shape).filter(key => !isOptional(shape[key] as Schema));
    return required.length === 1 ? required : [];
  });
  return keys.length === 1 && accepts({ [keys[0] as string]: value }) ? [`{${keys[0]}: ${text}}`] : [];
}

/** A mapping that stands where a list of such is meant, under the key that it lacks: a criterion in place of `all:`. */
export function wrappedMapping(schema: Schema, value: Readonly<Record<string, unknown>>): string | undefined {
  const shapes = branchesOf(schema).map(branch => shapeOf(branch) ?? {});
  if (shapes.some(shape => Object.keys(value).some(key => key in shape))) return undefined;
  const keys = [...new Set(shapes.flatMap(Object.keys))];
  const accepted = keys.filter(key => z.safeParse(schema as z.ZodType, { [key]: [value] }).success);
  return accepted.length === 1 ? `{${accepted[0]}: [${flowText(value)}]}` : undefined;
}

/** On one line, as YAML. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (value === null || typeof value !== 'object')
    return typeof value === 'string' && !/^[A-Za-z][\w.@/-]*$/.test(value) ? JSON.stringify(value) : String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${flowText(key)}: ${flowText(item)}`)
    .join(', ')}}`;
}
