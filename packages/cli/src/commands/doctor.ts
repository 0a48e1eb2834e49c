import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
Says which versions are in use, and whether the workspace, its sources, its destinations, its secrets and the disk are
in order. Sources are asked which tables they have; destinations are connected to, and nothing is written there.

Examples:
  waybill doctor
  waybill doctor --json > report.json           what to send along when you report a fault

Exit codes: 0 healthy (there may be warnings) · 2 waybill.yaml or the catalog is wrong · 3 a source or a destination
cannot be reached · 4 secrets that others may read · 130 interrupted
`;

/** `waybill doctor` (C1, S2). */
export function addDoctor(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('doctor')
    .description('look whether everything that Waybill needs is there and works')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], object>(async ({ options }) => {
        const { runDoctor } = await import('../doctor/run-doctor.ts');
        return runDoctor(io, options);
      }),
    );
}
