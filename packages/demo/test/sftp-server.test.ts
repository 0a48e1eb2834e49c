import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DemoSftp, startDemoSftp } from '@waybill/demo';
import type { SFTPWrapper } from 'ssh2';
import SftpClient from 'ssh2-sftp-client';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';

describe('K9 demo SFTP server', () => {
  let temp: TempFolder;
  let folder: string;
  let server: DemoSftp;
  let client: SftpClient;
  let sftp: SFTPWrapper;
  let seenHostKey: string;

  const connect = async (password: string): Promise<SFTPWrapper> => {
    client = new SftpClient();
    const connected = await client.connect({
      host: server.host,
      port: server.port,
      username: server.user,
      password,
      hostVerifier: (key: Buffer) => {
        seenHostKey = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        return true;
      },
    });
    client.client.setNoDelay(true);
    return connected;
  };
  /** One of the connection's operations, as a promise. */
  const call = <T>(work: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> =>
    promisify<T>(work as never)();

  beforeEach(async () => {
    temp = await tempFolder();
    folder = join(temp.path, 'partner');
    server = await startDemoSftp({ folder });
    sftp = await connect(server.password);
  });
  afterEach(async () => {
    await client.end();
    await server.close();
    await temp[Symbol.asyncDispose]();
  });

  it('K9 shows the host key that it announces, on the loopback', () => {
    assert.equal(server.host, '127.0.0.1');
    assert.match(server.hostKey, /^SHA256:[A-Za-z0-9+/]{43}$/);
    assert.equal(seenHostKey, server.hostKey);
  });

  it('K9 refuses a wrong password', async () => {
    await client.end();
    await assert.rejects(connect(`${server.password}x`), /authentication/i);
  });

  it('K9 takes a file, tells its size, gives it back, renames and removes it', async () => {
    const bytes = randomBytes(3_000_001);
    const local = join(temp.path, 'local.bin');
    await writeFile(local, bytes);
    await call(done => sftp.mkdir('/upload/sales', done));
    await call(done => sftp.fastPut(local, '/upload/sales/a.tmp', done));
    assert.equal((await call<{ size: number }>(done => sftp.stat('/upload/sales/a.tmp', done))).size, bytes.length);
    await call(done => sftp.rename('/upload/sales/a.tmp', '/upload/sales/a.csv', done));
    assert.deepEqual(await call(done => sftp.readFile('/upload/sales/a.csv', done)), bytes);
    assert.deepEqual(await readFile(join(folder, 'upload/sales/a.csv')), bytes);
    const entries = await call<{ filename: string }[]>(done => sftp.readdir('/upload/sales', done));
    assert.deepEqual(
      entries.map(entry => entry.filename),
      ['a.csv'],
    );
    await call(done => sftp.unlink('/upload/sales/a.csv', done));
    await call(done => sftp.rmdir('/upload/sales', done));
    await assert.rejects(
      call(done => sftp.stat('/upload/sales', done)),
      { code: 2 },
    );
  });

  it('K9 renames as OpenSSH does: plainly never over a file, by posix-rename over it', async () => {
    await call(done => sftp.writeFile('/upload/new', 'new', done));
    await call(done => sftp.writeFile('/upload/old', 'old', done));
    await assert.rejects(
      call(done => sftp.rename('/upload/new', '/upload/old', done)),
      { code: 4 },
    );
    // The library's server cannot announce the extension, though it passes the request on.
    Object.assign(sftp, { _extensions: { 'posix-rename@openssh.com': '1' } });
    await call(done => sftp.ext_openssh_rename('/upload/new', '/upload/old', done));
    assert.equal(String(await call(done => sftp.readFile('/upload/old', done))), 'new');
  });

  it('K9 never leaves its folder: not by .., not by a link', async () => {
    await writeFile(join(temp.path, 'secret'), 'secret');
    await mkdir(join(temp.path, 'partner-other'));
    await symlink(temp.path, join(folder, 'out'));
    await symlink(join(temp.path, 'secret'), join(folder, 'file'));
    assert.equal(await call(done => sftp.realpath('../../etc/..', done)), '/');
    for (const path of ['/out/secret', '/file', '/out/partner-other', '/upload/../out/secret']) {
      await assert.rejects(
        call(done => sftp.stat(path, done)),
        { code: 3 },
        path,
      );
      await assert.rejects(
        call(done => sftp.writeFile(`${path}`, 'mine', done)),
        { code: 3 },
        path,
      );
    }
    await assert.rejects(
      call(done => sftp.stat('/../secret', done)),
      { code: 2 },
    );
    await call(done => sftp.writeFile('/../../secret', 'mine', done));
    assert.equal(await readFile(join(temp.path, 'secret'), 'utf8'), 'secret');
    assert.equal(await readFile(join(folder, 'secret'), 'utf8'), 'mine');
  });

  it('K9 does not show this machine in its messages', async () => {
    await assert.rejects(
      call(done => sftp.mkdir('/no/such/folder', done)),
      (error: Error) => {
        assert.ok(!error.message.includes(temp.path), error.message);
        return true;
      },
    );
  });
});
