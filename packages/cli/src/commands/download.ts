import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
Each file is written under a hidden name, compared by its SHA-256, and then renamed. It never replaces a file that is
there, unless --force says so.

Examples:
  waybill download daily-sales                                  of its newest run that has one
  waybill download 20261122T095500-3f9a2c01bd45 --output ~/Downloads
  waybill download daily-sales --output - | head -3

Exit codes: 0 there, whole · ${SERVICE_EXITS},
or broke off · 4 it cannot be written here · 130 interrupted
`;

export interface DownloadOptions extends ServiceOptions {
  readonly file?: string;
  readonly output?: string;
  readonly force?: boolean;
}

/** `waybill download RUN|NAME` (C1, R5). */
export function addDownload(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('download'))
    .description('fetch the file of a run')
    .argument('<run>', 'id of a run, or an export for its newest file')
    .option('--file <name>', 'one of several (default: all of them)')
    .option('-o, --output <dir>', 'folder to put it into, `-` for the standard output (default: this one)')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], DownloadOptions>(async ({ arguments: [run], options }) => {
        const { downloadRun } = await import('../deployed-runs/download.ts');
        return downloadRun(io, run, options);
      }),
    );
}
