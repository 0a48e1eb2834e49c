import type { Stats } from 'ssh2';
import { fail } from '../errors/index.ts';
import type { SftpConfig } from './config.ts';
import { coded } from './delivery-error.ts';
import type { Destination, DestinationSession, FileOperations } from './destination.ts';
import { connectSsh, type SshConnection } from './sftp-connect.ts';
import { request, writeInWindow } from './sftp-window.ts';
import { renamingSession } from './stage-by-rename.ts';

/** Statuses of SFTP, version 3. */
const END_OF_LIST = 1;
const NO_SUCH_FILE = 2;
const FAILURE = 4;
/** A server sends some hundred names at a time, so that a folder of a million would take minutes to list. */
const MOST_LISTED = 5000;
const POSIX_RENAME = 'posix-rename@openssh.com';

/** Opens one connection for one delivery. */
export async function openSftp(
  destination: Destination,
  config: SftpConfig,
  baseFolder: string,
  signal: AbortSignal,
): Promise<DestinationSession> {
  const connection = await coded(
    { destination: destination.name, where: destination.describe(''), step: 'connect' },
    () => connectSsh(destination, config, baseFolder, signal),
  );
  return renamingSession(destination, operationsOver(connection, destination, config.folder, signal));
}

function operationsOver(
  connection: SshConnection,
  destination: Destination,
  folder: string,
  signal: AbortSignal,
): FileOperations {
  const { client, sftp, lost } = connection;
  const base = folder.replace(/\/+$/, '');
  const inside = (path: string) => (base === '' && !folder.startsWith('/') ? path : `${base}/${path}`);
  const posixRename = offers(connection, POSIX_RENAME);

  const look = async (path: string): Promise<Stats | undefined> => {
    try {
      return await request<Stats>(lost, done => sftp.stat(inside(path), done));
    } catch (error) {
      if ((error as { code?: unknown }).code === NO_SUCH_FILE) return undefined;
      throw error;
    }
  };

  const operations: FileOperations = {
    capabilities: {
      publish: 'rename',
      replacesAtOnce: posixRename,
      // The plain rename of a server that has the other one keeps to the standard: it never replaces.
      refusesTaken: posixRename,
      hash: 'none',
    },

    async ensureFolder(path) {
      if ((await look(path))?.isDirectory()) return;
      const parts = path.split('/');
      for (let length = 1; length <= parts.length; length++) {
        const part = parts.slice(0, length).join('/');
        if ((await look(part))?.isDirectory()) continue;
        try {
          await request(lost, done => sftp.mkdir(inside(part), done as never));
        } catch (error) {
          // Another delivery may have made it just now.
          if (!(await look(part))?.isDirectory()) throw error;
        }
      }
    },

    async stat(path) {
      const stats = await look(path);
      return stats === undefined ? undefined : { bytes: stats.size };
    },

    async put(path, content, onProgress) {
      // A lost connection also ends the waiting for bytes that are not produced yet.
      const chunks = content.chunks(AbortSignal.any([signal, lost]));
      try {
        return await writeInWindow(sftp, inside(path), chunks, { lost, onProgress });
      } catch (error) {
        // The protocol has no word for a full disk, only "failure".
        if ((error as { code?: unknown }).code === FAILURE && (await isFull(connection, base))) {
          throw Object.assign(new Error('no space left', { cause: error }), { code: 'ENOSPC' });
        }
        throw error;
      }
    },

    async rename(from, to, { overwrite }) {
      if (overwrite && posixRename) {
        await client.posixRename(inside(from), inside(to));
        return;
      }
      // Without posix-rename an existing file must go first: for a moment there is none under the name.
      // Only for a file that is there to take its place: another attempt may have taken it away and be done.
      if (overwrite && (await look(from)) && (await look(to))) await operations.remove(to);
      try {
        await client.rename(inside(from), inside(to));
      } catch (error) {
        if (!overwrite && !lost.aborted && (await look(to)) && (await look(from))) {
          fail(
            'destination-name-exists',
            { destination: destination.name, where: destination.describe(to) },
            {},
            error,
          );
        }
        throw error;
      }
    },

    async remove(path) {
      try {
        await request(lost, done => sftp.unlink(inside(path), done as never));
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code !== NO_SUCH_FILE) throw error;
        return false;
      }
    },

    async list(path) {
      const handle = await request<Buffer>(lost, done => sftp.opendir(inside(path) || '.', done));
      const names: string[] = [];
      try {
        while (names.length < MOST_LISTED) {
          const some = await request<readonly { filename: string }[]>(lost, done =>
            sftp.readdir(handle, done as never),
          );
          names.push(...some.map(({ filename }) => filename));
        }
      } catch (error) {
        if ((error as { code?: unknown }).code !== END_OF_LIST) throw error;
      } finally {
        if (!lost.aborted) sftp.close(handle, () => {});
      }
      return names;
    },

    async modified(path) {
      const seconds = (await look(path))?.mtime;
      return seconds === undefined ? undefined : seconds * 1000;
    },

    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
  return operations;
}

/** Less room than this is none, in bytes: a file system keeps a rest that it cannot give out. */
const NO_ROOM = 1024 * 1024;

/** Whether the file system of the folder is full, where the server can tell. */
async function isFull(connection: SshConnection, folder: string): Promise<boolean> {
  const { sftp, lost } = connection;
  if (lost.aborted || !offers(connection, 'statvfs@openssh.com')) return false;
  try {
    const room = await request<{ f_bavail: number; f_frsize: number }>(lost, done =>
      sftp.ext_openssh_statvfs(folder === '' ? '/' : folder, done as never),
    );
    return Number(room.f_bavail) * Number(room.f_frsize) < NO_ROOM;
  } catch {
    return false;
  }
}

/** Extensions that the server named in its first answer; ssh2 keeps them without a public way to ask. */
function offers({ sftp }: SshConnection, extension: string): boolean {
  const { _extensions: named } = sftp as unknown as { readonly _extensions?: Readonly<Record<string, string>> };
  return named?.[extension] !== undefined;
}
