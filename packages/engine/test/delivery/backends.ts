import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startVsftpd, type Vsftpd, vsftpdUnavailable } from '../../../../test/support/ftp-server.ts';
import { type S3Server, startS3Server } from '../../../../test/support/s3-server.ts';
import { type Sshd, sshdUnavailable, startSshd } from '../../../../test/support/sftp-server.ts';
import { startTcpProxy, type TcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { type DestinationInput, destinationSchema } from '../../src/delivery/config.ts';
import { createDestination } from '../../src/delivery/create-destination.ts';
import type { Destination } from '../../src/delivery/destination.ts';
import { startInProcessSftp } from './in-process-sftp.ts';

/** A real server with an empty folder, for the suite that runs over every protocol. */
export interface Backend extends AsyncDisposable {
  destination(change?: Readonly<Record<string, unknown>>): Destination;
  /** Its settings, as waybill.yaml has them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Empties the folder. */
  clear(): void;
  /** Everything in the folder, hidden and unfinished things too: path → bytes. */
  all(): ReadonlyMap<string, number>;
  read(path: string): Buffer;
  /** Puts a file there that was last written at a time; folders only. */
  put(path: string, written: Date): void;
  /** As if everything that is there had been written an hour ago. */
  age(): void;
  /** As if a file had not been published yet: it goes back under its hidden name; in a bucket it is gone. */
  hide(path: string, hidden: string): void;
  /** A network in between that can fail; undefined where there is none. */
  readonly proxy: TcpProxy | undefined;
}

export interface BackendKind {
  readonly name: string;
  start(): Promise<Backend>;
}

const LOCAL: BackendKind = {
  name: 'local',
  async start() {
    const folder = await tempFolder();
    return {
      ...withSettings({ type: 'local', folder: folder.path }),
      ...inFolder(folder.path),
      proxy: undefined,
      [Symbol.asyncDispose]: folder.remove,
    };
  },
};

const SFTP: BackendKind = {
  name: 'sftp',
  async start() {
    const folder = await tempFolder();
    const sshd = await startSshd(folder.path);
    const proxy = await startTcpProxy({ port: sshd.port });
    await mkdir(folder.join('in'));
    return {
      ...withSettings({ ...sftpConfig(sshd), port: proxy.port, folder: folder.join('in') }),
      ...inFolder(folder.join('in')),
      proxy,
      async [Symbol.asyncDispose]() {
        await proxy.stop();
        await sshd.stop();
        await folder.remove();
      },
    };
  },
};

/** A server of the plain protocol, whose rename never replaces. */
export const PLAIN_SFTP: BackendKind = {
  name: 'sftp without posix-rename',
  async start() {
    const folder = await tempFolder();
    const server = await startInProcessSftp({ folder: folder.path, auth: 'password' });
    const { port, fingerprint } = server;
    const login = { user: 'u', password: 'secret', host_key: fingerprint };
    return {
      ...withSettings({ type: 'sftp', host: '127.0.0.1', port, ...login }),
      ...inFolder(folder.path),
      proxy: undefined,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await folder.remove();
      },
    };
  },
};

const ftpKind = (name: string, tls?: 'explicit' | 'implicit'): BackendKind => ({
  name,
  async start() {
    const folder = await tempFolder();
    const server = await startVsftpd(folder.path, tls === undefined ? {} : { tls });
    // The control connection only: data connections go to ports of the server's own.
    const proxy = await startTcpProxy({ port: server.port });
    return {
      ...withSettings({ ...ftpConfig(server, tls), port: proxy.port }),
      ...inFolder(join(server.root, 'upload')),
      proxy,
      async [Symbol.asyncDispose]() {
        await proxy.stop();
        await server.stop();
        await folder.remove();
      },
    };
  },
});

const S3: BackendKind = {
  name: 's3',
  async start() {
    const folder = await tempFolder();
    const server = await startS3Server(folder.path);
    const proxy = await startTcpProxy({ port: server.port });
    return {
      ...withSettings({ ...s3Config(server), endpoint: `http://127.0.0.1:${proxy.port}` }),
      all: () =>
        new Map([
          ...[...server.objects()].map(([key, bytes]) => [key.replace(/^loyalty\//, ''), bytes] as const),
          ...server.unfinished().map(id => [`unfinished upload ${id}`, 0] as const),
        ]),
      read: path => server.content(`loyalty/${path}`),
      put: () => assert.fail('an object’s time is the server’s own'),
      // Objects name the attempt that made them, whenever that was.
      age: () => {},
      hide: path => server.remove(`loyalty/${path}`),
      clear: () => server.clear(),
      proxy,
      async [Symbol.asyncDispose]() {
        await proxy.stop();
        await server.stop();
        await folder.remove();
      },
    };
  },
};

/** The protocols that this machine can be tested with. */
export const BACKENDS: readonly BackendKind[] = [
  LOCAL,
  ...(sshdUnavailable() ? [] : [SFTP]),
  ...(vsftpdUnavailable()
    ? []
    : [ftpKind('ftp'), ftpKind('ftps explicit', 'explicit'), ftpKind('ftps implicit', 'implicit')]),
  S3,
];

const withSettings = (settings: Readonly<Record<string, unknown>>): Pick<Backend, 'destination' | 'settings'> => ({
  settings,
  destination: change => make({ ...settings, ...change }),
});

export function make(config: object, name = 'partner'): Destination {
  return createDestination(name, destinationSchema.parse(config));
}

export function sftpConfig(sshd: Sshd) {
  const { host, port, user, key, fingerprints } = sshd;
  return { type: 'sftp', host, port, user, key, host_key: fingerprints.ed25519 } satisfies DestinationInput;
}

export function ftpConfig(server: Vsftpd, tls?: 'explicit' | 'implicit'): DestinationInput {
  const { host, port, user, password, certificate } = server;
  const common = { host, port, user, password, folder: '/upload' };
  return tls === undefined ? { type: 'ftp', ...common } : { type: 'ftps', tls, ca: certificate, ...common };
}

export function s3Config(server: S3Server) {
  return {
    type: 's3',
    bucket: server.bucket,
    prefix: 'loyalty/',
    endpoint: server.endpoint,
    access_key: server.accessKey,
    secret_key: server.secretKey,
  } satisfies DestinationInput;
}

/** What lies in a folder of this machine, with the folders in it. */
export function inFolder(folder: string) {
  return {
    all(): ReadonlyMap<string, number> {
      if (!existsSync(folder)) return new Map();
      const names = readdirSync(folder, { recursive: true }) as string[];
      const files = names.filter(name => statSync(join(folder, name)).isFile());
      return new Map(files.map(name => [name, statSync(join(folder, name)).size]));
    },
    read: (path: string) => readFileSync(join(folder, path)),
    put(path: string, written: Date) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), 'half');
      utimesSync(join(folder, path), written, written);
      for (const one of [dirname(join(folder, path)), join(folder, path)]) chmodSync(one, 0o777);
    },
    age() {
      const hourAgo = Date.now() / 1000 - 3600;
      for (const name of readdirSync(folder, { recursive: true }) as string[])
        utimesSync(join(folder, name), hourAgo, hourAgo);
    },
    hide: (path: string, hidden: string) => renameSync(join(folder, path), join(folder, hidden)),
    clear() {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    },
  };
}
