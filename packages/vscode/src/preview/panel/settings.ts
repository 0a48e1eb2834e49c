import * as vscode from 'vscode';
import { MOST_ROWS } from '../protocol.ts';

/** When a preview is made anew by itself. */
export type RefreshOn = 'save' | 'type' | 'ask';

/** The settings of a file. Those of a workspace that is not trusted are not asked (see the manifest). */
export function settingsOf(uri: vscode.Uri | undefined) {
  const settings = vscode.workspace.getConfiguration('waybill', uri);
  const rows = settings.get<number>('preview.rows', 50);
  const command = settings.get<string>('command', '').trim();
  return {
    rows: Number.isInteger(rows) ? Math.min(MOST_ROWS, Math.max(1, rows)) : 50,
    personal: vscode.workspace.isTrusted && settings.get<boolean>('preview.personalData', false) === true,
    refreshOn: settings.get<RefreshOn>('preview.refresh', 'save'),
    command: command === '' ? undefined : command,
  };
}
