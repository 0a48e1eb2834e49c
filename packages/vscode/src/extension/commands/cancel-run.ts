import { agree } from '../ask.ts';
import { isYes } from '../ask-rerun.ts';
import type { Command } from '../extension.ts';
import { runOf } from '../tree-node.ts';

/** Stops a run: its query and its uploads. Asks first, unless it is given `{yes: true}`. */
export const cancelRun: Command = {
  id: 'waybill.cancelRun',
  run: async (extension, node, options) => {
    const run = runOf(node);
    if (!isYes(options))
      await agree(`Cancel the run of ${run.export}?`, 'Its query and its uploads stop.', 'Cancel Run');
    const service = await extension.service();
    const view = await service.client().cancelRun({ params: { id: run.id }, body: {} });
    await service.refresh();
    return view;
  },
};
