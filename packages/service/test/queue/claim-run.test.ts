import assert from 'node:assert/strict';
import { type Files, PEOPLE_MODEL, peopleExport, WAYBILL_YAML } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, type TestService, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { claimRun } from '../../src/queue/claim-run.ts';

const EVERY_MINUTE = 'schedule: {daily: {hours: "*", minutes: "*"}}\n';
const HOURLY = 'schedule: {daily: {hours: "*"}}\n';

const nameOfNext = async (service: TestService): Promise<string | undefined> => {
  const claimed = await claimRun(service);
  if (!claimed) return undefined;
  return (await service.store.db.export.findUniqueOrThrow({ where: { id: claimed.run.exportId } })).name;
};

eachStore('a long queue of one person', open => {
  afterEach(closeServices);

  it('Q3: what one export owes after a standstill does not keep the others waiting', async () => {
    const service = await testService({ store: await open(), at: '2026-12-01T00:30:00Z' });
    await deploy(service, anna, { text: peopleExport(EVERY_MINUTE, '[id]', 'minutely') });
    service.clock.step(4 * 3_600_000);
    await service.tick();
    await deploy(service, anna, { text: peopleExport(HOURLY, '[id]', 'hourly') });
    service.clock.step(3_600_000);
    await service.tick();
    assert.equal(await nameOfNext(service), 'minutely');
    assert.equal(await nameOfNext(service), 'hourly');
  });

  it('Q3: nor does an export whose next attempt is an hour away, with the firings that wait for it', async () => {
    const service = await testService({ store: await open(), at: '2026-12-01T00:30:00Z' });
    await deploy(service, anna, { text: peopleExport(EVERY_MINUTE, '[id]', 'minutely') });
    service.clock.step(4 * 3_600_000);
    await service.tick();
    const { run } = (await claimRun(service)) ?? assert.fail('a run may begin');
    const availableAt = new Date(service.clock.now().getTime() + 3_600_000 + 1);
    await service.store.db.run.update({ where: { id: run.id }, data: { status: 'queued', availableAt } });
    await deploy(service, anna, { text: peopleExport(HOURLY, '[id]', 'hourly') });
    service.clock.step(3_600_000);
    await service.tick();
    assert.equal(await nameOfNext(service), 'hourly');
    assert.equal(await nameOfNext(service), undefined);
  });

  it('Q3: nor do runs of a source that has as many at work as it allows keep those of another waiting', async () => {
    const files: Files = {
      'waybill.yaml': WAYBILL_YAML.replace('sources: {', 'sources: {more: {type: duckdb, folder: data}, '),
      'catalog/others.model.yaml': PEOPLE_MODEL.replace('model: people', 'model: others').replace('files', 'more'),
    };
    const service = await testService({ store: await open(), at: '2026-12-01T00:30:00Z', files });
    for (const name of ['a', 'b']) await deploy(service, anna, { text: peopleExport('', '[id]', name) });
    assert.deepEqual([await nameOfNext(service), await nameOfNext(service)], ['a', 'b']);
    await deploy(service, anna, { text: peopleExport(EVERY_MINUTE, '[id]', 'minutely') });
    service.clock.step(4 * 3_600_000);
    await service.tick();
    const text = peopleExport('', '[id]', 'other').replace('model: people', 'model: others');
    await deploy(service, anna, { text });
    assert.equal(await nameOfNext(service), 'other');
    assert.equal(await nameOfNext(service), undefined);
  });
});
