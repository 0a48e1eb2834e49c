import assert from 'node:assert/strict';
import { noticeSchema } from '@waybill/api';
import { z } from 'zod';
import { eachStore } from '../../../../test/support/store.ts';
import type { Actor } from '../../src/context.ts';
import { handlers } from '../../src/notices/handlers.ts';
import { writeNotices } from '../../src/notices/write-notices.ts';
import type { Store } from '../../src/store/store.ts';
import { addExport, addRun, type TestService, testService } from './test-service.ts';

const bot: Actor = { name: 'slack bot', role: 'admin', via: 'slack' };

eachStore('Notices over the API', open => {
  let store: Store;
  let service: TestService;
  let exportId: string;
  beforeEach(async () => {
    store = await open();
    service = testService(store);
    exportId = await addExport(store);
  });

  const tell = async (runId: string, event: 'late' | 'success' | 'failure', channels = ['#c']) => {
    await store.transaction(tx =>
      writeNotices(tx, new Date(), {
        ...{ exportId, runId },
        notices: channels.map(target => ({ event, channel: target.includes('@') ? 'email' : 'slack', target })),
        content: said => ({
          ...{ event: said, export: 'daily-sales', exportId, run: runId, runStatus: 'success', title: said },
          ...{ lines: [], cause: null, advice: null },
        }),
      }),
    );
  };
  const claim = async (more: { most?: number; seconds?: number } = {}, signal = new AbortController().signal) =>
    z
      .array(noticeSchema)
      .parse((await handlers.claimNotices(service, bot, { body: { channel: 'slack', ...more }, signal })).items);
  const report = (id: string, body: Parameters<typeof handlers.reportNotice>[2]['body']) =>
    handlers.reportNotice(service, bot, { params: { id }, body });
  const list = (query: Parameters<typeof handlers.listNotices>[2]['query']) =>
    handlers.listNotices(service, bot, { query });

  it('L4 claim: the bot takes what is for Slack, says what became of it, and updates the same message later', async () => {
    const runId = await addRun(store, exportId);
    await tell(runId, 'late');
    const [first] = await claim();
    assert.equal(first?.state, 'sending');
    assert.equal(first.content.title, 'late');
    assert.equal(first.reference, null);
    assert.deepEqual(await claim(), []);
    const sent = await report(first.id, { sent: true, reference: 'C1:17.5' });
    assert.equal(sent.state, 'sent');
    assert.equal(sent.reference, 'C1:17.5');

    await tell(runId, 'success');
    const [again] = await claim();
    assert.equal(again?.id, first.id);
    assert.equal(again.reference, 'C1:17.5');
    assert.equal(again.content.title, 'success');
    assert.equal((await report(again.id, { sent: true })).reference, 'C1:17.5');
    assert.equal((await report(again.id, { sent: true })).state, 'sent');
  });

  it('L4 claim: what is new while the bot is sending follows at once, into the message that it just sent', async () => {
    const runId = await addRun(store, exportId);
    await tell(runId, 'late');
    const [first] = await claim();
    assert.ok(first);
    await tell(runId, 'success');
    assert.deepEqual(await claim(), []);
    assert.equal((await report(first.id, { sent: true, reference: 'C1:17.5' })).state, 'pending');
    const [again] = await claim();
    assert.equal(again?.reference, 'C1:17.5');
    assert.equal(again.content.title, 'success');
  });

  it('L4 L6 claim: what was taken for somebody who is gone by then is given back', async () => {
    const runId = await addRun(store, exportId);
    await tell(runId, 'late', ['#a', '#b']);
    // Gone while they are being taken.
    let looks = 0;
    const signal = {
      get aborted() {
        return looks++ > 0;
      },
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    } as unknown as AbortSignal;
    assert.deepEqual(await claim({}, signal), []);
    const taken = await claim();
    assert.deepEqual(
      // Both are of one instant, and so in any order.
      taken.map(({ target, attempts }) => [target, attempts]).sort(),
      [
        ['#a', 1],
        ['#b', 1],
      ],
    );
  });

  it('L4 claim: two bots never get the same one, and no more than they ask for', async () => {
    const runId = await addRun(store, exportId);
    await tell(runId, 'late', ['#a', '#b', '#c', '#d', '#e']);
    const [one, two] = await Promise.all([claim({ most: 2 }), claim({ most: 2 })]);
    assert.ok(one.length <= 2 && two.length <= 2);
    const ids = [...one, ...two, ...(await claim())].map(notice => notice.id);
    assert.equal(ids.length, 5);
    assert.equal(new Set(ids).size, 5);
  });

  it('N2 outcome: Slack asks to wait, and the notice waits; a channel that is not there is final and seen', async () => {
    const runId = await addRun(store, exportId);
    await tell(runId, 'late', ['#a', '#b']);
    const [a, b] = await claim();
    assert.ok(a && b);
    const waits = await report(a.id, { sent: false, error: 'ratelimited', retryAfter: 600 });
    assert.equal(waits.state, 'pending');
    assert.equal(waits.error, 'ratelimited');
    assert.deepEqual(await claim(), []);
    const failed = await report(b.id, { sent: false, error: 'channel_not_found: invite me with /invite' });
    assert.equal(failed.state, 'failed');
    assert.deepEqual(
      (await list({ state: 'failed' })).items.map(notice => notice.id),
      [b.id],
    );
    const lines = await store.db.runLog.findMany({ where: { runId } });
    assert.match(lines[0]?.message ?? '', /could not be sent: channel_not_found: invite me/);
    await assert.rejects(report('ntc_none', { sent: true }), { code: 'unknown-notice' });
  });

  it('N2 list: notices newest first, in pages, by run, export, state and channel', async () => {
    const other = await addExport(store, { name: 'weekly' });
    const first = await addRun(store, exportId);
    const second = await addRun(store, other);
    for (const [i, runId] of [first, first, second, second, second].entries())
      await tell(runId, 'failure', [`p${i}@b.example`]);
    await tell(first, 'late');
    const all = await list({});
    assert.equal(all.items.length, 6);
    assert.deepEqual(
      all.items.map(notice => notice.createdAt),
      all.items
        .map(notice => notice.createdAt)
        .sort()
        .reverse(),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 4, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(notice => notice.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(
      seen,
      all.items.map(notice => notice.id),
    );
    const count = async (query: Parameters<typeof list>[0]) => (await list(query)).items.length;
    assert.equal(await count({ run: first }), 3);
    assert.equal(await count({ channel: 'email', run: first }), 2);
    assert.equal(await count({ state: 'pending' }), 6);
    assert.equal(await count({ state: 'sent' }), 0);
    await assert.rejects(list({ export: 'dayly-sales' }), { code: 'unknown-export' });
    await assert.rejects(list({ limit: 4, cursor: 'made up' }), { code: 'cursor-wrong' });
  });
});
