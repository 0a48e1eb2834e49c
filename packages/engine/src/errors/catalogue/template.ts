import { entry } from '../define.ts';

/** Errors of templates, of what extends them, and of the record of what was published (D8). */
export const templateErrors = {
  'unknown-template': entry<{ template: string; names: readonly string[] }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `There is no template "${p.template}".`,
    fix: p =>
      p.names.length === 0
        ? `\`waybill template list\` names those that are built in; those of the workspace stand in templates/.`
        : `Those of the workspace: ${p.names.join(', ')}. \`waybill template list\` names the built-in ones too.`,
  }),
  'unknown-template-release': entry<{ template: string; release: number; releases: readonly number[] }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `The template "${p.template}" has no release ${p.release}.`,
    fix: p => `Its releases: ${p.releases.join(', ')}. \`waybill template show ${p.template}\` says what they hold.`,
  }),
  'template-changed': entry<{ template: string; name: string; file: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.template} is published, and this file no longer says what was published.`,
    fix: p =>
      `Make the next release of it, \`waybill template new-release ${p.name}\`, and put ${p.file} back as it was (\`git restore ${p.file}\`).`,
  }),
  'template-vanished': entry<{ template: string; record: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.template} was published, and its file is gone.`,
    fix: p => `Bring the file back from version control; ${p.record} has the checksum that it must have.`,
  }),
  'template-unpublished': entry<{ template: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D8'],
    message: p => `${p.template} is not published: it may still change, and this export with it.`,
    fix: p => `When it is right: \`waybill template publish ${p.template}\`.`,
  }),
  'template-name-taken': entry<{ template: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `"${p.template}" is the name of a built-in template.`,
    fix: () => 'Give this one another name; what extends the built-in one must stay as it is.',
  }),
  'duplicate-template': entry<{ template: string; other: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.template} stands in ${p.other} too.`,
    fix: () => 'Give one of them another name or the next release number.',
  }),
  'template-unreadable': entry<{ file: string; detail: string }>({
    kind: 'machine',
    rules: ['D8'],
    message: p => `${p.file} cannot be read (${p.detail}).`,
    fix: () => 'Check that it is there and that you may read it.',
  }),
  'published-unclear': entry<{ file: string; detail: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.file}, the record of published templates, cannot be understood: ${p.detail}`,
    fix: () => 'Bring it back from version control; where two branches published, keep the lines of both.',
  }),
  'template-does-not-fit': entry<{ template: string; detail: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `What ${p.template} says is not right here: ${p.detail}`,
    fix: () => 'Change what the export adds, removes or says again, or extend another template.',
  }),
  'template-other-model': entry<{ template: string; model: string; said: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.template} is about "${p.model}", and the export says "${p.said}".`,
    fix: () => 'Leave `model` out: the template says it.',
  }),
  'template-other-kind': entry<{ template: string; key: string; chooses: string }>({
    kind: 'input',
    rules: ['D8', 'D6'],
    message: p => `${p.template} chooses ${p.chooses}, so "${p.key}" has no place in what extends it.`,
    fix: p => `Work with its ${p.chooses}, or extend a template that has \`${p.key}\`.`,
  }),
  'template-lacks': entry<{ template: string; what: string; name: string; has: readonly string[] }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.template} has no ${p.what} ${p.name}, so there is nothing to remove.`,
    fix: p => (p.has.length === 0 ? 'Take it out of `remove`.' : `It has: ${p.has.join(', ')}.`),
  }),
  'template-has-set': entry<{ template: string }>({
    kind: 'input',
    rules: ['D8', 'D3'],
    message: p => `${p.template} has this set of criteria already.`,
    fix: () => 'Take it out of `add`.',
  }),
  'template-nothing-left': entry<{ template: string; what: string; key: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `This removes every ${p.what} of ${p.template}.`,
    fix: p =>
      `Say \`${p.key}:\` anew in the export in place of removing all${p.key === 'filters' ? ', or `filters: none` for all rows' : ''}.`,
  }),
  'template-remove-key': entry<{ key: string; names: readonly string[] }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `"${p.key}" has no meaning where something is removed.`,
    fix: p => `What to remove is told by ${p.names.map(name => `\`${name}\``).join(' and ')} alone.`,
  }),
  'template-not-named': entry<{ found: string }>({
    kind: 'input',
    rules: ['D8', 'C1'],
    message: p => `"${p.found}" names no release of a template.`,
    fix: () => 'Write NAME@RELEASE, as `sales@2`, or the path of a template file.',
  }),
  'template-built-in': entry<{ template: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.template} is built in: it is published already, and nobody changes it.`,
    fix: p =>
      `\`waybill template show ${p.template}\` prints it; put that under a name of your own into templates/ to change it.`,
  }),
  'template-file-taken': entry<{ file: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `${p.file} is there already.`,
    fix: () => 'Rename it: releases are found by what stands in the file, whatever it is called.',
  }),
};
