import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
Examples:
  waybill catalog show                   every model
  waybill catalog show transactions      its fields, relations, KPIs and predicates
  waybill catalog show customers --json

Exit codes: 0 shown · 2 there is no such model, or its file is wrong
`;

/** `waybill catalog show [MODEL]` (K3–K7). */
export function addCatalogShow(catalog: Command, { io, action }: CommandContext): void {
  catalog
    .command('show')
    .description('show what can be exported: the models, or what one of them has')
    .argument('[model]', 'name of a model')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string | undefined], object>(async ({ arguments: [model], options }) => {
        const { showCatalog } = await import('../catalog/show-catalog.ts');
        return showCatalog(io, model, options);
      }),
    );
}
