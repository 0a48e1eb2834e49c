import * as vscode from 'vscode';
import type { Command } from '../extension.ts';
import { runOf } from '../tree-node.ts';

/** Opens the page of a run in the browser, by a link that is signed and dated (R7). Gives the address. */
export const openRunPage: Command = {
  id: 'waybill.openRunPage',
  run: async (extension, node, options) => {
    const client = (await extension.service()).client();
    const { page } = await client.linkRun({ params: { id: runOf(node).id }, body: {} });
    if ((options as { open?: boolean } | undefined)?.open !== false)
      await vscode.env.openExternal(vscode.Uri.parse(page));
    return page;
  },
};
