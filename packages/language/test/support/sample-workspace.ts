import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileKind, fileKindOf } from '@waybill/engine/definition';
import { Temporal } from '@waybill/engine/time';
import { loadWorkspace } from '@waybill/engine/workspace';
import { type LanguageDocument, languageDocument } from '../../src/language-document.ts';
import type { LanguageWorkspace } from '../../src/language-workspace.ts';

/** The demo's workspace as it is in the repository. */
export const DEMO = fileURLToPath(new URL('../../../demo/workspace', import.meta.url));

/** Saturday 28 November 2026, 12:00 in Vienna. */
export const NOW = Temporal.Instant.from('2026-11-28T11:00:00Z');

export interface OpenOptions {
  /** Texts that the editor holds unsaved, by path relative to the folder. Files that are not on the disk may be among them. */
  readonly unsaved?: Readonly<Record<string, string>>;
  readonly now?: Temporal.Instant;
  readonly samples?: LanguageWorkspace['samples'];
}

/** A workspace folder as a language server holds it. */
export function openWorkspace(folder: string = DEMO, options: OpenOptions = {}): LanguageWorkspace {
  const unsaved = new Map(Object.entries(options.unsaved ?? {}));
  const absolute = new Map([...unsaved].map(([file, text]) => [join(folder, file), text]));
  let documents: readonly LanguageDocument[] | undefined;
  const read = (): readonly LanguageDocument[] => {
    const files = [...new Set([...filesBelow(folder), ...unsaved.keys()])].sort();
    return files.flatMap(file => {
      const kind = fileKindOf(file);
      if (!kind) return [];
      return [languageDocument(file, kind, unsaved.get(file) ?? readFileSync(join(folder, file), 'utf8'))];
    });
  };
  return {
    workspace: loadWorkspace(folder, { cwd: folder, env: {}, unsaved: absolute }),
    now: options.now ?? NOW,
    documents: (kind?: FileKind) => {
      documents ??= read();
      return kind === undefined ? documents : documents.filter(document => document.kind === kind);
    },
    ...(options.samples ? { samples: options.samples } : {}),
  };
}

/** A file outside any workspace. */
export const noWorkspace = (now = NOW): LanguageWorkspace => ({ workspace: undefined, now, documents: () => [] });

/** Every file of a workspace, by its path from the folder. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export const documentOf = (workspace: LanguageWorkspace, file: string): LanguageDocument => {
  const found = workspace.documents().find(document => document.file === file);
  if (!found) throw new Error(`no ${file}`);
  return found;
};
