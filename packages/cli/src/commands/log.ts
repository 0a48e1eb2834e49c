import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Examples:
  waybill log daily-sales                       of its newest run
  waybill log 20261122T095500-3f9a2c01bd45

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

/** `waybill log RUN` (R1): what happened to a run. */
export function addLog(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('log'))
    .description('say what happened to a run')
    .argument('<run>', 'id of a run, or an export for its newest one')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], ServiceOptions>(async ({ arguments: [run], options }) => {
        const { showLog } = await import('../deployed-runs/show-log.ts');
        return showLog(io, run, options);
      }),
    );
}
