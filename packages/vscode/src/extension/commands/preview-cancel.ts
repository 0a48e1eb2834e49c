import type { Command } from '../extension.ts';

export const previewCancel: Command = {
  id: 'waybill.previewCancel',
  run: async extension => (await extension.preview()).cancel(),
};
