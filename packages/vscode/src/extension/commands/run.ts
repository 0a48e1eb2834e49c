import * as vscode from 'vscode';
import { given } from '../ask.ts';
import type { Command, Extension } from '../extension.ts';
import { followRun } from '../follow-run.ts';
import { exportFile } from '../the-file.ts';
import { isExportNode } from '../tree-node.ts';

/**
 * Runs a deployed export now, and follows it to its end: one of the tree, or the one in a file, which is deployed first
 * when the service has another text, if the person wants it. Gives the run as it ended.
 */
export const run: Command = {
  id: 'waybill.run',
  run: async (extension, target) => {
    const service = await extension.service();
    const name = isExportNode(target) ? target.item.name : await deployedName(extension, target);
    if (name === undefined) return undefined;
    const asked = await service.client().runExport({ params: { name }, body: {} });
    return followRun(extension, asked);
  },
};

/** Undefined when the person did not deploy what had to be. */
async function deployedName(extension: Extension, target: unknown): Promise<string | undefined> {
  const service = await extension.service();
  const document = await exportFile(target);
  const body = { text: document.getText(), file: vscode.workspace.asRelativePath(document.uri), dryRun: true };
  const { outcome, revision, export: item } = await service.client().deployExport({ body });
  if (outcome === 'unchanged' && item !== null) return item.name;
  if (outcome === 'created' || item === null) {
    const deploy = 'Deploy and Run';
    given(await vscode.window.showInformationMessage('This export is not deployed yet.', deploy));
    return deployed(document.uri);
  }
  const [asDeployed, first] = [`Run Revision ${revision - 1}`, 'Deploy and Run'];
  const text = `This file is not what revision ${revision - 1} of ${item.name} says.`;
  const picked = given(await vscode.window.showInformationMessage(text, first, asDeployed));
  return picked === asDeployed ? item.name : deployed(document.uri);
}

interface Deployed {
  readonly export: { readonly name: string } | null;
  /** Queued by the deployment itself, since the schedule is `now`. */
  readonly run: string | null;
}

async function deployed(file: vscode.Uri): Promise<string | undefined> {
  const result = await vscode.commands.executeCommand<Deployed | undefined>('waybill.deploy', file);
  return result === undefined || result.run !== null ? undefined : result.export?.name;
}
