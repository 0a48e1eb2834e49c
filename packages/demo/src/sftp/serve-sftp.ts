import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, rename, rmdir, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attributes, SFTPWrapper } from 'ssh2';
import { attributesOf, longName, STATUS, statusOf } from './answers.ts';
import { OpenHandles } from './open-handles.ts';
import { clientPath, pathInside } from './path-inside.ts';

/** Open flags of SFTP version 3, and what they are here. */
const FLAGS = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;
const nodeFlags = (flags: number): number => {
  const reads = (flags & FLAGS.read) !== 0;
  const writes = (flags & (FLAGS.write | FLAGS.append)) !== 0;
  return (
    (reads && writes ? constants.O_RDWR : writes ? constants.O_WRONLY : constants.O_RDONLY) |
    (flags & FLAGS.append ? constants.O_APPEND : 0) |
    (flags & FLAGS.create ? constants.O_CREAT : 0) |
    (flags & FLAGS.truncate ? constants.O_TRUNC : 0) |
    (flags & FLAGS.exclusive ? constants.O_EXCL : 0)
  );
};

/** Most that one answer to READ carries, as in OpenSSH. */
const MOST_READ = 256 * 1024;
const POSIX_RENAME = 'posix-rename@openssh.com';

/** Two strings as SFTP packs them: a length of four bytes before each. */
const twoStrings = (data: Buffer): readonly [string, string] => {
  const length = data.readUInt32BE(0);
  const second = data.readUInt32BE(4 + length);
  return [data.toString('utf8', 4, 4 + length), data.toString('utf8', 8 + length, 8 + length + second)];
};

const exists = async (path: string): Promise<boolean> => {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
};

const setAttributes = async (path: string, { mode, atime, mtime }: Partial<Attributes>): Promise<void> => {
  if (mode !== undefined) await chmod(path, mode & 0o777);
  if (atime !== undefined && mtime !== undefined) await utimes(path, atime, mtime);
};

/** Answers one client's SFTP requests from a folder. Nothing outside of it can be named. */
export const serveSftp = (sftp: SFTPWrapper, folder: string): void => {
  const handles = new OpenHandles();
  const inside = (path: string): Promise<string> => pathInside(folder, path);
  /** Runs a request; whatever it throws becomes its answer. */
  const answer = (request: number, work: () => Promise<void>): void => {
    work().catch((error: unknown) => {
      const { code, message } = statusOf(error);
      sftp.status(request, code, message);
    });
  };
  /** A request that is answered "done". */
  const act = (request: number, work: () => Promise<unknown>): void =>
    answer(request, async () => {
      await work();
      sftp.status(request, STATUS.ok);
    });

  sftp.on('OPEN', (request, name, flags, attributes) =>
    answer(request, async () => {
      if (handles.full) throw new Error('Too many files are open.');
      const file = await open(await inside(name), nodeFlags(flags), (attributes.mode ?? 0o644) & 0o777);
      sftp.handle(request, handles.add({ kind: 'file', file, append: (flags & FLAGS.append) !== 0 }));
    }),
  );
  sftp.on('READ', (request, handle, offset, length) =>
    answer(request, async () => {
      const buffer = Buffer.allocUnsafe(Math.min(length, MOST_READ));
      const { bytesRead } = await handles.file(handle).file.read(buffer, 0, buffer.length, offset);
      if (bytesRead === 0) sftp.status(request, STATUS.eof);
      else sftp.data(request, buffer.subarray(0, bytesRead));
    }),
  );
  sftp.on('WRITE', (request, handle, offset, data) =>
    act(request, async () => {
      const { file, append } = handles.file(handle);
      for (let done = 0; done < data.length; ) {
        const place = append ? null : offset + done;
        done += (await file.write(data, done, data.length - done, place)).bytesWritten;
      }
    }),
  );
  sftp.on('CLOSE', (request, handle) => act(request, () => handles.close(handle)));
  sftp.on('FSTAT', (request, handle) =>
    answer(request, async () => sftp.attrs(request, attributesOf(await handles.file(handle).file.stat()))),
  );
  sftp.on('FSETSTAT', (request, handle, { mode, size }: Partial<Attributes>) =>
    act(request, async () => {
      const { file } = handles.file(handle);
      if (size !== undefined) await file.truncate(size);
      if (mode !== undefined) await file.chmod(mode & 0o777);
    }),
  );
  sftp.on('STAT', (request, path) =>
    answer(request, async () => sftp.attrs(request, attributesOf(await stat(await inside(path))))),
  );
  sftp.on('LSTAT', (request, path) =>
    answer(request, async () => sftp.attrs(request, attributesOf(await lstat(await inside(path))))),
  );
  sftp.on('SETSTAT', (request, path, attributes) =>
    act(request, async () => setAttributes(await inside(path), attributes)),
  );
  sftp.on('REALPATH', (request, path) =>
    answer(request, async () => {
      const name = clientPath(path);
      sftp.name(request, [{ filename: name, longname: name, attrs: {} as Attributes }]);
    }),
  );
  sftp.on('OPENDIR', (request, path) =>
    answer(request, async () => {
      if (handles.full) throw new Error('Too many files are open.');
      const local = await inside(path);
      if (!(await stat(local)).isDirectory()) throw new Error('This is not a folder.');
      sftp.handle(request, handles.add({ kind: 'folder', path: local, told: false }));
    }),
  );
  sftp.on('READDIR', (request, handle) =>
    answer(request, async () => {
      const opened = handles.folder(handle);
      const names = opened.told ? [] : await readdir(opened.path);
      opened.told = true;
      if (names.length === 0) return void sftp.status(request, STATUS.eof);
      const entries = await Promise.all(
        names.map(async filename => {
          const attrs = attributesOf(await lstat(join(opened.path, filename)));
          return { filename, longname: longName(filename, attrs), attrs };
        }),
      );
      sftp.name(request, entries);
    }),
  );
  sftp.on('MKDIR', (request, path) => act(request, async () => mkdir(await inside(path))));
  sftp.on('RMDIR', (request, path) => act(request, async () => rmdir(await inside(path))));
  sftp.on('REMOVE', (request, path) => act(request, async () => unlink(await inside(path))));
  sftp.on('RENAME', (request, from, to) =>
    act(request, async () => {
      const target = await inside(to);
      // Version 3 of the protocol, and OpenSSH with it, never replaces a file by a plain rename.
      if (await exists(target)) throw new Error('There is a file of that name already.');
      await rename(await inside(from), target);
    }),
  );
  sftp.on('EXTENDED', (request, name, data) => {
    if (name !== POSIX_RENAME) return void sftp.status(request, STATUS.unsupported);
    act(request, async () => {
      const [from, to] = twoStrings(data);
      await rename(await inside(from), await inside(to));
    });
  });
  sftp.once('close', () => void handles.closeAll());
};
