import * as vscode from 'vscode';
import type { Command } from '../extension.ts';
import { exportOf } from '../tree-node.ts';

/** The definition that the service runs, read-only. */
export const showDefinition: Command = {
  id: 'waybill.showDefinition',
  run: async (extension, node) => {
    const service = await extension.service();
    const { name } = exportOf(node);
    const { revision } = await service.client().getExport({ params: { name } });
    const document = await vscode.workspace.openTextDocument(service.definitionUri(name, revision));
    await vscode.window.showTextDocument(document, { preview: true });
  },
};
