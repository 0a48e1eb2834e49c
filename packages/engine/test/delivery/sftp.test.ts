import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Sshd, sshdUnavailable, startAgent, startSshd } from '../../../../test/support/sftp-server.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { deliver } from '../../src/delivery/deliver.ts';
import type { Destination } from '../../src/delivery/destination.ts';
import { NO_RETRY } from '../../src/delivery/retry.ts';
import { testDestination } from '../../src/delivery/test-destination.ts';
import { inFolder, make, sftpConfig } from './backends.ts';
import { codeOf, content, failureOf, NEVER, noise } from './contents.ts';
import { startInProcessSftp } from './in-process-sftp.ts';

const WRONG = 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const send = (destination: Destination, path = 'x.csv', bytes = noise(100_000), runId = 'r') =>
  deliver({ destination, runId, files: [{ path, content: content(bytes) }], retry: NO_RETRY, signal: NEVER });

if (!sshdUnavailable()) {
  describe('X1 delivery over sftp to OpenSSH', () => {
    let keys: TempFolder;
    let sshd: Sshd;
    let into: TempFolder;
    before(async () => {
      keys = await tempFolder();
      sshd = await startSshd(keys.path);
    });
    after(async () => {
      await sshd.stop();
      await keys.remove();
    });
    beforeEach(async () => {
      into = await tempFolder();
    });
    afterEach(() => into.remove());

    const destination = (change: Readonly<Record<string, unknown>> = {}) =>
      make({ ...sftpConfig(sshd), folder: into.path, ...change });
    const names = () => [...inFolder(into.path).all().keys()].sort();

    it('X1 delivery: logs in with a key, a key file, a key with passphrase, and an agent', async () => {
      await send(destination(), 'key.csv');
      await send(destination({ key: sshd.keyFile }), 'file.csv');
      await send(destination({ key: sshd.key.replaceAll('\n', '\\n') }), 'one-line.csv');
      await send(destination({ key: sshd.lockedKey, passphrase: 'correct horse' }), 'locked.csv');
      await using agent = await startAgent(into.path, sshd.keyFile);
      await send(destination({ key: undefined, agent: agent.socket }), 'agent.csv');
      assert.deepEqual(
        names().filter(n => n.endsWith('.csv')),
        ['agent.csv', 'file.csv', 'key.csv', 'locked.csv', 'one-line.csv'],
      );
    });

    it('X1 delivery: a key that cannot be read says so and not that the login was refused', async () => {
      for (const change of [
        { key: sshd.lockedKey },
        { key: sshd.lockedKey, passphrase: 'wrong' },
        { key: '/nowhere/key' },
        { key: readFileSync(`${sshd.keyFile}.pub`, 'utf8').replace('ssh', 'PRIVATE KEY ssh') },
      ]) {
        assert.equal(await codeOf(send(destination(change))), 'destination-key-unreadable');
      }
    });

    it('R2 delivery: a refused key fails at once', async () => {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', into.join('other')]);
      const error = await failureOf(
        deliver({
          destination: destination({ key: into.join('other') }),
          runId: 'r',
          files: [{ path: 'x.csv', content: content(noise(10)) }],
          signal: NEVER,
          onRetry: () => assert.fail('it tried again'),
        }),
      );
      assert.equal(error.code, 'destination-login-failed');
    });

    it('X1 delivery: the host key may be pinned by fingerprint, by line, by known_hosts line, or as a list', async () => {
      for (const host_key of [
        sshd.fingerprints.ed25519,
        `${sshd.fingerprints.ed25519}=`,
        sshd.hostKeyLine,
        `[127.0.0.1]:${sshd.port} ${sshd.hostKeyLine}`,
        [WRONG, sshd.fingerprints.ed25519],
        'any',
      ]) {
        await send(destination({ host_key }));
      }
    });

    it('X1 delivery: a server with several host keys is asked for the pinned kind', async () => {
      await send(destination({ host_key: sshd.fingerprints.rsa }));
      assert.deepEqual(names(), ['x.csv']);
    });

    it('Q2 delivery: another host key is refused, with both fingerprints, and nothing is sent', async () => {
      const error = await failureOf(send(destination({ host_key: WRONG })));
      assert.equal(error.code, 'destination-host-key-mismatch');
      assert.ok(error.message.includes(WRONG) && error.message.includes(sshd.fingerprints.ed25519), error.message);
      assert.ok(error.problems[0].fix.includes(sshd.fingerprints.ed25519));
      assert.deepEqual(names(), []);
    });

    it('X2 delivery: a missing base folder is named, and not made', async () => {
      for (const path of ['x.csv', 'a/b/x.csv']) {
        const { code, message } = await failureOf(send(destination({ folder: into.join('missing') }), path));
        assert.equal(code, 'destination-folder-missing');
        assert.match(message, /^The folder of destination "partner" is missing: sftp:\/\/[^ ]*\/missing\/[^.]+/);
      }
      assert.deepEqual(names(), []);
    });

    it('X2 delivery: a folder on the way that is a file is an error', async () => {
      writeFileSync(into.join('a'), '');
      const error = await failureOf(send(destination(), 'a/x.csv'));
      assert.equal(error.kind, 'destination');
    });

    it('X2 delivery: without the right to write it says so, without a retry', async () => {
      await using own = await tempFolder();
      await using readOnly = await startSshd(own.path, { sftp: '-R' });
      const target = make({ ...sftpConfig(readOnly), folder: into.path });
      assert.equal(await codeOf(send(target)), 'destination-permission-denied');
    });

    it('X2 delivery: where renaming is refused it says so and removes what it sent', async () => {
      await using own = await tempFolder();
      await using stubborn = await startSshd(own.path, { sftp: '-P rename,posix-rename' });
      const target = make({ ...sftpConfig(stubborn), folder: into.path });
      const error = await failureOf(send(target));
      assert.equal(error.code, 'destination-rename-refused');
      assert.equal(error.problems.length, 1, error.message);
      assert.deepEqual(names(), []);
      const tested = await testDestination(target, { signal: NEVER });
      assert.equal(tested.steps.find(s => s.step === 'rename')?.outcome, 'failed');
      assert.equal(tested.steps.find(s => s.step === 'delete')?.outcome, 'left out');
      assert.deepEqual(names(), []);
    });

    it('X2 delivery: what cannot be removed is named in the error', async () => {
      await using own = await tempFolder();
      await using stubborn = await startSshd(own.path, { sftp: '-P rename,posix-rename,remove' });
      const error = await failureOf(
        send(make({ ...sftpConfig(stubborn), folder: into.path }), 'x.csv', noise(10), 'run-7'),
      );
      assert.deepEqual(
        error.problems.map(p => p.code),
        ['destination-rename-refused', 'destination-left-behind'],
      );
      assert.ok(error.message.includes('.x.csv.run-7.part'), error.message);
      assert.deepEqual(names(), ['.x.csv.run-7.part']);
    });

    if (process.getuid?.() === 0 && canMount()) {
      it('X2 delivery: a full disk there is named, and what was sent is removed', async () => {
        const small = into.join('small');
        mkdirSync(small);
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]);
        try {
          assert.equal(
            await codeOf(send(destination({ folder: small }), 'x.csv', noise(4_000_000))),
            'destination-full',
          );
          assert.deepEqual([...inFolder(small).all()], []);
        } finally {
          execFileSync('umount', [small]);
        }
      });
    }
  });
}

