import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection } from '#ssh2';
import { newHostKey } from './new-host-key.ts';
import { serveSftp } from './serve-sftp.ts';

export interface DemoSftp {
  /** Always this machine's loopback. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The host key's fingerprint as OpenSSH prints it, `SHA256:…`. */
  readonly hostKey: string;
  /** Cuts who is connected and stops. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

const sameText = (given: string, right: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
};

/**
 * Starts an SFTP server in this process, for the demo: on the loopback only, on a free port, with a new host key, user
 * and password each time. Clients see `folder` as `/`, with an `/upload` in it, and nothing beside it.
 */
export const startDemoSftp = async ({ folder }: { readonly folder: string }): Promise<DemoSftp> => {
  await mkdir(join(folder, 'upload'), { recursive: true });
  const { key, fingerprint } = newHostKey();
  const user = `partner-${randomBytes(3).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  const connections = new Set<Connection>();

  const authenticate = (context: AuthContext): void => {
    // Both are compared whatever the first comparison says, so that the time taken tells nothing.
    const rightUser = sameText(context.username, user);
    const rightPassword = context.method === 'password' && sameText(context.password, password);
    if (rightUser && rightPassword) context.accept();
    else context.reject(['password']);
  };

  const server = new ssh2.Server({ hostKeys: [key] }, connection => {
    connections.add(connection);
    // Answers are small: held back until more follows, they would make every upload crawl.
    (connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
    connection.once('close', () => connections.delete(connection));
    // A client that goes away in the middle is the client's affair.
    connection.on('error', () => undefined);
    connection.on('authentication', authenticate);
    connection.on('session', accept => {
      accept().on('sftp', acceptSftp => serveSftp(acceptSftp(), folder));
    });
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    host: LOOPBACK,
    port,
    user,
    password,
    hostKey: fingerprint,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const connection of connections) connection.end();
      }),
  };
};
