import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import type { ScheduleWords } from '../exports/asked-schedule.ts';
import { oneOf } from '../parse-options.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Shows the new schedule in words with its next runs, and asks at a terminal. What is not said stays: days between which it
runs, clock changes, what happens to missed runs. It makes a new revision, whose YAML keeps its comments.

Examples:
  waybill reschedule daily-sales --daily 06:30,18:00
  waybill reschedule daily-sales --weekly "monday thursday 06:30"
  waybill reschedule daily-sales --monthly "1 15 last 06:30"
  waybill reschedule daily-sales --cron "0 6 * * 1-5"
  waybill reschedule daily-sales --until 2027-06-30             the same times, up to that day
  waybill reschedule daily-sales --schedule '{daily: {hours: "*", minutes: [0, 30]}}'

Exit codes: 0 done · ${SERVICE_EXITS} · 130 answered with no
`;

export interface RescheduleOptions extends ServiceOptions, ScheduleWords {
  readonly schedule?: string;
  readonly note?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `waybill reschedule NAME` (C1, S4). */
export function addReschedule(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('reschedule'))
    .description('change when an export runs')
    .argument('<name>', 'an export of the service')
    .option('--daily <times>', 'every day: "06:30" or "06:30, 18:00"')
    .option('--weekly <days and times>', 'days of the week: "monday thursday 06:30"')
    .option('--monthly <days and times>', 'days of the month: "1 15 last 06:30"')
    .option('--cron <fields>', 'five fields: "0 6 * * 1-5"')
    .option('--at <time>', 'once: "2026-12-01 06:30"; only for one that runs on a date')
    .option('--from <date>', 'first day on which it may run; none: no limit')
    .option('--until <date>', 'last day on which it may run; none: no limit')
    .option(
      '--skipped <policy>',
      'a time that the clock jumps over: run_after or skip',
      oneOf('--skipped', ['run_after', 'skip']),
    )
    .option('--repeated <policy>', 'a time that comes twice: once or twice', oneOf('--repeated', ['once', 'twice']))
    .option(
      '--catch-up <policy>',
      'what was missed: all, latest or none',
      oneOf('--catch-up', ['all', 'latest', 'none']),
    )
    .option('--schedule <yaml>', 'all of it, as in a definition')
    .option('--note <text>', 'why; kept with the revision')
    .option('--dry-run', 'only say what would change')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], RescheduleOptions>(async ({ arguments: [name], options }) => {
        const { rescheduleExport } = await import('../exports/reschedule-export.ts');
        return rescheduleExport(io, name, options);
      }),
    );
}
