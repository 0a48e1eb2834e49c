import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';

const AFTER_HELP = `
Writes waybill.yaml, the catalog of a made-up loyalty brand, some exports, demo data in a DuckDB file, and a key for
\`protect: hash\` that only you can read. Everything can be changed. What is there already is never overwritten.

With --from, the models are read from your own database, a first export is made that runs, and what was guessed is
said. A password in the address goes into .waybill/secrets, never into a file that git takes.

Examples:
  waybill init                                  in the current folder
  waybill init loyalty                          in a new folder
  waybill init loyalty --customers 100000       with more data
  waybill init shop --from postgres://me@db.example/shop
  waybill init shop --from data/shop.duckdb     or a .parquet, .csv, .json file, or a folder of them

Exit codes: 0 done · 2 there is a workspace or a file in the way · 3 the database cannot be read · 4 the folder cannot be written · 130 interrupted
`;

export interface InitOptions {
  readonly customers: number;
  readonly from?: string;
}

/** `waybill init [DIR]` (K1, K8): a working workspace. */
export function addInit(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('init')
    .description('write a new workspace that works at once, with demo data')
    .argument('[dir]', 'folder of the workspace; made if missing', '.')
    .option('--customers <count>', 'size of the demo data', wholeNumber('--customers', 0, 10_000_000), 1000)
    .option('--from <source>', 'begin with a database of your own: its address or path')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], InitOptions>(async ({ arguments: [dir], options }) => {
        if (options.from !== undefined) {
          const { initFrom } = await import('../init/init-from.ts');
          return initFrom(io, dir, options.from, options);
        }
        const { initWorkspace } = await import('../init/init-workspace.ts');
        return initWorkspace(io, dir, options);
      }),
    );
}
