import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeCertificate, startVsftpd, vsftpdUnavailable } from '../../../../test/support/ftp-server.ts';
import { startS3Server } from '../../../../test/support/s3-server.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { deliver } from '../../src/delivery/deliver.ts';
import type { Destination } from '../../src/delivery/destination.ts';
import { NO_RETRY } from '../../src/delivery/retry.ts';
import { partBytes } from '../../src/delivery/s3-upload.ts';
import { ftpConfig, inFolder, make, s3Config } from './backends.ts';
import { codeOf, content, failureOf, NEVER, noise } from './contents.ts';

const send = (destination: Destination, path = 'x.csv', bytes = noise(100_000)) =>
  deliver({ destination, runId: 'r', files: [{ path, content: content(bytes) }], retry: NO_RETRY, signal: NEVER });

if (!vsftpdUnavailable()) {
  describe('X1 delivery over ftp and ftps to vsftpd', () => {
    it('R2 delivery: a wrong password fails at once and is not in the error', async () => {
      await using folder = await tempFolder();
      await using server = await startVsftpd(folder.path);
      const error = await failureOf(send(make({ ...ftpConfig(server), password: 'wrong@example.com' })));
      assert.equal(error.code, 'destination-login-failed');
      assert.ok(!JSON.stringify(error.problems).includes('wrong@example.com'));
    });

    it('X2 delivery: a folder that is missing or may not be written to is an error, at once', async () => {
      await using folder = await tempFolder();
      await using server = await startVsftpd(folder.path);
      for (const change of [{ folder: '/missing' }, { folder: '/' }]) {
        assert.match(
          await codeOf(send(make({ ...ftpConfig(server), ...change }))),
          /^destination-(permission-denied|folder-missing)$/,
        );
      }
    });

    it('X2 delivery: where renaming is refused it says so, and names what it could not remove', async () => {
      await using folder = await tempFolder();
      await using server = await startVsftpd(folder.path, { config: { anon_other_write_enable: 'NO' } });
      const error = await failureOf(send(make(ftpConfig(server))));
      assert.deepEqual(
        error.problems.map(p => p.code),
        ['destination-rename-refused', 'destination-left-behind'],
      );
      assert.ok(error.message.includes('.x.csv.r.part'));
    });

    it('Q2 delivery: a certificate that nobody vouches for is refused, before the password is sent', async () => {
      await using folder = await tempFolder();
      await using other = await tempFolder();
      await using server = await startVsftpd(folder.path, { tls: 'explicit' });
      const { certificateFile } = makeCertificate(other.path);
      for (const change of [{ ca: undefined }, { ca: certificateFile }, { servername: 'other.example' }]) {
        assert.equal(
          await codeOf(send(make({ ...ftpConfig(server, 'explicit'), ...change }))),
          'destination-certificate-rejected',
          JSON.stringify(change),
        );
      }
    });

    it('X1 delivery: a pinned certificate is accepted whoever signed it, and no other', async () => {
      await using folder = await tempFolder();
      await using server = await startVsftpd(folder.path, { tls: 'implicit' });
      const config = { ...ftpConfig(server, 'implicit'), ca: undefined };
      await send(make({ ...config, fingerprint: server.fingerprint }));
      assert.deepEqual([...inFolder(`${server.root}/upload`).all().keys()], ['x.csv']);
      const error = await failureOf(send(make({ ...config, fingerprint: 'ab'.repeat(32) })));
      assert.equal(error.code, 'destination-certificate-rejected');
      assert.ok(error.message.includes(server.fingerprint), error.message);
    });

    it('X1 delivery: TLS asked of a server without it, or the other way round, is named', async () => {
      await using folder = await tempFolder();
      await using plain = await startVsftpd(folder.path);
      assert.equal(
        await codeOf(send(make({ ...ftpConfig(plain, 'explicit'), ca: undefined }))),
        'destination-tls-failed',
      );
      assert.equal(
        await codeOf(send(make({ ...ftpConfig(plain, 'implicit'), ca: undefined }))),
        'destination-tls-failed',
      );
    });
  });
}

