import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import Mocha from 'mocha';
import { tempFolder, tempFolderOfProcess } from '../temp-folder.ts';
import { vsCodeInstallation } from './install.ts';
import { stagedExtension } from './staged-extension.ts';

const MINUTE = 60_000;
const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Run the suites in a VS Code for desktops, which @vscode/test-electron downloads. */
const DESKTOP = process.env.WAYBILL_TEST_DESKTOP === '1';

interface Result {
  readonly path: readonly string[];
  readonly ms?: number;
  readonly error?: string;
}

export interface ExtensionHostSuites {
  /** Paths of the suites' files; all of them run in one extension host, one after the other. */
  readonly files: readonly string[];
  /** What they need: called before; a folder to open, and what they find in the environment. */
  readonly setUp: () => Promise<AsyncDisposable & { readonly folder: string; readonly env?: NodeJS.ProcessEnv }>;
}

/**
 * Runs suites in the extension host of a real VS Code by @vscode/test-electron, and reports each of their tests as one of
 * this run. Defines nothing where VS Code cannot be had.
 */
export function inExtensionHost(title: string, { files, setUp }: ExtensionHostSuites): void {
  if (!DESKTOP && vsCodeInstallation() === undefined) return;
  describe(title, () => {
    let outcome: { readonly status: string; readonly results: readonly Result[] };
    before(async function () {
      this.timeout(8 * MINUTE);
      const parent = this.test?.parent;
      outcome = await runSuites(files, setUp);
      if (parent) addResults(parent, outcome.results);
    });
    it('runs its suites to their end', () => {
      if (outcome.status !== 'ended') throw new Error(`The extension host: ${outcome.status}`);
      if (outcome.results.length === 0) throw new Error('No test ran');
    });
  });
}

/** Tests that ran over there become tests here, below suites of the same titles. */
function addResults(parent: Mocha.Suite, results: readonly Result[]): void {
  for (const { path, error } of results) {
    let suite = parent;
    for (const title of path.slice(0, -1)) {
      suite = suite.suites.find(known => known.title === title) ?? Mocha.Suite.create(suite, title);
    }
    suite.addTest(
      new Mocha.Test(path.at(-1) ?? '', () => {
        if (error !== undefined) throw Object.assign(new Error(error), { stack: error });
      }),
    );
  }
}

/** Runs suites there, and gives what each of their tests came to. */
export async function runSuites(
  files: readonly string[],
  setUp: ExtensionHostSuites['setUp'],
): Promise<{ readonly status: string; readonly results: readonly Result[] }> {
  await using built = await tempFolder();
  await using world = await setUp();
  const extension = await stagedExtension();
  const suites = await bundleSuites(files, built.path);
  const report = built.join('results');
  let status = 'ended';
  try {
    await runTests({
      ...(DESKTOP ? {} : { vscodeExecutablePath: await standIn() }),
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(built.path, 'run-suites.cjs'),
      launchArgs: [world.folder],
      extensionTestsEnv: {
        ...world.env,
        WAYBILL_SUITES: JSON.stringify(suites),
        WAYBILL_SUITES_MOCHA: import.meta.resolve('mocha'),
        WAYBILL_SUITES_REPORT: report,
        WAYBILL_SUITES_GREP: process.env.WAYBILL_TEST_SUITES ?? '',
      },
    });
  } catch (error) {
    status = (error as Error).message;
  }
  const results = existsSync(report) ? resultsIn(await readFile(report, 'utf8')) : [];
  // Tests that failed are told one by one.
  if (results.some(({ error }) => error !== undefined)) status = 'ended';
  return { status, results };
}

const resultsIn = (text: string): readonly Result[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Result);

/** As CommonJS, which every extension host reads. */
async function bundleSuites(files: readonly string[], outdir: string): Promise<readonly string[]> {
  await build({
    entryPoints: [...files, join(HERE, 'run-suites.ts')].map(file => ({ in: file, out: basename(file, '.ts') })),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    conditions: ['@waybill/source'],
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return files.map(file => join(outdir, `${basename(file, '.ts')}.cjs`));
}

let program: Promise<string> | undefined;

/** The program that stands in for VS Code, as one that can be started by its path. */
function standIn(): Promise<string> {
  program ??= (async () => {
    const path = join(tempFolderOfProcess(), 'code');
    const tsx = fileURLToPath(import.meta.resolve('tsx'));
    const command = [process.execPath, '--conditions=@waybill/source', '--import', tsx, join(HERE, 'executable.ts')];
    await writeFile(path, `#!/bin/sh\nexec ${command.map(part => `'${part}'`).join(' ')} "$@"\n`);
    await chmod(path, 0o755);
    return path;
  })();
  return program;
}
