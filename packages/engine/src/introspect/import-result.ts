import type { Note } from './guessed.ts';

/** What an import writes, and what it found: data for `--json`, `--check` and people alike (K8). */
export interface ImportResult {
  readonly source: string;
  /** Model files that are new or get something; in the order of the tables. */
  readonly files: readonly ImportedFile[];
  /** Model files of this source that have everything already. */
  readonly unchanged: number;
  /** What the import leaves to people: nothing is ever removed or changed. */
  readonly findings: readonly Finding[];
  /** What was guessed in what is new, and where to correct it. */
  readonly notes: readonly FileNote[];
  /** The database's estimate of rows by model, where it has one. */
  readonly estimatedRows: Readonly<Record<string, number>>;
  /** The record of what was imported; see imported-record.ts. */
  readonly record: { readonly file: string; readonly text: string; readonly changed: boolean };
}

export interface ImportedFile {
  /** From the workspace's catalog folder: `orders.model.yaml`. */
  readonly name: string;
  /** Path as the user names it. */
  readonly file: string;
  readonly model: string;
  readonly table: string;
  readonly status: 'new' | 'changed';
  /** The whole file as it is to be. */
  readonly text: string;
  readonly fields: readonly string[];
  readonly relations: readonly string[];
  /** Values that enums get: `status.cancelled`. */
  readonly values: readonly string[];
}

export interface Finding {
  readonly kind: /** A model's table is no longer there. */
    | 'table-gone'
    /** A field's column is no longer there. */
    | 'column-gone'
    /** A column has another type than when it was imported. */
    | 'type-changed'
    /** A table whose model file somebody removed. */
    | 'model-removed'
    /** A table that is no model: nothing in it can be read, or it is a tool's own. */
    | 'table-left-out'
    /** Something new that could not be put into a file. */
    | 'not-added';
  readonly table: string;
  readonly model?: string;
  readonly file?: string;
  /** Key of the model file that it is about. */
  readonly key?: string;
  readonly text: string;
}

export interface FileNote extends Note {
  readonly file: string;
}

/** Whether applying the result would write anything: what `--check` asks. */
export const changesAnything = (result: ImportResult): boolean => result.files.length > 0 || result.record.changed;

/** Findings that say that the catalog asks for what the database does not have any more. */
export const misfits = (result: ImportResult): readonly Finding[] =>
  result.findings.filter(({ kind }) => kind === 'table-gone' || kind === 'column-gone' || kind === 'type-changed');
