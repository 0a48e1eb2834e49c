import { dirname, join } from 'node:path';
import { tableParts } from '../catalog/index.ts';
import { fail, nearest, type ProblemDetails } from '../errors/index.ts';
import { openSource, type Source } from '../rows/index.ts';
import type { Workspace } from '../workspace/index.ts';
import type { TableChoice } from './choose-tables.ts';
import { type TableShape, tableId } from './database-shape.ts';
import type { ImportResult } from './import-result.ts';
import { parseRecord, RECORD_FILE } from './imported-record.ts';
import { planImport } from './plan-import.ts';
import { readDatabase } from './read-database.ts';
import { applyImport, type CatalogFolder, readCatalogFiles } from './write-models.ts';

export interface ImportRequest extends TableChoice {
  readonly workspace: Workspace;
  /** Name of a source of the workspace. */
  readonly source: string;
  /** False finds out what would be written, and writes nothing (`--check`). */
  readonly write: boolean;
  /** Abort cancels the queries; files are then as they were. */
  readonly signal: AbortSignal;
}

export const catalogFolderOf = (workspace: Workspace): CatalogFolder => ({
  path: join(workspace.folder, 'catalog'),
  shown: join(dirname(workspace.file), 'catalog'),
});

/**
 * `waybill catalog import` (K8): a database's tables as model files. What files have stays as it is; they get what is
 * new in the database since the last import.
 * @throws WaybillError when the source cannot be read, or a model file has errors; nothing is written then.
 */
export async function importCatalog(request: ImportRequest): Promise<ImportResult> {
  const { workspace, source: name, signal } = request;
  const config = workspace.source(name);
  const folder = catalogFolderOf(workspace);
  await using source = await openSource(name, config, { workspaceFolder: workspace.folder, signal });
  const shape = await readDatabase(source, config, signal);
  if (shape.tables.length === 0) fail('import-no-tables', { source: name, tables: [] });
  const files = await readCatalogFiles(folder);
  const recordFile = { file: join(folder.shown, RECORD_FILE), text: files.record };
  const planned = planImport({
    shape,
    source: { name, only: Object.keys(workspace.config.sources).length === 1 },
    files: files.models,
    record: parseRecord(files.record, recordFile.file),
    recordFile,
    pathOf: file => join(folder.shown, file),
    ...(request.only && { only: request.only }),
    ...(request.restore !== undefined && { restore: request.restore }),
  });
  if (request.only && planned.files.length + planned.unchanged + planned.findings.length === 0)
    fail('import-no-tables', { source: name, tables: request.only }, nearestTables(request.only, shape.tables));
  const result = { ...planned, findings: await withoutUnlisted(source, planned, signal) };
  if (request.write) await applyImport(result, folder);
  return result;
}

/** Tables that may have been meant; each as it was written, with its schema or without. */
function nearestTables(only: readonly string[], tables: readonly TableShape[]): ProblemDetails {
  const [typed = ''] = only;
  const suggestions = nearest(
    typed,
    tables.map(table => (typed.includes('.') ? tableId(table) : table.name)),
  );
  return { found: typed, ...(suggestions.length > 0 && { suggestions }) };
}

/** A table that introspection does not list may be there all the same: a partition, or one of the system's. */
async function withoutUnlisted(
  source: Source,
  { findings }: ImportResult,
  signal: AbortSignal,
): Promise<ImportResult['findings']> {
  const gone = findings.filter(finding => finding.kind === 'table-gone');
  if (gone.length === 0) return findings;
  const described = await source.describe(
    gone.map(({ table }) => tableParts(table)),
    signal,
  );
  const there = new Set(described.map(table => JSON.stringify(table.name)));
  return findings.filter(one => one.kind !== 'table-gone' || !there.has(JSON.stringify(tableParts(one.table))));
}
