/**
 * `npm run bench:vscode -- [--runs 5]`: how long the extension's `activate` takes, and how soon the first problems are
 * there when a file is opened in a window in which the extension does not run yet; each run in a VS Code of its own.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { peopleExport, smallWorkspace, writeFiles } from '../test/cli/small-workspace.ts';
import { tempFolder } from '../test/support/temp-folder.ts';
import { runSuites } from '../test/support/vscode/extension-host.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const SUITE = fileURLToPath(new URL('./vscode/opening.suite.ts', import.meta.url));
const LIMITS = { activationMs: 5, first: 800 } as const;

await using folder = await tempFolder();
await smallWorkspace(folder);
await writeFiles(folder.path, {
  'exports/edited.export.yaml': peopleExport('', '[id]', 'edited').replace('model: people', 'model: poeple'),
  // A folder to open that is no workspace of Waybill: nothing starts the extension before the file is opened.
  'elsewhere/readme.txt': 'empty\n',
});
const times = folder.join('times');
for (let i = 0; i < Number(values.runs); i++) {
  const { status, results } = await runSuites([SUITE], async () => ({
    folder: folder.join('elsewhere'),
    env: { WAYBILL_BENCH_FILE: folder.join('exports/edited.export.yaml'), WAYBILL_BENCH_TIMES: times },
    [Symbol.asyncDispose]: async () => {},
  }));
  const failed = results.find(({ error }) => error !== undefined)?.error;
  if (status !== 'ended' || failed !== undefined) throw new Error(failed ?? status);
}

interface Times {
  readonly activationMs: number;
  readonly first: number;
  /** Of that, what came after VS Code had called `activate`. */
  readonly ours: number;
  readonly next: number;
}
const all = (await readFile(times, 'utf8'))
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Times);
const row = (what: string, name: keyof Times, limit?: number) => {
  const sorted = all.map(one => one[name]).sort((a, b) => a - b);
  const [middle, last] = [sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
  const verdict = limit === undefined ? '' : `${limit} ms: ${middle < limit ? 'held' : 'exceeded'}`;
  console.log(`| ${what} | ${middle.toFixed(1)} ms | ${last.toFixed(1)} ms | ${verdict} |`);
  if (limit !== undefined && middle >= limit) process.exitCode = 1;
};
console.log(`| of ${all.length} runs | middle | longest | limit |\n| --- | --- | --- | --- |`);
row('`activate`', 'activationMs', LIMITS.activationMs);
row('a file is opened → its first problems', 'first', LIMITS.first);
row('… of that, since VS Code called `activate`', 'ours');
row('it is corrected → they are gone', 'next');
