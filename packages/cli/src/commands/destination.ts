import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const TEST_HELP = `
Connects, writes a small file under a hidden name, compares its size, renames it, looks at it, and deletes it: all
that a delivery does. Nothing is left behind. With --service it is the service that does so, from its own machine.

Examples:
  waybill destination test partner-sftp
  waybill destination test share --json
  waybill destination test partner-sftp --service

Exit codes: 0 every step worked · 2 no such destination, or its settings are wrong · 3 a step failed · 6 the service
cannot be reached · 130 interrupted
`;

const LIST_HELP = `
Shows the destinations of waybill.yaml, and those that were added in the service.

Examples:
  waybill destination list

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

const ADD_HELP = `
Settings are those of waybill.yaml, docs/files.md has all of them. Secrets stay secret: \`waybill secret set\` keeps one, and
a setting names it.

Examples:
  waybill destination add partner type=sftp host=sftp.partner.example user=waybill 'password=\${secret:partner}' folder=/in
  waybill destination add share type=local folder=/srv/exports

Exit codes: 0 added · ${SERVICE_EXITS}
`;

const CHANGE_HELP = `
What is not named stays as it is; \`key=\` takes a setting away.

Examples:
  waybill destination change partner host=sftp2.partner.example
  waybill destination change partner port=

Exit codes: 0 changed · ${SERVICE_EXITS}
`;

const RENAME_HELP = `
Refused while an export uses it.

Examples:
  waybill destination rename partner partner-old

Exit codes: 0 renamed · ${SERVICE_EXITS}
`;

const REMOVE_HELP = `
Refused while an export uses it.

Examples:
  waybill destination remove partner

Exit codes: 0 removed · ${SERVICE_EXITS} · 130 answered with no
`;

interface TestOptions extends ServiceOptions {
  readonly service?: boolean;
}

/** `waybill destination …` (X1): `test` from this machine or the service, the others in the service. */
export function addDestination(program: CliCommand, { io, action }: CommandContext): void {
  const destination = program.command('destination').description('work with destinations');
  asksService(destination.command('test'))
    .description('prove that a destination takes files')
    .argument('<name>', 'name of a destination in waybill.yaml; with --service also one of the service')
    .option('--service', 'from the machine of the service')
    .addHelpText('after', TEST_HELP)
    .action(
      action<[string], TestOptions>(async ({ arguments: [name], options }) => {
        if (options.service) {
          const { testDeployedDestination } = await import('../administration/test-destination.ts');
          return testDeployedDestination(io, name, options);
        }
        const { testLocalDestination } = await import('../destination/test-local.ts');
        return testLocalDestination(io, name, options);
      }),
    );
  asksService(destination.command('list'))
    .description('list the destinations that the service knows')
    .addHelpText('after', LIST_HELP)
    .action(
      action<[], ServiceOptions>(async ({ options }) => {
        const { listDestinations } = await import('../administration/destinations.ts');
        return listDestinations(io, options);
      }),
    );
  asksService(destination.command('add'))
    .description('name a new destination in the service')
    .argument('<name>', 'letters, digits, `-` and `_`')
    .argument('<setting...>', '`key=value`')
    .addHelpText('after', ADD_HELP)
    .action(
      action<[string, string[]], ServiceOptions>(async ({ arguments: [name, settings], options }) => {
        const destinations = await import('../administration/destinations.ts');
        return destinations.addDestination(io, name, settings, options);
      }),
    );
  asksService(destination.command('change'))
    .description('change settings of a destination of the service')
    .argument('<name>', 'name of a destination')
    .argument('<setting...>', '`key=value`')
    .addHelpText('after', CHANGE_HELP)
    .action(
      action<[string, string[]], ServiceOptions>(async ({ arguments: [name, settings], options }) => {
        const { changeDestination } = await import('../administration/destinations.ts');
        return changeDestination(io, name, settings, options);
      }),
    );
  asksService(destination.command('rename'))
    .description('rename a destination of the service that no export uses')
    .argument('<name>', 'name of a destination')
    .argument('<new-name>', 'its new name')
    .addHelpText('after', RENAME_HELP)
    .action(
      action<[string, string], ServiceOptions>(async ({ arguments: [name, newName], options }) => {
        const { renameDestination } = await import('../administration/destinations.ts');
        return renameDestination(io, name, newName, options);
      }),
    );
  asksService(destination.command('remove'))
    .description('remove a destination of the service that no export uses')
    .argument('<name>', 'name of a destination')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', REMOVE_HELP)
    .action(
      action<[string], ServiceOptions & { yes?: boolean }>(async ({ arguments: [name], options }) => {
        const { removeDestination } = await import('../administration/destinations.ts');
        return removeDestination(io, name, options);
      }),
    );
}
