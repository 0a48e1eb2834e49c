/** Encryption to a named public key of the workspace (O4): the file `keys/NAME.asc`. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Key } from 'openpgp';
import { fail, nearest, type Problem, type ProblemDetails, WaybillError } from '../errors/index.ts';
import { SESSION_KEY_BYTES, sealed } from './open-pgp-message.ts';

/** The folder of a workspace that holds public keys of receivers. */
const KEYS_FOLDER = 'keys';

/** What encrypts a file, or each of its parts, to the keys that were asked for. */
export interface Encryption {
  /** The encrypted message, binary; a session key of its own for each. */
  encrypt(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer>;
}

/** Path of a named key in the workspace, with slashes, as people write it. */
export const keyPath = (name: string): string => `${KEYS_FOLDER}/${name}.asc`;

/**
 * Reads the named key, armored or binary. A file that holds several keys encrypts to each of them.
 * @param name letters, digits, `.`, `-` and `_`; the schema has checked it, so it never leaves the folder (Q2).
 * @param now keys must be valid then.
 * @param details where the name is written, for errors.
 * @throws WaybillError when there is no such key, or nothing can be encrypted to it.
 */
export async function openPublicKey(
  workspaceFolder: string,
  name: string,
  now: Date,
  details: ProblemDetails = {},
): Promise<Encryption> {
  const folder = join(workspaceFolder, KEYS_FOLDER);
  const path = keyPath(name);
  const at = { ...details, found: name };
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, `${name}.asc`));
  } catch (cause) {
    const { code, message: detail } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT') return fail('pgp-key-unreadable', { name, path, detail }, at, cause);
    const files = await readdir(folder).catch(() => []);
    const names = files.filter(file => file.endsWith('.asc')).map(file => file.slice(0, -'.asc'.length));
    return fail('pgp-key-missing', { name, path }, { ...at, suggestions: nearest(name, names) }, cause);
  }
  return encryptionTo(name, bytes, now, at);
}

/** What is wrong with a named key, as {@link openPublicKey} says it; nothing is encrypted. */
export async function publicKeyProblems(
  workspaceFolder: string,
  name: string,
  now: Date,
  details: ProblemDetails = {},
): Promise<readonly Problem[]> {
  try {
    await openPublicKey(workspaceFolder, name, now, details);
    return [];
  } catch (error) {
    if (error instanceof WaybillError) return error.problems;
    throw error;
  }
}

/** Each armored block of a file; a reader of keys takes only the first one of several. */
const ARMORED = /-----BEGIN PGP [A-Z ]+-----[\s\S]*?-----END PGP [A-Z ]+-----/g;

async function encryptionTo(name: string, file: Buffer, now: Date, at: ProblemDetails): Promise<Encryption> {
  // Loaded by those who encrypt only.
  const openpgp = await import('openpgp');
  const path = keyPath(name);
  let keys: readonly Key[];
  try {
    const blocks = file.toString('latin1').match(ARMORED) ?? [];
    keys =
      blocks.length > 0
        ? (await Promise.all(blocks.map(block => openpgp.readKeys({ armoredKeys: block })))).flat()
        : await openpgp.readKeys({ binaryKeys: file });
    if (keys.length === 0) throw new Error('it holds no key');
  } catch (cause) {
    return fail('pgp-key-unreadable', { name, path, detail: (cause as Error).message }, at, cause);
  }
  for (const key of keys) {
    if (key.isPrivate()) fail('pgp-key-private', { name, path }, at);
    if (await key.isRevoked(undefined, undefined, now)) fail('pgp-key-revoked', { name, path }, at);
    const expires = await key.getExpirationTime();
    if (expires instanceof Date && expires <= now)
      fail('pgp-key-expired', { name, path, on: expires.toISOString().slice(0, 10) }, at);
    try {
      await key.getEncryptionKey(undefined, now);
    } catch (cause) {
      fail('pgp-key-cannot-encrypt', { name, path, detail: (cause as Error).message }, at, cause);
    }
  }
  return {
    async *encrypt(bytes) {
      const data = randomBytes(SESSION_KEY_BYTES);
      const encryptionKeys = [...keys];
      const to = { data, algorithm: 'aes256', encryptionKeys, format: 'binary', date: now } as const;
      yield Buffer.from(await openpgp.encryptSessionKey(to));
      yield* sealed(bytes, data);
    },
  };
}
