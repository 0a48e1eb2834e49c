import { existsSync } from 'node:fs';
import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '@waybill/engine/errors';
import type { NewFile } from './starter-workspace.ts';

/** Files and folders that were made, so that they can be taken away when the rest fails. */
export interface Made {
  readonly files: string[];
  readonly folders: string[];
}

/** Makes a folder and those above it, and notes which are new. */
export async function makeFolder(folder: string, made: Made, mode?: number): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder), made);
  await atFile(folder, () => mkdir(folder, mode === undefined ? {} : { mode }));
  made.folders.push(folder);
}

/** Writes files that must not be there yet: what somebody else wrote is never overwritten. */
export async function writeNewFiles(root: string, files: readonly NewFile[], made: Made): Promise<void> {
  for (const { path, text, mode } of files) {
    const file = join(root, path);
    // Secrets lie in a folder that others cannot even list.
    await makeFolder(dirname(file), made, mode === 0o600 ? 0o700 : undefined);
    await atFile(file, () => writeFile(file, text, { flag: 'wx', ...(mode === undefined ? {} : { mode }) }));
    made.files.push(file);
  }
}

async function atFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'EEXIST') return fail('would-overwrite', { files: [file] }, {}, error);
    return fail('file-unwritable', { file, detail: code }, {}, error);
  }
}

/** Takes away what was made; a folder only when nothing else has come into it. */
export async function takeAway({ files, folders }: Made): Promise<void> {
  for (const file of files) await rm(file, { force: true });
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined);
}
