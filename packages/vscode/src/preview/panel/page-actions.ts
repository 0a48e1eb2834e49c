import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SessionState, Shown } from '../preview-session.ts';
import type { ShownProblem } from '../protocol.ts';
import type { FromPage } from '../view/messages.ts';
import { fileText, tableText } from './page-result.ts';

/** Puts a part of what is shown on the clipboard, whole. */
export async function copy({ value }: Shown, what: Extract<FromPage, { kind: 'copy' }>['what']): Promise<void> {
  const text = what === 'sql' ? value.sql : what === 'file' ? fileText(value) : tableText(value);
  if (text === undefined) {
    const { format } = value.layout;
    void vscode.window.showInformationMessage(`A file of ${format} is not text: save it, or copy the table.`);
    return;
  }
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage('Copied from the preview.', 3000);
}

/** Saves the previewed file, byte for byte, where the person says. */
export async function save({ value, personal }: Shown, beside: vscode.Uri): Promise<void> {
  // The name before archive and encryption: these bytes are neither.
  const name = basename(value.fileNames[0] ?? value.name).replace(/\.(zip|gz)?(\.pgp)?$/, '');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(beside, '..', name),
    title: `Save the first ${value.table.length} rows as the file would have them`,
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, value.bytes);
  const masked = value.masked.length > 0 && !personal ? ` Masked: ${value.masked.join(', ')}.` : '';
  void vscode.window.showInformationMessage(`Saved ${vscode.workspace.asRelativePath(target)}.${masked}`);
}

/** Opens the export, or the place of one of its problems, beside the panel. */
export async function reveal({ file }: SessionState, problem?: ShownProblem): Promise<void> {
  const path = problem?.file ?? file;
  if (path === undefined || path === null) return;
  const uri = vscode.Uri.file(path);
  const known = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath);
  const viewColumn = known?.viewColumn ?? vscode.ViewColumn.One;
  const selection = problem && selectionOf(problem);
  await vscode.window.showTextDocument(uri, { viewColumn, ...(selection && { selection }) });
}

function selectionOf({ line, column, endLine, endColumn }: ShownProblem): vscode.Range | undefined {
  if (line === null) return undefined;
  const start = new vscode.Position(line - 1, (column ?? 1) - 1);
  const end = endLine === null || endColumn === null ? start : new vscode.Position(endLine - 1, endColumn - 1);
  return new vscode.Range(start, end);
}
