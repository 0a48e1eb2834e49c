import { basename } from 'node:path';
import type { ApiProblem, DeployResult } from '@waybill/api';
import * as vscode from 'vscode';
import { deployedText } from '../../service/deployed-text.ts';
import type { Command, Extension } from '../extension.ts';
import { followRun } from '../follow-run.ts';
import { exportFile } from '../the-file.ts';

/**
 * Deploys the export in a file: shows first what changes, as a diff against what the service has, and asks. With
 * `{yes: true}` it does not ask. Gives what the service answered; undefined when nothing was deployed.
 */
export const deploy: Command = {
  id: 'waybill.deploy',
  run: async (extension, given, options) => {
    const service = await extension.service();
    const client = service.client();
    const document = await exportFile(given);
    const body = { text: document.getText(), file: vscode.workspace.asRelativePath(document.uri) };
    const planned = await client.deployExport({ body: { ...body, dryRun: true } });
    if (planned.outcome === 'unchanged') return unchanged(planned);
    const current = planned.outcome === 'created' ? 0 : planned.revision - 1;
    if (
      (options as { yes?: boolean } | undefined)?.yes !== true &&
      !(await agrees(extension, document, planned, current))
    )
      return undefined;
    if (document.getText() !== body.text) {
      // What was shown is what is deployed.
      void vscode.window.showWarningMessage('The file was changed meanwhile: deploy it again.');
      return undefined;
    }
    // Refused when somebody else has deployed it since it was shown.
    const done = await client.deployExport({ body: { ...body, expectedRevision: current } });
    await service.refresh();
    await tell(extension, done);
    return done;
  },
};

function unchanged(planned: DeployResult): DeployResult {
  void vscode.window.showInformationMessage(
    `${planned.export?.name} is deployed as it is in this file, revision ${planned.revision}.`,
  );
  return planned;
}

/** Shows the diff, and asks. */
async function agrees(
  extension: Extension,
  document: vscode.TextDocument,
  planned: DeployResult,
  current: number,
): Promise<boolean> {
  const service = await extension.service();
  const name = planned.export?.name ?? basename(document.uri.path, '.export.yaml');
  const left = service.definitionUri(name, current);
  const title = current === 0 ? `${name}: not deployed ↔ file` : `${name}: revision ${current} ↔ file`;
  await vscode.commands.executeCommand('vscode.diff', left, document.uri, title, { preview: true });
  const what = current === 0 ? `Deploy ${name}?` : `Deploy ${name} as revision ${planned.revision}?`;
  const agreed = await askBeside(what, planned);
  await closeDiff(left);
  return agreed;
}

const DEPLOY = { label: '$(cloud-upload) Deploy', alwaysShow: true };
const NOT_NOW = { label: '$(close) Not Now', alwaysShow: true };

/** Asks in a way that stays until it is answered and leaves the diff to be read. */
function askBeside(title: string, { changes, warnings }: DeployResult): Promise<boolean> {
  const pick = vscode.window.createQuickPick();
  const section = (label: string, texts: readonly string[]): vscode.QuickPickItem[] =>
    texts.length === 0
      ? []
      : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...texts.map(text => ({ label: `$(blank) ${text}` }))];
  pick.title = title;
  pick.placeholder = 'The diff shows what changes. Enter deploys, Escape leaves everything as it is.';
  pick.ignoreFocusOut = true;
  pick.items = [DEPLOY, NOT_NOW, ...section('changes', changes), ...section('warnings', warnings.map(warning))];
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      const [picked] = pick.selectedItems;
      // What only says something cannot be chosen.
      if (picked !== DEPLOY && picked !== NOT_NOW) return;
      resolve(picked === DEPLOY);
      pick.dispose();
    });
    pick.onDidHide(() => {
      resolve(false);
      pick.dispose();
    });
    pick.show();
  });
}

const warning = ({ code, message }: ApiProblem): string => `${message} (${code})`;

async function closeDiff(left: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const shown = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.original.toString() === left.toString(),
  );
  await vscode.window.tabGroups.close(shown);
}

async function tell(extension: Extension, { export: item, revision, run }: DeployResult): Promise<void> {
  if (item === null) return;
  if (run !== null) {
    const client = (await extension.service()).client();
    void client.getRun({ params: { id: run } }).then(
      view => followRun(extension, view),
      error => extension.log.warn(String(error)),
    );
    void vscode.window.showInformationMessage(`${item.name} is deployed, revision ${revision}, and runs now.`);
    return;
  }
  void vscode.window
    .showInformationMessage(deployedText(item, revision), 'Run Now')
    .then(picked => picked && vscode.commands.executeCommand('waybill.run', { kind: 'export', item }));
}
