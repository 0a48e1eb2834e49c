import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
Reads the tables, columns, keys, foreign keys and comments of a PostgreSQL or DuckDB database and writes a model file
for each table. Importing again adds what is new in the database; what you edited, renamed or removed stays as it is,
and what vanished from the database is reported. catalog/.imported.json keeps what was imported: commit it.

Examples:
  waybill catalog import                          when the workspace has one source
  waybill catalog import --source crm
  waybill catalog import --table 'shop.*'         only these tables
  waybill catalog import --check                  write nothing; fails when the catalog is behind the database
  waybill catalog import --table orders --restore bring back a model that you removed

Exit codes: 0 done · 2 a file is wrong, or --check found something · 3 the source failed · 130 interrupted
`;

export interface CatalogImportOptions {
  readonly source?: string;
  readonly table?: readonly string[];
  readonly check?: boolean;
  readonly restore?: boolean;
}

/** `waybill catalog import` (K8). */
export function addCatalogImport(catalog: Command, { io, action }: CommandContext): void {
  catalog
    .command('import')
    .description("write model files from a database's tables; adds what is new, never overwrites")
    .option('--source <name>', 'a source of waybill.yaml (default: the only one)')
    .option('--table <pattern...>', 'only tables of this name, `shop.orders` or `shop.*`')
    .option('--check', 'write nothing, and fail when there is something to write or to correct')
    .option('--restore', 'also tables whose model was removed from the catalog')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], CatalogImportOptions>(async ({ options }) => {
        const { importIntoCatalog } = await import('../catalog/import-into-catalog.ts');
        return importIntoCatalog(io, options);
      }),
    );
}
