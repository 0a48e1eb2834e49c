import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Shows what would change, in words and as a diff, and asks at a terminal before an export gets a new revision; in a pipe it
does not ask. All files are checked first: when one is wrong, none is deployed. Runs keep the revision that they began
with, and a schedule that is \`now\` runs at once.

Examples:
  waybill deploy exports/daily-sales.export.yaml
  waybill deploy exports --note "new loyalty tiers"             every export of a folder
  waybill deploy exports --dry-run                              only look what would change

Exit codes: 0 deployed, or nothing to change · ${SERVICE_EXITS} · 130 answered with no
`;

export interface DeployOptions extends ServiceOptions {
  readonly note?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `waybill deploy FILE…` (C1, S4): create exports in the service, or give them a new revision. */
export function addDeploy(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('deploy'))
    .description('give exports to the service, which runs them by their schedules')
    .argument('<file...>', 'exports, `NAME.export.yaml`, or folders of them')
    .option('--note <text>', 'why; kept with the revision')
    .option('--dry-run', 'only say what would change')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string[]], DeployOptions>(async ({ arguments: [files], options }) => {
        const { deployFiles } = await import('../exports/deploy-files.ts');
        return deployFiles(io, files, options);
      }),
    );
}
