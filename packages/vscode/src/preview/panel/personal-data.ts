import * as vscode from 'vscode';

const ONCE = 'Show Here';
const ALWAYS = 'Always in This Workspace';

/**
 * Asks whether personal data is shown: in this preview until another export is shown in it, or always, which is a
 * setting of the workspace. False in workspaces that are not trusted, without asking.
 */
export async function allowsPersonalData(file: vscode.Uri): Promise<boolean> {
  if (!vscode.workspace.isTrusted) return false;
  const picked = await vscode.window.showWarningMessage(
    'Show personal data in this preview?',
    {
      modal: true,
      detail:
        'Names, addresses and other personal data of real people are then shown on this screen as they are, and are in what you copy or save.',
    },
    ONCE,
    ALWAYS,
  );
  if (picked === ALWAYS) {
    const target = vscode.workspace.workspaceFile
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : vscode.ConfigurationTarget.Workspace;
    await vscode.workspace.getConfiguration('waybill', file).update('preview.personalData', true, target);
  }
  return picked !== undefined;
}
