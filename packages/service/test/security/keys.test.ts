import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WaybillError } from '@waybill/engine/errors';
import fc from 'fast-check';
import { closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { createKeys } from '../../src/security/keys.ts';
import { keyFileOf, loadKeys } from '../../src/security/load-key.ts';
import { connectionFileOf, endLocalConnection, writeLocalConnection } from '../../src/security/local-connection.ts';
import { verifyToken } from '../../src/security/verify-token.ts';

const key = (byte: number) => createKeys(Buffer.alloc(32, byte));
const OTHER = 'ab'.repeat(32);

describe('keys', () => {
  it('Q1: what is sealed comes back only with the same key, for the same thing, and unchanged', () => {
    const keys = key(1);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.nat(), (text, context, at) => {
        const sealed = keys.seal(text.toWellFormed(), context);
        assert.equal(keys.unseal(sealed, context), text.toWellFormed());
        const changed = Buffer.from(sealed);
        const place = at % changed.length;
        changed[place] = (changed[place] ?? 0) ^ 1;
        for (const wrong of [
          () => keys.unseal(changed, context),
          () => keys.unseal(sealed, `${context}x`),
          () => key(2).unseal(sealed, context),
          () => keys.unseal(sealed.subarray(0, place), context),
        ]) {
          assert.throws(wrong, { code: 'secret-sealed' });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('Q1: the same text is never sealed the same, and signatures are for one purpose', () => {
    const keys = key(1);
    assert.notDeepEqual(keys.seal('a', 'b'), keys.seal('a', 'b'));
    const signature = keys.sign('link', 'text');
    assert.equal(keys.verify('link', 'text', signature), true);
    for (const [purpose, text, given] of [
      ['cursor', 'text', signature],
      ['link', 'texts', signature],
      ['link', 'text', signature.slice(1)],
      ['link', 'text', `${signature}A`],
      ['link', 'text', ` ${signature}`],
      ['link', 'text', ''],
      ['link', 'text', key(2).sign('link', 'text')],
    ] as const) {
      assert.equal(keys.verify(purpose, text, given), false, `${purpose} ${text} ${given}`);
    }
  });
});

eachStore('the key of a service', open => {
  afterEach(closeServices);

  it('Q1: a key file is made for its owner alone, once, whoever starts at the same time', async () => {
    await using folder = await tempFolder();
    const store = await open();
    const made = await Promise.all(
      Array.from({ length: 4 }, () => loadKeys({ folder: folder.path, WAYBILL_KEY: undefined }, store)),
    );
    const file = keyFileOf(folder.path);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.match(await readFile(file, 'utf8'), /^[0-9a-f]{64}\n$/);
    assert.equal(new Set(made.map(keys => keys.sign('x', 'y'))).size, 1);
    const given = await loadKeys({ folder: '/nowhere', WAYBILL_KEY: (await readFile(file, 'utf8')).trim() }, store);
    assert.equal(given.sign('x', 'y'), made[0]?.sign('x', 'y'));
  });

  it('Q1: a key that others may read, that is none, or another one than the database knows is refused', async () => {
    await using folder = await tempFolder();
    const store = await open();
    const config = { folder: folder.path, WAYBILL_KEY: undefined };
    await loadKeys(config, store);
    const file = keyFileOf(folder.path);
    const right = await readFile(file, 'utf8');
    const codeOf = async (given: { folder: string; WAYBILL_KEY: string | undefined } = config) => {
      try {
        await loadKeys(given, store);
        return 'none';
      } catch (error) {
        assert.ok(error instanceof WaybillError);
        assert.ok(!error.message.includes(right.trim()));
        return error.code;
      }
    };
    await chmod(file, 0o640);
    assert.equal(await codeOf(), 'key-exposed');
    await chmod(file, 0o600);
    assert.equal(await codeOf(), 'none');
    await writeFile(file, right.slice(1));
    assert.equal(await codeOf(), 'key-unreadable');
    await writeFile(file, `${OTHER}\n`);
    assert.equal(await codeOf(), 'key-mismatch');
    assert.equal(await codeOf({ ...config, WAYBILL_KEY: OTHER }), 'key-mismatch');
    await rm(file);
    assert.equal(await codeOf(), 'key-mismatch');
    await rm(file);
    await mkdir(file);
    assert.equal(await codeOf(), 'key-unreadable');
    await rm(dirname(file), { recursive: true });
    await writeFile(dirname(file), '');
    assert.equal(await codeOf(), 'key-unreadable');
  });

  it('Q1 C1: this machine is let in by a file of its owner, whose token is kept while it is valid', async () => {
    const service = await testService({ store: await open() });
    const file = connectionFileOf(service.folder);
    const read = async () => JSON.parse(await readFile(file, 'utf8')) as { url: string; token: string; pid: number };
    const admins = () => service.store.db.token.count({ where: { role: 'admin', revokedAt: null } });
    await writeLocalConnection(service, 'http://127.0.0.1:1');
    const first = await read();
    assert.deepEqual([first.url, first.pid], ['http://127.0.0.1:1', process.pid]);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await verifyToken(service, first.token))?.role, 'admin');
    await writeLocalConnection(service, 'http://127.0.0.1:2');
    assert.deepEqual(await read(), { ...first, url: 'http://127.0.0.1:2' });
    endLocalConnection(service.folder);
    await assert.rejects(read());
    await writeLocalConnection(service, 'http://127.0.0.1:3');
    assert.equal(await admins(), 1);
    assert.equal(await verifyToken(service, first.token), undefined);
    await writeFile(file, 'garbage');
    endLocalConnection(service.folder);
    assert.equal(await readFile(file, 'utf8'), 'garbage');
  });
});
