import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';
import { whatIsLeftOut } from './left-out.ts';

/** What `WAYBILL_TEST_REPORT=FILE` gets: the run's real counts, for scripts. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly leftOut: readonly string[];
  readonly failures: readonly { readonly title: string; readonly message: string }[];
}

/** Mocha's own `spec` reporter, then one line per thing that this machine leaves out, and a report for scripts. */
export class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      for (const reason of whatIsLeftOut()) console.log(`left out: ${reason}`);
      const file = process.env.WAYBILL_TEST_REPORT;
      if (file) writeReport(file, this);
    });
  }
}

function writeReport(file: string, { stats, failures }: Mocha.reporters.Base): void {
  const report: TestReport = {
    passed: stats.passes,
    failed: stats.failures,
    skipped: stats.pending,
    leftOut: whatIsLeftOut(),
    failures: failures.map(test => ({ title: test.fullTitle(), message: test.err?.message ?? '' })),
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
