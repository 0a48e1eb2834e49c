import { fail, failOnErrors, nearest } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { plural } from '../render/quantities.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { modelJson, modelLines } from './show-model.ts';

/** Shows the models, or one of them, and gives the exit code. */
export function showCatalog(io: Io, name: string | undefined, options: GlobalOptions): number {
  const workspace = locateWorkspace(io, options);
  if (name !== undefined) return showOne(io, workspace, name, options);
  const models = [...workspace.catalog.models.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (options.json) {
    sayJson(io.out, { models: models.map(modelJson) });
    return EXIT.ok;
  }
  const { colours } = io.out;
  if (models.length === 0) {
    say(io.out, 'The catalog is empty; `waybill catalog import` reads the tables of your database.');
    return EXIT.ok;
  }
  const columns = [
    { header: 'model' },
    { header: 'label' },
    { header: 'source' },
    { header: 'table' },
    { header: 'fields', align: 'right' as const },
    { header: 'relations', align: 'right' as const },
  ];
  const rows = models.map(({ name: model, label, source, table, fields, custom, extended, relations }) => [
    model,
    label,
    source,
    table.join('.'),
    String(fields.size + custom.size + extended.size),
    String(relations.size),
  ]);
  say(
    io.out,
    ...renderTable(columns, rows, { head: colours.bold, absent: colours.dim }),
    '',
    plural(models.length, 'model'),
  );
  return EXIT.ok;
}

function showOne(io: Io, workspace: Workspace, name: string, options: GlobalOptions): number {
  const { catalog } = workspace;
  const model = catalog.models.get(name);
  failOnErrors(catalog.problemsOf(name));
  if (!model) {
    const names = [...catalog.models.keys()];
    const suggestions = nearest(name, names);
    return fail(
      'unknown-model',
      { model: visible(name), count: names.length },
      { found: name, ...(suggestions.length > 0 && { suggestions }) },
    );
  }
  if (options.json) sayJson(io.out, modelJson(model));
  else say(io.out, ...modelLines(model, io.out.colours));
  return EXIT.ok;
}
