import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import Database from 'libsql';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { openStore } from '../../src/store/open-store.ts';
import { storeProcess } from './in-child.ts';
import { problemOf } from './problem-of.ts';

describe('C3 an SQLite file', () => {
  let folder: TempFolder;
  let database: string;
  beforeEach(async () => {
    folder = await tempFolder();
    database = folder.join('service', 'waybill.db');
  });
  afterEach(() => folder.remove());

  it('C3 Q1 store: nobody else on the machine can read it', async () => {
    await using store = await openStore({ database });
    await store.db.meta.create({ data: { name: 'a', value: 'b' } });
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    assert.equal(await mode(folder.join('service')), '700');
    for (const file of await readdir(folder.join('service'))) {
      assert.equal(await mode(folder.join('service', file)), '600', file);
    }
  });

  it('C3 Q1 store: a file that others could read is closed to them', async () => {
    await (await openStore({ database }))[Symbol.asyncDispose]();
    await chmod(database, 0o644);
    await using _ = await openStore({ database });
    assert.equal((await stat(database)).mode & 0o777, 0o600);
  });

  it('C3 store: what was acknowledged is on the disk, and references hold', async () => {
    await using store = await openStore({ database });
    const pragma = async (name: string) =>
      Object.values((await store.db.$queryRawUnsafe<Record<string, unknown>[]>(`pragma ${name}`))[0] ?? {})[0];
    const settings = async () => [
      await pragma('journal_mode'),
      Number(await pragma('synchronous')),
      Number(await pragma('foreign_keys')),
      Number(await pragma('busy_timeout')),
    ];
    const FULL = 2;
    assert.deepEqual(await settings(), ['wal', FULL, 1, 5000]);
    // The driver would have taken a new connection by now, without any of it.
    await store.transaction(tx => tx.meta.create({ data: { name: 'a', value: 'b' } }));
    assert.deepEqual(await settings(), ['wal', FULL, 1, 5000]);
  });

  it('C3 store: a copy can be made while it is open', async () => {
    await using store = await openStore({ database });
    await store.db.meta.create({ data: { name: 'a', value: 'b' } });
    const backup = new Database(database);
    backup.exec(`vacuum into '${folder.join('copy.db')}'`);
    backup.close();
    await using copy = await openStore({ database: folder.join('copy.db') });
    assert.deepEqual(await copy.db.meta.findMany(), [{ name: 'a', value: 'b' }]);
  });

  it('C3 store: one process has it open; another is told which', async () => {
    await using other = storeProcess(`
      await openStore({ database: ${JSON.stringify(database)} });
      console.log('open');
      setInterval(() => {}, 1000);`);
    assert.equal(await other.line(), 'open');
    const { code, message } = await problemOf(openStore({ database }));
    assert.equal(code, 'store-in-use');
    assert.match(message, new RegExp(`\\b${other.pid}\\b`));
  });

  it('C3 store: a process that was killed leaves nothing in the way, and all that it had acknowledged', async () => {
    await using other = storeProcess(`
      const store = await openStore({ database: ${JSON.stringify(database)} });
      for (let i = 0; ; i++) {
        await store.transaction(tx => tx.meta.create({ data: { name: String(i), value: 'x' } }));
        console.log(i);
      }`);
    const acknowledged = Number(await other.line().then(other.line).then(other.line));
    await other.kill();
    await using store = await openStore({ database });
    assert.ok((await store.db.meta.count()) >= acknowledged);
    assert.deepEqual(await store.db.$queryRawUnsafe('pragma integrity_check'), [{ integrity_check: 'ok' }]);
  });

  it('C3 store: not twice in one process either, until it is closed', async () => {
    const store = await openStore({ database });
    const { code, message } = await problemOf(openStore({ database: folder.join('service', '.', 'waybill.db') }));
    assert.equal(code, 'store-in-use');
    assert.match(message, new RegExp(`\\b${process.pid}\\b`));
    await store[Symbol.asyncDispose]();
    await using _ = await openStore({ database: `file:${database}` });
  });

  it('C3 store: a file that is no database, and one that cannot be, are problems that say so', async () => {
    await mkdir(folder.join('service'));
    await writeFile(database, 'Dear diary, '.repeat(1000));
    const { code, message } = await problemOf(openStore({ database }));
    assert.equal(code, 'store-file');
    assert.match(message, /not a database/);

    await writeFile(folder.join('file'), '');
    assert.equal((await problemOf(openStore({ database: folder.join('file', 'waybill.db') }))).code, 'store-file');
    assert.equal((await problemOf(openStore({ database: folder.path }))).code, 'store-file');
  });
});
