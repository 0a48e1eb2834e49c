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

export interface WrittenExport {
  readonly name: string;
  readonly model: string;
}

const read = (folder: string): readonly (readonly [file: string, value: unknown])[] =>
  readdirSync(join(demoWorkspaceFolder(), folder)).map(file => [
    file,
    parse(readFileSync(join(demoWorkspaceFolder(), folder, file), 'utf8')),
  ]);

/** The model files as they are written, by model. */
export const demoModels = (): ReadonlyMap<string, WrittenModel> =>
  new Map((read('catalog') as [string, WrittenModel][]).map(([, model]) => [model.model, model]));

/** The export files as they are written, by file name. */
export const demoExports = (): ReadonlyMap<string, WrittenExport> =>
  new Map(read('exports') as [string, WrittenExport][]);
