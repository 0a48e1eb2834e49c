import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'waybill-test-';

export interface TempFolder extends AsyncDisposable {
  readonly path: string;
  /** Path of something inside. */
  join(...parts: string[]): string;
  remove(): Promise<void>;
}

/** A new, empty folder: `await using folder = await tempFolder()`, or `remove` it in `after`. */
export async function tempFolder(): Promise<TempFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), PREFIX)));
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 });
  return { path, join: (...parts) => join(path, ...parts), remove, [Symbol.asyncDispose]: remove };
}

const ofProcess: string[] = [];

/** A new folder that is removed when the process ends, however it ends short of a kill. */
export function tempFolderOfProcess(): string {
  const path = mkdtempSync(join(tmpdir(), PREFIX));
  // One listener for all of them: Node warns of many.
  if (ofProcess.length === 0) {
    process.once('exit', () => {
      for (const folder of ofProcess) rmSync(folder, { recursive: true, force: true });
    });
  }
  ofProcess.push(path);
  return path;
}
