import { once } from 'node:events';
import {
  closeSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { AuthContext, Connection, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import { newHostKey } from '../../../demo/src/sftp/new-host-key.ts';

const { STATUS_CODE } = ssh2.utils.sftp;

export interface InProcessOptions {
  readonly folder: string;
  /** Which ways of giving the password `secret` are open. */
  readonly auth: 'password' | 'keyboard-interactive';
  /** Pretends that every write after so many bytes was confirmed and drops it. */
  readonly dropAfter?: number;
}

export interface InProcessSftp extends AsyncDisposable {
  readonly port: number;
  readonly fingerprint: string;
}

/**
 * An SFTP server in this process, for what an sshd cannot show without accounts of the machine: passwords, prompts, and
 * a server of the plain protocol, without posix-rename, whose rename never replaces.
 */
export async function startInProcessSftp(options: InProcessOptions): Promise<InProcessSftp> {
  const { key, fingerprint } = newHostKey();
  const clients = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [key] }, client => {
    clients.add(client);
    client.on('error', () => {});
    client.on('close', () => clients.delete(client));
    client.on('authentication', context => authenticate(context, options.auth));
    client.on('session', accept => {
      accept().on('sftp', acceptSftp => serve(acceptSftp(), options));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.end();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

function authenticate(context: AuthContext, way: InProcessOptions['auth']): void {
  if (context.method === 'password' && way === 'password' && context.password === 'secret') {
    context.accept();
    return;
  }
  if (context.method === 'keyboard-interactive' && way === 'keyboard-interactive') {
    context.prompt([{ prompt: 'Password: ', echo: false }], answers => {
      if (answers[0] === 'secret') context.accept();
      else context.reject([way]);
    });
    return;
  }
  context.reject([way]);
}

function serve(sftp: SFTPWrapper, { folder, dropAfter = Number.POSITIVE_INFINITY }: InProcessOptions): void {
  const at = (path: string) => join(folder, path);
  const answer = (id: number, work: () => void) => {
    try {
      work();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      sftp.status(id, code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
    }
  };
  const done = (id: number) => sftp.status(id, STATUS_CODE.OK);
  const attributes = (id: number, path: string) => answer(id, () => sftp.attrs(id, statSync(at(path)) as never));
  const numberOf = (handle: Buffer) => handle.readUInt32BE(0);
  sftp.on('OPEN', (id, path) =>
    answer(id, () => {
      const file = openSync(at(path), 'w');
      ftruncateSync(file);
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(file);
      sftp.handle(id, handle);
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    answer(id, () => {
      if (offset < dropAfter) writeSync(numberOf(handle), data, 0, data.length, offset);
      done(id);
    }),
  );
  sftp.on('CLOSE', (id, handle) =>
    answer(id, () => {
      closeSync(numberOf(handle));
      done(id);
    }),
  );
  sftp.on('STAT', attributes);
  sftp.on('LSTAT', attributes);
  sftp.on('MKDIR', (id, path) =>
    answer(id, () => {
      mkdirSync(at(path));
      done(id);
    }),
  );
  sftp.on('REMOVE', (id, path) =>
    answer(id, () => {
      unlinkSync(at(path));
      done(id);
    }),
  );
  sftp.on('RENAME', (id, from, to) =>
    answer(id, () => {
      // As the plain protocol wants it: never over an existing file.
      linkSync(at(from), at(to));
      rmSync(at(from));
      done(id);
    }),
  );
}
