import * as vscode from 'vscode';
import type { Command } from '../extension.ts';
import { runOf } from '../tree-node.ts';

/** What happened to a run, in sentences; it goes on while the run does. */
export const showLog: Command = {
  id: 'waybill.showLog',
  run: async (extension, node) => {
    const service = await extension.service();
    service.client();
    const document = await vscode.workspace.openTextDocument(service.logUri(runOf(node)));
    await vscode.languages.setTextDocumentLanguage(document, 'log');
    await vscode.window.showTextDocument(document, { preview: true });
  },
};
