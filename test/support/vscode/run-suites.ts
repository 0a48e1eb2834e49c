import { appendFileSync } from 'node:fs';
import type MochaType from 'mocha';

/**
 * What VS Code calls in its extension host: runs the suites with mocha and writes down each result as a line of JSON. Settings
 * come by the environment, since VS Code passes nothing else on:
 * - WAYBILL_SUITES: paths of the files, as JSON; WAYBILL_SUITES_MOCHA: address of mocha's module
 * - WAYBILL_SUITES_REPORT: the file of the results; WAYBILL_SUITES_GREP: titles to run only
 */
export async function run(): Promise<void> {
  const {
    WAYBILL_SUITES = '[]',
    WAYBILL_SUITES_MOCHA = '',
    WAYBILL_SUITES_REPORT = '',
    WAYBILL_SUITES_GREP,
  } = process.env;
  const { default: Mocha } = (await import(WAYBILL_SUITES_MOCHA)) as { default: typeof MochaType };
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    color: false,
    // Each result is told by the run outside.
    reporter: class {} as never,
    ...(WAYBILL_SUITES_GREP ? { grep: WAYBILL_SUITES_GREP } : {}),
  });
  for (const file of JSON.parse(WAYBILL_SUITES) as string[]) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const write = (result: object) => appendFileSync(WAYBILL_SUITES_REPORT, `${JSON.stringify(result)}\n`);
  const failures = await new Promise<number>(done => {
    const runner = mocha.run(done);
    runner.on('pass', test => write({ path: test.titlePath(), ms: test.duration ?? 0 }));
    runner.on('fail', (test, error) => write({ path: test.titlePath(), error: String(error.stack ?? error) }));
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
