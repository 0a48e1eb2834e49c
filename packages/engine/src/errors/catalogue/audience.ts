import { entry } from '../define.ts';

/** Errors of the lists of people that narrow an export (D7). */
export const audienceErrors = {
  'audience-empty': entry<{ file: string }>({
    kind: 'input',
    rules: ['D7'],
    message: p => `The audience file "${p.file}" lists nobody, so the export would be empty.`,
    fix: () => 'Fill the list, or leave `audience` out to export everyone.',
  }),
  'audience-first-line': entry<{ file: string; cell: string; key: string; nearest: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D7'],
    message: p =>
      `The first line of "${p.file}" is "${p.cell}", which is no field but looks like \`${p.nearest}\`; it is read as the first ${p.key} of the list.`,
    fix: p =>
      `If it is the header, write \`${p.nearest}\`. If the list is one of ${p.key}, begin it with \`${p.key}\`.`,
  }),
  'audience-key': entry<{ file: string; model: string; key: readonly string[] }>({
    kind: 'input',
    rules: ['D7'],
    message: p =>
      `"${p.file}" has no header, and one column cannot be the key of "${p.model}", which is ${p.key.length === 0 ? 'not declared' : p.key.join(' and ')}.`,
    fix: p => `Begin the list with a header: the field of "${p.model}" that its entries are.`,
  }),
  'audience-entry': entry<{ entry: string; field: string; line: number; file: string }>({
    kind: 'input',
    rules: ['D7'],
    message: p => `Entry ${p.line} of "${p.file}" is not a value of the field ${p.field}: "${p.entry.slice(0, 60)}".`,
    fix: () => 'Correct the entry, or name the field that the list really has in the header.',
  }),
};
