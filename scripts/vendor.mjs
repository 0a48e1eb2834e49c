/**
 * Copies packages that compile something when they are installed into `dist/vendor` of the packages of Waybill that use
 * them, with the licences of all that is in them: every entry of a package.json's `imports` such as
 * `"#ssh2": {"@waybill/source": "ssh2", "default": "./dist/vendor/ssh2.js"}`, which gives the package itself to the source
 * and the copy to what is built.
 *
 * Why: `ssh2` has an install script that compiles a native binding, and so has its optional `cpu-features`. Whoever
 * installs Waybill must not need a compiler, nor run anything at install (C5). Waybill works without both bindings:
 * Node's own crypto does the ciphers that it offers first.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What CommonJS modules find around them, and ES modules do not. */
const COMMONJS = `
import { createRequire as vendorRequire } from 'node:module';
const require = vendorRequire(import.meta.url);
const __filename = require('node:url').fileURLToPath(import.meta.url);
const __dirname = require('node:path').dirname(__filename);
`;

/** Native bindings, each of which `ssh2` tries and does without. */
const withoutBindings = {
  name: 'without-bindings',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cpu-features$|\.node$/ }, ({ path }) => ({ path, namespace: 'binding' }));
    onLoad({ filter: /.*/, namespace: 'binding' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of Waybill`)});`,
    }));
  },
};

for (const name of await readdir(join(root, 'packages'))) {
  const { imports = {} } = await readJson(`packages/${name}/package.json`);
  const vendored = Object.values(imports).filter(({ default: copy }) => copy.startsWith('./dist/vendor/'));
  if (vendored.length > 0) await vendor(join(root, 'packages', name), vendored);
}

async function vendor(folder, vendored) {
  const outdir = join(folder, 'dist/vendor');
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: vendored.map(({ '@waybill/source': name, default: copy }) => ({
      in: `module:${name}`,
      out: basename(copy, '.js'),
    })),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    banner: { js: COMMONJS },
    legalComments: 'inline',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outdir,
    metafile: true,
    plugins: [asModules(folder), withoutBindings],
  });
  const inside = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean));
  const licences = await Promise.all([...inside].sort().map(licenceOf));
  await writeFile(
    join(outdir, 'LICENSES.txt'),
    `The files of this folder hold these packages.\n\n${licences.join('\n')}`,
  );
}

/** Each package becomes one module with a default export, as importing it from node_modules gives. */
function asModules(resolveDir) {
  return {
    name: 'as-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^module:/ }, ({ path }) => ({ path: path.slice('module:'.length), namespace: 'module' }));
      onLoad({ filter: /.*/, namespace: 'module' }, ({ path }) => ({
        contents: `export { default } from '${path}';`,
        resolveDir,
      }));
    },
  };
}

/** Folder of the package that a bundled file belongs to. */
function packageOf(file) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

async function licenceOf(folder) {
  const { name, version, license } = await readJson(`${folder}/package.json`);
  const file = (await readdir(join(root, folder))).find(entry => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file to carry along`);
  const text = await readFile(join(root, folder, file), 'utf8');
  return `--- ${name} ${version} (${license ?? 'see below'}) ---\n\n${text.trim()}\n`;
}

async function readJson(path) {
  return JSON.parse(await readFile(join(root, path), 'utf8'));
}
