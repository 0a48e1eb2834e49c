import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from '@waybill/engine/time';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, type TestService, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { archiveExport } from '../../src/exports/archive-export.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { findExport } from '../../src/exports/find-export.ts';
import { backfill } from '../../src/runs/backfill.ts';
import { cancelRun } from '../../src/runs/cancel-run.ts';
import { approveRun, rejectRun } from '../../src/runs/decide-quarantine.ts';
import { runHandlers } from '../../src/runs/handlers.ts';
import { getRun, getRunLog, listRuns } from '../../src/runs/list-runs.ts';
import { rerunRun } from '../../src/runs/rerun-run.ts';
import type { Store } from '../../src/store/store.ts';

const MINUTE = 60_000;
const DAILY = 'schedule: {daily: {hours: [6]}}\nwindow: {by: event_date, previous: day}\n';
const TO_SHARE = 'deliver: {to: share, path: "people_%Y%m%d"}\n';

const runsOf = async (service: TestService, name = 'people') =>
  (await listRuns(service, { export: name })).items.toReversed();
const states = async (service: TestService, name = 'people') => (await runsOf(service, name)).map(run => run.status);
const delivered = async (service: TestService): Promise<string[]> =>
  (await readdir(join(service.folder, 'out'))).sort();
const problemOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'none';
};

