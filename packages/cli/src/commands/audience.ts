import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';

const LIST_HELP = `
Examples:
  waybill audience list
  waybill audience list --json

Exit codes: 0 shown
`;

const CHECK_HELP = `
Reads the list and asks the source how many of its people there are. The list is a csv whose header names a field of the
people's model, or a bare list of its keys.

Examples:
  waybill audience check audiences/vip.csv
  waybill audience check audiences/vip.csv --json

Exit codes: 0 read (also when nobody was found) · 2 the file is no list of people · 3 the source failed
`;

/** `waybill audience …` (D7). */
export function addAudience(program: CliCommand, { io, action }: CommandContext): void {
  const audience = program.command('audience').description('work with lists of people in audiences/');
  audience
    .command('list')
    .description('list the files in audiences/ and the exports that use them')
    .addHelpText('after', LIST_HELP)
    .action(
      action<[], object>(async ({ options }) => {
        const { listAudiences } = await import('../audience/list-audiences.ts');
        return listAudiences(io, options);
      }),
    );
  audience
    .command('check')
    .description('read a list and look how many of its people the source has')
    .argument('<file>', 'a csv in the workspace, `audiences/NAME.csv`')
    .addHelpText('after', CHECK_HELP)
    .action(
      action<[string], object>(async ({ arguments: [file], options }) => {
        const { checkAudience } = await import('../audience/check-audience.ts');
        return checkAudience(io, file, options);
      }),
    );
}
