import { askReason } from '../ask.ts';
import type { Command } from '../extension.ts';
import { followRun } from '../follow-run.ts';
import { runOf } from '../tree-node.ts';

/** Delivers the very file that is in quarantine (O7). */
export const approveRun: Command = {
  id: 'waybill.approveRun',
  run: async (extension, node) => {
    const run = runOf(node);
    const body = await askReason(`Approve the file of ${run.export}`, 'Why it may be delivered');
    const service = await extension.service();
    return followRun(extension, await service.client().approveRun({ params: { id: run.id }, body }));
  },
};
