import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const PAUSE_HELP = `
A run in progress finishes. What would have run meanwhile is not run afterwards; \`waybill backfill\` makes up for it.

Examples:
  waybill pause daily-sales
  waybill pause daily-sales --until 2026-12-27          goes on with the first instant of that day
  waybill pause daily-sales --until 2026-12-24T12:00:00+01:00

Exit codes: 0 paused · ${SERVICE_EXITS}
`;

const RESUME_HELP = `
Examples:
  waybill resume daily-sales

Exit codes: 0 goes on · ${SERVICE_EXITS}
`;

export interface PauseOptions extends ServiceOptions {
  readonly until?: string;
}

/** `waybill pause NAME`, `waybill resume NAME` (C1, S4). */
export function addPause(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('pause'))
    .description('let an export rest')
    .argument('<name>', 'an export of the service')
    .option('--until <when>', "a day in the export's zone, or an instant (default: until it is resumed)")
    .addHelpText('after', PAUSE_HELP)
    .action(
      action<[string], PauseOptions>(async ({ arguments: [name], options }) => {
        const { pauseExport } = await import('../exports/pause-export.ts');
        return pauseExport(io, name, options);
      }),
    );
  asksService(program.command('resume'))
    .description('let a paused export go on')
    .argument('<name>', 'an export of the service')
    .addHelpText('after', RESUME_HELP)
    .action(
      action<[string], ServiceOptions>(async ({ arguments: [name], options }) => {
        const { resumeExport } = await import('../exports/pause-export.ts');
        return resumeExport(io, name, options);
      }),
    );
}
