import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileKindOf } from '@waybill/engine/definition';
import { WORKSPACE_FILE } from '@waybill/engine/workspace';

/** Folders of a workspace whose files make it what it is. */
const FOLDERS = ['catalog', 'templates', 'exports', 'audiences', 'keys'];

/** Everything in the folders of a workspace, and waybill.yaml, as absolute paths. */
function allFiles(folder: string): readonly string[] {
  return [join(folder, WORKSPACE_FILE), ...FOLDERS.flatMap(name => below(join(folder, name)))];
}

/** Waybill's own files of a workspace, as absolute paths. */
export const filesOfFolder = (folder: string): readonly string[] =>
  allFiles(folder).filter(path => fileKindOf(path) !== undefined);

/** Files of one of its folders, as definitions name them: `audiences/vip.csv`. */
export const namedFiles = (folder: string, name: 'audiences' | 'keys'): readonly string[] =>
  below(join(folder, name)).map(path => relative(folder, path).split(sep).join('/'));

function below(folder: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

/** How deep workspaces are looked for below a folder of the editor. */
const DEEPEST = 3;

/** Workspaces in a folder and below it. */
export function workspacesBelow(folder: string, depth = 0): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  const here = entries.some(entry => entry.isFile() && entry.name === WORKSPACE_FILE) ? [folder] : [];
  if (depth >= DEEPEST) return here;
  const folders = entries.filter(entry => entry.isDirectory() && !/^(?:\.|node_modules$)/.test(entry.name));
  return [...here, ...folders.flatMap(({ name }) => workspacesBelow(join(folder, name), depth + 1))];
}

/** Changes whenever a file of the workspace is made, written or removed. */
export function fingerprint(folder: string): string {
  return allFiles(folder)
    .map(path => {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats ? `${path}:${stats.mtimeMs}:${stats.size}` : '';
    })
    .join('\n');
}

/** The text of a file; undefined when it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
