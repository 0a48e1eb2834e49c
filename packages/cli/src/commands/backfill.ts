import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Says first how many runs that makes, and asks at a terminal. With --all, firings that were delivered are delivered again;
in a pipe that needs --yes. The runs follow each other; \`waybill history NAME\` shows how far they are.

Examples:
  waybill backfill daily-sales --from 2026-11-01 --until 2026-11-15
  waybill backfill daily-sales --from 2026-11-01 --until 2026-11-15 --dry-run
  waybill backfill daily-sales --from 2026-11-01 --until 2026-11-01 --all --yes

Exit codes: 0 queued, or nothing is missing · ${SERVICE_EXITS} · 130 answered with no
`;

export interface BackfillOptions extends ServiceOptions {
  readonly from: string;
  readonly until: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `waybill backfill NAME` (C1, R3): the firings of some days, or what is missing of them. */
export function addBackfill(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('backfill'))
    .description('run what is missing of a range of days')
    .argument('<name>', 'an export of the service')
    .requiredOption('--from <date>', 'first day, `2026-11-01`, as the schedule names them')
    .requiredOption('--until <date>', 'last day, that day included')
    .option('--all', 'also what was delivered before')
    .option('--dry-run', 'only say how many runs that makes')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], BackfillOptions>(async ({ arguments: [name], options }) => {
        const { backfill } = await import('../deployed-runs/backfill.ts');
        return backfill(io, name, options);
      }),
    );
}
