import { createHash } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, realpath, rename, rm, stat, unlink } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fail } from '../errors/index.ts';
import type { LocalConfig } from './config.ts';
import { coded } from './delivery-error.ts';
import type { Destination, FileOperations } from './destination.ts';
import { renamingSession, temporaryPath } from './stage-by-rename.ts';

/** Bytes read at a time when the hash is worked out. */
const CHUNK = 1024 * 1024;

/** A folder of this machine. `baseFolder` is what a relative folder counts from: the workspace. */
export function localDestination(name: string, config: LocalConfig, baseFolder: string): Destination {
  const folder = resolve(baseFolder, config.folder);
  const describe = (path: string) => join(folder, path);
  const destination: Destination = {
    name,
    type: 'local',
    host: undefined,
    describe,
    describeStaged: (path, runId) => describe(temporaryPath(path, runId)),
    async open(signal) {
      signal.throwIfAborted();
      await coded({ destination: name, where: folder, step: 'connect' }, async () => {
        if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
      });
      return renamingSession(destination, operationsIn(name, folder, signal));
    },
  };
  return destination;
}

function operationsIn(name: string, folder: string, signal: AbortSignal): FileOperations {
  const inside = (path: string) => join(folder, path);
  return {
    capabilities: { publish: 'rename', replacesAtOnce: true, refusesTaken: true, hash: 'sha256' },

    async ensureFolder(path) {
      // Before anything is made: a link inside the folder must not lead the new folders out of it.
      await mustStayInside(name, folder, path);
      await mkdir(inside(path), { recursive: true });
    },

    async stat(path) {
      try {
        return { bytes: (await stat(inside(path))).size };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw error;
      }
    },

    async put(path, content, onProgress) {
      await using file = await open(inside(path), 'w');
      let bytes = 0;
      for await (const chunk of content.chunks(signal)) {
        await writeWhole(file, chunk, bytes);
        bytes += chunk.length;
        onProgress(bytes);
      }
      // A file that was reported as delivered must outlive a power cut.
      await file.sync();
      return bytes;
    },

    async rename(from, to, { overwrite }) {
      if (overwrite) return await rename(inside(from), inside(to));
      try {
        // A link, unlike a rename, fails when the name is taken.
        await link(inside(from), inside(to));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EEXIST') fail('destination-name-exists', { destination: name, where: inside(to) }, {}, error);
        if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
        // No links on this file system (FAT, some shares): look, then rename.
        if (await stat(inside(to)).catch(() => undefined)) {
          fail('destination-name-exists', { destination: name, where: inside(to) }, {}, error);
        }
        return await rename(inside(from), inside(to));
      }
      await rm(inside(from), { force: true });
    },

    async remove(path) {
      try {
        await unlink(inside(path));
        return true;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return false;
        throw error;
      }
    },

    modified: async path => (await stat(inside(path))).mtimeMs,

    list: path => readdir(inside(path)),

    async sha256(path) {
      await using file = await open(inside(path), 'r');
      const hash = createHash('sha256');
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK, null);
        if (bytesRead === 0) return hash.digest('hex');
        hash.update(buffer.subarray(0, bytesRead));
        signal.throwIfAborted();
      }
    },

    async [Symbol.asyncDispose]() {},
  };
}

async function writeWhole(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

/** Follows links: the deepest folder on the way that exists already must lie in the destination's folder. */
async function mustStayInside(name: string, folder: string, path: string): Promise<void> {
  const root = await realpath(folder);
  const parts = path.split('/');
  for (let length = parts.length; length > 0; length--) {
    const real = await realpath(join(folder, ...parts.slice(0, length))).catch(() => undefined);
    if (real === undefined) continue;
    const way = relative(root, real);
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
      fail('destination-path-unsafe', { path, reason: `a link on the way leads out of the folder of "${name}"` });
    }
    return;
  }
}
