import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, type TestService, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { type ClaimedRun, claimRun } from '../../src/queue/claim-run.ts';
import { holdLease } from '../../src/queue/lease.ts';
import { recoverRuns } from '../../src/queue/recover-runs.ts';
import { startWorker } from '../../src/queue/worker.ts';
import { cancelRun } from '../../src/runs/cancel-run.ts';
import { approveRun } from '../../src/runs/decide-quarantine.ts';
import { executeRun } from '../../src/runs/execute-run.ts';
import { getRun, getRunLog } from '../../src/runs/list-runs.ts';
import { recordEnd, returnToQueue } from '../../src/runs/record-outcome.ts';

const TO_SHARE = 'deliver: {to: share, path: "people_%Y%m%d", if_exists: version}\n';
const never = new AbortController().signal;

const claim = async (service: TestService): Promise<ClaimedRun> =>
  (await claimRun(service)) ?? assert.fail('a run may begin');
const delivered = async (service: TestService): Promise<string[]> =>
  (await readdir(join(service.folder, 'out'))).sort();
const logOf = async (service: TestService, id: string) =>
  (await getRunLog(service, id, {})).items.map(line => line.message).join('\n');

eachStore('leases of runs', open => {
  afterEach(closeServices);

  it('R2 claim: of many that ask at once, each run goes to one', async () => {
    const store = await open();
    const service = await testService({ store });
    for (let i = 0; i < 6; i++) await deploy(service, anna, { text: peopleExport('', '[id]', `people ${i}`) });
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimRun(service)));
    const ids = claims.flatMap(one => (one ? [one.run.id] : []));
    // As many as the source allows at once.
    assert.equal(ids.length, 2);
    assert.equal(new Set(ids).size, 2);
  });

  it('R2 fence: a process that was taken for dead can finish nothing, and the file is delivered once', async () => {
    const service = await testService({ store: await open() });
    const { run } = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    const paused = await claim(service);
    assert.equal(await recoverRuns(service, { own: new Set(), all: true }), 1);
    await executeRun(service, paused, never);
    assert.deepEqual(await delivered(service), []);
    assert.equal((await getRun(service, run ?? '')).status, 'queued');
    assert.deepEqual(await service.work(), [run]);
    await executeRun(service, paused, never);
    assert.deepEqual(await delivered(service), ['people_20261201.csv']);
    assert.equal((await getRun(service, run ?? '')).status, 'success');
    assert.match(await logOf(service, run ?? ''), /The process that worked on it is gone; it goes back to the queue\./);
  });

  it('R2 lease: one that is alive keeps its run, also when the clock of this machine is set forward', async () => {
    const service = await testService({ store: await open() });
    await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    const mine = await claim(service);
    service.clock.step(3_600_000);
    assert.equal(await recoverRuns(service, { own: new Set([mine.run.id]) }), 0);
    await executeRun(service, mine, never);
    assert.equal((await getRun(service, mine.run.id)).status, 'success');
  });

  it('R2 lease: work stops before the lease is over when the database keeps its process waiting', async () => {
    const store = await open();
    const answers: (() => void)[] = [];
    const silent = new Proxy(store.db.run, {
      get: (target, name) =>
        name === 'updateMany' ? () => new Promise<void>(resolve => answers.push(resolve)) : Reflect.get(target, name),
    });
    const db = new Proxy(store.db, { get: (target, name) => (name === 'run' ? silent : Reflect.get(target, name)) });
    const service = await testService({ store: { ...store, db }, env: { WAYBILL_LEASE: '200 ms' } });
    await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    const { run } = await claim(service);
    const lease = holdLease(service, run, never);
    await waitFor('the lease to be given up', () => lease.lost);
    assert.equal(answers.length, 1);
    for (const answer of answers) answer();
    await lease[Symbol.asyncDispose]();
  });

  it('R2 abandoned: a run whose processes die again and again fails in the end and says so', async () => {
    const service = await testService({ store: await open(), env: { WAYBILL_ATTEMPTS: '2' } });
    const { run } = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    for (let i = 0; i < 4; i++) {
      await claim(service);
      await recoverRuns(service, { own: new Set(), all: true });
    }
    const failed = await getRun(service, run ?? '');
    assert.equal(failed.status, 'failed');
    assert.match(failed.error ?? '', /Every process that worked on it died, 4 times/);
    assert.equal(await service.store.db.notice.count({ where: { runId: run ?? '', event: 'failure' } }), 1);
  });

  it('R3 cancel: a run at work stops, with its query, and leaves nothing', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},Person ${i},p${i}@example.com,2026-01-01`).join('\n');
    const service = await testService({
      store: await open(),
      files: { 'data/people.csv': `id,name,email,joined\n${rows}\n` },
    });
    const { run } = await deploy(service, anna, { text: peopleExport(`${TO_SHARE}file: {format: xlsx}\n`) });
    const mine = await claim(service);
    const working = executeRun(service, mine, never);
    await waitFor('its beginning', async () => (await logOf(service, run ?? '')).includes('Begins'));
    await cancelRun(service, anna, run ?? '', 'wrong day');
    await working;
    assert.equal((await getRun(service, run ?? '')).status, 'cancelled');
    assert.deepEqual(await delivered(service), []);
    assert.match(await logOf(service, run ?? ''), /Cancelled by Anna \(wrong day\); nothing more is sent\./);
  });

  it('R3 cancel: what was asked of a process that died counts for the next one, which sends nothing', async () => {
    const service = await testService({ store: await open() });
    const { run } = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    await claim(service);
    await cancelRun(service, anna, run ?? '', 'wrong day');
    await recoverRuns(service, { own: new Set(), all: true });
    await service.work();
    assert.equal((await getRun(service, run ?? '')).status, 'cancelled');
    assert.deepEqual(await delivered(service), []);
    assert.match(await logOf(service, run ?? ''), /Cancelled by Anna \(wrong day\); nothing more is sent\./);
  });

  it('R3 cancel: an attempt that fails at that very moment is not followed by another', async () => {
    const service = await testService({ store: await open() });
    const { run } = await deploy(service, anna, { text: peopleExport(TO_SHARE) });
    const { fence } = (await claim(service)).run;
    await cancelRun(service, anna, run ?? '', 'wrong day');
    const availableAt = new Date(service.clock.now().getTime() + 3_600_000);
    await returnToQueue(service, { id: run ?? '', fence }, { availableAt, problems: [], made: undefined, log: [] });
    await service.work();
    assert.equal((await getRun(service, run ?? '')).status, 'cancelled');
    assert.deepEqual(await delivered(service), []);
  });

  it('O7 R3: to approve a file takes back that its run was to be stopped, which came too late', async () => {
    const service = await testService({ store: await open() });
    const { run } = await deploy(service, anna, { text: peopleExport(`${TO_SHARE}checks: {rows: 10 %}\n`) });
    const { fence } = (await claim(service)).run;
    await cancelRun(service, anna, run ?? '', 'wrong day');
    const end = { status: 'quarantined', problems: [], files: [], log: [] } as const;
    await recordEnd(service, { id: run ?? '', fence }, end);
    await approveRun(service, anna, run ?? '');
    const { cancelAsked } = await service.store.db.run.findUniqueOrThrow({ where: { id: run ?? '' } });
    assert.equal(cancelAsked, null);
  });

  it('C4 stop: a run that does not end in time is handed over and does not count as an attempt', async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `${i},Person ${i},p${i}@example.com,2026-01-01`).join('\n');
    const service = await testService({
      store: await open(),
      files: { 'data/people.csv': `id,name,email,joined\n${rows}\n` },
    });
    const { run } = await deploy(service, anna, { text: peopleExport(`${TO_SHARE}file: {format: xlsx}\n`) });
    const worker = startWorker(service);
    await waitFor('its beginning', async () => (await logOf(service, run ?? '')).includes('Begins'));
    await worker.stop(0);
    const handed = await getRun(service, run ?? '');
    assert.deepEqual([handed.status, handed.attempt], ['queued', 0]);
    assert.deepEqual(await delivered(service), []);
    await writeFile(join(service.folder, 'data/people.csv'), 'id,name,email,joined\n1,Anna,a@example.com,2026-01-01\n');
    await service.work();
    assert.deepEqual(await delivered(service), ['people_20261201.xlsx']);
  });
});
