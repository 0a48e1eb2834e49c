import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { pbkdf2Sync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd } from './at-end.ts';
import { freePort } from './free-port.ts';
import { tempFolderOfProcess } from './temp-folder.ts';
import { type TrinoInstallation, trinoInstallation } from './trino-install.ts';

export interface TrinoServer {
  /** Plain HTTP, for any user without a password. */
  readonly url: string;
  /** TLS with a certificate for `localhost`; wants {@link user} and {@link password}. */
  readonly secureUrl: string;
  /** PEM file of the authority that signed it: itself. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  /** Runs one statement and gives its rows; for setting up, and for looking at the server. */
  query(sql: string, catalog?: string): Promise<readonly (readonly unknown[])[]>;
  /** A new catalog of tables in memory, with a schema `default`. */
  createCatalog(): Promise<string>;
  stop(): Promise<void>;
}

const USER = 'waybill';
const PASSWORD = 'secret of the tests';
/** Characters of a query that this server takes, in place of a million. */
export const LONGEST_QUERY = 20_000_000;
/** How long the start may take, in ms, on a machine that is busy; for `this.timeout`. */
export const TRINO_START = 300_000;

/** Whether tests with Trino can run; a line says what is left out if not. */
export const hasTrino = (): boolean => trinoInstallation() !== undefined;

let shared: Promise<TrinoServer> | undefined;

/** The one server for the whole test run, started when first asked for. Make a catalog of your own in it. */
export function sharedTrino(): Promise<TrinoServer> {
  if (!shared) {
    shared = startTrino();
    atEnd(async () => (await shared)?.stop());
  }
  return shared;
}

/** Starts one node that is coordinator and worker, on free ports of the loopback; `stop` it, or the process's end does. */
export async function startTrino(): Promise<TrinoServer> {
  const installation = trinoInstallation();
  if (!installation) throw new Error('Trino is not installed');
  const folder = tempFolderOfProcess();
  const [port, securePort] = [await freePort(), await freePort()];
  const ca = join(folder, 'server.crt');
  configure(folder, port, securePort);
  const { javaHome } = installation;
  const server = spawn(join(installation.folder, 'bin', 'launcher'), launcherArguments(installation, folder), {
    env: { ...process.env, JAVA_HOME: javaHome, PATH: `${join(javaHome, 'bin')}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => server.kill('SIGKILL');
  process.prependOnceListener('exit', kill);
  const said: string[] = [];
  await started(server, said);
  const endedUnasked = () => console.error(`Trino ended by itself:\n${said.join('\n')}`);
  server.once('exit', endedUnasked);

  const url = `http://127.0.0.1:${port}`;
  const query: TrinoServer['query'] = (sql, catalog) => ask(url, sql, catalog);
  // Started is not ready: the first queries meet a node that does not know of itself yet, and code that is not compiled.
  await patiently(() => query('create catalog if not exists tpch using tpch'));
  await patiently(() => query('select count(*) from tpch.tiny.nation'));
  return {
    url,
    secureUrl: `https://localhost:${securePort}`,
    ca,
    user: USER,
    password: PASSWORD,
    query,
    createCatalog: () => newCatalog(query),
    async stop() {
      process.off('exit', kill);
      server.off('exit', endedUnasked);
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit');
        // It has nothing to save, and would wait for its workers.
        server.kill('SIGKILL');
        await ended;
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

const launcherArguments = ({ folder }: TrinoInstallation, own: string): string[] => [
  `--etc-dir=${join(own, 'etc')}`,
  `--launcher-config=${join(folder, 'bin', 'launcher.properties')}`,
  'run',
];

function configure(folder: string, port: number, securePort: number): void {
  const write = (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  };
  certificate(folder);
  write('etc/node.properties', [
    'node.environment=test',
    'node.id=waybill-test',
    `node.data-dir=${join(folder, 'data')}`,
    'node.internal-address=127.0.0.1',
    'node.bind-ip=127.0.0.1',
  ]);
  write('etc/jvm.config', [
    '-Xmx1500M',
    '-XX:+UseG1GC',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djdk.attach.allowAttachSelf=true',
    '--enable-native-access=ALL-UNNAMED',
    '--add-modules=jdk.incubator.vector',
  ]);
  write('etc/config.properties', [
    'coordinator=true',
    'node-scheduler.include-coordinator=true',
    `http-server.http.port=${port}`,
    `discovery.uri=http://127.0.0.1:${port}`,
    'http-server.https.enabled=true',
    `http-server.https.port=${securePort}`,
    `http-server.https.keystore.path=${join(folder, 'server.pem')}`,
    'http-server.authentication.type=PASSWORD',
    'http-server.authentication.allow-insecure-over-http=true',
    'internal-communication.shared-secret=of the tests',
    'catalog.management=dynamic',
    'catalog.store=memory',
    `query.max-length=${LONGEST_QUERY}`,
    // Small, so that a few small queries of a test meet the limit.
    'query.max-memory-per-node=300MB',
  ]);
  write('etc/log.properties', ['io.trino=WARN', 'io.trino.server=INFO', 'io.airlift=WARN']);
  write('etc/password-authenticator.properties', [
    'password-authenticator.name=file',
    `file.password-file=${join(folder, 'passwords')}`,
  ]);
  const salt = Buffer.from('0123456789abcdef');
  const hash = pbkdf2Sync(PASSWORD, salt, 1000, 32, 'sha1');
  write('passwords', [`${USER}:1000:${salt.toString('hex')}:${hash.toString('hex')}`]);
}

function certificate(folder: string): void {
  const args = 'req -x509 -newkey rsa:2048 -nodes -days 2 -keyout server.key -out server.crt -subj /CN=localhost';
  execFileSync('openssl', [...args.split(' '), '-addext', 'subjectAltName=DNS:localhost'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  writeFileSync(join(folder, 'server.pem'), read('server.key') + read('server.crt'), { mode: 0o600 });
}

async function started(server: ChildProcess, said: string[]): Promise<void> {
  const { stdout, stderr } = server;
  if (!stdout || !stderr) throw new Error('the server needs pipes for what it says');
  await new Promise<void>((resolve, reject) => {
    for (const input of [stdout, stderr])
      createInterface({ input }).on('line', line => {
        if (said.push(line) > 100) said.shift();
        if (line.includes('SERVER STARTED')) resolve();
      });
    server.once('error', reject);
    server.once('close', () => reject(new Error(`Trino did not start:\n${said.join('\n')}`)));
  });
}

async function newCatalog(query: TrinoServer['query']): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(`create catalog ${name} using memory with ("memory.max-data-per-node" = '256MB')`);
  return name;
}

async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 40) throw error;
      await pause(500);
    }
  }
}

interface Page {
  readonly nextUri?: string;
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly message: string };
}

async function ask(url: string, sql: string, catalog = 'tpch'): Promise<readonly (readonly unknown[])[]> {
  const headers = {
    'x-trino-user': USER,
    'x-trino-source': 'test',
    'x-trino-catalog': catalog,
    'x-trino-schema': 'default',
  };
  const rows: (readonly unknown[])[] = [];
  let response = await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql });
  for (;;) {
    if (!response.ok) throw new Error(`Trino answers ${response.status}: ${await response.text()}`);
    const page = (await response.json()) as Page;
    if (page.error) throw new Error(`${page.error.message}\n${sql.slice(0, 500)}`);
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) return rows;
    response = await fetch(page.nextUri, { headers });
  }
}
