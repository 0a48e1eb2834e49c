import { resolve } from 'node:path';
import {
  checkDefinition,
  checkTemplate,
  type FileKind,
  inOrder,
  parseExport,
  parseTemplate,
} from '@waybill/engine/definition';
import type { Problem } from '@waybill/engine/errors';
import { loadWorkspace, type Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { expandFolders, filesOfWorkspace } from './files-of.ts';
import { workspaceFolder } from './locate.ts';
import { kindOfNamedFile, readNamedFile } from './read-file.ts';

export interface CheckedFiles {
  /** The files that were looked at, as they are shown. */
  readonly files: readonly string[];
  /** By file, and in it from top to bottom. */
  readonly problems: readonly Problem[];
}

/** Checks files, or all of the workspace when none is named. Throws only for files that cannot be read. */
export function checkFiles(io: Io, options: GlobalOptions, named: readonly string[]): CheckedFiles {
  const workspaces = new Map<string, Workspace>();
  const workspaceAt = (folder: string): Workspace => {
    const known = workspaces.get(folder);
    if (known) return known;
    const loaded = loadWorkspace(folder, { env: io.env, cwd: io.cwd });
    workspaces.set(folder, loaded);
    return loaded;
  };
  const files =
    named.length > 0 ? expandFolders(io.cwd, named) : filesOfWorkspace(workspaceFolder(io, options), io.cwd);

  const found: Problem[] = [];
  for (const file of files) {
    const kind = kindOfNamedFile(file);
    const text = readNamedFile(io.cwd, file);
    found.push(...checkFile(kind, text, file, workspaceAt(workspaceFolder(io, options, file)), io.cwd));
  }
  // What lies beneath the files that were named: without these no answer about them is worth anything.
  for (const workspace of workspaces.values()) {
    found.push(...workspace.problems.filter(p => p.severity === 'error'));
    found.push(...workspace.catalog.problemsSoFar().filter(p => p.severity === 'error'));
  }
  return { files, problems: byFile(distinct(found), files, io.cwd) };
}

function checkFile(kind: FileKind, text: string, file: string, workspace: Workspace, cwd: string): readonly Problem[] {
  switch (kind) {
    case 'workspace':
      return workspace.problems;
    case 'model':
      // Models are checked against each other, so all are; the others' problems belong to their own files.
      return workspace.catalogProblems().filter(p => p.place?.file === undefined || p.place.file === file);
    case 'template':
      return checkTemplateFile(text, file, workspace, cwd);
    case 'export':
      return checkDefinition(parseExport(text, file), workspace);
  }
}

/** A template with what the workspace knows of it: whether it was published, or stands in another file too (D8). */
function checkTemplateFile(text: string, file: string, workspace: Workspace, cwd: string): readonly Problem[] {
  const { templates } = workspace;
  const known = templates.all().find(t => t.file !== undefined && resolve(cwd, t.file) === resolve(cwd, file));
  const parsed = parseTemplate(text, file);
  const found = checkTemplate(known ?? { parsed, problems: parsed.problems }, workspace);
  return [...found, ...templates.folderProblems().filter(({ place }) => place?.file === templates.record.file)];
}

/** Problems that were found on two ways are told once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map(problems.map(p => [JSON.stringify([p.code, p.message, p.place]), p]));
  return [...seen.values()];
}

function byFile(problems: readonly Problem[], files: readonly string[], cwd: string): readonly Problem[] {
  const rank = new Map(files.map((file, i) => [resolve(cwd, file), i]));
  const rankOf = (p: Problem) =>
    p.place?.file === undefined ? -1 : (rank.get(resolve(cwd, p.place.file)) ?? files.length);
  return [...inOrder(problems)].sort((a, b) => rankOf(a) - rankOf(b));
}
