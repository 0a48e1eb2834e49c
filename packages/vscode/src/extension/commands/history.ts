import type { Command } from '../extension.ts';
import { nameInFile } from '../name-in-file.ts';
import { exportFile } from '../the-file.ts';
import { isExportNode } from '../tree-node.ts';

/** Shows the runs of an export in the tree. */
export const history: Command = {
  id: 'waybill.history',
  run: async (extension, target) => {
    const service = await extension.service();
    const name = isExportNode(target) ? target.item.name : await nameInFile(service, await exportFile(target));
    await service.reveal(name);
  },
};
