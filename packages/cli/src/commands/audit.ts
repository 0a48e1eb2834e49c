import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';
import type { PageOptions } from '../service/collect-pages.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Examples:
  waybill audit --limit 20
  waybill audit --target daily-sales --since 2026-11-01
  waybill audit --action run.download --all --json

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

export interface AuditOptions extends ServiceOptions, PageOptions {
  readonly target?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly since?: string;
}

/** `waybill audit` (Q4): who did what, from where. */
export function addAudit(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('audit'))
    .description('show who did what, newest first')
    .option('--target <name>', 'only what was done to it: an export, a run, a token')
    .option('--actor <name>', 'only what somebody did')
    .option('--action <action>', 'only one kind: `export.deploy`, `run.download`, …')
    .option('--since <when>', 'a day (in UTC) or an instant')
    .option('--limit <count>', 'how many (default: 50)', wholeNumber('--limit', 1, 100_000))
    .option('--all', 'all of them')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], AuditOptions>(async ({ options }) => {
        const { showAudit } = await import('../administration/audit.ts');
        return showAudit(io, options);
      }),
    );
}
