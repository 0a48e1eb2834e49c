import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Says which versions are in use, and whether the workspace, its sources, its destinations, its secrets, the disk, the
settings of the service and the service itself are in order. Sources are asked which tables they have; destinations are
connected to, and nothing is written there.

Examples:
  waybill doctor
  waybill doctor --json > report.json           what to send along when you report a fault

Exit codes: 0 healthy (there may be warnings) · 2 waybill.yaml, the catalog or a setting is wrong · 3 a source or a
destination cannot be reached · 4 secrets that others may read · 6 the service cannot be reached, does not take the token,
or is not ready · 130 interrupted
`;

/** `waybill doctor` (C1, S2). */
export function addDoctor(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('doctor'))
    .description('look whether everything that Waybill needs is there and works')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], ServiceOptions>(async ({ options }) => {
        const { runDoctor } = await import('../doctor/run-doctor.ts');
        return runDoctor(io, options);
      }),
    );
}