describe('X1 delivery over s3', () => {
  it('X1 delivery: the SDK warns nobody of what is not theirs', () => {
    const script = `
      import { createDestination, destinationSchema } from '@waybill/engine/delivery';
      const config = { type: 's3', bucket: 'exports', endpoint: 'http://127.0.0.1:1', access_key: 'a', secret_key: 'b' };
      const s3 = createDestination('s3', destinationSchema.parse(config));
      await (await s3.open(AbortSignal.timeout(20_000)).catch(() => undefined))?.[Symbol.asyncDispose]();`;
    const options = ['--conditions=@waybill/source', '--import', 'tsx', '--input-type=module'];
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const done = spawnSync(process.execPath, [...options, '-e', script], { encoding: 'utf8', cwd });
    assert.equal(done.stderr, '');
  });

  it('R2 delivery: a wrong key and a missing bucket fail at once', async () => {
    await using folder = await tempFolder();
    await using server = await startS3Server(folder.path);
    assert.equal(await codeOf(send(make({ ...s3Config(server), access_key: 'wrong' }))), 'destination-login-failed');
    assert.equal(await codeOf(send(make({ ...s3Config(server), bucket: 'another' }))), 'destination-bucket-missing');
  });

  it('X2 delivery: a part that the store refuses for now is sent again, and no upload stays open', async () => {
    await using folder = await tempFolder();
    await using server = await startS3Server(folder.path);
    let refusals = 0;
    server.intercept = request =>
      request.url?.includes('partNumber=2') && refusals++ < 1 ? { status: 503, code: 'SlowDown' } : undefined;
    const bytes = noise(partBytes(1) * 2 + 17);
    await send(make(s3Config(server)), 'x.csv', bytes);
    assert.equal(refusals, 2);
    assert.ok(server.content('loyalty/x.csv').equals(bytes));
    assert.deepEqual(server.unfinished(), []);
  });

  it('X2 delivery: an upload that the store refuses for good is ended', async () => {
    await using folder = await tempFolder();
    await using server = await startS3Server(folder.path);
    server.intercept = request =>
      request.url?.includes('partNumber=1') ? { status: 403, code: 'AccessDenied' } : undefined;
    assert.equal(await codeOf(send(make(s3Config(server)))), 'destination-permission-denied');
    assert.deepEqual([[...server.objects()], server.unfinished()], [[], []]);
  });

  it('X2 delivery: parts grow so that 10,000 of them hold hundreds of gigabytes', () => {
    let bytes = 0;
    for (let number = 1; number <= 10_000; number++) bytes += partBytes(number);
    assert.ok(bytes > 300e9);
  });
});

describe('X1 delivery to a local folder', () => {
  it('X2 delivery: a missing folder is named, and not made', async () => {
    await using folder = await tempFolder();
    assert.equal(
      await codeOf(send(make({ type: 'local', folder: folder.join('missing') }))),
      'destination-folder-missing',
    );
    assert.deepEqual([...inFolder(folder.path).all()], []);
  });

  it('Q2 delivery: a link on the way does not lead out of the folder', async () => {
    await using folder = await tempFolder();
    mkdirSync(folder.join('in'));
    mkdirSync(folder.join('outside'));
    symlinkSync(folder.join('outside'), folder.join('in', 'link'));
    const target = make({ type: 'local', folder: folder.join('in') });
    assert.equal(await codeOf(send(target, 'link/x.csv')), 'destination-path-unsafe');
    assert.equal(await codeOf(send(target, 'link/deeper/x.csv')), 'destination-path-unsafe');
    assert.deepEqual([...inFolder(folder.join('outside')).all()], []);
  });

  it('X2 delivery: the hash is compared, not only the size', async () => {
    await using folder = await tempFolder();
    const bytes = noise(1000);
    const lying = { ...content(bytes), summary: async () => ({ bytes: 1000, sha256: '0'.repeat(64) }) };
    const target = make({ type: 'local', folder: folder.path });
    const done = deliver({
      destination: target,
      runId: 'r',
      files: [{ path: 'x.csv', content: lying }],
      signal: NEVER,
      retry: NO_RETRY,
    });
    assert.equal(await codeOf(done), 'destination-hash-mismatch');
    assert.deepEqual([...inFolder(folder.path).all()], []);
  });

  it('C1 destination test: a destination that cannot be reached fails in the first step', async () => {
    const { testDestination } = await import('../../src/delivery/test-destination.ts');
    const tested = await testDestination(make({ type: 'local', folder: '/nowhere/at/all' }), { signal: NEVER });
    assert.equal(tested.ok, false);
    assert.deepEqual(
      tested.steps.map(s => s.outcome),
      ['failed', 'left out', 'left out', 'left out', 'left out', 'left out'],
    );
    assert.equal(tested.steps[0]?.problems[0]?.code, 'destination-folder-missing');
  });
});
