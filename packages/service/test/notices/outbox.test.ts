import assert from 'node:assert/strict';
import { eachStore } from '../../../../test/support/store.ts';
import { takeNotices } from '../../src/notices/claim-notices.ts';
import type { DecidedNotice } from '../../src/notices/decide.ts';
import { noticeLateRuns } from '../../src/notices/late.ts';
import { waitBeforeAttempt } from '../../src/notices/notice-retry.ts';
import { failUntaken, recordNotice } from '../../src/notices/record-notice.ts';
import { writeNotices } from '../../src/notices/write-notices.ts';
import { tellOutcome } from '../../src/runs/tell-outcome.ts';
import type { Store } from '../../src/store/store.ts';
import { addExport, addRun, type TestService, testService } from './test-service.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const mail: DecidedNotice = { event: 'failure', channel: 'email', target: 'a@b.example' };
const slack: DecidedNotice = { event: 'late', channel: 'slack', target: '#c' };

const contentOf = (exportId: string, runId: string, title: string) => (event: string) => ({
  ...{ event, title, export: 'daily-sales', exportId, run: runId, runStatus: 'failed' },
  ...{ lines: [], cause: null, advice: null },
});

/** Puts notices of a run into the outbox. */
const write = (store: Store, exportId: string, runId: string, notices: readonly DecidedNotice[], title = 'x') =>
  store.transaction(tx =>
    writeNotices(tx, new Date(), { exportId, runId, notices, content: contentOf(exportId, runId, title) }),
  );

const take = (service: TestService, channel: 'email' | 'slack' | 'webhook' = 'email', lease = MINUTE) =>
  takeNotices(service, { channels: [channel], most: 50, lease });

const logOf = async (store: Store, runId: string) =>
  (await store.db.runLog.findMany({ where: { runId }, orderBy: { seq: 'asc' } })).map(
    line => `${line.level}: ${line.message}`,
  );

