import type { Stats } from 'node:fs';
import type { Attributes } from 'ssh2';

/** Status codes of SFTP version 3. */
export const STATUS = { ok: 0, eof: 1, noSuchFile: 2, permissionDenied: 3, failure: 4, unsupported: 8 } as const;

const STATUS_OF_CODE: ReadonlyMap<string, number> = new Map([
  ['ENOENT', STATUS.noSuchFile],
  ['EACCES', STATUS.permissionDenied],
  ['EPERM', STATUS.permissionDenied],
  ['EROFS', STATUS.permissionDenied],
]);

/** What a client is told about an error: a code, and the sentence without this machine's paths. */
export const statusOf = (error: unknown): { readonly code: number; readonly message: string } => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return {
    code: STATUS_OF_CODE.get(code) ?? STATUS.failure,
    message: code === '' ? message : message.replace(/,? ?'[^']*'( -> '[^']*')?/g, ''),
  };
};

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export const attributesOf = ({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes => ({
  mode,
  uid,
  gid,
  size,
  atime: seconds(atimeMs),
  mtime: seconds(mtimeMs),
});

/** A line as `ls -l` prints it, roughly; some clients show it. */
export const longName = (name: string, { mode, size, mtime }: Attributes): string => {
  const kind = (mode & 0o170000) === 0o040000 ? 'd' : '-';
  const rights = [8, 7, 6, 5, 4, 3, 2, 1, 0].map((bit, i) => (mode & (1 << bit) ? 'rwx'.charAt(i % 3) : '-')).join('');
  return `${kind}${rights} 1 demo demo ${size} ${new Date(mtime * 1000).toISOString()} ${name}`;
};