describe('X1 delivery over sftp to a plain server', () => {
  let into: TempFolder;
  beforeEach(async () => {
    into = await tempFolder();
  });
  afterEach(() => into.remove());
  const names = () => [...inFolder(into.path).all().keys()].sort();

  for (const auth of ['password', 'keyboard-interactive'] as const) {
    it(`X1 delivery: gives the password by ${auth}, and a wrong one fails at once`, async () => {
      await using server = await startInProcessSftp({ folder: into.path, auth });
      const config = { type: 'sftp', host: '127.0.0.1', port: server.port, user: 'u', host_key: server.fingerprint };
      await send(make({ ...config, password: 'secret' }), 'a/b/x.csv');
      assert.deepEqual(names(), ['a/b/x.csv']);
      const error = await failureOf(send(make({ ...config, password: 'wrong-password' })));
      assert.equal(error.code, 'destination-login-failed');
      assert.ok(!JSON.stringify(error.problems).includes('wrong-password'));
    });
  }

  it('X2 delivery: without posix-rename an existing file is replaced, and fail and version keep it', async () => {
    await using server = await startInProcessSftp({ folder: into.path, auth: 'password' });
    const target = make({
      type: 'sftp',
      host: '127.0.0.1',
      port: server.port,
      user: 'u',
      password: 'secret',
      host_key: server.fingerprint,
    });
    await send(target, 'x.csv', noise(50));
    await send(target, 'x.csv', noise(40));
    assert.deepEqual([...inFolder(into.path).all()], [['x.csv', 40]]);
    const files = [{ path: 'x.csv', content: content(noise(30)) }];
    const again = { destination: target, runId: 'r', files, signal: NEVER };
    assert.equal(await codeOf(deliver({ ...again, ifExists: 'fail' })), 'destination-name-exists');
    await deliver({ ...again, ifExists: 'version' });
    assert.deepEqual([...inFolder(into.path).all()].sort(), [
      ['x.csv', 40],
      ['x_2.csv', 30],
    ]);
  });

  it('X2 delivery: a server that confirms what it does not keep is found out, and nothing is put in place', async () => {
    await using server = await startInProcessSftp({ folder: into.path, auth: 'password', dropAfter: 64_000 });
    const target = make({
      type: 'sftp',
      host: '127.0.0.1',
      port: server.port,
      user: 'u',
      password: 'secret',
      host_key: 'any',
    });
    const tries: number[] = [];
    const error = await failureOf(
      deliver({
        destination: target,
        runId: 'r',
        files: [{ path: 'x.csv', content: content(noise(100_000)) }],
        signal: NEVER,
        retry: { attempts: 2, first: 1, factor: 1, longest: 1 },
        onRetry: (_error, next) => tries.push(next),
      }),
    );
    assert.equal(error.code, 'destination-size-mismatch');
    assert.deepEqual(tries, [2]);
    assert.deepEqual(names(), []);
  });
});

/** Containers often may not. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
