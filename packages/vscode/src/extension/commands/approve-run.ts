import * as vscode from 'vscode';
import { given } from '../ask.ts';
import type { Command } from '../extension.ts';
import { followRun } from '../follow-run.ts';
import { runOf } from '../tree-node.ts';

/** Delivers the very file that is in quarantine (O7). */
export const approveRun: Command = {
  id: 'waybill.approveRun',
  run: async (extension, node) => {
    const run = runOf(node);
    const reason = given(
      await vscode.window.showInputBox({
        title: `Approve the file of ${run.export}`,
        prompt: 'Why it may be delivered; kept in the audit log. May be empty.',
      }),
    );
    const service = await extension.service();
    const body = reason === '' ? {} : { reason };
    return followRun(extension, await service.client().approveRun({ params: { id: run.id }, body }));
  },
};
