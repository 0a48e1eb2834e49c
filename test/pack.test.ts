import { strict as assert } from 'node:assert';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliResult, runProgram } from './support/run-cli.ts';
import { type TempFolder, tempFolder } from './support/temp-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MINUTE = 60_000;

/** npm as it is for somebody with no settings of this project or of the machine's npm scripts around it. */
function npm(args: readonly string[], cwd: string): Promise<CliResult> {
  const inherited = Object.keys(process.env).filter(name => /^npm_(config|package|lifecycle)_/i.test(name));
  const env = Object.fromEntries(inherited.filter(isSettingOfProject).map(name => [name, undefined]));
  return runProgram('npm', args, { cwd, env, timeout: 5 * MINUTE });
}

/** What `npm test` hands down from this project's .npmrc; a registry or cache that the machine sets stays. */
function isSettingOfProject(name: string): boolean {
  return !/^npm_config_(registry|cache|userconfig|globalconfig|prefix|https?_?proxy|cafile)$/i.test(name);
}

async function expectSuccess(what: string, result: CliResult): Promise<CliResult> {
  assert.equal(result.code, 0, `${what} ended with ${result.code}\n${result.stdout}\n${result.stderr}`);
  return result;
}

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  /** Also an optional peer of a production dependency, which nobody gets who does not ask for it. */
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

describe('C5 packages', () => {
  let locked: Readonly<Record<string, LockedPackage>>;
  before(async () => {
    locked = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  });

  it('the lock file names the packages of every platform, without which npm ci refuses it', () => {
    const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        name => !locked[`node_modules/${name}`] && !locked[`${path}/node_modules/${name}`],
      ),
    );
    assert.deepEqual(missing, []);
  });

  it('C5 no production dependency has an install script', () => {
    const withScript = Object.entries(locked)
      .filter(([, { hasInstallScript, dev, devOptional }]) => hasInstallScript && !dev && !devOptional)
      .map(([path]) => path);
    assert.deepEqual(withScript, []);
  });

  describe('C5 installed from their tarballs in an empty folder', () => {
    let tarballs: TempFolder;
    let home: TempFolder;

    before(async function () {
      this.timeout(10 * MINUTE);
      tarballs = await tempFolder();
      home = await tempFolder();
      const workspaces = (await publishedPackages()).flatMap(folder => ['--workspace', folder]);
      await expectSuccess('npm pack', await npm(['pack', ...workspaces, '--pack-destination', tarballs.path], ROOT));
      await writeFile(home.join('package.json'), '{ "private": true }\n');
      const files = (await readdir(tarballs.path)).map(name => tarballs.join(name));
      const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--foreground-scripts', ...files];
      await expectSuccess('npm install', await npm(install, home.path));
    });
    after(async () => {
      await tarballs?.remove();
      await home?.remove();
    });

    it('C5 a tarball holds what runs and nothing else', async () => {
      for (const name of await readdir(tarballs.path)) {
        const { stdout } = await expectSuccess('tar', await runProgram('tar', ['-tzf', tarballs.join(name)]));
        const files = stdout.trim().split('\n');
        assert.ok(files.includes('package/package.json'));
        const strays = files.filter(file => /(\.test\.|\/src\/|tsbuildinfo|\.map$|node_modules)/.test(file));
        assert.deepEqual(strays, [], name);
      }
    });

    it('C5 nothing in the installed tree has an install script', async () => {
      const withScript: string[] = [];
      const installed = home.join('node_modules');
      for (const file of await readdir(installed, { recursive: true })) {
        if (!/(^|node_modules\/)(@[^/]+\/)?[^/]+\/package\.json$/.test(file)) continue;
        const { scripts = {} } = JSON.parse(await readFile(join(installed, file), 'utf8'));
        if (scripts.preinstall || scripts.install || scripts.postinstall) withScript.push(dirname(file));
      }
      assert.deepEqual(withScript, []);
    });

    it('C5 `npx waybill --version` says the version of the package', async () => {
      const { version } = JSON.parse(await readFile(join(ROOT, 'packages/cli/package.json'), 'utf8'));
      const result = await expectSuccess('waybill --version', await npx(['--version'], home.path));
      assert.equal(result.stdout.trim(), version);
    });

    it('C3 C5 the service makes its database, with nothing but what was installed', async () => {
      const code = `
        const { openStore } = await import('./node_modules/@waybill/service/dist/store/open-store.js');
        const store = await openStore({ database: 'service/waybill.db' });
        console.log(await store.db.export.count(), 'exports');
        await store[Symbol.asyncDispose]();`;
      await writeFile(home.join('open-store.mjs'), code);
      const run = () => runProgram(process.execPath, ['open-store.mjs'], { cwd: home.path });
      const made = await expectSuccess('a new database', await run());
      const opened = await expectSuccess('the same again', await run());
      assert.deepEqual([made.stdout, opened.stdout], ['0 exports\n', '0 exports\n']);
    });

    it('C5 `npx waybill demo` delivers files and prints their receipts', async function () {
      this.timeout(5 * MINUTE);
      const result = await expectSuccess('waybill demo', await npx(['demo'], home.path));
      assert.match(result.stdout, /SHA-256/i);
      assert.match(result.stdout, /rows/i);
    });
  });
});

/** Folders of the packages that npm publishes: all but the extension, which is a .vsix. */
async function publishedPackages(): Promise<string[]> {
  const folders = (await readdir(join(ROOT, 'packages'))).map(name => `packages/${name}`);
  const manifests = await Promise.all(folders.map(folder => readFile(join(ROOT, folder, 'package.json'), 'utf8')));
  return folders.filter((_, i) => JSON.parse(manifests[i] ?? '{}').private !== true);
}

function npx(args: readonly string[], cwd: string): Promise<CliResult> {
  return npm(['exec', '--no', '--', 'waybill', ...args], cwd);
}
