/**
 * Puts the program and what checks and formats files into few files, `packages/cli/dist/quick*.js`, with the licences of
 * all that is in them.
 *
 * Why: `waybill validate` runs at every save and every commit. Reading some hundred modules one by one takes longer
 * than the checking itself. `src/main.ts` uses these files for the commands that need neither databases nor servers,
 * and the modules themselves for all others, so no class is ever there twice in one process.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = `${root}packages/cli/dist`;

/** The parts of Waybill that these commands need; all others, and the drivers with them, stay outside. */
const NEEDED = [
  '@waybill/api',
  '@waybill/api/quantities',
  ...['errors', 'definition', 'template', 'workspace', 'time', 'schedule', 'receipt'].map(
    part => `@waybill/engine/${part}`,
  ),
];
const onlyWhatIsNeeded = {
  name: 'only-what-is-needed',
  setup({ onResolve }) {
    onResolve({ filter: /^@waybill\// }, ({ path }) => (NEEDED.includes(path) ? undefined : { path, external: true }));
  },
};

/** Of zod's own messages only the English ones are ever asked for; the others are a third of the bundle. */
const oneLanguage = {
  name: 'one-language',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

for (const name of await readdir(folder)) if (/^quick(-[A-Z0-9]{8})?\.js$/.test(name)) await rm(`${folder}/${name}`);
const { metafile } = await build({
  entryPoints: { quick: `${folder}/program.js` },
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  splitting: true,
  chunkNames: 'quick-[hash]',
  outdir: folder,
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'inline',
  // Packages in CommonJS ask for Node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  plugins: [onlyWhatIsNeeded, oneLanguage],
  metafile: true,
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (match) packages.add(match[1]);
}
const licences = await Promise.all([...packages].sort().map(licenceOf));
await writeFile(`${folder}/LICENSES.txt`, `The quick*.js files hold these packages.\n\n${licences.join('\n')}`);

async function licenceOf(path) {
  const { name, version, license } = JSON.parse(await readFile(`${root}${path}/package.json`, 'utf8'));
  const file = (await readdir(`${root}${path}`)).find(entry => /^licen[cs]e/i.test(entry));
  if (!file || !existsSync(`${root}${path}/${file}`)) throw new Error(`${name} has no licence file to carry along`);
  const text = await readFile(`${root}${path}/${file}`, 'utf8');
  return `--- ${name} ${version} (${license ?? 'see below'}) ---\n\n${text.trim()}\n`;
}
