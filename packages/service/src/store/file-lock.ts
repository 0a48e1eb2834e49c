import { open, realpath } from 'node:fs/promises';
import { fail } from '@waybill/engine/errors';
import Database from 'libsql';

/** Where an SQLite file has `user_version`: four bytes, the highest first. The holder's pid stands there. */
const USER_VERSION_AT = 60;
const SQLITE_BUSY = 5;

/** Files that this process itself holds: reading such a file as bytes would take the lock away (POSIX). */
const held = new Set<string>();

/**
 * Holds `FILE.lock` for this process alone. It is a small database that stays locked, so the system lets go of it
 * when the process ends, however it ends, and nothing stale is ever left.
 * @param file the database that is guarded; its folder exists.
 * @returns what lets go.
 * @throws WaybillError `store-in-use`, naming the process that has it.
 */
export async function lockFile(file: string): Promise<() => void> {
  const path = `${file}.lock`;
  await (await open(path, 'a', 0o600)).close();
  const real = await realpath(path);
  if (held.has(real)) fail('store-in-use', { file, pid: process.pid });
  held.add(real);
  const lock = new Database(path);
  try {
    lock.exec(`
      pragma locking_mode = exclusive;
      pragma journal_mode = memory;
      begin exclusive;
      pragma user_version = ${process.pid};
      commit;
    `);
  } catch (error) {
    lock.close();
    held.delete(real);
    if (error instanceof Database.SqliteError && ((error.rawCode ?? 0) & 0xff) === SQLITE_BUSY) {
      fail('store-in-use', { file, pid: await holder(path) }, {}, error);
    }
    throw error;
  }
  return () => {
    lock.close();
    held.delete(real);
  };
}

async function holder(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, USER_VERSION_AT);
    return buffer.readUInt32BE();
  } finally {
    await handle.close();
  }
}
