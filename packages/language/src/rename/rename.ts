import { type Problem, problem } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { allDocuments, declarationsOf } from '../meaning/mentions.ts';
import { namedAt } from '../meaning/named-at.ts';
import type { Target } from '../meaning/target.ts';
import { topLevel } from '../meaning/top-level.ts';
import type { FileEdits, Position, Range } from '../positions.ts';
import { audienceDefault } from './audience-default.ts';
import { changesOf } from './changes-of.ts';
import type { Change } from './insert-key.ts';
import { CALLED, problemOfName, type Renameable } from './new-name.ts';
import { obstacle } from './obstacles.ts';
import { type ChangedTemplate, recordChanges } from './record-changes.ts';

export type Prepared =
  | { readonly ok: true; readonly range: Range; readonly name: string }
  | { readonly ok: false; readonly problem: Problem };

export type Renamed =
  | {
      readonly ok: true;
      readonly edits: readonly FileEdits[];
      /** Files that are named for what is renamed, after their edits. */
      readonly moves: readonly { readonly from: string; readonly to: string }[];
    }
  | { readonly ok: false; readonly problem: Problem };

/** What would be renamed at a position, or why it cannot be; undefined where nothing is named. */
export function prepareRename(
  document: LanguageDocument,
  position: Position,
  workspace: LanguageWorkspace,
): Prepared | undefined {
  const found = renameableAt(document, position, workspace);
  if (!found) return undefined;
  if (found.problem) return { ok: false, problem: found.problem };
  return { ok: true, range: found.range, name: found.target.name };
}

/**
 * Renames what a file of the workspace declares, in all that names it (V5). Nothing that is delivered changes: a column
 * keeps its header, a field its column of the database, an audience its people, a published template its place in the
 * record. Undefined where nothing is named.
 */
export function rename(
  document: LanguageDocument,
  position: Position,
  newName: string,
  workspace: LanguageWorkspace,
): Renamed | undefined {
  const found = renameableAt(document, position, workspace);
  if (!found) return undefined;
  if (found.problem) return { ok: false, problem: found.problem };
  return renameTarget(found.target, newName, document, workspace);
}

/** As {@link rename}, for a target that is known. */
export function renameTarget(
  target: Renameable,
  newName: string,
  document: LanguageDocument | undefined,
  workspace: LanguageWorkspace,
): Renamed {
  const known = workspace.workspace as Workspace;
  if (target.name === newName) return { ok: true, edits: [], moves: [] };
  const documents = allDocuments(document, workspace);
  const wrong = problemOfName(target, newName, known) ?? obstacle(target, newName, documents, workspace);
  if (wrong) return { ok: false, problem: wrong };
  const changed: { readonly document: LanguageDocument; readonly changes: readonly Change[] }[] = [];
  for (const one of documents) {
    const changes = [...changesOf(one, target, newName, workspace)];
    const audience = one.kind === 'workspace' ? audienceDefault(target, newName, one, workspace) : undefined;
    if (audience) changes.push(audience);
    if (changes.length > 0) changed.push({ document: one, changes });
  }
  const templates = changed
    .filter(({ document: { kind } }) => kind === 'template')
    .map(
      ({ document: template, changes }): ChangedTemplate => ({ document: template, text: applied(template, changes) }),
    );
  const record = recordChanges(templates, known);
  if (record.changes.length > 0) changed.push(record);
  return {
    ok: true,
    edits: changed.map(({ document: one, changes }) => editsOf(one, changes)),
    moves: movesOf(target, newName, documents),
  };
}

type Found =
  | { readonly problem: Problem }
  | { readonly problem?: never; readonly target: Renameable; readonly range: Range };

function renameableAt(document: LanguageDocument, position: Position, workspace: LanguageWorkspace): Found | undefined {
  const found = namedAt(document, position, workspace);
  const target = found?.segment?.target;
  if (!found || !target || !workspace.workspace) return undefined;
  if (!isRenameable(target)) return undefined;
  const what = CALLED[target.kind];
  if (declarationsOf(target, document, workspace).length > 0) return { target, range: found.range };
  const builtIn = target.kind === 'template' && workspace.workspace.templates.names().includes(target.name);
  const reason = builtIn ? 'it comes with Waybill' : 'no file of the workspace declares it';
  return { problem: problem('rename-not-here', { what, name: target.name, reason }, { found: target.name }) };
}

const isRenameable = (target: Target): target is Renameable => target.kind in CALLED;

function editsOf(document: LanguageDocument, changes: readonly Change[]): FileEdits {
  const edits = inOrder(changes).map(({ from, to, text }) => ({ range: document.rangeAt(from, to), newText: text }));
  return { file: document.file, edits };
}

function applied(document: LanguageDocument, changes: readonly Change[]): string {
  let text = '';
  let at = 0;
  for (const change of inOrder(changes)) {
    text += document.text.slice(at, change.from) + change.text;
    at = change.to;
  }
  return text + document.text.slice(at);
}

const inOrder = (changes: readonly Change[]): readonly Change[] =>
  [...changes].sort((a, b) => a.from - b.from || a.to - b.to);

/** `catalog/NAME.model.yaml` and `templates/NAME@2.template.yaml` go by the name of what is in them. */
function movesOf(target: Renameable, newName: string, documents: readonly LanguageDocument[]) {
  if (target.kind !== 'model' && target.kind !== 'template') return [];
  return documents.flatMap(document => {
    if (document.kind !== target.kind || topLevel(document).get(target.kind) !== target.name) return [];
    const cut = Math.max(document.file.lastIndexOf('/'), document.file.lastIndexOf('\\')) + 1;
    const file = document.file.slice(cut);
    const rest = file.slice(target.name.length);
    if (!file.startsWith(target.name) || !/^[.@]/.test(rest)) return [];
    return [{ from: document.file, to: `${document.file.slice(0, cut)}${newName}${rest}` }];
  });
}
