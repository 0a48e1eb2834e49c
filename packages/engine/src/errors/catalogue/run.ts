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
  'made-file-gone': entry<{ path: string; expected: number; found: number | undefined }>({
    kind: 'machine',
    rules: ['O7', 'R3'],
    message: p =>
      p.found === undefined
        ? `The file ${p.path}, which was made before and is to be delivered now, is no longer there.`
        : `The file ${p.path}, which was made before and is to be delivered now, has ${p.found} bytes; ${p.expected} were made.`,
    fix: () => 'Run the export again: it makes the file anew.',
  }),
  'delivered-in-part': entry<{ delivered: readonly string[] }>({
    kind: 'destination',
    rules: ['X2'],
    message: p => `The file was delivered to ${p.delivered.join(', ')} all the same.`,
    fix: () =>
      'The service, asked to rerun it, delivers only what is missing. `waybill run` delivers to every destination again; what is there already is treated as `if_exists` says.',
  }),
};
