import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
The state of a release: published (it never changes), unpublished (it may still change), changed (it was edited after
it was published, which is an error), gone (it was published and its file is missing), built-in.

Examples:
  waybill template list
  waybill template list --json

Exit codes: 0 shown · 2 a template is wrong
`;

/** `waybill template list` (D8). */
export function addTemplateList(template: Command, { io, action }: CommandContext): void {
  template
    .command('list')
    .description('list the templates of the workspace and the built-in ones')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], object>(async ({ options }) => {
        const { listTemplates } = await import('../template/list-templates.ts');
        return listTemplates(io, options);
      }),
    );
}
