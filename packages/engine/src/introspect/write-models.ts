import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '../errors/index.ts';
import { changesAnything, type ImportResult } from './import-result.ts';
import { RECORD_FILE } from './imported-record.ts';
import type { ModelText } from './known-models.ts';

/** The folder of a workspace that holds the models. */
export interface CatalogFolder {
  /** Absolute. */
  readonly path: string;
  /** As the user names it. */
  readonly shown: string;
}

export interface CatalogFiles {
  readonly models: readonly ModelText[];
  /** Text of the record; undefined before the first import. */
  readonly record: string | undefined;
}

/** The model files as they are, in the order of their names; none where there is no folder yet. */
export async function readCatalogFiles(folder: CatalogFolder): Promise<CatalogFiles> {
  const names = await readdir(folder.path).catch(orNone);
  const models = (names ?? []).filter(name => name.endsWith('.model.yaml')).sort();
  return {
    models: await Promise.all(
      models.map(async name => ({
        file: join(folder.shown, name),
        text: await readFile(join(folder.path, name), 'utf8'),
      })),
    ),
    record: await readFile(join(folder.path, RECORD_FILE), 'utf8').catch(orNone),
  };
}

function orNone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/**
 * Writes what an import found. The record comes last: an import that was cut off between two files is finished by the
 * next one.
 */
export async function applyImport(result: ImportResult, folder: CatalogFolder): Promise<void> {
  if (!changesAnything(result)) return;
  for (const { name, file, text } of result.files) await putFile(join(folder.path, name), file, text);
  if (result.record.changed) await putFile(join(folder.path, RECORD_FILE), result.record.file, result.record.text);
}

/** Whole or not at all: by another name first. Folders are made; what is there keeps its mode, and a link its target. */
export async function putFile(path: string, shown: string, text: string, mode = 0o666): Promise<void> {
  let temporary: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    const before = await stat(target).catch(() => undefined);
    temporary = join(dirname(target), `.${randomUUID()}.tmp`);
    await writeFile(temporary, text, { mode, flag: 'wx' });
    if (before) await chmod(temporary, before.mode);
    await rename(temporary, target);
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => {});
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    fail('file-unwritable', { file: shown, detail: code }, {}, error);
  }
}
