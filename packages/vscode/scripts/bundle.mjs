/**
 * Bundles the extension from source into `packages/vscode/dist`, with the licences of all that is in it. `node bundle.mjs
 * --minify` makes what is packed into a .vsix.
 *
 * Why several files: VS Code reads `extension.cjs` while people wait, so it holds the commands alone. What talks to the
 * language server, to the service and to the preview is read when it is needed; the language server and the preview's
 * engine are processes of their own, and share what both need.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';
import { slimProtocol } from './slim-protocol.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, 'packages/vscode');

/** Files of the extension's host that are read when first asked for: name → source. */
const PARTS = {
  client: 'src/extension/client.ts',
  service: 'src/service/start-service-part.ts',
  preview: 'src/preview/start-preview.ts',
};
/** Processes of their own. */
const PROCESSES = {
  server: 'src/server/main.ts',
  'preview-process': 'src/preview/process/main.ts',
};
/** And of the drivers. */
const DRIVERS = { 'duckdb-child': '../engine/src/rows/duckdb-child.ts' };
/** Scripts and styles of webviews. */
const WEBVIEWS = 'src/preview/webview';

/** Of zod's own messages only the English ones are ever asked for. */
const oneLanguage = {
  name: 'one-language',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

const NO_JSON_SCHEMA = `
const none = () => { throw new Error('JSON Schemas are made by the command line'); };
module.exports = { createToJSONSchemaMethod: () => none, createStandardJSONSchemaMethod: () => none };
`;

/** Only what is used of these is taken in: the package is size that everybody downloads. */
const onlyWhatIsUsed = {
  name: 'only-what-is-used',
  setup({ onResolve, onLoad }) {
    // A namespace that is imported as one can be taken apart; one that is exported by name cannot.
    onLoad({ filter: /packages[\\/]\w+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replace("import { z } from 'zod';", "import * as z from 'zod';"), loader: 'ts' };
    });
    // The same code as ES modules.
    onResolve({ filter: /^yaml$/ }, () => ({ path: join(root, 'node_modules/yaml/browser/dist/index.js') }));
    onResolve({ filter: /^vscode-languageserver-textdocument$/ }, ({ path }) => ({
      path: join(root, 'node_modules', path, 'lib/esm/main.js'),
    }));
    // No JSON Schema is made here; each schema only keeps the way to it.
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/]json-schema-processors\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/]to-json-schema\.js$/ }, () => ({ contents: NO_JSON_SCHEMA }));
    // All that the client asks is whether VS Code is new enough, which VS Code has asked itself by the manifest.
    onResolve({ filter: /^semver\/functions\/(parse|satisfies)$/ }, ({ path }) => ({ path, namespace: 'semver' }));
    onLoad({ filter: /.*/, namespace: 'semver' }, () => ({ contents: 'module.exports = version => version;' }));
  },
};

