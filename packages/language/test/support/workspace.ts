import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileKindOf } from '@waybill/engine/definition';
import { Temporal } from '@waybill/engine/time';
import { loadWorkspace } from '@waybill/engine/workspace';
import { type LanguageDocument, languageDocument } from '../../src/language-document.ts';
import type { LanguageWorkspace } from '../../src/language-workspace.ts';
import type { TextEdit } from '../../src/positions.ts';

/** The workspace of the demo. */
export const DEMO = fileURLToPath(new URL('../../../demo/workspace', import.meta.url));

/** Its files, as paths that count from its folder. */
export const SAMPLES: readonly string[] = readdirSync(DEMO, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && fileKindOf(entry.name))
  .map(entry => relative(DEMO, join(entry.parentPath, entry.name)))
  .sort();

export const textOf = (file: string, folder = DEMO): string => readFileSync(join(folder, file), 'utf8');

export function documentOf(file: string, text = textOf(file)): LanguageDocument {
  const kind = fileKindOf(file);
  if (!kind) throw new Error(`${file} is none of Waybill's files`);
  return languageDocument(file, kind, text);
}

/** A folder as a workspace; files with a text are unsaved. */
export function workspaceOf(
  unsaved: Readonly<Record<string, string>> = {},
  folder = DEMO,
  now = Temporal.Instant.from('2026-11-28T12:00:00Z'),
): LanguageWorkspace {
  const texts = new Map(Object.entries(unsaved).map(([file, text]) => [join(folder, file), text]));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && fileKindOf(entry.name))
    .map(entry => relative(folder, join(entry.parentPath, entry.name)));
  const all = [...new Set([...files, ...Object.keys(unsaved).filter(fileKindOf)])].sort();
  const documents = all.map(file => documentOf(file, unsaved[file] ?? textOf(file, folder)));
  return {
    workspace: loadWorkspace(folder, { cwd: folder, env: {}, unsaved: texts }),
    now,
    documents: kind => (kind === undefined ? documents : documents.filter(document => document.kind === kind)),
  };
}

/** What surrounds a file of no workspace. */
export const nowhere: LanguageWorkspace = {
  workspace: undefined,
  now: Temporal.Instant.from('2026-11-28T12:00:00Z'),
  documents: () => [],
};

/** The text once edits were made; throws where they overlap. */
export function applyEdits(document: LanguageDocument, edits: readonly TextEdit[]): string {
  const inOrder = edits
    .map(({ range, newText }) => ({
      from: document.offsetAt(range.start),
      to: document.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let out = '';
  let at = 0;
  for (const { from, to, newText } of inOrder) {
    if (from < at) throw new Error('edits overlap');
    out += document.text.slice(at, from) + newText;
    at = to;
  }
  return out + document.text.slice(at);
}
