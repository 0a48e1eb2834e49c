import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskName } from '@waybill/engine/workspace';
import type { LeftWork } from './artifact-store.ts';

/** Folders of this machine in which runs make their files: `ROOT/EXPORT/RUN`. */
export class WorkFolders {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  of(exportName: string, runId: string): string {
    return join(this.#root, diskName(exportName), runId);
  }

  async clear(exportName: string, runId: string): Promise<void> {
    await remove(this.of(exportName, runId));
  }

  async left(): Promise<readonly LeftWork[]> {
    const exports = await foldersIn(this.#root);
    const runs = await Promise.all(exports.map(name => foldersIn(join(this.#root, name))));
    return exports.flatMap((name, i) =>
      (runs[i] ?? []).map(runId => ({ runId, remove: () => remove(join(this.#root, name, runId)) })),
    );
  }
}

const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 });

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
