import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { oneOf } from '../parse-options.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const SET_HELP = `
A person's own role counts before those of groups; of several groups the highest counts. Everybody else may do what
WAYBILL_SLACK_ROLE says, which is to look. In Slack, a profile's menu has "Copy member ID", and the address of a group's
page ends with its id.

Examples:
  waybill role set slack:U0123ABCD editor --name "Anna Huber"
  waybill role set slack-group:S0123ABCD editor --name "CRM team"

Exit codes: 0 set · ${SERVICE_EXITS}
`;

const LIST_HELP = `
Examples:
  waybill role list

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

const REMOVE_HELP = `
Examples:
  waybill role remove slack:U0123ABCD

Exit codes: 0 removed · ${SERVICE_EXITS}
`;

const ROLES = ['viewer', 'editor', 'admin'] as const;
export type RoleName = (typeof ROLES)[number];

export interface RoleOptions extends ServiceOptions {
  readonly name?: string;
}

/** `waybill role …` (L7). */
export function addRole(program: CliCommand, { io, action }: CommandContext): void {
  const role = program.command('role').description('work with what people and groups of Slack may do');
  const asRole = oneOf('<role>', ROLES);
  asksService(role.command('set'))
    .description('give a person or a group of Slack a role')
    .argument('<who>', 'slack:U… or slack-group:S…')
    .argument('<role>', 'viewer looks, editor changes and runs exports, admin does everything')
    .option('--name <name>', 'as people know them, for lists')
    .addHelpText('after', SET_HELP)
    .action(
      action<[string, string], RoleOptions>(async ({ arguments: [who, word], options }) => {
        const { setRole } = await import('../administration/roles.ts');
        return setRole(io, who, asRole(word), options);
      }),
    );
  asksService(role.command('list'))
    .description('list who has which role')
    .addHelpText('after', LIST_HELP)
    .action(
      action<[], ServiceOptions>(async ({ options }) => {
        const { listRoles } = await import('../administration/roles.ts');
        return listRoles(io, options);
      }),
    );
  asksService(role.command('remove'))
    .description('take a role away')
    .argument('<who>', 'slack:U… or slack-group:S…')
    .addHelpText('after', REMOVE_HELP)
    .action(
      action<[string], ServiceOptions>(async ({ arguments: [who], options }) => {
        const { removeRole } = await import('../administration/roles.ts');
        return removeRole(io, who, options);
      }),
    );
}
