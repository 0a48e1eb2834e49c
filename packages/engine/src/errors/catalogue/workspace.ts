import { entry } from '../define.ts';

/** Errors of the workspace folder, of waybill.yaml and of its secrets. */
export const workspaceErrors = {
  'workspace-missing': entry<{ from: string }>({
    kind: 'input',
    rules: ['K1'],
    message: p => `There is no waybill.yaml in ${p.from} or in a folder above it.`,
    fix: () => 'Go into a workspace, or make one with `waybill init`.',
  }),
  'workspace-unreadable': entry<{ file: string; detail: string }>({
    kind: 'machine',
    rules: ['K1'],
    message: p => `${p.file} cannot be read (${p.detail}).`,
    fix: () => 'Check that it is there and that you may read it.',
  }),
  'literal-secret': entry<{ path: string; name: string; ofService: boolean }>({
    kind: 'input',
    rules: ['K1', 'Q1'],
    message: p => `A secret stands in plain text at \`${p.path}\`.`,
    fix: p =>
      p.ofService
        ? `Write \`\${secret:${p.name}}\` and give the service the secret: \`waybill secret set ${p.name}\`.`
        : `Write \`\${secret:${p.name}}\` and put the secret into .waybill/secrets/${p.name}, or \`\${env:NAME}\` and set the variable; and change the secret, since this file may have been seen.`,
  }),
  'unknown-placeholder': entry<{ text: string }>({
    kind: 'input',
    rules: ['K1'],
    message: p => `"${p.text}" is no placeholder.`,
    fix: () => 'Write `${env:NAME}` for an environment variable or `${secret:name}` for a secret.',
  }),
  'env-missing': entry<{ name: string; path: string; empty: boolean }>({
    kind: 'input',
    rules: ['K1'],
    message: p => `The environment variable ${p.name}, which \`${p.path}\` needs, is ${p.empty ? 'empty' : 'not set'}.`,
    fix: p => `Set it before you start Waybill: \`export ${p.name}=…\`.`,
  }),
  'secret-missing': entry<{ name: string; path: string; file: string; variable: string }>({
    kind: 'input',
    rules: ['K1', 'Q1'],
    message: p => `The secret "${p.name}", which \`${p.path}\` needs, is not there.`,
    fix: p => `Put it into ${p.file}, readable by you alone (\`chmod 600\`), or set the variable ${p.variable}.`,
  }),
  'secret-exposed': entry<{ name: string; file: string; mode: string }>({
    kind: 'machine',
    rules: ['K1', 'Q1'],
    message: p => `The secret "${p.name}" is not safe: others may read ${p.file} (its mode is ${p.mode}).`,
    fix: p =>
      `\`chmod 600 '${p.file.replaceAll("'", "'\\\\''")}'\`; if others use this machine, change the secret too.`,
  }),
  'secret-unreadable': entry<{ name: string; file: string; detail: string }>({
    kind: 'machine',
    rules: ['K1', 'Q1'],
    message: p => `The secret "${p.name}" cannot be read from ${p.file} (${p.detail}).`,
    fix: () => 'Check that it is a file and that you may read it.',
  }),
  'unknown-destination': entry<{ destination: string; names: readonly string[] }>({
    kind: 'input',
    rules: ['X1'],
    message: p => `The workspace has no destination "${p.destination}".`,
    fix: p =>
      p.names.length === 0
        ? 'Declare it under `destinations:` in waybill.yaml, or leave `deliver:` out to download the file.'
        : `Name one of: ${p.names.join(', ')}.`,
  }),
};
