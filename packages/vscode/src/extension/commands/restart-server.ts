import type { Command } from '../extension.ts';

export const restartServer: Command = {
  id: 'waybill.restartServer',
  run: async extension => (await extension.client()).restart(),
};
