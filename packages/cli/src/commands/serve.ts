import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';

const AFTER_HELP = `
Keeps the schedules of deployed exports, runs them, and answers Slack, VS Code, this command line and any HTTP client. It
needs no configuration: schedules, runs and tokens are kept in .waybill/service/, and the other commands find it through
.waybill/service/connection.json, which only you may read. Settings are environment variables, see docs/operate.md.

At a terminal the log is for people; in a pipe, and with --json, it is lines of JSON on the standard output. Ctrl+C or
SIGTERM stops it: runs in progress are finished or handed over. A second one ends it at once.

Examples:
  waybill serve
  waybill serve --port 9000
  WAYBILL_DATABASE=postgres://waybill@db/waybill waybill serve --host 0.0.0.0

Exit codes: 0 stopped as it was asked to · 2 a setting or waybill.yaml is wrong · 4 this machine: the port is taken, the
database cannot be opened
`;

export interface ServeOptions {
  readonly port?: number;
  readonly host?: string;
}

/** `waybill serve` (C1, C3): the service, in this process. */
export function addServe(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('serve')
    .description('start the service, which runs exports by their schedules')
    .option(
      '--port <port>',
      'port to listen on, 0 for a free one (default: WAYBILL_PORT, or 8484)',
      wholeNumber('--port', 0, 65_535),
    )
    .option('--host <host>', 'address to listen on (default: WAYBILL_HOST, or 127.0.0.1)')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], ServeOptions>(async ({ options }) => {
        await import('../serve/small-start.ts');
        const { serve } = await import('../serve/serve.ts');
        return serve(io, options);
      }),
    );
}
