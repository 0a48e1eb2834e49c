import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';

const AFTER_HELP = `
Says what will run when, and over which window. No database or server is asked. A window of \`since_last_success\` is
shown as if each run succeeded; the first of them begins where the last success ended, which is not known here.

Examples:
  waybill schedule exports/daily-sales.export.yaml
  waybill schedule exports/daily-sales.export.yaml --after 2026-03-28 --count 20
  waybill schedule exports/daily-sales.export.yaml --json | jq -r '.firings[].at'

Exit codes: 0 shown, also when it never fires · 2 the definition is wrong
`;

export interface ScheduleOptions {
  readonly after?: string;
  readonly count: number;
}

/** `waybill schedule FILE` (C1, S1): the schedule in plain words, and its next firings. */
export function addSchedule(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('schedule')
    .description('say when an export will run, and over which window')
    .argument('<file>', 'an export, `NAME.export.yaml`')
    .option('--after <date>', "from the first instant of this day in the definition's zone (default: from now)")
    .option('--count <count>', 'how many runs', wholeNumber('--count', 1, 10_000), 5)
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], ScheduleOptions>(async ({ arguments: [file], options }) => {
        const { showSchedule } = await import('../schedule/show-schedule.ts');
        return showSchedule(io, file, options);
      }),
    );
}
