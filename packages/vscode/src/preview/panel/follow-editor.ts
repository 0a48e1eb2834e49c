import * as vscode from 'vscode';
import type { RefreshOn } from './settings.ts';
import { isExport, isWaybillFile } from './waybill-files.ts';

/** How long typing pauses before a preview is made, in ms. */
const PAUSE = 800;

export interface Followed {
  /** Another export is looked at. */
  opened(uri: vscode.Uri): void;
  /** Whether what is shown depends on this file of Waybill's. */
  matters(uri: vscode.Uri): boolean;
  /** One of those files was changed, saved or not. */
  edited(): void;
  /** A preview is due. */
  refresh(): void;
  refreshOn(): RefreshOn;
}

/** Tells what people do in editors that a preview keeps up with. */
export function followEditors({ opened, matters, edited, refresh, refreshOn }: Followed): vscode.Disposable {
  let pausing: NodeJS.Timeout | undefined;
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(editor => {
      if (editor && isExport(editor.document.uri)) opened(editor.document.uri);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isWaybillFile(document.uri) || !matters(document.uri)) return;
      edited();
      clearTimeout(pausing);
      if (refreshOn() === 'type') pausing = setTimeout(refresh, PAUSE);
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (!isWaybillFile(uri) || !matters(uri) || refreshOn() === 'ask') return;
      clearTimeout(pausing);
      refresh();
    }),
    { dispose: () => clearTimeout(pausing) },
  );
}
