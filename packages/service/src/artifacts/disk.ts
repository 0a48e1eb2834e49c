import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { fail } from '@waybill/engine/errors';
import { diskName } from '@waybill/engine/workspace';
import type { ArtifactStore } from './artifact-store.ts';
import { plainName } from './plain-name.ts';
import { WorkFolders } from './work-folders.ts';

/** How references to files on a disk begin. */
const DISK = 'disk:';

/** A folder inside the root, which no name of an export can be. */
const WORK = '.work';

/** Keeps files in a folder of this machine: `ROOT/EXPORT/RUN/FILE`, as the command line does. */
export function diskArtifacts(root: string): ArtifactStore {
  const work = new WorkFolders(join(root, WORK));
  const inside = resolve(root) + sep;
  /** Where the file of a reference is; undefined for a reference of another store. */
  const pathOf = (ref: string): string | undefined => {
    if (!ref.startsWith(DISK)) return undefined;
    const path = resolve(root, ref.slice(DISK.length));
    return path.startsWith(inside) ? path : undefined;
  };

  return {
    workFolder: (exportName, runId) => work.of(exportName, runId),
    clearWork: (exportName, runId) => work.clear(exportName, runId),
    leftWork: () => work.left(),
    async keep(path, { exportName, runId, file }) {
      const name = [diskName(exportName), runId, plainName(file)].join('/');
      const to = join(root, name);
      if (resolve(path) !== to) await moveFile(path, to);
      return DISK + name;
    },
    async open(ref, range) {
      const path = pathOf(ref);
      const handle = path === undefined ? undefined : await openIfThere(path);
      if (!handle) return undefined;
      const part =
        range === undefined ? {} : { start: range.from, ...(range.to === undefined ? {} : { end: range.to }) };
      return createReadStream('', { fd: handle, ...part });
    },
    async local(ref) {
      const path = pathOf(ref);
      return path !== undefined && (await isFile(path)) ? path : undefined;
    },
    async remove(ref) {
      const path = pathOf(ref);
      if (path === undefined) return;
      await rm(path, { force: true });
      // The run's folder, once nothing is left in it; then the export's.
      for (const folder of [dirname(path), dirname(dirname(path))]) {
        if (!folder.startsWith(inside)) return;
        const isGone = await rmdir(folder).then(
          () => true,
          () => false,
        );
        if (!isGone) return;
      }
    },
    async check() {
      const probe = join(root, WORK, `.probe-${randomBytes(6).toString('hex')}`);
      try {
        await mkdir(dirname(probe), { recursive: true });
        await writeFile(probe, 'Waybill looks whether it can write here.\n');
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        fail('files-unwritable', { where: root, detail: code ?? String(error) }, {}, error);
      } finally {
        await rm(probe, { force: true }).catch(() => {});
      }
    },
  };
}

/** Moves a file whole: it appears under its new name at once, also on another disk. */
async function moveFile(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await mkdir(dirname(to), { recursive: true });
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Somebody may have tidied the empty folder away just now.
      if (code === 'ENOENT' && attempt === 1 && (await isFile(from))) continue;
      if (code !== 'EXDEV') throw error;
      const draft = `${to}.${randomBytes(6).toString('hex')}`;
      try {
        await copyFile(from, draft);
        await rename(draft, to);
      } finally {
        await rm(draft, { force: true });
      }
      await rm(from, { force: true });
      return;
    }
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
