import { resolve } from 'node:path';
import { inOrder, type NamedKey } from '@waybill/engine/definition';
import type { Problem } from '@waybill/engine/errors';
import { checkFile, loadWorkspace, type Workspace } from '@waybill/engine/workspace';
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
export async function checkFiles(io: Io, options: GlobalOptions, named: readonly string[]): Promise<CheckedFiles> {
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
    const workspace = workspaceAt(workspaceFolder(io, options, file));
    const { problems, key } = checkFile({ kind, file, text }, workspace);
    found.push(...problems, ...(key ? await keyProblems(workspace.folder, key) : []));
  }
  // What lies beneath the files that were named: without these no answer about them is worth anything.
  for (const workspace of workspaces.values()) {
    found.push(...workspace.problems.filter(p => p.severity === 'error'));
    found.push(...workspace.catalog.problemsSoFar().filter(p => p.severity === 'error'));
  }
  return { files, problems: byFile(distinct(found), files, io.cwd) };
}

/** The keys of receivers are read by those who name one, and so is all that reads them. */
async function keyProblems(folder: string, { name, place }: NamedKey): Promise<readonly Problem[]> {
  const { publicKeyProblems } = await import('@waybill/engine/keys');
  return publicKeyProblems(folder, name, new Date(), { place });
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
