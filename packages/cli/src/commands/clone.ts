import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Copies all settings to a new export; runs and files stay where they are. With --edit the new one gets the definition of a
file, which is shown as it differs, and asked about at a terminal.

Examples:
  waybill clone daily-sales daily-sales-at
  waybill clone daily-sales daily-sales-at --paused
  waybill show daily-sales --yaml > new.export.yaml      then change it, and:
  waybill clone daily-sales daily-sales-at --edit new.export.yaml

Exit codes: 0 created · ${SERVICE_EXITS} · 130 answered with no
`;

export interface CloneOptions extends ServiceOptions {
  readonly edit?: string;
  readonly paused?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `waybill clone NAME NEWNAME` (C1, R4). */
export function addClone(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('clone'))
    .description('copy an export to a new one')
    .argument('<name>', 'an export of the service')
    .argument('<new-name>', 'name of the new one')
    .option('--edit <file>', 'its definition, `NAME.export.yaml`, where more than the name differs')
    .option('--paused', 'create it inactive')
    .option('--dry-run', 'only say what would be created')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string, string], CloneOptions>(async ({ arguments: [name, newName], options }) => {
        const { cloneExport } = await import('../exports/clone-export.ts');
        return cloneExport(io, name, newName, options);
      }),
    );
}
