import { resolve } from 'node:path';
import {
  checkExport,
  checkTemplate,
  type FileKind,
  inOrder,
  type NamedKey,
  namedKey,
  type ParsedYaml,
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
    const { problems, yaml } = checkFile(kind, text, file, workspace, io.cwd);
    const key = yaml && namedKey(yaml);
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

interface CheckedFile {
  readonly problems: readonly Problem[];
  /** Of what makes a file, with all that the template says which it extends. */
  readonly yaml?: ParsedYaml;
}

function checkFile(kind: FileKind, text: string, file: string, workspace: Workspace, cwd: string): CheckedFile {
  switch (kind) {
    case 'workspace':
      return { problems: workspace.problems };
    case 'model':
      // Models are checked against each other, so all are; the others' problems belong to their own files.
      return {
        problems: workspace.catalogProblems().filter(p => p.place?.file === undefined || p.place.file === file),
      };
    case 'template':
      return checkTemplateFile(text, file, workspace, cwd);
    case 'export': {
      const { effective, problems } = checkExport(parseExport(text, file), workspace);
      return { problems, yaml: effective.yaml };
    }
  }
}

/** A template with what the workspace knows of it: whether it was published, or stands in another file too (D8). */
function checkTemplateFile(text: string, file: string, workspace: Workspace, cwd: string): CheckedFile {
  const { templates } = workspace;
  const known = templates.all().find(t => t.file !== undefined && resolve(cwd, t.file) === resolve(cwd, file));
  const parsed = parseTemplate(text, file);
  const found = checkTemplate(known ?? { parsed, problems: parsed.problems }, workspace);
  const ofFolder = templates.folderProblems().filter(({ place }) => place?.file === templates.record.file);
  return { problems: [...found, ...ofFolder], yaml: parsed.yaml };
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
