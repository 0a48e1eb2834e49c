import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { addCatalogImport } from './catalog-import.ts';
import { addCatalogShow } from './catalog-show.ts';

/** `waybill catalog …` (K3, K8). */
export function addCatalog(program: CliCommand, context: CommandContext): void {
  const catalog = program.command('catalog').description('work with the models of the workspace');
  addCatalogImport(catalog, context);
  addCatalogShow(catalog, context);
}
