import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const SET_HELP = `
The value is typed, and not shown, or comes from the standard input; it is never part of the command line. The service
keeps it encrypted, and nobody can read it back. waybill.yaml and destinations name it as \${secret:NAME}.

Examples:
  waybill secret set partner_key                asks for it
  waybill secret set partner_key < ~/.ssh/partner

Exit codes: 0 kept · ${SERVICE_EXITS}
`;

const LIST_HELP = `
Examples:
  waybill secret list

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

const DELETE_HELP = `
Examples:
  waybill secret delete partner_key

Exit codes: 0 gone · ${SERVICE_EXITS} · 130 answered with no
`;

/** `waybill secret …` (Q1). */
export function addSecret(program: CliCommand, { io, action }: CommandContext): void {
  const secret = program.command('secret').description('work with the secrets that the service keeps');
  asksService(secret.command('set'))
    .description('set a secret')
    .argument('<name>', 'letters, digits, `-` and `_`')
    .addHelpText('after', SET_HELP)
    .action(
      action<[string], ServiceOptions>(async ({ arguments: [name], options }) => {
        const { setSecret } = await import('../administration/secrets.ts');
        return setSecret(io, name, options);
      }),
    );
  asksService(secret.command('list'))
    .description('list the names of secrets')
    .addHelpText('after', LIST_HELP)
    .action(
      action<[], ServiceOptions>(async ({ options }) => {
        const { listSecrets } = await import('../administration/secrets.ts');
        return listSecrets(io, options);
      }),
    );
  asksService(secret.command('delete'))
    .description('forget a secret')
    .argument('<name>', 'name of a secret')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', DELETE_HELP)
    .action(
      action<[string], ServiceOptions & { yes?: boolean }>(async ({ arguments: [name], options }) => {
        const { deleteSecret } = await import('../administration/secrets.ts');
        return deleteSecret(io, name, options);
      }),
    );
}
