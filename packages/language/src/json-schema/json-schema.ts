import { FILE_SCHEMAS, type FileKind } from '@waybill/engine/definition';
import type { Workspace } from '@waybill/engine/workspace';
import { z } from 'zod';
import { withNames } from './names.ts';

/** A JSON Schema (draft 7, which editors read best). */
export interface JsonSchema {
  [key: string]: unknown;
}

const TITLES: Readonly<Record<FileKind, string>> = {
  export: 'An export of Waybill (NAME.export.yaml)',
  template: 'A template of Waybill (NAME.template.yaml)',
  model: 'A model of Waybill’s catalog (NAME.model.yaml)',
  workspace: 'A workspace of Waybill (waybill.yaml)',
};

/** In waybill.yaml, `${env:…}` and `${secret:…}` may stand for any value of a source or a destination. */
const PLACEHOLDER = { type: 'string', pattern: '\\$\\{(env|secret):' };

/**
 * The JSON Schema of a kind of file (V8), for editors that have no language server: keys with their descriptions, words
 * and shapes, of all short forms too. What goes over several keys, and what the catalog has, is told by `waybill
 * validate` alone.
 * @param workspace puts its names into the schema: models, sources, destinations, templates.
 */
export function jsonSchema(kind: FileKind, workspace?: Workspace): JsonSchema {
  const schema = z.toJSONSchema(FILE_SCHEMAS[kind] as z.ZodType, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
  }) as JsonSchema;
  const adapted = adapt(schema, kind === 'workspace' ? [] : undefined) as JsonSchema;
  const { $schema, ...rest } = adapted;
  const named = workspace ? withNames(rest, kind, workspace) : rest;
  return { $schema, title: TITLES[kind], ...named };
}

/**
 * What YAML and Waybill take where JSON Schema would not: a number where text is meant (`name: 2026`) and, below the
 * sources and destinations of waybill.yaml, placeholders.
 * @param path keys that lead to the value; undefined where placeholders mean nothing.
 */
function adapt(schema: unknown, path: readonly string[] | undefined): unknown {
  if (Array.isArray(schema)) return schema.map(item => adapt(item, path));
  if (schema === null || typeof schema !== 'object') return schema;
  const said = schema as JsonSchema;
  const own: JsonSchema = {};
  for (const [key, value] of Object.entries(said)) {
    if (key === 'properties') {
      own[key] = Object.fromEntries(
        Object.entries(value as JsonSchema).map(([name, below]) => [name, adapt(below, path && [...path, name])]),
      );
    } else if (key === 'additionalProperties' || key === 'items') {
      own[key] = adapt(value, path && [...path, '*']);
    } else if (key === 'anyOf' || key === 'oneOf' || key === 'allOf') own[key] = adapt(value, path);
    // The largest whole number of JavaScript says nothing to anybody.
    else if (key !== 'maximum' || value !== Number.MAX_SAFE_INTEGER) own[key] = value;
  }
  const text = own.type === 'string' && own.enum === undefined && own.const === undefined;
  if (text) own.type = ['string', 'number'];
  const placeholders = path !== undefined && ['sources', 'destinations'].includes(path[0] ?? '') && path.length > 2;
  const scalar =
    text || own.enum !== undefined || ['number', 'integer', 'boolean', 'string'].includes(String(own.type));
  // The word that says which kind it is decides before anything is put in.
  if (!placeholders || !scalar || own.const !== undefined) return own;
  if (text && own.pattern === undefined && own.format === undefined) return own;
  const { description, ...rest } = own;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, PLACEHOLDER] };
}
