/**
 * DuckDB's own packages for a platform: from node_modules where npm has installed them, else from the npm registry by
 * `npm pack`, compared with the lock file's hash.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Platforms that there is a .vsix with DuckDB for, as vsce names them. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];

/** What every platform needs, in JavaScript. */
const COMMON = ['@duckdb/node-api', '@duckdb/node-bindings'];

/** Copies them into a folder of modules. */
export async function copyDuckdb(target, modules) {
  if (!TARGETS.includes(target)) return;
  for (const name of [...COMMON, `@duckdb/node-bindings-${target}`]) {
    const installed = join(root, 'node_modules', name);
    const to = join(modules, name);
    await mkdir(dirname(to), { recursive: true });
    if (existsSync(installed)) await cp(installed, to, { recursive: true, filter: isNeeded });
    else await fetchPackage(name, to);
  }
}

/** Types and maps are for people who write code. */
const isNeeded = path => !/\.(d\.ts|map|tsbuildinfo)$/.test(path);

/** Throws when a file is not the one of a hash as lock files write it. */
export async function expectHash(file, integrity, what) {
  const [algorithm, expected] = integrity.split(/-(.*)/);
  const found = createHash(algorithm)
    .update(await readFile(file))
    .digest('base64');
  if (found !== expected) throw new Error(`${what} is not what package-lock.json says: its hash differs`);
}

async function fetchPackage(name, to) {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const { version, integrity } = packages[`node_modules/${name}`] ?? {};
  if (integrity === undefined) throw new Error(`package-lock.json does not say which ${name} is meant`);
  const folder = await mkdtemp(join(tmpdir(), 'waybill-vsix-'));
  try {
    await run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], { cwd: folder });
    const tarball = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    await expectHash(tarball, integrity, `${name}@${version}`);
    await run('tar', ['-xzf', tarball, '-C', folder]);
    await rename(join(folder, 'package'), to).catch(() => cp(join(folder, 'package'), to, { recursive: true }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
