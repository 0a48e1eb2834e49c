import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bits that let group or others read, write or run a file. */
const OTHERS = 0o077;

export type SecretAnswer =
  | { readonly found: true; readonly value: string }
  /** Not there; or there, and not safe or not possible to read. */
  | { readonly found: false; readonly reason: 'missing' }
  | {
      readonly found: false;
      readonly reason: 'exposed' | 'unreadable';
      readonly file: string;
      readonly detail: string;
    };

export interface SecretStore {
  /** Environment variable that may hold the secret in place of a file. */
  variableOf(name: string): string;
  /** File that may hold the secret. */
  fileOf(name: string): string;
  get(name: string): SecretAnswer;
}

/**
 * Secrets of a workspace on this machine (K1, Q1): the variable `WAYBILL_SECRET_<NAME>`, else the file
 * `.waybill/secrets/<name>`, which nobody but its owner may read. One line break at the end of a file is not part of it.
 */
export function localSecrets(folder: string, env: NodeJS.ProcessEnv): SecretStore {
  const variableOf = (name: string) => `WAYBILL_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
  const fileOf = (name: string) => join(folder, '.waybill', 'secrets', name);
  return {
    variableOf,
    fileOf,
    get: name => {
      const value = env[variableOf(name)];
      return value === undefined ? readSecret(fileOf(name)) : { found: true, value };
    },
  };
}

function readSecret(file: string): SecretAnswer {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { found: false, reason: 'missing' };
    return { found: false, reason: 'unreadable', file, detail: code };
  }
  try {
    // Asked of the open file: nothing can be put in its place between the question and the reading.
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { found: false, reason: 'unreadable', file, detail: 'it is not a file' };
    if (process.platform !== 'win32' && (stats.mode & OTHERS) !== 0) {
      return { found: false, reason: 'exposed', file, detail: (stats.mode & 0o777).toString(8).padStart(4, '0') };
    }
    return { found: true, value: readFileSync(descriptor, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return { found: false, reason: 'unreadable', file, detail: (error as NodeJS.ErrnoException).code ?? String(error) };
  } finally {
    closeSync(descriptor);
  }
}
