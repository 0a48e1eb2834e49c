import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { leaveOut } from './left-out.ts';
import { waitFor } from './wait-for.ts';

const SSHD = '/usr/sbin/sshd';

/** Why a real sshd cannot be started on this machine; undefined when it can. */
export function sshdUnavailable(): string | undefined {
  if (existsSync(SSHD)) return undefined;
  return leaveOut('sshd is not installed: SFTP tests with OpenSSH (apt-get install openssh-server)');
}

export interface SshdOptions {
  /** More arguments of `internal-sftp`: `-R` is read-only, `-P rename` refuses a request. */
  readonly sftp?: string;
  /** More lines of sshd_config. */
  readonly config?: string;
}

export interface Sshd extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Text of a private key that it accepts. */
  readonly key: string;
  /** The same key under the passphrase `correct horse`. */
  readonly lockedKey: string;
  /** Path of the file of `key`, for agents. */
  readonly keyFile: string;
  /** Fingerprints of its host keys. */
  readonly fingerprints: { readonly ed25519: string; readonly rsa: string };
  /** Public line of its ed25519 host key. */
  readonly hostKeyLine: string;
  stop(): Promise<void>;
}

/** An sshd of the test's own on the loopback: own keys, own port, SFTP only, for the user who runs the tests. */
export async function startSshd(folder: string, options: SshdOptions = {}): Promise<Sshd> {
  const file = (name: string) => join(folder, name);
  const keygen = (type: string, name: string, passphrase = '') =>
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'test', '-f', file(name)]);
  keygen('ed25519', 'host_ed25519');
  keygen('rsa', 'host_rsa');
  keygen('ed25519', 'user_key');
  keygen('ed25519', 'locked_key', 'correct horse');
  await writeFile(
    file('authorized_keys'),
    `${await readFile(file('user_key.pub'), 'utf8')}${await readFile(file('locked_key.pub'), 'utf8')}`,
  );
  const port = await freePort();
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host_ed25519')}`,
    `HostKey ${file('host_rsa')}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100:30:200',
    `Subsystem sftp internal-sftp ${options.sftp ?? ''}`,
    options.config ?? '',
    '',
  ];
  await writeFile(file('sshd_config'), config.join('\n'));
  // The folder into which its unprivileged half locks itself.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const daemon = spawn(SSHD, ['-D', '-e', '-f', file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = collect(daemon);
  await listening(port, daemon, said);

  const fingerprint = (name: string) =>
    execFileSync('ssh-keygen', ['-lf', file(`${name}.pub`)], { encoding: 'utf8' }).split(' ')[1] ?? '';
  const stop = () => end(daemon);
  return {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    key: await readFile(file('user_key'), 'utf8'),
    lockedKey: await readFile(file('locked_key'), 'utf8'),
    keyFile: file('user_key'),
    fingerprints: { ed25519: fingerprint('host_ed25519'), rsa: fingerprint('host_rsa') },
    hostKeyLine: await readFile(file('host_ed25519.pub'), 'utf8'),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** An ssh-agent that holds the given key. */
export async function startAgent(folder: string, keyFile: string): Promise<{ socket: string } & AsyncDisposable> {
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'ignore', 'pipe'] });
  await waitFor('the ssh-agent', () => existsSync(socket));
  execFileSync('ssh-add', ['-q', keyFile], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
  return { socket, [Symbol.asyncDispose]: () => end(agent) };
}

/** The last of what a process said on its standard error. */
export function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000);
  });
  return () => text;
}

/** Waits until somebody listens on a port of the loopback. */
export async function listening(port: number, server: ChildProcess, said: () => string): Promise<void> {
  await waitFor(`a server on port ${port}`, async () => {
    if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}: ${said()}`);
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return true;
    } finally {
      socket.destroy();
    }
  });
}

/** Ends a process that was started here, and waits for it. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
