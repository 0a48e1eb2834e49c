import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoWorkspaceFolder } from '@waybill/demo';
import { parse } from 'yaml';

export interface WrittenField {
  readonly type: string;
  readonly column?: string;
  readonly computed?: string;
  readonly values?: Readonly<Record<string, string>>;
}

export interface WrittenModel {
  readonly model: string;
  readonly table: string;
  readonly key: string | readonly string[];
  readonly event_date?: string;
  readonly updated_at?: string;
  readonly fields: Readonly<Record<string, WrittenField>>;
  readonly custom?: Readonly<Record<string, WrittenField>>;
  readonly extended?: Readonly<Record<string, WrittenField>>;
  readonly relations?: Readonly<
    Record<string, { readonly one?: string; readonly many?: string; readonly match: Readonly<Record<string, string>> }>
  >;
  readonly predicates?: Readonly<
    Record<
      string,
      { readonly exists?: string; readonly not?: string; readonly value?: string; readonly period?: string }
    >
  >;
  readonly dimensions?: readonly string[];
}

export interface WrittenCriterion {
  readonly attribute?: string;
  readonly operator: string;
}
interface WrittenSet {
  readonly all: readonly WrittenCriterion[];
}
export interface WrittenExport {
  readonly name: string;
  readonly model: string;
  readonly fields: 'all' | readonly (string | Readonly<Record<string, unknown>>)[];
  readonly filters: 'none' | WrittenSet | { readonly any: readonly WrittenSet[] };
  readonly window?: Readonly<Record<string, unknown>>;
  readonly mode?: string;
  readonly file?: Readonly<Record<string, unknown>>;
  readonly deliver?: unknown;
}

const read = (folder: string): readonly (readonly [file: string, value: unknown])[] =>
  readdirSync(join(demoWorkspaceFolder(), folder)).map(file => [
    file,
    parse(readFileSync(join(demoWorkspaceFolder(), folder, file), 'utf8')),
  ]);

/** The model files as they are written, by model. */
export const demoModels = (): ReadonlyMap<string, WrittenModel> =>
  new Map((read('catalog') as [string, WrittenModel][]).map(([, model]) => [model.model, model]));

/** The export files as they are written, by file name; of those that extend a template only the engine knows all. */
export const demoExports = (): ReadonlyMap<string, WrittenExport> =>
  new Map((read('exports') as [string, WrittenExport][]).filter(([, value]) => !('extends' in value)));

/** Follows relations; the model that the path ends in. */
export const follow = (
  models: ReadonlyMap<string, WrittenModel>,
  start: WrittenModel,
  path: readonly string[],
): WrittenModel =>
  path.reduce((model, name) => {
    const relation = model.relations?.[name];
    const next = relation && models.get(relation.one ?? relation.many ?? '');
    assert.ok(next, `${model.model} has a relation ${name}`);
    return next;
  }, start);

export const fieldOf = (models: ReadonlyMap<string, WrittenModel>, start: WrittenModel, path: string): WrittenField => {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const group = names.at(-1) === 'custom' || names.at(-1) === 'extended' ? names.pop() : undefined;
  const model = follow(models, start, names);
  const fields = group === 'custom' ? model.custom : group === 'extended' ? model.extended : model.fields;
  const found = fields?.[last];
  assert.ok(found, `${model.model} has a field ${last}`);
  return found;
};
