import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
Checks the template and writes a checksum of what it says into templates/published.yaml, which you commit. From then
on it must not change: an edit is an error in everything that extends it. Comments and formatting are no edit.

Examples:
  waybill template publish sales@1
  waybill template publish templates/sales.template.yaml
  waybill template new-release sales             for a change: the next release, to be edited and published

Exit codes: 0 published, now or before · 2 it is wrong, or was changed after it was published · 4 cannot write
`;

/** `waybill template publish NAME@RELEASE` (D8). */
export function addTemplatePublish(template: Command, { io, action }: CommandContext): void {
  template
    .command('publish')
    .description('publish a release of a template: it never changes again')
    .argument('<template>', 'NAME@RELEASE, or a template file')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], object>(async ({ arguments: [named], options }) => {
        const { publishNamed } = await import('../template/publish-named.ts');
        return publishNamed(io, named, options);
      }),
    );
}
