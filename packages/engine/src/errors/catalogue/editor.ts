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
  'rename-not-here': entry<{ what: string; name: string; reason: string }>({
    kind: 'input',
    rules: ['V5'],
    message: p => `The ${p.what} "${p.name}" cannot be renamed: ${p.reason}.`,
    fix: () => 'Rename what is declared in a file of the workspace.',
  }),
  'rename-bad-name': entry<{ what: string; name: string; expected: string }>({
    kind: 'input',
    rules: ['V5'],
    message: p => `"${p.name}" cannot be the name of a ${p.what}.`,
    fix: p => `Write ${p.expected}.`,
  }),
  'rename-taken': entry<{ what: string; name: string; by: string }>({
    kind: 'input',
    rules: ['V5'],
    message: p => `The ${p.what} cannot be called "${p.name}": ${p.by}.`,
    fix: () => 'Take another name.',
  }),
  'rename-unclear': entry<{ name: string; file: string; reason: string }>({
    kind: 'input',
    rules: ['V5'],
    message: p => `Nobody can tell what "${p.name}" in ${p.file} means: ${p.reason}.`,
    fix: () => 'Correct the mistakes of that file first; then nothing is missed.',
  }),
  'rename-in-built-in': entry<{ what: string; name: string; template: string; file: string }>({
    kind: 'input',
    rules: ['V5', 'D8'],
    message: p =>
      `The ${p.what} "${p.name}" cannot be renamed: the built-in template ${p.template} names it, and ${p.file} extends that.`,
    fix: p => `Keep the name, or write into ${p.file} what it takes from ${p.template}.`,
  }),
};
