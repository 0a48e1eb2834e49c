import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import * as openpgp from 'openpgp';
import { leaveOut } from '../../../../test/support/left-out.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { openPublicKey } from '../../src/file/public-key.ts';
import { WaybillError } from '../../src/index.ts';
import { type ExportWorkspace, exportWorkspace } from './export-workspace.ts';
import { collect, inReusedMemory, streamOf } from './support.ts';

const run = promisify(execFile);
const NOW = new Date('2026-11-22T09:00:00Z');
const YEAR = 365 * 86_400;

interface Pair {
  readonly privateKey: openpgp.PrivateKey;
  readonly publicKey: openpgp.PublicKey;
  readonly revocationCertificate: string;
}

const newKey = (options: object = {}): Promise<Pair> =>
  openpgp.generateKey({
    userIDs: [{ name: 'Partner', email: 'partner@example.com' }],
    date: new Date('2026-01-01T00:00:00Z'),
    format: 'object',
    ...options,
  });

/** Sizes around those at which lengths are written in another way, and pieces begin. */
const SIZES = [0, 1, 183, 184, 191, 192, 8383, 8384, 8400, (1 << 18) - 7, (1 << 18) - 6, 1 << 18, (1 << 19) + 1];

describe('PGP', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
    await mkdir(`${folder.path}/keys`);
  });
  after(() => folder[Symbol.asyncDispose]());

  const save = (name: string, key: string | Uint8Array) => writeFile(`${folder.path}/keys/${name}.asc`, key);
  const open = (name: string) => openPublicKey(folder.path, name, NOW);
  const encrypt = async (name: string, bytes: Buffer, chunk = 100_000) => {
    const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
      bytes.subarray(i * chunk, (i + 1) * chunk),
    );
    return collect((await open(name)).encrypt(inReusedMemory(chunks)));
  };
  const decrypt = async (message: Buffer, decryptionKeys: openpgp.PrivateKey) => {
    const options = { message: await openpgp.readMessage({ binaryMessage: message }), decryptionKeys };
    const { data } = await openpgp.decrypt({ ...options, format: 'binary' });
    return Buffer.from(data as Uint8Array);
  };
  const codeOf = async (name: string) => {
    const error = await open(name).then(
      () => assert.fail('it opened'),
      (e: unknown) => e,
    );
    assert.ok(error instanceof WaybillError, String(error));
    assert.match(error.problems[0].message, new RegExp(name));
    return error.code;
  };

  it('O4 PGP: whatever the size, the owner of the key reads the same bytes', async () => {
    const { privateKey, publicKey } = await newKey();
    await save('partner', publicKey.armor());
    for (const size of SIZES) {
      const bytes = Buffer.alloc(size, 'naïve,"x"\n');
      for (const chunk of [1 << 20, 70_001])
        assert.ok((await decrypt(await encrypt('partner', bytes, chunk), privateKey)).equals(bytes), String(size));
    }
  });

  it('O4 PGP: binary keys, and files with several keys, each of which reads the file', async () => {
    const [one, two] = await Promise.all([newKey(), newKey({ type: 'rsa', rsaBits: 2048 })]);
    await save('binary', one.publicKey.write());
    await save('both', one.publicKey.armor() + two.publicKey.armor());
    await save('joined', Buffer.concat([one.publicKey.write(), two.publicKey.write()]));
    const bytes = Buffer.from('a,b\n');
    assert.ok((await decrypt(await encrypt('binary', bytes), one.privateKey)).equals(bytes));
    for (const name of ['both', 'joined'])
      for (const { privateKey } of [one, two])
        assert.ok((await decrypt(await encrypt(name, bytes), privateKey)).equals(bytes));
  });

  it('O4 PGP: no other key reads it, and a changed byte is noticed', async () => {
    const [right, wrong] = await Promise.all([newKey(), newKey()]);
    await save('right', right.publicKey.armor());
    const message = await encrypt('right', Buffer.alloc(5000, 'x'));
    await assert.rejects(decrypt(message, wrong.privateKey));
    const changed = Buffer.from(message);
    changed[changed.length - 40] = (changed.at(-40) ?? 0) ^ 1;
    await assert.rejects(decrypt(changed, right.privateKey));
    assert.notDeepEqual(await encrypt('right', Buffer.alloc(5000, 'x')), message, 'each file has a key of its own');
  });

  it('O4 PGP: a key that is missing, unreadable, private, expired, revoked or cannot encrypt is said so', async () => {
    const good = await newKey();
    await save('partner-key', good.publicKey.armor());
    assert.equal(await codeOf('partner-kay'), 'pgp-key-missing');
    await assert.rejects(open('partner-kay'), /Did you mean "partner-key"/);
    await save('words', 'no key at all');
    assert.equal(await codeOf('words'), 'pgp-key-unreadable');
    await save('torn', good.publicKey.armor().slice(0, 200));
    assert.equal(await codeOf('torn'), 'pgp-key-unreadable');
    await save('empty', '');
    assert.equal(await codeOf('empty'), 'pgp-key-unreadable');
    await save('private', good.privateKey.armor());
    assert.equal(await codeOf('private'), 'pgp-key-private');
    const old = await newKey({ keyExpirationTime: YEAR / 2 });
    await save('old', old.publicKey.armor());
    assert.equal(await codeOf('old'), 'pgp-key-expired');
    const { publicKey: revoked } = await openpgp.revokeKey({
      key: good.publicKey,
      revocationCertificate: good.revocationCertificate,
      date: new Date('2026-02-01T00:00:00Z'),
      format: 'object',
    });
    await save('revoked', revoked.armor());
    assert.equal(await codeOf('revoked'), 'pgp-key-revoked');
    const signing = await newKey({ subkeys: [{ sign: true }] });
    await save('signing', signing.publicKey.armor());
    assert.equal(await codeOf('signing'), 'pgp-key-cannot-encrypt');
  });

  describe('a run', () => {
    let workspace: ExportWorkspace;
    let pair: Pair;
    before(async () => {
      workspace = await exportWorkspace('{id: integer}', 'create table t as select range::int as id from range(5)');
      pair = await newKey({ date: new Date(Date.now() - 60_000) });
      await writeFile(workspace.at('keys/partner-key.asc'), pair.publicKey.armor());
    });
    after(() => workspace[Symbol.asyncDispose]());

    it('O4 X2 PGP: each part is archived and then encrypted by itself', async () => {
      const { receipt } = await workspace.run(
        'fields: [id]\nfilters: none\nfile: {archive: gzip, split: {rows: 3}, encrypt: {pgp: partner-key}}\ndeliver: {to: share, manifest: json}',
      );
      assert.deepEqual(
        receipt.files.map(f => f.name),
        ['t_0001.csv.gz.pgp', 't_0002.csv.gz.pgp'],
      );
      const second = await decrypt(await readFile(workspace.at('share/t_0002.csv.gz.pgp')), pair.privateKey);
      assert.equal(gunzipSync(second).toString(), 'id\n3\n4\n');
      assert.deepEqual(
        JSON.parse(await readFile(workspace.at('share/t.csv.gz.pgp.manifest.json'), 'utf8')).files,
        receipt.files,
      );
    });

    it('O4 PGP: a wrong name fails before anything is asked for, at its word', async () => {
      const running = workspace.run('fields: [id]\nfilters: none\nfile: {encrypt: {pgp: partner}}');
      await assert.rejects(running, (error: unknown) => {
        assert.ok(error instanceof WaybillError);
        assert.equal(error.code, 'pgp-key-missing');
        assert.equal(error.problems[0].place?.line, 6);
        return true;
      });
    });

    it('O4 Q2 PGP: the name of a key is no path', () => {
      for (const name of ['../share/x', 'a/b', '.hidden', ''])
        assert.throws(() => workspace.prepare(`fields: [id]\nfilters: none\nfile: {encrypt: {pgp: "${name}"}}`));
    });
  });

  if (spawnSync('gpg', ['--version']).error)
    leaveOut('gpg is not installed: PGP files read by it (apt-get install gnupg)');
  else {
    describe('gpg', () => {
      let home: TempFolder;
      before(async () => {
        home = await tempFolder();
        await chmod(home.path, 0o700);
      });
      after(async () => {
        await run('gpgconf', ['--homedir', home.path, '--kill', 'all']).catch(() => {});
        await home[Symbol.asyncDispose]();
      });
      const gpg = async (...args: string[]) =>
        (
          await run('gpg', ['--homedir', home.path, '--batch', '--yes', '--quiet', ...args], {
            encoding: 'buffer',
            maxBuffer: 1 << 26,
          })
        ).stdout;

      for (const algorithm of ['rsa3072', 'default'])
        it(`O4 PGP: gpg reads what is encrypted to its key (${algorithm}), and nothing once the key is gone`, async () => {
          const user = `${algorithm}@example.com`;
          await gpg('--passphrase', '', '--quick-generate-key', user, algorithm, 'default', 'never');
          const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(
            (await gpg('--with-colons', '--list-keys', user)).toString(),
          )?.[1];
          assert.ok(fingerprint);
          if (algorithm === 'rsa3072') await gpg('--passphrase', '', '--quick-add-key', fingerprint, 'rsa3072', 'encr');
          await save(algorithm, await gpg('--export', '--armor', user));
          const encryption = await openPublicKey(folder.path, algorithm, new Date());
          const path = `${folder.path}/x.pgp`;
          for (const size of [0, 5, 8384, 1_000_003]) {
            const bytes = Buffer.alloc(size, 'naïve,"x"\n');
            await writeFile(path, await collect(encryption.encrypt(streamOf(size === 0 ? [] : [bytes]))));
            assert.ok((await gpg('--decrypt', path)).equals(bytes));
          }
          const packets = (await gpg('--list-packets', path)).toString();
          assert.match(packets, /mdc_method: 2/);
          assert.doesNotMatch(packets, /compressed packet/);
          await gpg('--delete-secret-keys', fingerprint);
          await assert.rejects(gpg('--decrypt', path), /No secret key|decryption failed/);
          await rm(path);
        });
    });
  }
});
