import * as vscode from 'vscode';

const EXPORT = /\.export\.yaml$/;
const ANY = /(\.(export|template|model)\.yaml|[\\/]waybill\.yaml)$/;

/** An export that lies on a disk: the engine reads what surrounds it. */
export const isExport = (uri: vscode.Uri): boolean => uri.scheme === 'file' && EXPORT.test(uri.path);

/** Any of the files that a preview depends on. */
export const isWaybillFile = (uri: vscode.Uri): boolean => uri.scheme === 'file' && ANY.test(uri.path);

/** Texts that are not saved yet. */
export const unsavedTexts = (): readonly (readonly [string, string])[] =>
  vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && isWaybillFile(uri))
    .map(document => [document.uri.fsPath, document.getText()]);
