import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
Copies the newest release into templates/NAME@NEXT.template.yaml, comments and all. What extends an older release
stays with it.

Examples:
  waybill template new-release sales
  waybill template new-release sales --json      {"template": "sales", "release": 3, "file": …}

Exit codes: 0 written · 2 there is no such template of the workspace · 4 cannot write
`;

/** `waybill template new-release NAME` (D8). */
export function addTemplateNewRelease(template: Command, { io, action }: CommandContext): void {
  template
    .command('new-release')
    .description('begin the next release of a template as a copy of the newest one')
    .argument('<name>', 'name of a template of the workspace')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], object>(async ({ arguments: [name], options }) => {
        const { writeNewRelease } = await import('../template/write-new-release.ts');
        return writeNewRelease(io, name, options);
      }),
    );
}
