import { kindsOf, type Schema } from './schema-shape.ts';

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

/** A value as a list of one. */
export const asList = (value: unknown): string =>
  typeof value === 'string' && /[^\w .@/-]/.test(value) ? `["${value}"]` : `[${String(value)}]`;
