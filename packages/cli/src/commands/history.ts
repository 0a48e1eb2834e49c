import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { oneOf, wholeNumber } from '../parse-options.ts';
import type { PageOptions } from '../service/collect-pages.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
\`for\` is the time that a run is for; a rerun keeps it. Times are those of each export's zone.

Examples:
  waybill history daily-sales
  waybill history --status failed               of all exports, what failed
  waybill history daily-sales --limit 5 --json | jq -r '.items[].id'

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

const STATUSES = ['queued', 'processing', 'success', 'failed', 'quarantined', 'cancelled', 'skipped'] as const;

export interface HistoryOptions extends ServiceOptions, PageOptions {
  readonly status?: (typeof STATUSES)[number];
}

/** `waybill history [NAME]` (C1, R1): runs, newest first. */
export function addHistory(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('history'))
    .description('list the runs of an export, newest first')
    .argument('[name]', 'an export of the service (default: all of them)')
    .option('--status <status>', `only those that are ${STATUSES.join(', ')}`, oneOf('--status', STATUSES))
    .option('--limit <count>', 'how many (default: 50)', wholeNumber('--limit', 1, 100_000))
    .option('--all', 'all of them')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string | undefined], HistoryOptions>(async ({ arguments: [name], options }) => {
        const { listRuns } = await import('../deployed-runs/list-runs.ts');
        return listRuns(io, name, options);
      }),
    );
}
