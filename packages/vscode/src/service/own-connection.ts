import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../extension/service-part.ts';

/** Where `waybill serve` writes how it is reached, for its user alone, as long as it runs. */
const CONNECTION_FILE = join('.waybill', 'service', 'connection.json');

/** The service that runs in one of the open workspaces of Waybill; undefined where none does. */
export async function ownConnection(): Promise<Connection | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  for (const folder of await waybillFolders()) {
    const found = await readConnection(join(folder, CONNECTION_FILE));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Folders with a `waybill.yaml`, those nearest to the top first. */
export async function waybillFolders(): Promise<readonly string[]> {
  const files = await vscode.workspace.findFiles('**/waybill.yaml', '**/node_modules/**', 50);
  const folders = files.filter(file => file.scheme === 'file').map(file => dirname(file.fsPath));
  return folders.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** Tells when such a file comes, changes or goes. */
export function watchOwnConnection(changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/.waybill/service/connection.json');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  );
}

async function readConnection(file: string): Promise<Connection | undefined> {
  try {
    const { url, token } = JSON.parse(await readFile(file, 'utf8')) as { url?: unknown; token?: unknown };
    return typeof url === 'string' && typeof token === 'string' ? { url: url.replace(/\/+$/, ''), token } : undefined;
  } catch {
    // Not there, half written, or edited.
    return undefined;
  }
}
