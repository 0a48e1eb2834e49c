import { basename } from 'node:path';
import type { ApiProblem, DeployResult } from '@waybill/api';
import * as vscode from 'vscode';
import type { Command, Extension } from '../extension.ts';
import { followRun } from '../follow-run.ts';
import { exportFile } from '../the-file.ts';

const DEPLOY = 'Deploy';

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

/** Shows the diff, and beside it a question that does not cover it. */
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
  const text = [what, ...planned.changes.map(sentence), ...planned.warnings.map(warning)].join(' ');
  const show = planned.warnings.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const picked = await show(text, DEPLOY, 'Not Now');
  await closeDiff(left);
  return picked === DEPLOY;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const warning = ({ code, message }: ApiProblem): string => `Warning: ${message} (${code})`;

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
  const next = item.nextAt === null ? '' : ` Next run: ${item.nextAt} (${item.timezone}).`;
  void vscode.window
    .showInformationMessage(
      `${item.name} is deployed, revision ${revision}. ${sentence(item.schedule)}${next}`,
      'Run Now',
    )
    .then(picked => picked && vscode.commands.executeCommand('waybill.run', { kind: 'export', item }));
}
