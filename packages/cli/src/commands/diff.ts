import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
\`waybill deploy FILE --dry-run\` compares a file with what is deployed.

Examples:
  waybill diff daily-sales                      what the last revision changed
  waybill diff daily-sales --from 2 --to 5

Exit codes: 0 shown, also when nothing differs · ${SERVICE_EXITS}
`;

export interface DiffOptions extends ServiceOptions {
  readonly from?: number;
  readonly to?: number;
}

/** `waybill diff NAME` (S4): what changed between two revisions. */
export function addDiff(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('diff'))
    .description('show what changed between two revisions of an export')
    .argument('<name>', 'an export of the service')
    .option(
      '--from <number>',
      'a revision; 0 is nothing (default: the one before)',
      wholeNumber('--from', 0, 1_000_000),
    )
    .option('--to <number>', 'a revision (default: the current one)', wholeNumber('--to', 1, 1_000_000))
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], DiffOptions>(async ({ arguments: [name], options }) => {
        const { showDiff } = await import('../exports/show-diff.ts');
        return showDiff(io, name, options);
      }),
    );
}
