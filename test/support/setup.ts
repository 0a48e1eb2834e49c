import Mocha from 'mocha';
import { runEndings } from './at-end.ts';
import { installServers } from './install-servers.ts';
import { Reporter } from './reporter.ts';

// `"reporter": "waybill"` in .mocharc.json means this one.
Object.assign(Mocha.reporters, { waybill: Reporter });

// Before the test files are read, since they define only the tests that this machine can run.
installServers();

/** Mocha calls it once, when the last test has ended. */
export const mochaGlobalTeardown = runEndings;

// A run that is told to stop takes along what it had started (see the `exit` handlers of the servers).
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
