import type { FileKind } from '@waybill/engine/definition';
import type { Workspace } from '@waybill/engine/workspace';
import type { JsonSchema } from './json-schema.ts';

/** The schema with the names of a workspace where they are the only ones that are right. */
export function withNames(schema: JsonSchema, kind: FileKind, workspace: Workspace): JsonSchema {
  const models = [...workspace.catalog.models.keys()];
  const destinations = Object.keys(workspace.config.destinations);
  const sources = Object.keys(workspace.config.sources);
  const templates = workspace.templates.all().map(({ template, release }) => `${template}@${release}`);
  const changed = structuredClone(schema);
  if (kind === 'export' || kind === 'template') {
    say(changed, ['model'], models);
    say(changed, ['extends'], templates);
    say(changed, ['deliver', 'to'], destinations);
  }
  if (kind === 'model') {
    say(changed, ['source'], sources);
    say(changed, ['relations', '*', 'one'], models);
    say(changed, ['relations', '*', 'many'], models);
  }
  if (kind === 'workspace') say(changed, ['audience', 'model'], models);
  return changed;
}

/** Puts words at every place that a path of keys leads to; an empty list would forbid everything, so it changes nothing. */
function say(schema: unknown, path: readonly string[], words: readonly string[]): void {
  if (words.length === 0 || schema === null || typeof schema !== 'object') return;
  const at = schema as JsonSchema;
  for (const union of ['anyOf', 'oneOf', 'allOf']) {
    if (Array.isArray(at[union])) for (const branch of at[union]) say(branch, path, words);
  }
  // Items of a list are at the same place as one alone.
  if (at.items) say(at.items, path, words);
  const [step, ...rest] = path;
  if (step === undefined) {
    const types = [at.type].flat();
    if (!types.includes('string') || at.const !== undefined) return;
    delete at.pattern;
    at.enum = [...words];
    return;
  }
  if (step === '*') say(at.additionalProperties, rest, words);
  else say((at.properties as JsonSchema | undefined)?.[step], rest, words);
}
