import { entry } from '../define.ts';

/** Errors of the command line: of commands, options, files and folders that a person names; see define.ts. */
export const commandLineErrors = {
  'unknown-command': entry<{ command: string; group: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `"${p.command}" is not a command of \`${p.group}\`.`,
    fix: p => `\`${p.group} --help\` lists the commands.`,
  }),
  'unknown-option': entry<{ option: string; command: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `\`${p.command}\` has no option "${p.option}".`,
    fix: p => `\`${p.command} --help\` lists its options.`,
  }),
  'missing-argument': entry<{ argument: string; command: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `\`${p.command}\` needs ${p.argument}.`,
    fix: p => `\`${p.command} --help\` shows how it is called.`,
  }),
  'too-many-arguments': entry<{ argument: string; command: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `\`${p.command}\` does not know what to do with "${p.argument}".`,
    fix: p => `\`${p.command} --help\` shows how it is called; a name with spaces is put into quotes.`,
  }),
  'wrong-argument': entry<{ option: string; found: string; expected: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `\`${p.option}\` cannot be "${p.found}".`,
    fix: p => `Give ${p.expected}.`,
  }),
  'empty-argument': entry<{ argument: string; command: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `<${p.argument}> of \`${p.command}\` is empty.`,
    fix: p => `Give it; if it comes from a variable, that is not set. \`${p.command} --help\` shows how it is called.`,
  }),
  'options-exclude': entry<{ one: string; other: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `\`${p.one}\` and \`${p.other}\` do not go together.`,
    fix: p => `Leave \`${p.one}\` or \`${p.other}\` out.`,
  }),
  'no-such-file': entry<{ file: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `There is no file ${p.file}.`,
    fix: () => 'Check the path; it counts from the folder that you are in.',
  }),
  'no-such-folder': entry<{ folder: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `There is no folder ${p.folder}.`,
    fix: () => 'Check the path; it counts from the folder that you are in.',
  }),
  'unknown-file-kind': entry<{ file: string; expected: string }>({
    kind: 'input',
    rules: ['C1', 'V1'],
    message: p => `${p.file} is not a file of this kind: ${p.expected} was expected.`,
    fix: () =>
      'Names say what a file is: `NAME.export.yaml`, `NAME.template.yaml`, `NAME.model.yaml`, or `waybill.yaml`.',
  }),
  'file-unreadable': entry<{ file: string; detail: string }>({
    kind: 'machine',
    rules: ['C1'],
    message: p => `${p.file} cannot be read (${p.detail}).`,
    fix: () => 'Check that it is a file and that you may read it.',
  }),
  'file-unwritable': entry<{ file: string; detail: string }>({
    kind: 'machine',
    rules: ['C1'],
    message: p => `${p.file} cannot be written (${p.detail}).`,
    fix: () => 'Check that you may write there and that the disk has room.',
  }),
  'output-unwritable': entry<{ detail: string }>({
    kind: 'machine',
    rules: ['C1'],
    message: p => `What the command has to say cannot be written (${p.detail}).`,
    fix: () => 'Make room where its output goes. The command itself was not stopped: look at what it did.',
  }),
  'not-formatted': entry<{ file: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `${p.file} is not in the canonical form.`,
    fix: p => `\`waybill format --write ${p.file}\` puts it right.`,
  }),
  'workspace-exists': entry<{ folder: string }>({
    kind: 'input',
    rules: ['K1'],
    message: p => `${p.folder} is a workspace already: it has a waybill.yaml.`,
    fix: () => 'Choose another folder, or work in this one; nothing was changed.',
  }),
  'would-overwrite': entry<{ files: readonly string[] }>({
    kind: 'input',
    rules: ['K1'],
    message: p => `There is something already at ${p.files.slice(0, 5).join(', ')}${p.files.length > 5 ? ', …' : ''}.`,
    fix: () => 'Choose an empty folder, or move these away; nothing was changed.',
  }),
  'run-in-progress': entry<{ export: string; pid: number; host: string; since: string; lock: string }>({
    kind: 'machine',
    rules: ['R2', 'D9'],
    message: p => `"${p.export}" is running already, since ${p.since} (process ${p.pid} on ${p.host}).`,
    fix: p => `Wait until it is done. If you are sure that it is not running any more, delete ${p.lock}.`,
  }),
  'journal-unreadable': entry<{ file: string; line: number }>({
    kind: 'machine',
    rules: ['D9'],
    message: p => `Line ${p.line} of ${p.file}, the journal of finished runs, is not a receipt.`,
    fix: () => 'Put the line right or delete it: the window of the next run begins where the last receipt ended.',
  }),
  'journal-unwritable': entry<{ file: string; detail: string }>({
    kind: 'machine',
    rules: ['D9'],
    message: p =>
      `The file was delivered, but the journal of finished runs, ${p.file}, cannot be written: ${p.detail}.`,
    fix: () =>
      'Make room or give the right to write there; the next run of `since_last_success` will repeat this window.',
  }),
  'secret-exposed-file': entry<{ file: string; mode: string }>({
    kind: 'machine',
    rules: ['K1', 'Q1'],
    message: p => `Others may read ${p.file}, which holds secrets (its mode is ${p.mode}).`,
    fix: p =>
      `\`chmod ${p.file.endsWith('/') ? '700' : '600'} ${p.file}\`; if others use this machine, change the secrets.`,
  }),
  'disk-nearly-full': entry<{ folder: string; free: string }>({
    kind: 'machine',
    severity: 'warning',
    rules: ['X4'],
    message: p => `Only ${p.free} are free on the disk of ${p.folder}.`,
    fix: () => 'Make room: every run keeps its file there, and needs room for it while it runs.',
  }),

  // Of commands that ask a service.
  'option-needs': entry<{ option: string; other: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `\`${p.option}\` means nothing without \`${p.other}\`.`,
    fix: p => `Add \`${p.other}\`, or leave \`${p.option}\` out.`,
  }),
  'needs-yes': entry<{ what: string }>({
    kind: 'input',
    rules: ['C1', 'R3'],
    message: p => `${p.what} Nobody is there to be asked.`,
    fix: () => 'Add `--yes` to say yes in advance.',
  }),
  'service-unknown': entry<object>({
    kind: 'service',
    rules: ['C1', 'C3'],
    message: () => 'No service is running in this workspace, and no other one is named.',
    fix: () =>
      '`waybill serve` in the workspace starts one on this machine; for another one set WAYBILL_URL and WAYBILL_TOKEN.',
  }),
  'service-token-missing': entry<{ url: string }>({
    kind: 'service',
    rules: ['C1', 'Q1'],
    message: p => `The service at ${p.url} asks for a token, and there is none.`,
    fix: () => 'Set WAYBILL_TOKEN. On the machine of the service `waybill token create` makes one.',
  }),
  'service-unreachable': entry<{ said: string; advice: string }>({
    kind: 'service',
    rules: ['C1', 'C3'],
    message: p => p.said,
    fix: p => p.advice,
  }),
  'service-version-differs': entry<{ service: string; own: string }>({
    kind: 'service',
    severity: 'warning',
    rules: ['C1'],
    message: p => `The service is version ${p.service}, and this command line is ${p.own}.`,
    fix: () => 'Bring both to the same version; until then one may not understand what the other says.',
  }),
  'service-zones-differ': entry<{ service: string; own: string }>({
    kind: 'service',
    severity: 'warning',
    rules: ['S2'],
    message: p => `The service counts with the time zone data ${p.service}, and this machine has ${p.own}.`,
    fix: () => 'Update the older one (it comes with Node): coming runs may be shown at times that they do not have.',
  }),
  'service-not-ready': entry<{ check: string; detail: string }>({
    kind: 'service',
    rules: ['C4'],
    message: p => `The service is not ready, by its check "${p.check}": ${p.detail}`,
    fix: () => 'Its log says more. Until it is ready it takes no requests, and another process has to.',
  }),
  'connection-unreadable': entry<{ file: string }>({
    kind: 'machine',
    rules: ['C1'],
    message: p =>
      `${p.file}, which says how to reach the service of this workspace, is not as \`waybill serve\` writes it.`,
    fix: () => 'Start the service again: it writes the file anew.',
  }),
  'no-such-run': entry<{ export: string; wanted: string; newest?: string | undefined }>({
    kind: 'input',
    rules: ['C1', 'R3'],
    message: p => `"${p.export}" has no run ${p.wanted}.`,
    fix: p =>
      p.newest === undefined
        ? `\`waybill history "${p.export}"\` lists its runs; name one by its id.`
        : `\`waybill rerun ${p.newest}\` runs its newest one again; \`waybill history "${p.export}"\` lists the others.`,
  }),
  'several-runs': entry<{ export: string; wanted: string; runs: readonly string[] }>({
    kind: 'input',
    rules: ['C1', 'R3'],
    message: p => `"${p.export}" has ${p.runs.length} runs ${p.wanted}: ${p.runs.join(', ')}.`,
    fix: () => 'Name one of them by its id.',
  }),
  'no-kept-file': entry<{ run: string; export: string }>({
    kind: 'input',
    rules: ['R5'],
    message: p => `Run ${p.run} of "${p.export}" has no file to download.`,
    fix: p =>
      `\`waybill history "${p.export}"\` says how its runs ended; files are deleted after \`limits.keep_files\`, and \`waybill rerun\` makes one again.`,
  }),
  'unknown-kept-file': entry<{ file: string; run: string; files: readonly string[] }>({
    kind: 'input',
    rules: ['R5'],
    message: p => `Run ${p.run} has no file "${p.file}".`,
    fix: p => `It has ${p.files.join(', ')}.`,
  }),
  'several-files': entry<{ run: string; files: readonly string[] }>({
    kind: 'input',
    rules: ['R5'],
    message: p => `Run ${p.run} has ${p.files.length} files, and one alone can go to the standard output.`,
    fix: p => `Name it with \`--file\`: ${p.files.join(', ')}.`,
  }),
  'file-exists': entry<{ file: string }>({
    kind: 'input',
    rules: ['R5'],
    message: p => `${p.file} is there already, and was left as it is.`,
    fix: () => '`--force` puts the new file in its place, `--output` elsewhere.',
  }),
  'download-damaged': entry<{ file: string; expected: string; found: string }>({
    kind: 'service',
    rules: ['X3', 'R5'],
    message: p =>
      `What arrived of ${p.file} is not what the service made: its SHA-256 is ${p.found} and not ${p.expected}.`,
    fix: () => 'Download it again. What arrived was thrown away, unless it went to the standard output.',
  }),
  'download-broken': entry<{ file: string; detail: string }>({
    kind: 'service',
    rules: ['R5'],
    message: p => `${p.file} did not arrive whole: ${p.detail}.`,
    fix: () => 'Download it again. What arrived was thrown away, unless it went to the standard output.',
  }),
  'which-token': entry<{ token: string; ids: readonly string[] }>({
    kind: 'input',
    rules: ['Q1'],
    message: p =>
      p.ids.length === 0
        ? `No token that works is called "${p.token}".`
        : `${p.ids.length} tokens are called "${p.token}": ${p.ids.join(', ')}.`,
    fix: () => '`waybill token list` shows them; name one by its id.',
  }),
  'watch-stopped': entry<{ run: string }>({
    kind: 'interrupted',
    rules: ['C1'],
    message: p => `Watching was stopped; run ${p.run} goes on in the service.`,
    fix: p => `\`waybill watch ${p.run}\` follows it again, \`waybill cancel ${p.run}\` stops it.`,
  }),
  'nothing-typed': entry<{ what: string }>({
    kind: 'input',
    rules: ['C1'],
    message: p => `${p.what} is empty.`,
    fix: () => 'Type it when you are asked, or send it to the standard input: `… < file`.',
  }),
};
