import * as vscode from 'vscode';
import type { ConnectionState } from '../extension/service-part.ts';
import { statusText } from './connection-state.ts';

/** The state of the connection in the status bar (V7), in workspaces of Waybill and wherever one is connected. */
export function statusItem(): vscode.Disposable & { show(state: ConnectionState, inWorkspace: boolean): void } {
  const item = vscode.window.createStatusBarItem('waybill.service', vscode.StatusBarAlignment.Left, 1);
  item.name = 'Waybill Service';
  return {
    show(state, inWorkspace) {
      const { text, tooltip, command, warning } = statusText(state);
      Object.assign(item, { text, tooltip, command });
      item.accessibilityInformation = { label: `Waybill: ${tooltip}` };
      item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      if (inWorkspace || state.kind !== 'none') item.show();
      else item.hide();
    },
    dispose: () => item.dispose(),
  };
}
