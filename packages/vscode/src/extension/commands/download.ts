import { join } from 'node:path';
import type { RunView } from '@waybill/api';
import * as vscode from 'vscode';
import { given } from '../ask.ts';
import { downloadTo } from '../download-to.ts';
import type { Command } from '../extension.ts';
import { WrongPlace } from '../the-file.ts';
import { runOf } from '../tree-node.ts';

type KeptFile = RunView['files'][number];

/**
 * Fetches the kept files of a run, each verified by its SHA-256 before it gets its name. Asks where to, unless it is given a
 * folder. Gives the paths.
 */
export const download: Command = {
  id: 'waybill.download',
  run: async (extension, node, folder) => {
    const client = (await extension.service()).client();
    const run = await client.getRun({ params: { id: runOf(node).id } });
    const files = run.files.filter(({ available }) => available);
    if (files.length === 0)
      throw new WrongPlace('This run has no file any more.', 'Kept files expire; run it again to make them anew.');
    const targets = await targetsOf(files, folder);
    const options = {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: 'Waybill: downloading',
    };
    await vscode.window.withProgress(options, async (progress, token) => {
      const stopping = new AbortController();
      token.onCancellationRequested(() => stopping.abort(new vscode.CancellationError()));
      for (const { file, path } of targets) {
        progress.report({ message: file.name });
        await downloadTo(client, run.id, file, path, stopping.signal);
      }
    });
    void tell(targets.map(({ path }) => path));
    return targets.map(({ path }) => path);
  },
};

interface Target {
  readonly file: KeptFile;
  readonly path: string;
}

async function targetsOf(files: readonly KeptFile[], folder: unknown): Promise<readonly Target[]> {
  if (typeof folder === 'string') return files.map(file => ({ file, path: join(folder, plainName(file)) }));
  const start = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) {
    const defaultUri = start && vscode.Uri.joinPath(start, plainName(only));
    const picked = given(await vscode.window.showSaveDialog({ title: 'Download', ...(defaultUri && { defaultUri }) }));
    return [{ file: only, path: picked.fsPath }];
  }
  const picked = await vscode.window.showOpenDialog({
    title: `Folder for ${files.length} files`,
    openLabel: 'Download Here',
    canSelectFolders: true,
    canSelectFiles: false,
    ...(start && { defaultUri: start }),
  });
  const [chosen] = given(picked);
  return targetsOf(files, given(chosen).fsPath);
}

/** Names come from the service: none may lead out of the folder. */
const plainName = ({ name }: KeptFile): string => name.replaceAll(/[/\\]/g, '_').replace(/^\.+$/, '_');

async function tell(paths: readonly string[]): Promise<void> {
  const [first = ''] = paths;
  const text = paths.length === 1 ? `Downloaded ${first}.` : `Downloaded ${paths.length} files.`;
  if ((await vscode.window.showInformationMessage(text, 'Open')) === undefined) return;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(first));
}
