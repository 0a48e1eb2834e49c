import { entry } from '../define.ts';

/** Errors that only an editor meets; see define.ts for how an entry is written. */
export const editorErrors = {
  'preview-died': entry<{ how: string }>({
    kind: 'machine',
    rules: ['V6'],
    message: p => `The process that makes the preview ended in the middle of its work: ${p.how}.`,
    fix: () => 'Preview again: it starts anew. If this stays so, ask for fewer rows, and look at the log of Waybill.',
  }),
  'waybill-command-failed': entry<{ command: string; detail: string }>({
    kind: 'machine',
    rules: ['V6'],
    message: p => `The command \`${p.command}\` of the setting \`waybill.command\` gave no preview: ${p.detail}.`,
    fix: () =>
      'Name a `waybill` of this version in the setting, as an absolute path, or leave it empty to use the extension’s own.',
  }),
};
