import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, RUN_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
What happens goes to the standard error, how it ended to the standard output. Ctrl+C ends the watching; the run goes on.

Examples:
  waybill watch daily-sales                     its newest run
  waybill watch 20261122T095500-3f9a2c01bd45 --json | jq .status

${RUN_EXITS}
`;

/** `waybill watch RUN` (X4): a run to its end. */
export function addWatch(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('watch'))
    .description('follow a run to its end')
    .argument('<run>', 'id of a run, or an export for its newest one')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], ServiceOptions>(async ({ arguments: [run], options }) => {
        const { watchRun } = await import('../deployed-runs/watch-run.ts');
        return watchRun(io, run, options);
      }),
    );
}
