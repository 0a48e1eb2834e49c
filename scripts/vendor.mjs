/**
 * Copies `ssh2` and `ssh2-sftp-client` into the engine's dist, `packages/engine/dist/vendor`, with the licences of all
 * that is in them.
 *
 * Why: `ssh2` has an install script that compiles a native binding, and so has its optional `cpu-features`. Whoever
 * installs Waybill's packages must not need a compiler, nor run anything at install (C5). Waybill works without both
 * bindings: Node's own crypto does the ciphers that it offers first. The engine imports `#ssh2` and
 * `#ssh2-sftp-client`, which its package.json maps to the packages from source and to these files when it is built.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}packages/engine/dist/vendor`;
const NAMES = ['ssh2', 'ssh2-sftp-client'];

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

/** Each package becomes one module with a default export, as importing it from node_modules gives. */
const asModules = {
  name: 'as-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^module:/ }, ({ path }) => ({ path: path.slice('module:'.length), namespace: 'module' }));
    onLoad({ filter: /.*/, namespace: 'module' }, ({ path }) => ({
      contents: `export { default } from '${path}';`,
      resolveDir: `${root}packages/engine`,
    }));
  },
};

await rm(folder, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: NAMES.map(name => ({ in: `module:${name}`, out: name })),
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
  legalComments: 'inline',
  splitting: true,
  chunkNames: 'shared-[hash]',
  outdir: folder,
  metafile: true,
  plugins: [withoutBindings, asModules],
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (match) packages.add(match[1]);
}
const licences = await Promise.all([...packages].sort().map(licenceOf));
await writeFile(`${folder}/LICENSES.txt`, `The files of this folder hold these packages.\n\n${licences.join('\n')}`);

async function licenceOf(path) {
  const { name, version, license } = JSON.parse(await readFile(`${root}${path}/package.json`, 'utf8'));
  const file = (await readdir(`${root}${path}`)).find(entry => /^licen[cs]e/i.test(entry));
  if (!file || !existsSync(`${root}${path}/${file}`)) throw new Error(`${name} has no licence file to carry along`);
  const text = await readFile(`${root}${path}/${file}`, 'utf8');
  return `--- ${name} ${version} (${license ?? 'see below'}) ---\n\n${text.trim()}\n`;
}
