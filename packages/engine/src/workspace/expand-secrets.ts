import type { z } from 'zod';
import { explain } from '../definition/explain.ts';
import { type KeyPath, type ParsedYaml, pathText } from '../definition/parse-yaml.ts';
import { nearest, type Problem, problem } from '../errors/index.ts';
import { holdsPlaceholder, type Placeholder, replacePlaceholders } from './placeholders.ts';
import type { SecretStore } from './secret-store.ts';

/** Where placeholders are looked up. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: SecretStore;
}

export interface Expanded {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Paths of the texts that a placeholder was in. */
  readonly placeholders: ReadonlySet<string>;
}

/**
 * Puts `${env:NAME}` and `${secret:name}` into the values below `path` of `waybill.yaml` (K1). It works on the parsed
 * value, never on text: whatever a secret holds, it cannot change the structure of the file.
 */
export function expandSecrets(
  value: unknown,
  path: KeyPath,
  yaml: ParsedYaml,
  { env, secrets }: Surroundings,
): Expanded {
  const problems: Problem[] = [];
  const placeholders = new Set<string>();

  const lookUp = (placeholder: Placeholder, at: KeyPath): string => {
    const { name, text } = placeholder;
    const place = yaml.locateInside(at, placeholder.offset, placeholder.offset + text.length);
    if (placeholder.kind === 'env') {
      const found = env[name];
      if (found !== undefined && found !== '') return found;
      const suggestions = nearest(name, Object.keys(env), 1).map(near => `\${env:${near}}`);
      const details = { place, found: text, ...(suggestions.length > 0 ? { suggestions } : {}) };
      problems.push(problem('env-missing', { name, path: pathText(at), empty: found === '' }, details));
    } else if (placeholder.kind === 'secret') {
      const answer = secrets.get(name);
      if (answer.found) return answer.value;
      if (answer.reason === 'missing') {
        const params = { name, path: pathText(at), file: secrets.fileOf(name), variable: secrets.variableOf(name) };
        problems.push(problem('secret-missing', params, { place, found: text }));
      } else if (answer.reason === 'exposed') {
        problems.push(
          problem('secret-exposed', { name, file: answer.file, mode: answer.detail }, { place, found: text }),
        );
      } else {
        problems.push(
          problem('secret-unreadable', { name, file: answer.file, detail: answer.detail }, { place, found: text }),
        );
      }
    }
    // Unknown placeholders were reported when the file was read.
    return '';
  };

  const expand = (item: unknown, at: KeyPath): unknown => {
    if (typeof item === 'string') {
      if (!holdsPlaceholder(item)) return item;
      placeholders.add(pathText(at));
      return replacePlaceholders(item, placeholder => lookUp(placeholder, at));
    }
    if (Array.isArray(item)) return item.map((one, i) => expand(one, [...at, i]));
    if (item === null || typeof item !== 'object') return item;
    return Object.fromEntries(Object.entries(item).map(([key, one]) => [key, expand(one, [...at, key])]));
  };
  return { value: expand(value, path), problems, placeholders };
}

/** A source or a destination ready for use: secrets put in, checked, defaults filled. */
export function expandSettings<T extends z.ZodType>(
  schema: T,
  written: unknown,
  path: KeyPath,
  yaml: ParsedYaml,
  surroundings: Surroundings,
): { readonly value: z.output<T> | undefined; readonly problems: readonly Problem[] } {
  const { value, problems, placeholders } = expandSecrets(written, path, yaml, surroundings);
  if (problems.length > 0) return { value: undefined, problems };
  const isPlaceholder = (at: KeyPath) => placeholders.has(pathText(at));
  return explain(schema, yaml, 'waybill.yaml', value, { isPlaceholder, expanded: true, at: path });
}
