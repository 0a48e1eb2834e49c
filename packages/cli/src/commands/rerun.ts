import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, RUN_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
The new run has the window and the revision of the one that it repeats. Of an export the newest run that failed is taken.
For one that succeeded it says first what will be overwritten and asks; in a pipe that needs --yes.

Examples:
  waybill rerun daily-sales                                 its last failed run
  waybill rerun 20261122T095500-3f9a2c01bd45 --yes          also if it was delivered
  waybill rerun daily-sales --no-wait

${RUN_EXITS}
`;

export interface RerunOptions extends ServiceOptions {
  readonly yes?: boolean;
  readonly wait: boolean;
}

/** `waybill rerun NAME|RUN` (C1, R3). */
export function addRerun(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('rerun'))
    .description('run a run again, with its own window and revision')
    .argument('<run>', 'id of a run, or an export for its last failed one')
    .option('-y, --yes', 'do not ask, also when something is delivered a second time')
    .option('--no-wait', 'do not wait until it ends')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], RerunOptions>(async ({ arguments: [run], options }) => {
        const { rerun } = await import('../deployed-runs/rerun.ts');
        return rerun(io, run, options);
      }),
    );
}
