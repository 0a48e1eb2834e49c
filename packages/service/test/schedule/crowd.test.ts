import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { pauseExport } from '../../src/exports/pause-export.ts';
import { claimRun } from '../../src/queue/claim-run.ts';
import { executeRun } from '../../src/runs/execute-run.ts';
import { tick } from '../../src/schedule/scheduler.ts';

const EVERY_MINUTE = 'schedule: {daily: {hours: "*", minutes: "*"}}\n';
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const MINUTES = 400;

eachStore('many processes after a long standstill', open => {
  afterEach(closeServices);

  it('S3 S4 C3: while they queue what is owed, people pause exports, and every firing is queued once', async function () {
    this.timeout(120_000);
    const service = await testService({ store: await open(), at: '2026-12-01T00:00:00Z' });
    for (const name of NAMES) await deploy(service, anna, { text: peopleExport(EVERY_MINUTE, '[id]', name) });
    service.clock.step(MINUTES * 60_000);

    let stopped = false;
    const working = Array.from({ length: 4 }, async () => {
      while (!stopped) {
        const claimed = await claimRun(service);
        if (claimed) await executeRun(service, claimed, new AbortController().signal);
        else await setImmediate();
      }
    });
    const ticks = [tick(service), tick(service), tick(service)];
    const paused = NAMES.map(name => pauseExport(service, anna, name, undefined));
    const looks = await Promise.allSettled([...ticks, ...paused]);
    stopped = true;
    await Promise.all(working);
    assert.deepEqual(
      looks.flatMap(look => (look.status === 'rejected' ? [String(look.reason)] : [])),
      [],
    );
    const runs = await service.store.db.run.groupBy({ by: ['exportId'], _count: true });
    assert.deepEqual(
      runs.map(({ _count }) => _count),
      // The minute at which they were created is one, too.
      NAMES.map(() => MINUTES + 1),
    );
  });
});
