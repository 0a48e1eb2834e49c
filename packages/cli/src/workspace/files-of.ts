import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileKindOf } from '@waybill/engine/definition';
import { WORKSPACE_FILE } from '@waybill/engine/workspace';

/** Folders of a workspace that hold definitions, in the order in which they are looked at. */
const FOLDERS = ['catalog', 'templates', 'exports'];

/** Every definition of a workspace, as paths that count from `cwd`: waybill.yaml, models, templates, exports. */
export function filesOfWorkspace(folder: string, cwd: string): readonly string[] {
  const found = [join(folder, WORKSPACE_FILE), ...FOLDERS.flatMap(name => filesBelow(join(folder, name)))];
  return found.map(path => relative(cwd, path) || path);
}

/** Waybill's files in a folder and below, in alphabetical order. */
export function filesBelow(folder: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter(entry => entry.isFile() && fileKindOf(entry.name) !== undefined)
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

/** What a person named: files as they are, a folder as the files below it. */
export function expandFolders(cwd: string, named: readonly string[]): readonly string[] {
  return named.flatMap(path => {
    const absolute = resolve(cwd, path);
    if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return [path];
    return filesBelow(absolute).map(file => relative(cwd, file) || file);
  });
}
