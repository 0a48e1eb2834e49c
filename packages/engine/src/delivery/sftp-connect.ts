import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { ConnectConfig, SFTPWrapper } from 'ssh2';
import ssh2 from '#ssh2';
import SftpClient from '#ssh2-sftp-client';
import { fail } from '../errors/index.ts';
import { type SftpConfig, timeoutMs } from './config.ts';
import type { Destination } from './destination.ts';
import { fingerprintOf, readHostKeys } from './host-key.ts';

/** Seconds between two signs of life over a quiet connection. */
const KEEPALIVE = 10;

/** Milliseconds that a server has to let an aborted delivery clean up, and to say good-bye. */
const GRACE = 5_000;

/** The fast ones first: AES-GCM has help from the processor, and no separate MAC to compute. */
const CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
] as const;

/** Host keys by kind; a server with several is asked for another kind when the first is not the pinned one. */
const HOST_KEY_KINDS = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
] as const;

export interface SshConnection extends AsyncDisposable {
  readonly client: SftpClient;
  readonly sftp: SFTPWrapper;
  /** Aborted, with the cause, when the connection is gone. */
  readonly lost: AbortSignal;
}

/** Connects, checks the host key, logs in and opens the SFTP subsystem. */
export async function connectSsh(
  destination: Destination,
  config: SftpConfig,
  baseFolder: string,
  signal: AbortSignal,
): Promise<SshConnection> {
  const pins = readHostKeys(config.host_key);
  const key = await readKey(destination, config, baseFolder);
  const first = HOST_KEY_KINDS.filter(kind => kind.some(name => pins.types.includes(name)));
  const kinds = [...first, ...HOST_KEY_KINDS.filter(kind => !first.includes(kind))];
  let mismatch: { readonly found: string; readonly kind: string } | undefined;
  for (let skip: readonly string[] = []; ; ) {
    const offered = kinds.flat().filter(name => !skip.includes(name));
    const attempt =
      offered.length === 0 ? undefined : await connectOnce(config, key, pins.fingerprints, offered, signal);
    if (attempt?.is === 'connected') return attempt.connection;
    if (attempt?.is === 'other-key') {
      mismatch ??= attempt;
      skip = [...skip, ...(kinds.find(kind => (kind as readonly string[]).includes(attempt.kind)) ?? kinds.flat())];
      continue;
    }
    if (mismatch === undefined) throw attempt?.error;
    // It has no key of another kind, or breaks off: the key that was seen first is what counts.
    fail('destination-host-key-mismatch', {
      destination: destination.name,
      where: destination.describe(''),
      expected: pins.fingerprints?.join(' or ') ?? 'any',
      found: mismatch.found,
    });
  }
}

type Outcome =
  | { readonly is: 'connected'; readonly connection: SshConnection }
  | { readonly is: 'other-key'; readonly found: string; readonly kind: string }
  | { readonly is: 'failed'; readonly error: unknown };

