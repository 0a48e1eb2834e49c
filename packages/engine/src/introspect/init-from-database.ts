import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { formatText } from '../definition/canonical.ts';
import { fail } from '../errors/index.ts';
import { loadWorkspace, WORKSPACE_FILE, type Workspace } from '../workspace/index.ts';
import { type FirstExport, firstExport } from './first-export.ts';
import { importCatalog } from './import-catalog.ts';
import type { ImportResult } from './import-result.ts';
import { RECORD_FILE } from './imported-record.ts';
import { type SourceAddress, sourceAddress } from './source-address.ts';
import { putFile } from './write-models.ts';
import { pairText } from './yaml-text.ts';

export interface InitFromRequest {
  /** A postgres:// address, or the path of a DuckDB database, a data file or a folder of them. */
  readonly from: string;
  /** Folder of the new workspace; made if missing. */
  readonly folder: string;
  /** IANA zone of the brand. Default: this machine's. */
  readonly timezone?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Folder that paths count from, and that shown paths are relative to. */
  readonly cwd?: string;
  readonly signal: AbortSignal;
}

export interface InitFromResult {
  /** Absolute. */
  readonly folder: string;
  readonly source: string;
  /** Every file that was written, as the user names it; secrets among them. */
  readonly files: readonly string[];
  readonly imported: ImportResult;
  /** Undefined when the database has no table that could be read. */
  readonly export: (FirstExport & { readonly file: string }) | undefined;
  /** What was guessed, and where to correct it: the catalog's and the export's. */
  readonly notes: readonly { readonly file: string; readonly key: string; readonly text: string }[];
}

/**
 * `waybill init --from` (K8): from nothing to a workspace on the user's own data, with models and a first export that
 * runs. The password of the address goes into `.waybill/secrets`, which git does not take.
 * @throws WaybillError when the folder has a workspace already, or the database cannot be read.
 */
export async function initFromDatabase(request: InitFromRequest): Promise<InitFromResult> {
  const { cwd = process.cwd() } = request;
  const folder = resolve(cwd, request.folder);
  const shown = (...parts: string[]) => relative(cwd, join(folder, ...parts)) || '.';
  if (existsSync(join(folder, WORKSPACE_FILE))) fail('workspace-exists', { folder: shown() });
  const address = await sourceAddress(request.from, folder, cwd);
  const files: string[] = [];
  /** What was not there before, to be removed when it comes to nothing. */
  const created: string[] = [];
  const put = async (path: readonly string[], text: string, mode?: number) => {
    const full = join(folder, ...path);
    if (!existsSync(full)) created.push(full);
    await putFile(full, shown(...path), text, mode);
    files.push(shown(...path));
  };
  try {
    return await fill(request, { folder, address, shown, put, files, created });
  } catch (error) {
    // So that the same command can be given again.
    for (const path of created) await rm(path, { force: true });
    for (const path of [['.waybill', 'secrets'], ['.waybill'], ['exports'], ['catalog'], ['out'], []])
      await rmdir(join(folder, ...path)).catch(() => {});
    throw error;
  }
}

interface Filling {
  readonly folder: string;
  readonly address: SourceAddress;
  readonly shown: (...parts: string[]) => string;
  readonly put: (path: readonly string[], text: string, mode?: number) => Promise<void>;
  /** What was written, as the user names it. */
  readonly files: string[];
  /** Absolute paths of what was not there before. */
  readonly created: string[];
}

async function fill(request: InitFromRequest, filling: Filling): Promise<InitFromResult> {
  const { cwd = process.cwd(), env = process.env, signal } = request;
  const { folder, address, shown, put, files, created } = filling;
  await mkdir(join(folder, 'out'), { recursive: true });
  // Secrets lie in a folder that others cannot even list.
  await mkdir(join(folder, '.waybill', 'secrets'), { recursive: true, mode: 0o700 });
  await put(['.waybill', '.gitignore'], '*\n');
  // A project may have one of its own: it keeps it, and the other one does what matters.
  if (!existsSync(join(folder, '.gitignore'))) await put(['.gitignore'], GITIGNORE);
  for (const [name, value] of Object.entries({ ...address.secrets, hash_key: randomBytes(32).toString('hex') }))
    await put(['.waybill', 'secrets', name], `${value}\n`, 0o600);
  const timezone = request.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
  await put([WORKSPACE_FILE], workspaceText(basename(folder) || address.name, timezone, address));

  const load = (): Workspace => loadWorkspace(folder, { env, cwd });
  const imported = await importCatalog({ workspace: load(), source: address.name, write: true, signal });
  const fresh = imported.files.filter(({ status }) => status === 'new').map(({ name }) => name);
  created.push(...[...fresh, RECORD_FILE].map(name => join(folder, 'catalog', name)));
  files.push(...imported.files.map(one => one.file), imported.record.file);
  const others = await readdir(join(folder, 'exports')).catch(() => []);
  const found = await firstExport(load(), { rows: imported.estimatedRows, others, signal });
  const file = found && shown('exports', `${found.name}.export.yaml`);
  if (found) await put(['exports', `${found.name}.export.yaml`], found.text);
  return {
    folder,
    source: address.name,
    files,
    imported,
    export: found && file !== undefined ? { ...found, file } : undefined,
    notes: [
      { file: shown(WORKSPACE_FILE), key: 'brand', text: `the name is the folder's, the timezone ${timezone}` },
      ...(found && file !== undefined ? found.notes.map(note => ({ file, ...note })) : []),
      ...imported.notes.map(({ file: where, key, text }) => ({ file: where, key, text })),
    ],
  };
}

const GITIGNORE = `# Secrets, kept files and receipts of this machine
.waybill/
# Delivered files
out/
`;

function workspaceText(brand: string, timezone: string, { name, settings, secrets }: SourceAddress): string {
  const secret = Object.keys(secrets).map(
    key =>
      `  # The secret is in .waybill/secrets/${key} on this machine; elsewhere set WAYBILL_SECRET_${key.toUpperCase()}.`,
  );
  const text = [
    '# The workspace: where data comes from and where files go. `waybill validate` says whether it fits together.',
    'version: 1',
    pairText('brand', { name: brand, timezone }),
    '',
    'sources:',
    ...secret,
    `  ${pairText(name, settings)}`,
    '',
    '# Where files go. Without any, they are kept for download.',
    'destinations:',
    '  share: {type: local, folder: out}',
    '',
    'protect: {hash_key: "${secret:hash_key}"}',
    '',
  ].join('\n');
  const formatted = formatText(text, 'workspace');
  return formatted.ok ? formatted.text : text;
}