/** A preview delivers nothing. And DuckDB's packages lie beside the bundles, in those for a platform. */
const withoutDelivery = {
  name: 'without-delivery',
  setup({ onResolve, onLoad }) {
    const never = /^(@aws-sdk\/.*|@smithy\/.*|ssh2|ssh2-sftp-client|#ssh2.*|basic-ftp|openpgp|cpu-features|pg-native)$/;
    onResolve({ filter: never }, ({ path }) => ({ path, namespace: 'never' }));
    onLoad({ filter: /.*/, namespace: 'never' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of the extension`)});`,
    }));
    const sessions = /^\.\/(s3|ftp|sftp)\.ts$/;
    onResolve({ filter: sessions }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, namespace: 'never' } : undefined,
    );
    onResolve({ filter: /^@duckdb\// }, ({ path }) => ({ path, external: true }));
  },
};

/** Without drivers of databases nothing is previewed here: the preview's process asks an installed `waybill`. */
const withoutDrivers = {
  name: 'without-drivers',
  setup({ onLoad }) {
    const MISSING =
      "import { fail } from '@waybill/engine/errors';\nconst missing = () => fail('drivers-missing', {});\n";
    const missing = {
      'preview-export': `${MISSING}export const previewExport = async () => missing();`,
      'open-source': `${MISSING}export const openSource = async () => missing();`,
    };
    onLoad({ filter: /engine[\\/]src[\\/](preview-export|rows[\\/]open-source)\.ts$/ }, ({ path }) => ({
      contents: missing[basename(path, '.ts')],
      resolveDir: dirname(path),
      loader: 'ts',
    }));
  },
};

/** Bundles everything; gives esbuild's own account of each bundle. */
export async function bundle({ minify = false, drivers = true, outdir: dist = join(folder, 'dist') } = {}) {
  await mkdir(dist, { recursive: true });
  const common = {
    absWorkingDir: folder,
    bundle: true,
    conditions: ['@waybill/source'],
    minify,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // Names of what is never reached here.
    logOverride: { 'import-is-undefined': 'silent' },
  };
  const made = (await Promise.all([programs(common, drivers, dist), webviews(common, dist)])).filter(Boolean);
  const metafiles = made.map(({ metafile }) => metafile);
  await writeLicences(metafiles, join(dist, 'LICENSES.txt'));
  return metafiles;
}

/**
 * The extension and its processes, with what they share in files of its own. esbuild shares code between ES modules only,
 * and VS Code reads CommonJS: so each file is made as a module first, and then becomes CommonJS by itself.
 */
async function programs(common, drivers, dist) {
  const { minify } = common;
  const result = await build({
    ...common,
    entryPoints: there({ extension: 'src/extension/main.ts', ...PARTS, ...PROCESSES, ...(drivers ? DRIVERS : {}) }),
    platform: 'node',
    target: 'node20.18',
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outExtension: { '.js': '.cjs' },
    outdir: dist,
    write: false,
    external: ['vscode'],
    // The packages' own modules are chosen where they have both, since only those can be shared in part.
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'importMetaUrl' },
    plugins: [...(drivers ? [] : [withoutDrivers]), oneLanguage, onlyWhatIsUsed, slimProtocol, withoutDelivery],
  });
  for (const name of await readdir(dist)) if (/^shared-\w+\.cjs$/.test(name)) await rm(join(dist, name));
  await Promise.all(
    result.outputFiles.map(async ({ path, text }) => {
      const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node20.18', minify });
      const url = /\bimportMetaUrl\b/.test(code) ? IMPORT_META_URL : '';
      await writeFile(path, `${url}${code}`);
    }),
  );
  return result;
}

const IMPORT_META_URL = "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;\n";

/** Of entries, those whose source is there. */
const there = entries =>
  Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(join(folder, path))));

async function webviews(common, dist) {
  const source = join(folder, WEBVIEWS);
  if (!existsSync(source)) return undefined;
  const names = await readdir(source);
  const entries = names.filter(name => /^[\w-]+\.entry\.ts$/.test(name) || name.endsWith('.css'));
  if (entries.length === 0) return undefined;
  const out = join(dist, 'webview');
  await rm(out, { recursive: true, force: true });
  const result = await build({
    ...common,
    // A page's script and its style have one name.
    entryPoints: entries.map(name => ({ in: `${WEBVIEWS}/${name}`, out: name.replace(/(\.entry)?\.(ts|css)$/, '') })),
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    outdir: out,
  });
  for (const name of names.filter(name => /\.(svg|png|ttf|html)$/.test(name)))
    await cp(join(source, name), join(out, name));
  return result;
}

/** Every licence of what the bundles hold. */
async function writeLicences(metafiles, file) {
  const packages = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (match) packages.add(join(folder, match[1]));
    }
  }
  const licences = await Promise.all([...packages].sort().map(licenceOf));
  await writeFile(file, `The files of this folder hold these packages.\n\n${licences.join('\n')}`);
}

export async function licenceOf(path) {
  const { name, version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  return `--- ${name} ${version} (${license ?? 'see below'}) ---\n\n${(await licenceText(path)).trim()}\n`;
}

/** Some packages have theirs at the end of their README. */
async function licenceText(path) {
  const names = await readdir(path);
  const file = names.find(entry => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return readFile(join(path, file), 'utf8');
  const readme = names.find(entry => /^readme\.md$/i.test(entry));
  const [, text] = (readme && /^#+ *licen[cs]e\s*$([\s\S]*)/im.exec(await readFile(join(path, readme), 'utf8'))) || [];
  if (text === undefined) throw new Error(`${path} has no licence to carry along`);
  return text;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await bundle({ minify: process.argv.includes('--minify') });
