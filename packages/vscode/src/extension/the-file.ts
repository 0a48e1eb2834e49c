import * as vscode from 'vscode';
import { isExportFile } from './selector.ts';

/** A command was asked for something that it is not for. */
export class WrongPlace extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'WrongPlace';
    this.fix = fix;
  }
}

/** The export that a command is about: what it was given (menus, lenses), or what is in the editor. */
export async function exportFile(given: unknown): Promise<vscode.TextDocument> {
  const uri = uriOf(given) ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || !isExportFile(uri.path)) {
    throw new WrongPlace('This is for exports.', 'Open a file whose name ends in `.export.yaml`, and try again.');
  }
  return vscode.workspace.openTextDocument(uri);
}

/** Menus give a URI, lenses of the language server its text. */
function uriOf(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  return typeof given === 'string' && given.includes(':') ? vscode.Uri.parse(given, true) : undefined;
}
