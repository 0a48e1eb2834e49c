import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, type TestService, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import type { Actor } from '../../src/context.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { listExports } from '../../src/exports/list-exports.ts';
import { pauseExport } from '../../src/exports/pause-export.ts';
import { cancelRun } from '../../src/runs/cancel-run.ts';
import { runHandlers } from '../../src/runs/handlers.ts';
import { listRuns } from '../../src/runs/list-runs.ts';
import { rerunRun } from '../../src/runs/rerun-run.ts';

const at = (hour: number) => `schedule: {daily: {hours: [${hour}]}}\nwindow: {by: event_date, previous: day}\n`;
const karl: Actor = { name: 'bot', role: 'editor', via: 'slack', onBehalfOf: { id: 'slack:UKARL', name: 'Karl' } };
const inSlack = (id: string): Actor => ({ ...karl, contact: { slack: id } });

eachStore('lists for the App Home', open => {
  afterEach(closeServices);

  it('L5 R6: mine are those that I created, whoever else has my name', async () => {
    const service = await testService({ store: await open() });
    await deploy(service, inSlack('U1'), { text: peopleExport(at(6), '[id]', 'of-one') });
    await deploy(service, inSlack('U2'), { text: peopleExport(at(6), '[id]', 'of-two') });
    await deploy(service, karl, { text: peopleExport(at(6), '[id]', 'of-nobody') });
    const mine = async (actor: Actor) =>
      (await listExports(service, { scope: 'mine' }, actor)).items.map(({ name }) => name);
    assert.deepEqual(await mine(inSlack('U1')), ['of-one']);
    assert.deepEqual(await mine(inSlack('U2')), ['of-two']);
    assert.deepEqual(await mine({ ...inSlack('U2'), onBehalfOf: { id: 'slack:U2', name: 'Karl König' } }), ['of-two']);
    assert.equal((await listExports(service, { scope: 'all' }, inSlack('U1'))).items.length, 3);
  });

  it('L5 R6: by the next run, soonest first; what runs no more comes last', async () => {
    const service = await testService({ store: await open(), at: '2026-12-01T12:00:00Z' });
    for (const [name, schedule] of [
      ['tomorrow', at(10)],
      ['never', at(14)],
      ['soon', at(15)],
      ['evening', at(20)],
    ] as const) {
      await deploy(service, anna, { text: peopleExport(schedule, '[id]', name) });
    }
    await pauseExport(service, anna, 'never', undefined);
    const names = async (order: 'asc' | 'desc') => {
      const query = { sort: 'next_run', order, limit: 3 } as const;
      const first = await listExports(service, query);
      const second = await listExports(service, { ...query, cursor: first.next ?? '' });
      return [...first.items, ...second.items].map(({ name }) => name);
    };
    assert.deepEqual(await names('asc'), ['soon', 'evening', 'tomorrow', 'never']);
    assert.deepEqual(await names('desc'), ['tomorrow', 'evening', 'soon', 'never']);
  });

  const breakData = (service: TestService) =>
    writeFile(join(service.folder, 'data', 'people.csv'), 'id,name,email,joined\nnone,A,a@example.com,2026-01-01\n');
  const mendData = (service: TestService) =>
    writeFile(join(service.folder, 'data', 'people.csv'), 'id,name,email,joined\n1,A,a@example.com,2026-01-01\n');

  it('L5 R3: unresolved runs are those that failed and nobody made good', async () => {
    const service = await testService({ store: await open() });
    for (const name of ['one', 'two']) await deploy(service, anna, { text: peopleExport(at(6), '[id]', name) });
    const run = async (name: string) => {
      const { id } = await runHandlers.runExport(service, anna, { params: { name }, query: {}, body: {} } as never);
      await service.work();
      return id;
    };
    const unresolved = async (actor = anna, more = {}) =>
      (await listRuns(service, { only: 'unresolved', scope: 'mine', ...more }, actor)).items.map(({ id }) => id);
    await breakData(service);
    const first = await run('one');
    service.clock.step(1000);
    const second = await run('two');
    assert.deepEqual(await unresolved(), [second, first]);
    assert.deepEqual(await unresolved(karl), []);
    const page = await listRuns(service, { only: 'unresolved', limit: 1 });
    const rest = await listRuns(service, { only: 'unresolved', limit: 1, cursor: page.next ?? '' });
    assert.deepEqual([page.items[0]?.id, rest.items[0]?.id, rest.next], [second, first, null]);

    service.clock.step(1000);
    const again = await rerunRun(service, anna, first, false);
    assert.deepEqual(await unresolved(), [second], 'it is being repeated');
    await cancelRun(service, anna, again, undefined);
    assert.deepEqual(await unresolved(), [second, first], 'its repetition was cancelled');
    await mendData(service);
    service.clock.step(1000);
    await run('two');
    assert.deepEqual(await unresolved(), [second, first], 'a success for another day makes nothing good');
    await rerunRun(service, anna, second, false);
    await service.work();
    assert.deepEqual(await unresolved(), [first]);
    await breakData(service);
    service.clock.step(1000);
    const failedAgain = await rerunRun(service, anna, first, false);
    await service.work();
    assert.deepEqual(await unresolved(), [failedAgain], 'of several for one occasion only the last');
  });

  it('L5 D9: what the next run of since_last_success covered is made good', async () => {
    const service = await testService({ store: await open() });
    const more = 'schedule: {daily: {hours: [6]}}\nwindow: {by: event_date, since_last_success: true}\n';
    await deploy(service, anna, { text: peopleExport(more, '[id]') });
    const due = async () => {
      service.clock.step(86_400_000);
      await service.tick();
      await service.work();
    };
    const states = async () => (await listRuns(service, { only: 'unresolved' })).items.map(({ status }) => status);
    await due();
    await breakData(service);
    await due();
    assert.deepEqual(await states(), ['failed']);
    await mendData(service);
    await due();
    assert.deepEqual(await states(), []);
  });
});
