import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { deploy } from '../../src/exports/deploy.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\n';

eachStore('a schedule that cannot be read', open => {
  afterEach(closeServices);

  // As one may be that an older version let pass.
  for (const schedule of ['{"cron":"99 * * * *"}', '{"fortnightly":true}']) {
    it(`S3: ${schedule} holds up no other, and stays due until somebody mends it`, async () => {
      const service = await testService({ store: await open() });
      for (const name of ['a', 'b', 'c']) await deploy(service, anna, { text: peopleExport(DAILY, '[id]', name) });
      await service.store.db.export.update({ where: { uniqueName: 'a' }, data: { schedule } });
      service.clock.set('2026-12-02T05:00:00Z');
      assert.equal((await service.tick()).queued, 2);
      assert.equal((await service.tick()).queued, 0);
      const { nextAt } = await service.store.db.export.findUniqueOrThrow({ where: { uniqueName: 'a' } });
      assert.equal(nextAt?.toISOString(), '2026-12-02T05:00:00.000Z');

      const text = peopleExport('schedule: {daily: {hours: [7]}}\n', '[id]', 'a');
      await deploy(service, anna, { text });
      service.clock.set('2026-12-02T06:00:00Z');
      assert.equal((await service.tick()).queued, 1);
    });
  }
});
