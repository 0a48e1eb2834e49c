import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { startWorker } from '../../src/queue/worker.ts';
import { startScheduler } from '../../src/schedule/scheduler.ts';

const HOUR = 3_600_000;

eachStore('a clock that is set while the service works', open => {
  afterEach(closeServices);

  it('S3 R2: forwards and back again, no firing is lost and none comes twice', async () => {
    const service = await testService({
      store: await open(),
      at: '2026-12-01T00:30:00Z',
      env: { WAYBILL_TICK: '20 ms' },
    });
    const text = peopleExport(
      'timezone: UTC\nschedule: {daily: {hours: "*"}}\ndeliver: {to: share, path: "%Y%m%d-%H", if_exists: version}\n',
      '[id]',
    );
    await deploy(service, anna, { text });
    const scheduler = startScheduler(service, () => {});
    const worker = startWorker(service);
    try {
      let hours = 0;
      for (const step of [3, -2, 1, 2, -4, 6]) {
        service.clock.step(step * HOUR);
        hours = Math.max(
          hours,
          Math.floor((service.clock.now().getTime() - Date.parse('2026-12-01T00:00:00Z')) / HOUR),
        );
        await waitFor(`${hours} firings`, async () => (await service.store.db.run.count()) === hours);
      }
      await waitFor(
        'the runs to end',
        async () => (await service.store.db.run.count({ where: { status: 'success' } })) === hours,
        { timeout: 25_000 },
      );
      const expected = Array.from({ length: hours }, (_, i) => `20261201-0${i + 1}.csv`);
      assert.deepEqual((await readdir(join(service.folder, 'out'))).sort(), expected);
    } finally {
      await scheduler.stop();
      await worker.stop(0);
    }
  });
});
