import { join } from 'node:path';
import * as vscode from 'vscode';
import { given } from '../ask.ts';
import type { Command } from '../extension.ts';
import { WrongPlace } from '../the-file.ts';

/** Makes an empty export in a folder (given, or `exports` of the workspace) and opens it where completion offers whole definitions. */
export const newExport: Command = {
  id: 'waybill.newExport',
  run: async (_extension, target, wanted) => {
    const folder = target instanceof vscode.Uri ? target.fsPath : await exportsFolder();
    const name = typeof wanted === 'string' ? wanted : await askName();
    const file = vscode.Uri.file(join(folder, `${name}.export.yaml`));
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(file, { ignoreIfExists: true });
    await vscode.workspace.applyEdit(edit);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    if (document.getText() === '') await vscode.commands.executeCommand('editor.action.triggerSuggest');
    return file;
  },
};

async function exportsFolder(): Promise<string> {
  const [workspace] = await vscode.workspace.findFiles('**/waybill.yaml', '**/node_modules/**', 1);
  if (workspace === undefined)
    throw new WrongPlace(
      'No workspace of Waybill is open.',
      'Open a folder with a `waybill.yaml`; `waybill init` makes one.',
    );
  return join(vscode.Uri.joinPath(workspace, '..').fsPath, 'exports');
}

async function askName(): Promise<string> {
  return given(
    await vscode.window.showInputBox({
      title: 'New Export',
      prompt: 'Its name; the file is called so, too.',
      placeHolder: 'daily-sales',
      validateInput: text =>
        /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(text) ? undefined : 'Letters, digits, `-` and `_`, as in `daily-sales`.',
    }),
  );
}
