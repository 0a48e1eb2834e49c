import { realpath } from 'node:fs/promises';
import { dirname, join, posix, sep } from 'node:path';

/** A path outside of the folder that the server offers; answered as "permission denied". */
export class OutsideError extends Error {
  readonly code = 'EACCES';
}

/** The path that a client means, from the root it sees: `..` cannot climb over that. */
export const clientPath = (path: string): string => posix.normalize(`/${path}`);

/** The real path of the nearest ancestor that exists. */
const nearestReal = async (path: string): Promise<string> => {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return nearestReal(dirname(path));
  }
};

/** Where the client's path lies on this machine. Links that lead out of the folder are refused too. */
export const pathInside = async (folder: string, path: string): Promise<string> => {
  if (path.includes('\0')) throw new OutsideError('A path cannot hold a NUL character.');
  const local = join(folder, clientPath(path));
  const root = await realpath(folder);
  const real = await nearestReal(local);
  if (real !== root && !real.startsWith(root + sep)) throw new OutsideError('The path leads out of the folder.');
  return local;
};
