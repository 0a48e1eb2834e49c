import type { Command } from '../extension.ts';
import { exportOf } from '../tree-node.ts';

export const resume: Command = {
  id: 'waybill.resume',
  run: async (extension, node) => {
    const service = await extension.service();
    const view = await service.client().resumeExport({ params: { name: exportOf(node).name } });
    await service.refresh();
    return view;
  },
};
