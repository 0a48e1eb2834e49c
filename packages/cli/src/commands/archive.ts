import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
It never runs again, and its name is free. Its runs and files stay until they expire; its file in git is not touched.

Examples:
  waybill archive daily-sales
  waybill archive daily-sales --yes             without being asked, as in a pipe

Exit codes: 0 removed · ${SERVICE_EXITS} · 130 answered with no
`;

export interface ArchiveOptions extends ServiceOptions {
  readonly yes?: boolean;
}

/** `waybill archive NAME`: an export that is no longer wanted. */
export function addArchive(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('archive'))
    .description('remove an export from the service')
    .argument('<name>', 'an export of the service')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], ArchiveOptions>(async ({ arguments: [name], options }) => {
        const { archiveExport } = await import('../exports/archive-export.ts');
        return archiveExport(io, name, options);
      }),
    );
}
