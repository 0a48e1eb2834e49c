import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Examples:
  waybill show daily-sales
  waybill show daily-sales --yaml > exports/daily-sales.export.yaml
  waybill show daily-sales --revision 2
  waybill show 20261122T095500-3f9a2c01bd45                     a run, with its receipt

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

export interface ShowOptions extends ServiceOptions {
  readonly revision?: number;
  readonly yaml?: boolean;
}

/** `waybill show NAME|RUN` (C1, R1). */
export function addShow(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('show'))
    .description('show an export of the service, with its next runs, or a run')
    .argument('<name>', 'an export, or the id of a run')
    .option('--revision <number>', 'an earlier definition', wholeNumber('--revision', 1, 1_000_000))
    .option('--yaml', 'print the definition, nothing else')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], ShowOptions>(async ({ arguments: [name], options }) => {
        const { showExport } = await import('../exports/show-export.ts');
        return showExport(io, name, options);
      }),
    );
}
