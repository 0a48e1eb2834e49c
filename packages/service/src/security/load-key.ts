import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fail } from '@waybill/engine/errors';
import type { ServiceConfig } from '../config.ts';
import type { Store } from '../store/store.ts';
import { createKeys, type Keys } from './keys.ts';

/** Bits that let group or others read, write or run a file. */
const OTHERS = 0o077;

/** Name of the row of Meta that tells whether a key is the one that this database belongs to. */
const KEY_CHECK = 'key';

/** The key file of a workspace. */
export const keyFileOf = (folder: string): string => join(folder, '.waybill', 'service', 'key');

/**
 * The service's key (Q1): of WAYBILL_KEY, else of the key file, which is made when it is missing. Throws
 * `key-exposed`, `key-unreadable`, and `key-mismatch` when secrets of this database were sealed with another one.
 */
export async function loadKeys(config: Pick<ServiceConfig, 'WAYBILL_KEY' | 'folder'>, store: Store): Promise<Keys> {
  const file = keyFileOf(config.folder);
  const keys = createKeys(Buffer.from(config.WAYBILL_KEY ?? readOrMakeKey(file), 'hex'));
  await checkKeys(store, keys, config.WAYBILL_KEY === undefined ? file : 'WAYBILL_KEY');
  return keys;
}

async function checkKeys(store: Store, keys: Keys, from: string): Promise<void> {
  const value = keys.sign('key check', 'waybill');
  // Whoever is first says which key it is; of several processes that start together, one is.
  const { value: known } = await store.db.meta.upsert({
    where: { name: KEY_CHECK },
    create: { name: KEY_CHECK, value },
    update: {},
  });
  if (known !== value) fail('key-mismatch', { from });
}

function readOrMakeKey(file: string): string {
  const read = readKey(file);
  if (read !== undefined) return read;
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    // A link appears whole or not at all, and never in the place of a key that another process made meanwhile.
    linkSync(draft, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') return fail('key-unreadable', { file, detail: code ?? String(error) }, {}, error);
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(file) ?? fail('key-unreadable', { file, detail: 'it vanished' });
}

/** 64 hexadecimal digits; undefined when there is no file. */
function readKey(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : fail('key-unreadable', { file, detail: code }, {}, error);
  }
  try {
    // Asked of the open file: nothing can be put in its place between the question and the reading.
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return fail('key-unreadable', { file, detail: 'it is not a file' });
    if (process.platform !== 'win32' && (stats.mode & OTHERS) !== 0) {
      return fail('key-exposed', { file, mode: (stats.mode & 0o777).toString(8).padStart(4, '0') });
    }
    const text = readFileSync(descriptor, 'utf8').trim();
    // What stands there is not repeated: it may be a key with a slip of the hand.
    if (!/^[0-9a-fA-F]{64}$/.test(text)) return fail('key-unreadable', { file, detail: 'it holds no key' });
    return text;
  } finally {
    closeSync(descriptor);
  }
}
