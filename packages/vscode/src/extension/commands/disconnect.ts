import type { Command } from '../extension.ts';

/** Forgets the token; nothing is connected to by itself until somebody connects again. */
export const disconnect: Command = {
  id: 'waybill.disconnect',
  run: async extension => (await extension.service()).disconnect(),
};