eachStore('runs of the service', open => {
  afterEach(closeServices);

  it('S1 R1: an export runs when it is created, and its run says what came of it', async () => {
    const service = await testService({ store: await open() });
    const made = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    assert.deepEqual(await service.work(), [made.run]);
    const run = await getRun(service, made.run ?? '');
    assert.equal(run.status, 'success');
    assert.equal(run.rows, 3);
    assert.equal(run.by, 'Anna');
    assert.deepEqual(await delivered(service), ['people_20261201.csv']);
    assert.equal(run.receipt?.deliveries[0]?.destination, 'share');
    assert.deepEqual(
      run.files.map(file => [file.name, file.rows, file.available]),
      [['people_20261201.csv', 3, true]],
    );
    assert.equal((await findExport(service.store, 'people')).status, 'finished');
    const log = (await getRunLog(service, run.id, {})).items.map(line => line.message);
    assert.match(
      log.join('\n'),
      /Queued when Anna created the export\.\nBegins\.\nMade people_20261201\.csv: 3 rows, .*\nDelivered to share: .*\nFinished: 3 rows, in /,
    );
  });

  it('S3 R2: what was missed is run once, each day with its own window and file', async () => {
    const service = await testService({ store: await open() });
    await deploy(service, anna, { text: peopleExport(TO_SHARE + DAILY) });
    service.clock.set('2026-12-04T12:00:00Z');
    await Promise.all([service.tick(), service.tick()]);
    service.clock.step(-2 * 24 * 60 * MINUTE);
    await service.tick();
    await service.work();
    assert.deepEqual(await delivered(service), ['people_20261202.csv', 'people_20261203.csv', 'people_20261204.csv']);
    assert.deepEqual(await states(service), ['success', 'success', 'success']);
    assert.deepEqual(
      (await runsOf(service)).map(run => run.window?.from),
      ['2026-11-30T23:00:00Z', '2026-12-01T23:00:00Z', '2026-12-02T23:00:00Z'],
    );
  });

  it('S3 R2: two schedulers that look at once queue nothing twice', async () => {
    const store = await open();
    const service = await testService({ store });
    for (let i = 0; i < 10; i++) {
      await deploy(service, anna, { text: peopleExport(DAILY, '[id]', `people ${i}`) });
    }
    service.clock.set('2026-12-05T12:00:00Z');
    await Promise.all([service.tick(), service.tick(), service.tick()]);
    const occasions = (await store.db.run.findMany({ select: { occasion: true, exportId: true } })).map(
      run => `${run.exportId} ${run.occasion}`,
    );
    assert.equal(occasions.length, 40);
    assert.equal(new Set(occasions).size, 40);
  });

  it('D9: windows of since_last_success follow each other, also over a day that failed', async () => {
    const service = await testService({ store: await open() });
    const more = 'schedule: {daily: {hours: [6]}}\nwindow: {by: event_date, since_last_success: true}\n';
    await deploy(service, anna, { text: peopleExport(TO_SHARE + more) });
    const next = async (at: string) => {
      service.clock.set(at);
      await service.tick();
      await service.work();
    };
    await next('2026-12-02T05:00:00Z');
    await rm(join(service.folder, 'data'), { recursive: true });
    await next('2026-12-03T05:00:00Z');
    await mkdir(join(service.folder, 'data'));
    await writeFile(join(service.folder, 'data/people.csv'), 'id,name,email,joined\n1,Anna,a@example.com,2026-12-02\n');
    await next('2026-12-04T05:00:00Z');
    assert.deepEqual(
      (await runsOf(service)).map(run => `${run.status} ${run.window?.from} ${run.window?.to}`),
      [
        'success null 2026-12-01T23:00:00Z',
        'failed 2026-12-01T23:00:00Z 2026-12-02T23:00:00Z',
        'success 2026-12-01T23:00:00Z 2026-12-03T23:00:00Z',
      ],
    );
    const failed = (await runsOf(service))[1]?.id ?? '';
    assert.equal(await problemOf(rerunRun(service, anna, failed, false)), 'window-delivered');
  });

  it('D9: a rerun of an old day before the next one moves where that begins', async () => {
    const service = await testService({ store: await open() });
    const more = 'schedule: {daily: {hours: [6]}}\nwindow: {by: event_date, since_last_success: true}\n';
    await deploy(service, anna, { text: peopleExport(TO_SHARE + more) });
    await rm(join(service.folder, 'data'), { recursive: true });
    service.clock.set('2026-12-02T05:00:00Z');
    await service.tick();
    await service.work();
    await mkdir(join(service.folder, 'data'));
    await writeFile(join(service.folder, 'data/people.csv'), 'id,name,email,joined\n1,Anna,a@example.com,2026-11-02\n');
    service.clock.set('2026-12-03T05:00:00Z');
    await rerunRun(service, anna, (await runsOf(service))[0]?.id ?? '', false);
    await service.tick();
    await service.work();
    assert.deepEqual(
      (await runsOf(service)).map(run => `${run.trigger} ${run.status} ${run.window?.from} ${run.window?.to}`),
      [
        'schedule failed null 2026-12-01T23:00:00Z',
        'rerun success null 2026-12-01T23:00:00Z',
        'schedule success 2026-12-01T23:00:00Z 2026-12-02T23:00:00Z',
      ],
    );
  });

  it('R2 retry: what may pass is tried again later with the same file, what cannot is not', async () => {
    const service = await testService({ store: await open() });
    const full = join(service.folder, 'out');
    await rm(full, { recursive: true });
    // A file in the folder's place: nothing can be written there.
    await writeFile(full, '');
    const made = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    await service.work();
    const run = await getRun(service, made.run ?? '');
    assert.equal(run.status, 'failed');
    assert.equal(run.attempt, 1);
    assert.match(run.error ?? '', /share/);
    assert.deepEqual(run.actions, ['rerun']);
    await rm(full);
    await mkdir(full);
    const again = await rerunRun(service, anna, run.id, false);
    await service.work();
    const repaired = await getRun(service, again);
    assert.equal(repaired.status, 'success');
    assert.equal(repaired.occasion, run.occasion);
    assert.equal(repaired.rerunOf, run.id);
    assert.deepEqual(await delivered(service), ['people_20261201.csv']);
  });

  it('R3: running again what was delivered asks first, says what it overwrites, and a double click is one', async () => {
    const service = await testService({ store: await open() });
    const made = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    await service.work();
    const id = made.run ?? '';
    await assert.rejects(rerunRun(service, anna, id, false), /will overwrite .*people_20261201\.csv/);
    await writeFile(join(service.folder, 'data/people.csv'), 'id,name,email,joined\n7,Neu,n@example.com,2026-01-01\n');
    const [first, second] = [await rerunRun(service, anna, id, true), await rerunRun(service, anna, id, true)];
    assert.equal(first, second);
    await service.work();
    assert.equal((await getRun(service, first)).trigger, 'again');
    assert.match(await readFile(join(service.folder, 'out/people_20261201.csv'), 'utf8'), /7,Neu/);
    assert.equal(await service.store.db.delivery.count(), 1);
  });

  it('O7: a file in quarantine goes out as it is when somebody approves it, and nowhere when it is rejected', async () => {
    const service = await testService({ store: await open() });
    const made = await deploy(service, anna, { text: peopleExport(`${TO_SHARE}checks: {rows: 10 %}\n`) });
    await service.work();
    const more = Array.from({ length: 50 }, (_, i) => `${i},P${i},p${i}@example.com,2026-01-01`).join('\n');
    await writeFile(join(service.folder, 'data/people.csv'), `id,name,email,joined\n${more}\n`);
    const ask = async () => {
      const { id } = await runHandlers.runExport(service, anna, { params: { name: 'people' }, body: {} });
      await service.work();
      return getRun(service, id);
    };
    service.clock.set('2026-12-02T12:00:00Z');
    const held = await ask();
    assert.equal(held.status, 'quarantined');
    assert.deepEqual(held.actions, ['approve', 'reject', 'rerun', 'download']);
    assert.deepEqual(await delivered(service), ['people_20261201.csv']);
    // The data goes on; what was looked at is what goes out.
    await writeFile(join(service.folder, 'data/people.csv'), 'id,name,email,joined\n1,A,a@example.com,2026-01-01\n');
    await approveRun(service, anna, held.id, 'a campaign');
    assert.equal(await problemOf(approveRun(service, anna, held.id)), 'not-in-quarantine');
    await service.work();
    const approved = await getRun(service, held.id);
    assert.equal(approved.status, 'success');
    assert.equal(approved.approvedBy, 'Anna');
    const text = await readFile(join(service.folder, 'out/people_20261202.csv'), 'utf8');
    assert.equal(text.trim().split('\n').length, 51);

    service.clock.set('2026-12-03T12:00:00Z');
    const second = await ask();
    assert.equal(second.status, 'quarantined');
    await rejectRun(service, anna, second.id, 'empty');
    assert.equal((await getRun(service, second.id)).status, 'cancelled');
    assert.deepEqual(await delivered(service), ['people_20261201.csv', 'people_20261202.csv']);
    assert.equal((await getRun(service, made.run ?? '')).status, 'success');
  });

  it('R1: an export that is removed while somebody asks for a run of it gets none', async () => {
    const service = await testService({ store: await open() });
    await deploy(service, anna, { text: peopleExport(DAILY) });
    const { store } = service;
    let removed = false;
    const removing: Store = {
      ...store,
      transaction: async (work, options) => {
        if (!removed) await archiveExport(service, anna, 'people');
        removed = true;
        return store.transaction(work, options);
      },
    };
    const asked = runHandlers.runExport({ ...service, store: removing }, anna, {
      params: { name: 'people' },
      body: {},
    });
    assert.equal(await problemOf(asked), 'unknown-export');
    assert.equal(await store.db.run.count(), 0);
  });

  it('R3 cancel: a run that waits is over at once, and what is over cannot be cancelled', async () => {
    const service = await testService({ store: await open() });
    const made = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    await cancelRun(service, anna, made.run ?? '');
    assert.deepEqual(await service.work(), []);
    assert.deepEqual(await states(service), ['cancelled']);
    assert.equal(await problemOf(cancelRun(service, anna, made.run ?? '')), 'run-over');
    assert.equal(await problemOf(cancelRun(service, anna, 'no-such-run')), 'unknown-run');
  });

  it('R3 backfill: only what is missing, or all of it when that is confirmed', async () => {
    const service = await testService({ store: await open(), at: '2026-12-01T00:00:00Z' });
    await deploy(service, anna, { text: peopleExport(`${TO_SHARE}${DAILY}`) });
    service.clock.set('2026-12-02T12:00:00Z');
    await service.tick();
    await service.work();
    const row = await findExport(service.store, 'people');
    const asked = {
      from: Temporal.PlainDate.from('2026-11-29'),
      until: Temporal.PlainDate.from('2026-12-02'),
      missingOnly: true,
      confirm: false,
      dryRun: false,
    };
    const plan = await backfill(service, anna, row, { ...asked, dryRun: true });
    assert.deepEqual([plan.runs, plan.already], [2, 2]);
    assert.deepEqual(
      plan.firings.map(firing => `${firing.day} ${firing.state}`),
      ['2026-11-29 missing', '2026-11-30 missing', '2026-12-01 delivered', '2026-12-02 delivered'],
    );
    await backfill(service, anna, row, asked);
    const twice = await backfill(service, anna, row, asked);
    assert.equal(twice.runs, 0);
    await service.work();
    assert.deepEqual(await delivered(service), [
      'people_20261129.csv',
      'people_20261130.csv',
      'people_20261201.csv',
      'people_20261202.csv',
    ]);
    assert.equal(await problemOf(backfill(service, anna, row, { ...asked, missingOnly: false })), 'confirm-again');
    const all = await backfill(service, anna, row, { ...asked, missingOnly: false, confirm: true });
    assert.equal(all.runs, 4);
    await service.work();
    assert.equal((await states(service)).filter(status => status === 'success').length, 8);
    assert.equal(await service.store.db.delivery.count(), 4);
  });

  it('R1: a request cannot be as of a time to come, and its window is refused at once', async () => {
    const service = await testService({ store: await open() });
    await deploy(service, anna, {
      text: peopleExport(
        'window: {by: event_date, from: 2026-11-01, to: 2026-11-15}\nschedule: {daily: {hours: [6]}}\n',
      ),
    });
    const ask = (body: { at?: string; day?: string }) =>
      runHandlers.runExport(service, anna, { params: { name: 'people' }, body });
    assert.equal(await problemOf(ask({ at: '2026-12-01T12:00:01Z' })), 'run-in-future');
    assert.equal(await problemOf(ask({ day: '2026-11-05' })), 'window-reaches-today');
    assert.deepEqual(await states(service), []);
  });
});
