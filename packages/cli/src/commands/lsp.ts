import { Option } from 'commander';
import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
Completion, hover, diagnostics with fixes, navigation, renaming, outline and formatting for waybill.yaml, models,
templates and exports, in every editor that speaks the Language Server Protocol. The editor starts this by itself and
talks to it over standard input and output; docs/editors.md has the settings of Neovim, Helix, Zed, JetBrains and Emacs.
The extension for VS Code brings its own.

Examples:
  waybill lsp --stdio

Exit codes: 0 the editor ended it · 1 the editor went away without a word
`;

/** `waybill lsp` (V8): the language server, for editors to start. */
export function addLsp(program: CliCommand, { action }: CommandContext): void {
  program
    .command('lsp')
    .description('start the language server, for editors')
    .option('--stdio', 'talk over standard input and output (always so)')
    .addOption(new Option('--clientProcessId <pid>', 'said by some editors').hideHelp())
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], object>(async () => {
        const { serveStdio } = await import('@waybill/lsp');
        serveStdio();
        // The connection ends the process.
        return new Promise<number>(() => {});
      }),
    );
}
