import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';

const AFTER_HELP = `
Makes a workspace with made-up data, starts an SFTP server on this machine, checks every definition, previews one, runs
several, and shows what arrived. Nothing leaves this machine, and nothing is left on it unless --dir is given.

Examples:
  waybill demo
  waybill demo --dir playground                 keep the workspace, the data and what was delivered

Exit codes: 0 all of it worked · 1 or more: what did not, as for the other commands · 130 interrupted
`;

export interface DemoOptions {
  readonly dir?: string;
  readonly customers: number;
}

/** `waybill demo` (K9): from nothing to delivered files. */
export function addDemo(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('demo')
    .description('see all of it work, with made-up data and a server on this machine')
    .option('--dir <dir>', 'a new folder to keep (default: a temporary one)')
    .option('--customers <count>', 'size of the demo data', wholeNumber('--customers', 1, 10_000_000), 1000)
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], DemoOptions>(async ({ options }) => {
        const { runDemo } = await import('../demo/run-demo.ts');
        return runDemo(io, options);
      }),
    );
}
