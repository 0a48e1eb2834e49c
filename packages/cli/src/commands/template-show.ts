import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
Prints the file as it is, so that it can be the beginning of another one.

Examples:
  waybill template show sales@2
  waybill template show sales                    the newest release
  waybill template show points-kpis@1 > templates/our-points.template.yaml
  waybill template show sales@2 --json

Exit codes: 0 shown · 2 there is no such template
`;

/** `waybill template show NAME@RELEASE` (D8). */
export function addTemplateShow(template: Command, { io, action }: CommandContext): void {
  template
    .command('show')
    .description('print a template')
    .argument('<template>', 'NAME@RELEASE, NAME for the newest release, or a template file')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], object>(async ({ arguments: [named], options }) => {
        const { showTemplate } = await import('../template/show-template.ts');
        return showTemplate(io, named, options);
      }),
    );
}
