import { entry } from '../define.ts';

/** Errors of a run as a whole. */
export const runErrors = {
  'export-empty': entry<{ export: string; window: string | undefined }>({
    kind: 'check',
    rules: ['O7'],
    message: p =>
      `The export ${p.export} found no rows${p.window === undefined ? '' : ` ${p.window}`}, and says \`on_empty: fail\`; nothing was delivered.`,
    fix: () => 'Look whether the data has arrived; `on_empty: send` or `skip` lets an empty result pass.',
  }),
  'delivered-in-part': entry<{ delivered: readonly string[] }>({
    kind: 'destination',
    rules: ['X2'],
    message: p => `The file was delivered to ${p.delivered.join(', ')} all the same.`,
    fix: () => 'Running it again delivers to every destination; what is there already is treated as `if_exists` says.',
  }),
};
