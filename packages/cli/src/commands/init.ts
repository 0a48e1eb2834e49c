import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';
import { UsageFault } from '../usage-fault.ts';

const AFTER_HELP = `
Writes waybill.yaml, the catalog of a made-up loyalty brand, some exports, demo data in a DuckDB file, and a key for
\`protect: hash\` that only you can read. Everything can be changed. What is there already is never overwritten.

Examples:
  waybill init                                  in the current folder
  waybill init loyalty                          in a new folder
  waybill init loyalty --customers 100000       with more data

Exit codes: 0 done · 2 there is a workspace or a file in the way · 4 the folder cannot be written · 130 interrupted
`;

export interface InitOptions {
  readonly customers: number;
  readonly from?: string;
}

/** `waybill init [DIR]` (K1): a working workspace. */
export function addInit(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('init')
    .description('write a new workspace that works at once, with demo data')
    .argument('[dir]', 'folder of the workspace; made if missing', '.')
    .option('--customers <count>', 'size of the demo data', wholeNumber('--customers', 0, 10_000_000), 1000)
    .option('--from <source>', 'begin with a database of your own (in a later version)')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], InitOptions>(async ({ arguments: [dir], options }) => {
        if (options.from !== undefined) {
          throw UsageFault.of('not-in-this-version', {
            what: '`waybill init --from`',
            instead:
              'Run `waybill init` without it, then name your database under `sources:` in waybill.yaml and write a model for each of its tables.',
          });
        }
        const { initWorkspace } = await import('../init/init-workspace.ts');
        return initWorkspace(io, dir, options);
      }),
    );
}