eachStore('Notices: the outbox', open => {
  let store: Store;
  let service: TestService;
  let exportId: string;
  let runId: string;
  beforeEach(async () => {
    store = await open();
    service = testService(store);
    exportId = await addExport(store);
    runId = await addRun(store, exportId, { status: 'failed' });
  });

  it('N1 outbox: a notice is there when what it is about is, and never without it', async () => {
    const failing = store.transaction(async tx => {
      await tx.run.update({ where: { id: runId }, data: { status: 'success' } });
      await writeNotices(tx, new Date(), {
        ...{ exportId, runId, notices: [mail] },
        content: contentOf(exportId, runId, 'x'),
      });
      throw new Error('the outcome could not be recorded');
    });
    await assert.rejects(failing, /could not be recorded/);
    assert.equal(await store.db.notice.count(), 0);
    await write(store, exportId, runId, [mail, slack]);
    assert.equal(await store.db.notice.count(), 2);
  });

  it('N1 outbox: written again, nobody is told the same twice', async () => {
    await write(store, exportId, runId, [mail]);
    const [notice] = await take(service);
    assert.ok(notice);
    await recordNotice(service, notice, { kind: 'sent' });
    await write(store, exportId, runId, [mail], 'other words');
    assert.equal((await take(service)).length, 0);
    await write(store, exportId, runId, [{ ...mail, event: 'recovered' }]);
    assert.equal((await take(service)).length, 1);
  });

  it('L4 outbox: a run has one row for a channel of Slack, which is sent again with what is new and keeps its reference', async () => {
    await write(store, exportId, runId, [slack], 'late');
    const [first] = await take(service, 'slack');
    assert.ok(first);
    await recordNotice(service, first, { kind: 'sent', reference: 'C1:17.5' });
    await write(store, exportId, runId, [{ ...slack, event: 'failure' }], 'failed');
    const [second] = await take(service, 'slack');
    assert.equal(second?.id, first.id);
    assert.equal(second.event, 'failure');
    assert.equal(JSON.parse(second.content).title, 'failed');
    assert.equal(second.reference, 'C1:17.5');
    assert.equal(second.attempts, 1);
  });

  it('L4 outbox: what is new while a message is being sent waits for it, so that no second one appears', async () => {
    await write(store, exportId, runId, [slack], 'late');
    const [first] = await take(service, 'slack');
    assert.ok(first);
    await write(store, exportId, runId, [{ ...slack, event: 'failure' }], 'failed');
    assert.deepEqual(await take(service, 'slack'), []);
    const row = await store.db.notice.findUniqueOrThrow({ where: { id: first.id } });
    assert.deepEqual(row.nextAt, first.leaseUntil);
    // The outcome of what was taken says nothing about what is new.
    await recordNotice(service, first, { kind: 'refused', error: 'no such channel' });
    assert.equal((await store.db.notice.findUniqueOrThrow({ where: { id: first.id } })).state, 'pending');
  });

  it('N1 outbox: many senders at once never take the same notice', async () => {
    const targets = Array.from({ length: 30 }, (_, i) => ({ ...mail, target: `p${i}@b.example` }));
    await write(store, exportId, runId, targets);
    const rounds = await Promise.all(
      Array.from({ length: 6 }, () => takeNotices(service, { channels: ['email'], most: 30, lease: MINUTE })),
    );
    const ids = rounds.flat().map(notice => notice.id);
    assert.equal(new Set(ids).size, ids.length);
    const rest = await takeNotices(service, { channels: ['email'], most: 30, lease: MINUTE });
    assert.equal(ids.length + rest.length, 30);
  });

  it('N1 outbox: one whose sender died is due again after its lease, and the dead one can record nothing', async () => {
    await write(store, exportId, runId, [mail]);
    const [dead] = await take(service);
    assert.ok(dead);
    assert.equal((await take(service)).length, 0);
    await store.db.notice.update({ where: { id: dead.id }, data: { leaseUntil: new Date(Date.now() - 1) } });
    const [next] = await take(service);
    assert.equal(next?.id, dead.id);
    assert.equal(next.attempts, 2);
    await recordNotice(service, dead, { kind: 'refused', error: 'x' });
    assert.equal((await store.db.notice.findUniqueOrThrow({ where: { id: dead.id } })).state, 'sending');
    await recordNotice(service, next, { kind: 'sent' });
    const row = await store.db.notice.findUniqueOrThrow({ where: { id: dead.id } });
    assert.equal(row.state, 'sent');
    assert.ok(row.sentAt);
    assert.equal(row.nextAt, null);
  });

  it('N2 a notice is tried five times over about an hour; then it has failed, which the run shows and does not suffer from', async () => {
    await write(store, exportId, runId, [mail]);
    const before = await store.db.run.findUniqueOrThrow({ where: { id: runId } });
    const seen: string[] = [];
    service.signals.on('run', id => seen.push(id));
    let waited = 0;
    for (let attempt = 1; attempt <= 5; attempt++) {
      const [notice] = await take(service);
      assert.equal(notice?.attempts, attempt);
      await recordNotice(service, notice, { kind: 'retry', error: `busy ${attempt}\r\n` });
      const row = await store.db.notice.findUniqueOrThrow({ where: { id: notice.id } });
      assert.equal(row.error, `busy ${attempt}`);
      assert.equal(row.state, attempt === 5 ? 'failed' : 'pending');
      if (attempt === 5) break;
      waited += (row.nextAt?.getTime() ?? 0) - Date.now();
      assert.equal((await take(service)).length, 0);
      await store.db.notice.update({ where: { id: row.id }, data: { nextAt: new Date(Date.now() - 1) } });
    }
    assert.ok(waited > 55 * MINUTE && waited < 65 * MINUTE, `${waited / MINUTE} min`);
    assert.equal((await take(service)).length, 0);
    assert.deepEqual(await store.db.run.findUniqueOrThrow({ where: { id: runId } }), before);
    assert.deepEqual(await logOf(store, runId), [
      // Once is soon over; what stands in the way for the second time, somebody may have to do something about.
      'warning: The notice by e-mail to a@b.example (failure) could not be sent so far, and is tried again: busy 2',
      'warning: The notice by e-mail to a@b.example (failure) could not be sent: busy 5',
    ]);
    assert.deepEqual(seen, [runId, runId]);
    assert.equal(service.logged.at(-1)?.run, runId);
  });

  it('N2 what can never be sent has failed at once', async () => {
    await write(store, exportId, runId, [
      { event: 'failure', channel: 'webhook', target: 'https://hooks.b.example/secret-path' },
    ]);
    const [notice] = await take(service, 'webhook');
    assert.ok(notice);
    await recordNotice(service, notice, { kind: 'refused', error: 'x'.repeat(3000) });
    const row = await store.db.notice.findUniqueOrThrow({ where: { id: notice.id } });
    assert.equal(row.state, 'failed');
    assert.equal(row.error?.length, 500);
    assert.match((await logOf(store, runId))[0] ?? '', /^warning: The notice by webhook to hooks\.b\.example \(/);
  });

  it('N2 what fails for many people of a run at once is all written down', async () => {
    const targets = Array.from({ length: 8 }, (_, i) => ({ ...mail, target: `p${i}@b.example` }));
    await write(store, exportId, runId, targets);
    const taken = await take(service);
    await Promise.all(taken.map(notice => recordNotice(service, notice, { kind: 'refused', error: 'no' })));
    const lines = await logOf(store, runId);
    assert.equal(new Set(lines).size, 8);
  });

  it('L4 what no bot takes within an hour has failed, visibly; what waits for less has not', async () => {
    const other = await addRun(store, exportId);
    await write(store, exportId, runId, [slack]);
    await write(store, exportId, other, [slack]);
    const ask = { channel: 'slack', hours: 1, error: 'nobody took it' } as const;
    assert.equal(await failUntaken(service, ask), 0);
    await store.db.notice.updateMany({ where: { runId }, data: { nextAt: new Date(Date.now() - 61 * MINUTE) } });
    assert.equal(await failUntaken(service, ask), 1);
    const states = await store.db.notice.findMany({ select: { runId: true, state: true, error: true } });
    assert.deepEqual(
      new Set(states),
      new Set([
        { runId, state: 'failed', error: 'nobody took it' },
        { runId: other, state: 'pending', error: null },
      ]),
    );
    assert.match((await logOf(store, runId))[0] ?? '', /The notice by Slack to #c \(late\) could not be sent/);
    // A bot that took it and was never seen again counts, too.
    await take(service, 'slack');
    await store.db.notice.updateMany({
      where: { runId: other },
      data: { leaseUntil: new Date(Date.now() - 61 * MINUTE) },
    });
    assert.equal(await failUntaken(service, ask), 1);
  });
});

eachStore('Notices: runs that are late', open => {
  const longAgo = () => new Date(Date.now() - HOUR);
  const events = async (store: Store) =>
    (await store.db.notice.findMany({ orderBy: { id: 'asc' } })).map(notice => `${notice.runId} ${notice.event}`);

  it('N1 late: a scheduled run that is not finished WAYBILL_LATE_AFTER after its time is told of, once', async () => {
    const store = await open();
    const service = testService(store, { WAYBILL_LATE_AFTER: '30 min' });
    const exportId = await addExport(store, { notify: [{ email: 'a@b.example', when: ['late'] }] });
    const waiting = await addRun(store, exportId, { dueAt: longAgo() });
    const working = await addRun(store, exportId, { dueAt: longAgo(), status: 'processing', attempt: 1 });
    await addRun(store, exportId, { dueAt: new Date(Date.now() - 20 * MINUTE) });
    await addRun(store, exportId, { dueAt: longAgo(), trigger: 'backfill' });
    await addRun(store, exportId, { dueAt: longAgo(), status: 'success' });
    const found = await Promise.all(Array.from({ length: 3 }, () => noticeLateRuns(service)));
    assert.equal(
      found.reduce((sum, count) => sum + count),
      2,
    );
    assert.equal(await noticeLateRuns(service), 0);
    assert.deepEqual((await events(store)).sort(), [`${waiting} late`, `${working} late`].sort());
  });

  it('N1 late: nobody who asked is nobody told, and it is not looked at again', async () => {
    const store = await open();
    const service = testService(store);
    const exportId = await addExport(store);
    await addRun(store, exportId, { dueAt: longAgo() });
    assert.equal(await noticeLateRuns(service), 1);
    assert.equal(await noticeLateRuns(service), 0);
    assert.equal(await store.db.notice.count(), 0);
  });

  it('N1 late: the list of late runs is found by an index', async () => {
    const store = await open();
    const explain = store.provider === 'sqlite' ? 'explain query plan' : 'explain (costs off)';
    const plan = await store.transaction(async tx => {
      // There is next to nothing in the table, which PostgreSQL would read as it is.
      if (store.provider === 'postgresql') await tx.$executeRawUnsafe('set local enable_seqscan = off');
      return tx.$queryRawUnsafe(
        `${explain} select id from "Run" where status in ('queued', 'processing') and "lateNoticed" = false and "dueAt" <= '2026-11-22T00:00:00.000Z'`,
      );
    });
    assert.match(
      JSON.stringify(plan, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
      /Run_status_lateNoticed_dueAt_idx/,
    );
  });
});

eachStore('Notices: decided from what the store holds', open => {
  it("N1 N2 recovered: an outcome is told to the list of the export's current revision, in the words of the run", async () => {
    const store = await open();
    const service = testService(store, { notify: [{ email: 'all@b.example' }] });
    const exportId = await addExport(store, {
      notify: [{ email: 'list@b.example' }],
      creatorContact: JSON.stringify({ slack: 'U0123' }),
      owner: 'owner@b.example',
    });
    await addRun(store, exportId, { status: 'failed', finishedAt: new Date(Date.now() - HOUR) });
    const runId = await addRun(store, exportId, {
      ...{ status: 'success', rows: 5n, bytes: 120n, trigger: 'request', requestedBy: 'Ben' },
      contact: JSON.stringify({ email: 'ben@b.example' }),
    });
    const workspace = await service.workspace();
    const count = await store.transaction(tx => tellOutcome(tx, workspace, runId, 'success', new Date()));
    assert.equal(count, 4);
    const rows = await store.db.notice.findMany({ orderBy: { target: 'asc' } });
    assert.deepEqual(
      rows.map(({ event, channel, target, content }) => [event, channel, target, JSON.parse(content).title]),
      ['U0123', 'ben@b.example', 'list@b.example', 'owner@b.example'].map(target => [
        'recovered',
        target.includes('@') ? 'email' : 'slack',
        target,
        'daily-sales works again: 5 rows, 120 bytes',
      ]),
    );
  });

  it("N1: an export without a list uses the workspace's", async () => {
    const store = await open();
    const service = testService(store, { notify: [{ email: 'all@b.example' }] });
    const exportId = await addExport(store);
    const runId = await addRun(store, exportId, { status: 'failed' });
    const workspace = await service.workspace();
    await store.transaction(tx => tellOutcome(tx, workspace, runId, 'failed', new Date()));
    const rows = await store.db.notice.findMany();
    assert.deepEqual(
      rows.map(row => `${row.event} ${row.target}`),
      ['failure all@b.example'],
    );
  });
});

describe('Notices: when they are tried again', () => {
  const retry = (after?: number) => ({ kind: 'retry', error: 'x', after }) as const;
  it('N2 four waits, longer and longer', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6].map(attempt => waitBeforeAttempt(attempt, retry())),
      [MINUTE, 5 * MINUTE, 15 * MINUTE, 40 * MINUTE, null, null],
    );
  });
  it('N2 a receiver that asks for more time gets it, one that asks for less does not make it sooner', () => {
    assert.equal(waitBeforeAttempt(1, retry(3 * HOUR)), 3 * HOUR);
    assert.equal(waitBeforeAttempt(2, retry(1000)), 5 * MINUTE);
    assert.equal(waitBeforeAttempt(1, retry(25 * HOUR)), null);
    assert.equal(waitBeforeAttempt(5, retry(1000)), null);
  });
  it('N2 what was refused is not tried again', () => {
    assert.equal(waitBeforeAttempt(1, { kind: 'refused', error: 'x' }), null);
  });
});
