import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { oneOf, wholeNumber } from '../parse-options.ts';
import type { PageOptions } from '../service/collect-pages.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Times are those of each export's zone.

Examples:
  waybill list
  waybill list sales --status active
  waybill list --sort last_run --limit 10
  waybill list --all --json | jq -r '.items[].name'

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

const STATUSES = ['pending', 'processing', 'finished', 'failed', 'active', 'inactive'] as const;
const SORTS = ['name', 'created_at', 'status', 'model', 'creator', 'last_run', 'next_run'] as const;

export interface ListOptions extends ServiceOptions, PageOptions {
  readonly status?: (typeof STATUSES)[number];
  readonly model?: string;
  readonly creator?: string;
  readonly destination?: string;
  readonly sort?: (typeof SORTS)[number];
  readonly order?: 'asc' | 'desc';
}

/** `waybill list [TEXT]` (C1, R6): the exports of the service. */
export function addList(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('list'))
    .description('list, search and sort the exports of the service')
    .argument('[text]', 'words that name or description hold')
    .option('--status <status>', `only those that are ${STATUSES.join(', ')}`, oneOf('--status', STATUSES))
    .option('--model <model>', 'only those of a model')
    .option('--creator <name>', 'only those that somebody created')
    .option('--destination <name>', 'only those that deliver to it')
    .option('--sort <by>', `by ${SORTS.join(', ')}`, oneOf('--sort', SORTS))
    .option('--order <order>', 'asc or desc (default: asc, for dates desc)', oneOf('--order', ['asc', 'desc']))
    .option('--limit <count>', 'how many (default: 50)', wholeNumber('--limit', 1, 100_000))
    .option('--all', 'all of them')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string | undefined], ListOptions>(async ({ arguments: [text], options }) => {
        const { listExports } = await import('../exports/list-exports.ts');
        return listExports(io, text, options);
      }),
    );
}
