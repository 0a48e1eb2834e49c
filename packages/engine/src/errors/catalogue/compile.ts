import { entry } from '../define.ts';

/** Errors of fitting a plan to what the database really has. */
export const compileErrors = {
  'table-missing': entry<{ table: string; model: string; source: string }>({
    kind: 'source',
    rules: ['K2', 'K3'],
    message: p => `The source ${p.source} has no table ${p.table}, which the model ${p.model} names.`,
    fix: p => `Correct \`table\` in the model file of ${p.model}, or check that the database user may see the table.`,
  }),
  'column-missing': entry<{ column: string; table: string; path: string; model: string }>({
    kind: 'source',
    rules: ['K3'],
    message: p =>
      `The table ${p.table} has no column ${p.column}, which the field ${p.path} of the model ${p.model} reads.`,
    fix: p => `Correct \`column\` of the field in the model file of ${p.model}.`,
  }),
  'column-type': entry<{ column: string; table: string; path: string; declared: string; stored: string }>({
    kind: 'source',
    rules: ['K3'],
    message: p =>
      `The field ${p.path} is declared ${p.declared}, but the column ${p.column} of ${p.table} is ${p.stored}.`,
    fix: p => `Declare the type that the column has, or convert it in a \`computed\` field of type ${p.declared}.`,
  }),
  'hash-key-missing': entry<{ column: string }>({
    kind: 'input',
    rules: ['D2'],
    message: p => `The column ${p.column} is protected by \`hash\`, and the workspace has no key for it.`,
    fix: () => 'Add `protect: {hash_key: "${secret:hash_key}"}` to waybill.yaml, and the secret.',
  }),
};
