import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { tidy } from '../../src/artifacts/tidy.ts';
import { deploy } from '../../src/exports/deploy.ts';

const DAY = 24 * 60 * 60_000;

eachStore('tidying', open => {
  afterEach(closeServices);

  it('R5: leftovers of dead runs go; those of runs that may go on stay', async () => {
    const service = await testService({ store: await open() });
    const { run } = await deploy(service, anna, { text: peopleExport() });
    const waiting = service.artifacts.workFolder('people', `${run}/1`);
    const dead = service.artifacts.workFolder('people', 'gone/3');
    for (const path of [waiting, dead]) await mkdir(path, { recursive: true });
    assert.deepEqual(await tidy(service), { files: 0, workFolders: 1 });
    assert.deepEqual(await readdir(join(service.folder, '.waybill/files/.work/people')), [run]);
    await service.work();
    await mkdir(waiting, { recursive: true });
    assert.deepEqual(await tidy(service), { files: 0, workFolders: 1 });
  });

  it('R5: a file that cannot be removed keeps nobody else’s, and goes in the next round', async () => {
    const service = await testService({ store: await open() });
    for (const name of ['a', 'b', 'c']) await deploy(service, anna, { text: peopleExport('', '[id]', name) });
    await service.work();
    service.clock.step(31 * DAY);
    let isStuck = true;
    const artifacts = {
      ...service.artifacts,
      remove: async (ref: string) => {
        if (isStuck && ref.includes('/b.csv')) throw new Error('stuck');
        await service.artifacts.remove(ref);
      },
    };
    assert.equal((await tidy({ ...service, artifacts })).files, 2);
    isStuck = false;
    assert.equal((await tidy({ ...service, artifacts })).files, 1);
    assert.deepEqual(await readdir(join(service.folder, '.waybill/files')), ['.work']);
  });

  it('C2 L2: answers to repeat and drafts go at their time', async () => {
    const service = await testService({ store: await open() });
    const { db } = service.store;
    const at = (days: number) => new Date(service.clock.now().getTime() + days * DAY);
    for (const days of [1, 3]) {
      await db.idempotency.create({ data: { id: `k${days}`, requestHash: '', createdAt: at(0), expiresAt: at(days) } });
      const dates = { createdAt: at(0), updatedAt: at(0), expiresAt: at(days) };
      await db.draft.create({ data: { id: `d${days}`, owner: 'x', kind: 'x', title: '', body: '{}', ...dates } });
    }
    service.clock.step(2 * DAY);
    await tidy(service);
    assert.deepEqual(
      (await db.idempotency.findMany()).map(row => row.id),
      ['k3'],
    );
    assert.deepEqual(
      (await db.draft.findMany()).map(row => row.id),
      ['d3'],
    );
  });
});
