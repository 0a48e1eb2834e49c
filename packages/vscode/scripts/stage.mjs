/** Puts the extension as it is packed into a folder: manifest, assets, bundles, and for a platform DuckDB. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { copyDuckdb } from './duckdb.mjs';

const source = fileURLToPath(new URL('..', import.meta.url));

/** What lies beside the bundles. */
const ASSETS = ['icons', 'syntaxes', 'walkthrough', 'language-configuration.json', 'CHANGELOG.md', 'LICENSE'];

/** `target`: a platform as vsce names it, whose DuckDB goes along; without one there are no drivers of databases in it. */
export async function stage(folder, { minify = true, target } = {}) {
  await mkdir(folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  // All of it is bundled.
  const { dependencies: _, devDependencies: __, private: ___, ...packed } = manifest;
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
  // Whatever is here is to be packed.
  await writeFile(join(folder, '.vscodeignore'), '');
  for (const name of ASSETS) await cp(join(source, name), join(folder, name), { recursive: true });
  // Pictures are for pages on the web: with them a package would be three times as large.
  const readme = await readFile(join(source, 'README.md'), 'utf8');
  await writeFile(join(folder, 'README.md'), readme.replaceAll(/^!\[.*\]\(images\/.*\)\n\n/gm, ''));
  await bundle({ minify, drivers: target !== undefined, outdir: join(folder, 'dist') });
  if (target !== undefined) await copyDuckdb(target, join(folder, 'dist', 'node_modules'));
}
