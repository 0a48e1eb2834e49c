import { strict as assert } from 'node:assert';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';
import { unzipped } from '../../engine/test/file/unzip.ts';
// @ts-expect-error: a script without types.
import { expectHash, TARGETS } from '../scripts/duckdb.mjs';
// @ts-expect-error: a script without types.
import { pack } from '../scripts/pack.mjs';

const LIMIT = 400_000;

/** Paths in a package, those of the extension's folder from there. */
async function filesIn(vsix: string): Promise<readonly string[]> {
  const paths = [...unzipped(await readFile(vsix)).keys()];
  return paths.filter(path => path.startsWith('extension/')).map(path => path.slice('extension/'.length));
}

const textOf = async (vsix: string, path: string): Promise<string> =>
  unzipped(await readFile(vsix))
    .get(`extension/${path}`)
    ?.toString() ?? '';

describe('C5 the packages of the extension', function () {
  this.timeout(120_000);
  let folder: TempFolder;
  let universal: string;
  before(async () => {
    folder = await tempFolder();
    universal = folder.join('universal.vsix');
    await pack(universal, {});
  });
  after(() => folder?.remove());

  it('C5 the one for every platform is small, and has no drivers of databases in it', async () => {
    const { size } = await stat(universal);
    assert.ok(size < LIMIT, `${size} bytes`);
    const files = await filesIn(universal);
    assert.deepEqual(
      files.filter(path => /node_modules|\.node$|\.so$|duckdb/.test(path)),
      [],
    );
  });

  it('C5 everything that runs is in it, with licences, and nothing else', async () => {
    const files = await filesIn(universal);
    for (const path of ['extension', 'client', 'service', 'preview', 'server', 'preview-process'])
      assert.ok(files.includes(`dist/${path}.cjs`), path);
    assert.deepEqual(
      files.filter(path => /\.(ts|map|tsbuildinfo)$|(^|\/)(src|test|scripts|images)\//.test(path)),
      [],
    );
    const licences = await textOf(universal, 'dist/LICENSES.txt');
    for (const name of ['zod', 'yaml', 'vscode-languageclient', 'temporal-polyfill'])
      assert.match(licences, new RegExp(`^--- ${name} `, 'm'));
    const { dependencies } = JSON.parse(await textOf(universal, 'package.json'));
    assert.equal(dependencies, undefined);
    assert.doesNotMatch(await textOf(universal, 'readme.md'), /!\[/);
  });

  it('C5 what the manifest names is there', async () => {
    const files = new Set(await filesIn(universal));
    const manifest = await textOf(universal, 'package.json');
    const named = [...manifest.matchAll(/"\.?\/?((?:icons|syntaxes|walkthrough|dist)\/[\w.-]+)"/g)].map(
      ([, path]) => path,
    );
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter(path => !files.has(path ?? '')),
      [],
    );
  });

  it('C5 the lock file says which driver each platform gets', async () => {
    const { packages } = JSON.parse(await readFile(new URL('../../../package-lock.json', import.meta.url), 'utf8'));
    for (const target of TARGETS) {
      const { version, integrity } = packages[`node_modules/@duckdb/node-bindings-${target}`];
      assert.equal(version, packages['node_modules/@duckdb/node-bindings'].version, target);
      assert.match(integrity, /^sha512-/, target);
    }
  });

  it('C5 a package of a driver that is not what the lock file says is refused', async () => {
    const file = folder.join('bindings.tgz');
    await writeFile(file, 'other bytes');
    await assert.rejects(
      () => expectHash(file, 'sha512-AAAA', 'bindings@1'),
      /bindings@1 is not what package-lock\.json says/,
    );
  });
});
