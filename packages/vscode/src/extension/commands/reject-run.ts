import * as vscode from 'vscode';
import { given } from '../ask.ts';
import type { Command } from '../extension.ts';
import { runOf } from '../tree-node.ts';

/** Lets a file in quarantine go nowhere (O7). */
export const rejectRun: Command = {
  id: 'waybill.rejectRun',
  run: async (extension, node) => {
    const run = runOf(node);
    const reason = given(
      await vscode.window.showInputBox({
        title: `Reject the file of ${run.export}`,
        prompt: 'Why it goes nowhere; kept in the audit log. May be empty.',
      }),
    );
    const service = await extension.service();
    const view = await service.client().rejectRun({ params: { id: run.id }, body: reason === '' ? {} : { reason } });
    await service.refresh();
    return view;
  },
};
