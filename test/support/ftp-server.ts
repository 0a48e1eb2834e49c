import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { leaveOut } from './left-out.ts';
import { collect, end, listening } from './sftp-server.ts';

const VSFTPD = '/usr/sbin/vsftpd';

/** An account of every Debian whose home exists: vsftpd goes there before it goes to `anon_root`. */
const USER = 'daemon';

/** Why a real vsftpd cannot be started on this machine, which is noted as left out; undefined when it can. */
export function vsftpdUnavailable(): string | undefined {
  const what = 'FTP and FTPS tests with a real server';
  if (!existsSync(VSFTPD)) return leaveOut(`vsftpd is not installed: ${what} (apt-get install vsftpd)`);
  if (process.getuid?.() === 0) return undefined;
  return leaveOut(`vsftpd takes on the user of its sessions, which only root may: ${what} (run the tests as root)`);
}

export interface VsftpdOptions {
  readonly tls?: 'explicit' | 'implicit';
  /** Lines of vsftpd.conf that go before the usual ones of the same name. */
  readonly config?: Readonly<Record<string, string>>;
}

export interface Vsftpd extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The folder of this machine that is the server's root; `upload` below it may be written to. */
  readonly root: string;
  /** PEM text of its self-signed certificate, for 127.0.0.1 and localhost; empty without TLS. */
  readonly certificate: string;
  /** SHA-256 fingerprint of the certificate. */
  readonly fingerprint: string;
  stop(): Promise<void>;
}

/**
 * A vsftpd of the test's own on the loopback. Its users are anonymous ones, who need no account of this machine; with
 * the list of accepted "e-mail addresses" they have a password all the same.
 */
export async function startVsftpd(folder: string, options: VsftpdOptions = {}): Promise<Vsftpd> {
  const file = (name: string) => join(folder, name);
  const id = (flag: string) => Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }));
  chmodSync(folder, 0o755);
  const root = file('root');
  await mkdir(join(root, 'upload'), { recursive: true });
  await chown(join(root, 'upload'), id('-u'), id('-g'));
  mkdirSync(file('empty'));
  await writeFile(file('passwords'), 'secret@example.com\n');
  const tls = options.tls === undefined ? undefined : makeCertificate(folder);
  const port = await freePort();
  const settings: Record<string, string> = {
    listen: 'YES',
    listen_ipv6: 'NO',
    listen_address: '127.0.0.1',
    listen_port: String(port),
    background: 'NO',
    seccomp_sandbox: 'NO',
    secure_chroot_dir: file('empty'),
    xferlog_enable: 'NO',
    connect_from_port_20: 'NO',
    anonymous_enable: 'YES',
    local_enable: 'NO',
    ftp_username: USER,
    anon_root: root,
    secure_email_list_enable: 'YES',
    email_password_file: file('passwords'),
    write_enable: 'YES',
    anon_upload_enable: 'YES',
    anon_mkdir_write_enable: 'YES',
    anon_other_write_enable: 'YES',
    anon_world_readable_only: 'NO',
    anon_umask: '022',
    ...(tls === undefined
      ? {}
      : {
          ssl_enable: 'YES',
          allow_anon_ssl: 'YES',
          force_anon_logins_ssl: 'YES',
          force_anon_data_ssl: 'YES',
          require_ssl_reuse: 'YES',
          ssl_ciphers: 'HIGH',
          rsa_cert_file: tls.certificateFile,
          rsa_private_key_file: tls.keyFile,
          implicit_ssl: options.tls === 'implicit' ? 'YES' : 'NO',
        }),
    ...options.config,
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  await writeFile(file('vsftpd.conf'), `${lines.join('\n')}\n`);
  const server = spawn(VSFTPD, [file('vsftpd.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  await listening(port, server, collect(server));
  const stop = () => end(server);
  return {
    host: '127.0.0.1',
    port,
    user: 'anonymous',
    password: 'secret@example.com',
    root,
    certificate: tls === undefined ? '' : await readFile(tls.certificateFile, 'utf8'),
    fingerprint: tls?.fingerprint ?? '',
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** A self-signed certificate for the loopback, made by openssl. */
export function makeCertificate(folder: string, name = 'server') {
  const keyFile = join(folder, `${name}.key`);
  const certificateFile = join(folder, `${name}.crt`);
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', keyFile]
      .concat(['-out', certificateFile])
      .concat(['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']),
    { stdio: 'ignore' },
  );
  const line = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256', '-in', certificateFile], {
    encoding: 'utf8',
  });
  return { keyFile, certificateFile, fingerprint: line.trim().replace(/^.*=/, '') };
}
