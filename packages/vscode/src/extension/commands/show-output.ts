import type { Command } from '../extension.ts';

export const showOutput: Command = { id: 'waybill.showOutput', run: ({ log }) => log.show() };
