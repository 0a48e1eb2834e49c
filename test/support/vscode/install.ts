import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CACHE, installOnce, runToEnd } from '../install-once.ts';
import { leaveOut } from '../left-out.ts';
import { writeStandIns } from './stand-ins.ts';

/** code-server 4.139.1 carries the server and workbench of VS Code 1.139; 4.96.4 those of 1.96, the oldest that is supported. */
const VERSION = process.env.WAYBILL_TEST_VSCODE ?? '4.139.1';
/** The server of VS Code 1.139 wants a newer Node than these tests do; VS Code ships 24 itself. */
const NODE = { name: `node-linux-${process.arch}`, version: '24' };
const CHROMIUM = '/usr/bin/chromium';

/** What the server and the extension host ask for, without what only terminals, proxies and chats need. */
const DEPENDENCIES = [
  ...['cookie', 'minimist', '@vscode/proxy-agent', 'vscode-regexpp', 'yauzl', 'yazl', 'ws', '@parcel/watcher'],
  ...['@microsoft/1ds-core-js', 'http-proxy-agent', 'https-proxy-agent', 'vscode-textmate', 'vscode-oniguruma'],
  ...['@vscode/iconv-lite-umd', 'jschardet', '@vscode/ripgrep-universal', '@vscode/ripgrep'],
  ...['@vscode/tree-sitter-wasm', '@xterm/xterm', '@xterm/headless'],
];
/** Built-in extensions with code of their own that stay. Grammars, snippets and themes stay anyway. */
const BUILT_IN = ['json-language-features', 'configuration-editing', 'notebook-renderers', 'references-view'];

/** VS Code's server and its workbench for browsers, with what runs and shows them. */
export interface VsCodeInstallation {
  readonly node: string;
  /** The folder of `out/server-main.js`. */
  readonly code: string;
  readonly chromium: string;
}

let looked: { readonly found: VsCodeInstallation | undefined } | undefined;

/**
 * Where VS Code is on this machine, got from the npm registry the first time (`code-server`, 20 s, 300 MB); undefined where that
 * cannot be, and one line says why. Nothing is compiled, and no script of a package runs.
 */
export function vsCodeInstallation(): VsCodeInstallation | undefined {
  looked ??= { found: look() };
  return looked.found;
}

function look(): VsCodeInstallation | undefined {
  const without = (why: string): undefined => {
    leaveOut(`${why}: tests in a real VS Code`);
  };
  if (process.platform !== 'linux') return without('VS Code without a display runs on Linux only');
  if (!existsSync(CHROMIUM)) return without('chromium is not installed (apt-get install chromium)');
  const folder = join(CACHE, `vscode-${VERSION}`);
  if (!existsSync(folder)) {
    if (process.env.WAYBILL_TEST_NO_INSTALL === '1') return without(`code-server ${VERSION} is not installed`);
    try {
      installOnce(folder, `VS Code (code-server ${VERSION})`, install);
    } catch (error) {
      return without(`code-server ${VERSION} could not be installed (${(error as Error).message})`);
    }
  }
  return {
    node: join(folder, 'node_modules', NODE.name, 'bin', 'node'),
    code: join(folder, 'code'),
    chromium: CHROMIUM,
  };
}

/** Fills a folder with the server, what it needs, and a Node to run it. */
function install(making: string): string {
  npmInstall(making, { [NODE.name]: NODE.version });
  chmodSync(join(making, 'node_modules', NODE.name, 'bin', 'node'), 0o755);
  const code = join(making, 'code');
  mkdirSync(code);
  runToEnd('npm', ['pack', `code-server@${VERSION}`, '--silent'], making);
  const tarball = join(making, `code-server-${VERSION}.tgz`);
  runToEnd('tar', ['-xzf', tarball, '-C', code, '--strip-components=3', 'package/lib/vscode'], making);
  rmSync(tarball);
  removeBuiltIns(join(code, 'extensions'));
  installDependencies(code);
  borrowRipgrep(making, code);
  writeStandIns(join(code, 'node_modules'));
  return making;
}

/** Manifests of grammars and snippets are part of the workbench: what is missing of those would be asked for in vain. */
function removeBuiltIns(folder: string): void {
  for (const name of readdirSync(folder)) {
    const manifest = join(folder, name, 'package.json');
    if (!existsSync(manifest) || BUILT_IN.includes(name)) continue;
    const { main, browser } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (main || browser) rmSync(join(folder, name), { recursive: true });
  }
}

/** In the versions that this build was made with. */
function installDependencies(code: string): void {
  const { packages } = JSON.parse(readFileSync(join(code, 'npm-shrinkwrap.json'), 'utf8'));
  const wanted = DEPENDENCIES.flatMap(name => {
    const locked = packages[`node_modules/${name}`];
    return locked === undefined ? [] : [[name, locked.version as string] as const];
  });
  // The server reads its own name and version from the file that npm would change.
  const own = ['package.json', 'npm-shrinkwrap.json'];
  for (const name of own) renameSync(join(code, name), join(code, `${name}.own`));
  npmInstall(code, Object.fromEntries(wanted));
  renameSync(join(code, 'package.json.own'), join(code, 'package.json'));
}

/** Older builds take ripgrep from a package that would download it elsewhere; the npm registry has the program itself. */
function borrowRipgrep(making: string, code: string): void {
  const universal = join('node_modules', '@vscode', 'ripgrep-universal', 'bin', `linux-${process.arch}`, 'rg');
  if (existsSync(join(code, universal))) return;
  const folder = join(making, 'ripgrep');
  npmInstall(folder, { '@vscode/ripgrep-universal': '1.18.0' });
  const bin = join(code, 'node_modules', '@vscode', 'ripgrep', 'bin');
  mkdirSync(bin, { recursive: true });
  renameSync(join(folder, universal), join(bin, 'rg'));
  chmodSync(join(bin, 'rg'), 0o755);
  rmSync(folder, { recursive: true });
}

function npmInstall(folder: string, dependencies: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  runToEnd('npm', ['install', ...options], folder);
}
