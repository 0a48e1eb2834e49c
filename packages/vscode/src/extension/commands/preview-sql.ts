import type { Command } from '../extension.ts';

export const previewSql: Command = {
  id: 'waybill.previewSql',
  run: async extension => (await extension.preview()).showSql(),
};
