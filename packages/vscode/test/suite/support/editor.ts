import * as vscode from 'vscode';
import { waitFor } from '../../../../../test/support/wait-for.ts';

/** What suites do in the editor. Positions are said by the text around them. */

export function folder(): vscode.Uri {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (first === undefined) throw new Error('No folder is open');
  return first.uri;
}

export const fileAt = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);

/** Opens a file of the workspace in the editor. */
export async function open(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(fileAt(path)));
}

/** Writes a new file and opens it. */
export async function openNew(path: string, text: string): Promise<vscode.TextEditor> {
  await vscode.workspace.fs.writeFile(fileAt(path), Buffer.from(text));
  return open(path);
}

/** Removes a file, closing its editor without saving. */
export async function remove(path: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.workspace.fs.delete(fileAt(path));
}

export async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  await editor.edit(edit => edit.replace(all, text));
}

/** The position of `|` in a piece of the text that is otherwise as it stands there. */
export function at(document: vscode.TextDocument, marked: string): vscode.Position {
  const offset = document.getText().indexOf(marked.replace('|', ''));
  if (offset < 0) throw new Error(`${marked} is not in ${document.uri.path}:\n${document.getText()}`);
  return document.positionAt(offset + marked.indexOf('|'));
}

/** What Waybill says of a document, when it says what is looked for. */
export function diagnostics(
  { uri }: vscode.TextDocument,
  until: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return waitFor(`diagnostics of ${uri.path}`, () => {
    const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'waybill');
    if (until(found)) return found;
    throw new Error(JSON.stringify(found.map(({ message }) => message)));
  });
}

/** What a command of VS Code for providers gives; asked again until it gives something. */
export const provided = <T>(command: string, ...args: readonly unknown[]): Promise<readonly T[]> =>
  waitFor(command, async () => {
    const found = await vscode.commands.executeCommand<readonly T[] | undefined>(command, ...args);
    return found !== undefined && found.length > 0 ? found : undefined;
  });

export const codeOf = ({ code }: vscode.Diagnostic): string | number | undefined =>
  typeof code === 'object' ? code.value : code;
