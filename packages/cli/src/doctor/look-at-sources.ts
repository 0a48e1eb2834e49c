import { problem } from '@waybill/engine/errors';
import { openSource } from '@waybill/engine/rows';
import type { Workspace } from '@waybill/engine/workspace';
import { type Check, timed } from './check.ts';

type Model = NonNullable<ReturnType<Workspace['catalog']['models']['get']>>;

/** Connects to every source and asks it for the tables that the catalog reads from it. */
export function lookAtSources(workspace: Workspace, signal: AbortSignal): readonly Promise<Check>[] {
  const models = [...workspace.catalog.models.values()];
  return Object.keys(workspace.config.sources).map(name =>
    timed('sources', name, async () => {
      const config = workspace.source(name);
      const asked = models.filter(model => model.source === name);
      await using source = await openSource(name, config, { workspaceFolder: workspace.folder, signal });
      const tables = await source.describe(
        asked.map(model => model.table),
        signal,
      );
      const there = new Set(tables.map(table => JSON.stringify(table.name)));
      const missing = asked.filter(model => !there.has(JSON.stringify(model.table)));
      return {
        detail: `${config.type}, ${asked.length - missing.length} of ${asked.length} tables of the catalog`,
        problems: missing.map(model => tableMissing(model, name)),
      };
    }),
  );
}

const tableMissing = (model: Model, source: string) =>
  problem('table-missing', { table: model.table.join('.'), model: model.name, source });
