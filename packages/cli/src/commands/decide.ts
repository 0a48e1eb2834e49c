import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, RUN_EXITS, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const CANCEL_HELP = `
Stops its query and its uploads; nothing of the file stays at the destination. A run that waits is taken out of the queue.

Examples:
  waybill cancel daily-sales                    its only run that is not over
  waybill cancel 20261122T095500-3f9a2c01bd45 --reason "wrong window"

Exit codes: 0 it is stopped, or being stopped · ${SERVICE_EXITS}
`;

const APPROVE_HELP = `
Delivers the very file that a check kept back; no database is asked again.

Examples:
  waybill approve daily-sales                   its only run in quarantine
  waybill approve 20261122T095500-3f9a2c01bd45 --reason "sale of the year"

${RUN_EXITS}
`;

const REJECT_HELP = `
Examples:
  waybill reject daily-sales                    its only run in quarantine
  waybill reject 20261122T095500-3f9a2c01bd45 --reason "half of the stores are missing"

Exit codes: 0 done · ${SERVICE_EXITS}
`;

export interface ReasonOptions extends ServiceOptions {
  readonly reason?: string;
}

export interface ApproveOptions extends ReasonOptions {
  readonly wait: boolean;
}

/** `waybill cancel`, `waybill approve`, `waybill reject` (C1, R3, O7): what a person decides about a run. */
export function addDecisions(program: CliCommand, { io, action }: CommandContext): void {
  const decision = (name: string, description: string, help: string) =>
    asksService(program.command(name))
      .description(description)
      .argument('<run>', 'id of a run, or an export that has one such run')
      .option('--reason <text>', 'why; kept with the run')
      .addHelpText('after', help);
  decision('cancel', 'stop a run', CANCEL_HELP).action(
    action<[string], ReasonOptions>(async ({ arguments: [run], options }) => {
      const { cancelRun } = await import('../deployed-runs/decide-run.ts');
      return cancelRun(io, run, options);
    }),
  );
  decision('approve', 'deliver a file that a check kept back', APPROVE_HELP)
    .option('--no-wait', 'do not wait until it is delivered')
    .action(
      action<[string], ApproveOptions>(async ({ arguments: [run], options }) => {
        const { approveRun } = await import('../deployed-runs/decide-run.ts');
        return approveRun(io, run, options);
      }),
    );
  decision('reject', 'let a file that a check kept back go nowhere', REJECT_HELP).action(
    action<[string], ReasonOptions>(async ({ arguments: [run], options }) => {
      const { rejectRun } = await import('../deployed-runs/decide-run.ts');
      return rejectRun(io, run, options);
    }),
  );
}
