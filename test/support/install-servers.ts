import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Servers that tests run on the loopback, each with a configuration of the test's own: program → package of Debian. */
const SERVERS: readonly { readonly program: string; readonly package: string }[] = [
  { program: '/usr/sbin/sshd', package: 'openssh-server' },
  { program: '/usr/sbin/vsftpd', package: 'vsftpd' },
  { program: '/usr/lib/postgresql/15/bin/postgres', package: 'postgresql-15' },
  // Not a server, but what its pages are looked at with.
  { program: '/usr/bin/chromium', package: 'chromium' },
];

/** Debian asks this file whether a service that it has just installed may start by itself. */
const START_POLICY = '/usr/sbin/policy-rc.d';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/waybill', import.meta.url));
const TRIED = join(CACHE, 'servers-tried-in-vain');

/** How this machine may install packages: as root, or in CI by a sudo that asks for no password. */
function asRoot(): readonly string[] | undefined {
  if (process.env.WAYBILL_TEST_NO_INSTALL === '1' || !existsSync('/usr/bin/apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  if (process.env.CI !== 'true') return undefined;
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

function run(command: readonly string[]): boolean {
  const [program = '', ...args] = command;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', env: environment });
  if (result.status !== 0)
    console.error(`${command.join(' ')} failed: ${result.error?.message ?? result.stderr.trim()}`);
  return result.status === 0;
}

/** Nothing that is installed here may start by itself: the tests start what they need. */
function withoutStarting(work: () => void): void {
  const ours = process.getuid?.() === 0 && !existsSync(START_POLICY);
  if (ours) writeFileSync(START_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    work();
  } finally {
    if (ours) rmSync(START_POLICY, { force: true });
  }
}

/**
 * Installs the servers that are missing where that is allowed (see `asRoot`; never with WAYBILL_TEST_NO_INSTALL=1). What
 * is still missing then is left out by the tests that need it.
 */
export function installServers(): void {
  const missing = () => SERVERS.filter(server => !existsSync(server.program)).map(server => server.package);
  const wanted = missing();
  const root = asRoot();
  if (wanted.length === 0 || !root || triedInVain() === wanted.join(' ')) return;
  console.log(`Installing ${wanted.join(', ')} for the tests …`);
  withoutStarting(() => {
    if (!run([...root, 'apt-get', 'update', '-q'])) return;
    // One by one: a release of Debian may lack one of them.
    for (const name of wanted) run([...root, 'apt-get', 'install', '-q', '-y', '--no-install-recommends', name]);
  });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(TRIED, missing().join(' '));
}

/** What could not be installed the last time; it is not tried again before the next `npm ci`. */
function triedInVain(): string | undefined {
  return existsSync(TRIED) ? readFileSync(TRIED, 'utf8') : undefined;
}
