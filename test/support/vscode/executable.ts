/**
 * Stands in for the program VS Code where there is no display: takes the arguments that @vscode/test-electron gives it,
 * and runs the same tests in the extension host beneath the workbench in a browser. Ends with 0 when they passed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { tempFolder } from '../temp-folder.ts';
import { vsCodeInstallation } from './install.ts';
import { startVsCode } from './server.ts';
import { workbenchBrowser, workbenchUrl } from './workbench.ts';

const MINUTE = 60_000;
/** Statuses beyond those of tests that passed or failed. */
const EXIT = { noVerdict: 70, wrongUse: 64 } as const;

const args = process.argv.slice(2);
const pathOf = (text: string): string => resolve(text.startsWith('file:') ? fileURLToPath(text) : text);
const all = (name: string): string[] =>
  args.filter(arg => arg.startsWith(`--${name}=`)).map(arg => pathOf(arg.slice(name.length + 3)));

process.exitCode = await main();

async function main(): Promise<number> {
  const installation = vsCodeInstallation();
  const [tests] = all('extensionTestsPath');
  if (installation === undefined || tests === undefined) return EXIT.wrongUse;
  await using data = await tempFolder();
  const verdict = data.join('verdict');
  // The workbench reports success when the extension host merely dies: only a run that settled counts.
  await writeFile(
    data.join('entry.cjs'),
    `const say = text => require('node:fs').writeFileSync(${JSON.stringify(verdict)}, text);
     exports.run = async () => {
       try { await require(${JSON.stringify(tests)}).run(); } catch (error) { say('failed'); throw error; }
       say('passed');
     };`,
  );
  await using server = await startVsCode(installation, { dataDir: data.path, tests: true });
  await using browser = await workbenchBrowser(installation);
  const page = await browser.context.newPage();
  /** What the workbench says of itself, and what the tests print: shown when something is wrong. */
  const said: string[] = [];
  // The workbench calls these two where the page has them.
  const ended = new Promise<number>(done => void page.exposeFunction('codeAutomationExit', done));
  await page.exposeFunction('codeAutomationLog', (_level: string, parts: unknown[]) => {
    said.push(format(...parts));
  });
  const [folder] = args.filter(arg => !arg.startsWith('-')).map(pathOf);
  const view = { folder, development: all('extensionDevelopmentPath'), tests: data.join('entry.cjs') };
  await page.goto(workbenchUrl(server, view), { timeout: MINUTE });
  const late = new Promise<number>((_, reject) =>
    setTimeout(reject, 5 * MINUTE, new Error(`no end of the tests within 5 minutes\n${server.output()}`)).unref(),
  );
  const status = await Promise.race([ended, late]);
  for (const address of new Set(browser.outside)) console.error(`refused: ${address} is not on this machine`);
  if (!existsSync(verdict)) {
    console.error(said.slice(-50).join('\n'));
    console.error('The extension host ended before its tests did.');
    return EXIT.noVerdict;
  }
  return readFileSync(verdict, 'utf8') === 'passed' ? status : status || 1;
}
