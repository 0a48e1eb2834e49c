import { createHash } from 'node:crypto';
import type { TemplateDefinition } from '../definition/schema.ts';

/**
 * What a template means, as one word (D8): two files have the same checksum exactly when they say the same. Comments,
 * the order of keys and short forms play no part; a file may be formatted after it was published.
 */
export const checksumOf = (template: TemplateDefinition): string =>
  `sha256:${createHash('sha256').update(stableText(template)).digest('hex')}`;

/** JSON with keys in order; what is undefined is left out. */
function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${stableText(item)}`);
  return `{${entries.join(',')}}`;
}
