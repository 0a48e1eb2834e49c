import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, type ServiceOptions } from '../service/service-options.ts';
import { UsageFault } from '../usage-fault.ts';

const AFTER_HELP = `
Reads the rows, writes the file, delivers it, and prints the receipt. Until the file is whole nothing of it can be seen
at its destination. The file is kept in .waybill/files/<export>/<run id>/ as well.

Windows of \`since_last_success\` begin where the last run ended that was delivered; .waybill/runs/ remembers them.

With --service the service runs the export as it is deployed, and this command shows how far it is. Such a run is in the
history, and its notices are sent; Ctrl+C ends only the watching.

Examples:
  waybill run exports/daily-sales.export.yaml
  waybill run exports/daily-sales.export.yaml --day 2026-03-29      as if it ran on that day
  waybill run exports/daily-sales.export.yaml --no-deliver          make and keep the file only
  waybill run exports/daily-sales.export.yaml --json | jq -r '.kept[0]'
  waybill run daily-sales --service                                 as it is deployed, in the service
  waybill run daily-sales --service --no-wait

Exit codes: 0 done, or skipped as \`on_empty: skip\` says · 2 the definition is wrong · 3 the source or a destination
failed · 4 this machine · 5 a check says no: the
file is kept in quarantine, or \`on_empty: fail\` found it empty · 6 the service cannot be reached · 130 interrupted
`;

export interface RunOptions extends ServiceOptions {
  readonly at?: string;
  readonly day?: string;
  readonly deliver: boolean;
  readonly checks: boolean;
  readonly service?: boolean;
  readonly wait: boolean;
}

/** `waybill run FILE` (C1): one export, now, on this machine; with --service in the service. */
export function addRun(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('run'))
    .description('run an export now and deliver its file')
    .argument('<file>', 'an export, `NAME.export.yaml`; with --service also its name')
    .option('--service', 'let the service run it, as it is deployed')
    .option('--no-wait', 'with --service: do not wait until it ends')
    .option('--at <instant>', 'as if it ran at this instant, `2026-12-01T06:30:00+01:00` (default: now)')
    .option('--day <date>', "the run's day, `2026-12-01`, which windows and `date:` count from")
    .option('--no-checks', 'deliver whatever the checks before delivery say: somebody has looked at the file')
    .option('--no-deliver', 'make and keep the file, and deliver it nowhere')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], RunOptions>(async ({ arguments: [file], options }) => {
        if (options.service) {
          const { requestRun } = await import('../deployed-runs/request-run.ts');
          return requestRun(io, file, options);
        }
        if (!options.wait) throw UsageFault.of('option-needs', { option: '--no-wait', other: '--service' });
        const { runFile } = await import('../runs/run-file.ts');
        return runFile(io, file, options);
      }),
    );
}
