import type { Command } from '../extension.ts';

export const refreshExports: Command = {
  id: 'waybill.refreshExports',
  run: async extension => (await extension.service()).refresh(),
};
