/**
 * Packs the extension into `dist/` of the repository: `waybill-VERSION.vsix` for every platform, without native drivers, and
 * `waybill-TARGET-VERSION.vsix` with DuckDB for this platform, or with `--all` for each. `--target NAME` makes that one
 * alone, `--target universal` the one without.
 *
 * Why several: previews of DuckDB sources need DuckDB's native binding, which is 25 to 40 MB for each platform. Nobody has
 * to download those of others, and a catalog of extensions gives each machine the one that is for it.
 */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TARGETS } from './duckdb.mjs';
import { pack } from './pack.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const UNIVERSAL = 'universal';

const { version } = JSON.parse(await readFile(join(root, 'packages/vscode/package.json'), 'utf8'));
const out = join(root, 'dist');
await mkdir(out, { recursive: true });
for (const target of wanted(process.argv.slice(2))) {
  const native = target === UNIVERSAL ? undefined : target;
  const file = join(out, native === undefined ? `waybill-${version}.vsix` : `waybill-${native}-${version}.vsix`);
  await pack(file, { target: native });
  const { size } = await stat(file);
  console.log(
    `${file.slice(root.length)}  ${size < 1e6 ? `${Math.round(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`}`,
  );
}

function wanted(args) {
  if (args.includes('--all')) return [UNIVERSAL, ...TARGETS];
  const at = args.indexOf('--target');
  if (at < 0) {
    const own = `${process.platform}-${process.arch}`;
    return [UNIVERSAL, ...(TARGETS.includes(own) ? [own] : [])];
  }
  const target = args[at + 1];
  if (target !== UNIVERSAL && !TARGETS.includes(target))
    throw new Error(`--target takes ${UNIVERSAL}, ${TARGETS.join(', ')}, not ${target}`);
  return [target];
}