async function connectOnce(
  config: SftpConfig,
  privateKey: string | undefined,
  pinned: readonly string[] | undefined,
  hostKeys: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const lost = new AbortController();
  const lose = (error: unknown) => lost.abort(error);
  // The package would print unexpected ends to the console.
  const client = new SftpClient('waybill', {
    error: lose,
    end: () => lose(new Error('The server ended the connection')),
    close: () => lose(new Error('The connection was closed')),
  });
  let original: unknown;
  client.on('error', (error: Error & { level?: string; code?: unknown }) => {
    // The bare reason of a disconnect would read as a status of SFTP.
    if (typeof error.code === 'number' && error.level === undefined) error.level = 'disconnect';
    original ??= error;
    lose(error);
  });
  client.on('close', () => lose(new Error('The connection was closed')));
  client.on('keyboard-interactive', (...args: never[]) => answerPrompts(args, config.password));

  let other: { found: string; kind: string } | undefined;
  const idle = timeoutMs(config.idle_timeout);
  const options: ConnectConfig = {
    host: config.host,
    port: config.port,
    username: config.user,
    readyTimeout: timeoutMs(config.connect_timeout),
    keepaliveInterval: KEEPALIVE * 1000,
    keepaliveCountMax: Math.max(1, Math.round(idle / (KEEPALIVE * 1000))),
    algorithms: { cipher: [...CIPHERS], serverHostKey: [...hostKeys] as never },
    hostVerifier: (hostKey: Buffer) => {
      const found = fingerprintOf(hostKey);
      if (pinned === undefined || pinned.includes(found)) return true;
      other = { found, kind: hostKey.toString('latin1', 4, 4 + hostKey.readUInt32BE(0)) };
      return false;
    },
    authHandler: [
      'none',
      ...(privateKey === undefined ? [] : ['publickey' as const]),
      ...(config.agent === undefined ? [] : ['agent' as const]),
      ...(config.password === undefined ? [] : ['password' as const, 'keyboard-interactive' as const]),
    ] as never,
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(config.passphrase === undefined ? {} : { passphrase: config.passphrase }),
    ...(config.password === undefined ? {} : { password: config.password, tryKeyboard: true }),
    ...(config.agent === undefined ? {} : { agent: agentSocket(config.agent) }),
  };

  const kill = () => client.client.destroy();
  signal.throwIfAborted();
  signal.addEventListener('abort', kill, { once: true });
  try {
    const sftp = await client.connect(options);
    // Without it ssh2 leaves Nagle's algorithm on: measured 1.9 MB/s on the loopback.
    client.client.setNoDelay(true);
    return { is: 'connected', connection: keep(client, sftp, lost.signal, signal) };
  } catch (error) {
    kill();
    signal.throwIfAborted();
    if (other) return { is: 'other-key', ...other };
    return { is: 'failed', error: original ?? error };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** After an abort the connection stays for the cleaning up, for a while. */
function keep(client: SftpClient, sftp: SFTPWrapper, lost: AbortSignal, signal: AbortSignal): SshConnection {
  let timer: NodeJS.Timeout | undefined;
  const kill = () => client.client.destroy();
  const soon = () => {
    timer = setTimeout(kill, GRACE);
  };
  if (signal.aborted) soon();
  else signal.addEventListener('abort', soon, { once: true });
  sftp.on('error', () => {});
  return {
    client,
    sftp,
    lost,
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', soon);
      clearTimeout(timer);
      if (lost.aborted) {
        kill();
        return;
      }
      const late = setTimeout(kill, GRACE);
      try {
        await client.end();
      } catch {
        kill();
      } finally {
        clearTimeout(late);
      }
    },
  };
}

/** Servers that ask for the password by prompts: it answers those that are not echoed. */
function answerPrompts(args: readonly unknown[], password: string | undefined): void {
  const prompts = args[3] as readonly { readonly echo?: boolean }[];
  const finish = args[4] as (answers: readonly string[]) => void;
  finish(prompts.map(prompt => (prompt.echo === true ? '' : (password ?? ''))));
}

function agentSocket(agent: true | string): string {
  return agent === true ? (process.env.SSH_AUTH_SOCK ?? '') : agent;
}

/** The private key's text, checked, so that a wrong passphrase is not taken for a refused login. */
async function readKey(destination: Destination, config: SftpConfig, baseFolder: string): Promise<string | undefined> {
  if (config.key === undefined) return undefined;
  const unusable = (detail: string, cause?: unknown): never =>
    fail(
      'destination-key-unreadable',
      { destination: destination.name, where: destination.describe(''), detail },
      {},
      cause,
    );
  let text = config.key;
  if (!/PRIVATE KEY|PuTTY-User-Key-File/.test(text)) {
    const path = resolve(baseFolder, text.replace(/^~(?=\/)/, homedir()));
    text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
      unusable(`its file could not be read: ${error.code}`, error),
    );
  }
  // Variables of an environment often carry a key with its line breaks written as \n.
  if (!text.includes('\n')) text = text.replaceAll('\\n', '\n');
  const parsed = ssh2.utils.parseKey(text, config.passphrase);
  if (parsed instanceof Error) unusable(parsed.message, parsed);
  const one = Array.isArray(parsed) ? parsed[0] : parsed;
  if (one && !(one as { isPrivateKey(): boolean }).isPrivateKey()) unusable('it is a public key');
  return text;
}
