import { stat } from 'node:fs/promises';
import { finishedFile, type MadeFiles } from '../delivery/index.ts';
import { fail, WaybillError } from '../errors/index.ts';
import type { RunFiles } from './make-files.ts';
import { PartList } from './part-list.ts';

export interface FilesBefore extends RunFiles {
  readonly facts: MadeFiles;
}

/**
 * Files that an earlier attempt made, or that were in quarantine, ready to be delivered as they are. They are never
 * removed here: whoever kept them does that.
 * @throws `made-file-gone` when one is missing or has another size.
 */
export async function madeBefore(facts: MadeFiles): Promise<FilesBefore> {
  const parts = new PartList();
  for (const { part, path, bytes, sha256, rows } of facts.files) {
    const found = await sizeOf(path);
    if (found !== bytes) fail('made-file-gone', { path, expected: bytes, found });
    parts.add({ part, content: await finishedFile(path, { sha256, rows }) });
  }
  parts.end();
  return { facts, parts, made: Promise.resolve(facts), discard: async () => {} };
}

/** The first of these that are all still there. */
export async function madeIfThere(candidates: readonly MadeFiles[]): Promise<FilesBefore | undefined> {
  for (const facts of candidates) {
    try {
      return await madeBefore(facts);
    } catch (error) {
      if (!(error instanceof WaybillError) || error.code !== 'made-file-gone') throw error;
    }
  }
  return undefined;
}

/** Where files are kept, if all of them are. */
export async function keptOf(facts: MadeFiles): Promise<readonly string[] | undefined> {
  return (await madeIfThere([facts])) && facts.files.map(({ path }) => path);
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return (await finishedFile(path)).bytesSoFar;
  }
}
