import { askReason } from '../ask.ts';
import type { Command } from '../extension.ts';
import { runOf } from '../tree-node.ts';

/** Lets a file in quarantine go nowhere (O7). */
export const rejectRun: Command = {
  id: 'waybill.rejectRun',
  run: async (extension, node) => {
    const run = runOf(node);
    const body = await askReason(`Reject the file of ${run.export}`, 'Why it goes nowhere');
    const service = await extension.service();
    const view = await service.client().rejectRun({ params: { id: run.id }, body });
    await service.refresh();
    return view;
  },
};
