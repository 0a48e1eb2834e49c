import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import type { TestBot } from '../../../../test/support/slack/bot.ts';
import { type ApiCall, BOT_TOKEN, type Message } from '../../../../test/support/slack/slack-double.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, type SlackService, slackService } from '../../../../test/support/slack/slack-service.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { claimRun } from '../../../service/src/queue/claim-run.ts';
import { executeRun } from '../../../service/src/runs/execute-run.ts';
import { slackClient } from '../../src/create-app.ts';
import { Noticer } from '../../src/notices/noticer.ts';

const log = pino({ level: 'silent' });

const LATER = 'schedule: {daily: {hours: [6], minutes: [30]}}\n';
const TOLD = `${LATER}notify: [{slack: "#crm-exports", when: [success, failure]}]\n`;
const TO_SHARE = 'deliver: {to: share}\n';
const BROKEN = 'id,name,email,joined\nnot a number,Anna,anna@example.com,2026-01-01\n';

const read = (message: Message) => textOf((message.blocks ?? []) as never) || message.text;

/** The messages of a channel that are no replies. */
const roots = async (bot: TestBot, channel = 'crm-exports') => {
  const messages = await bot.slack.messages(bot.slack.channel(channel));
  return messages.filter(message => message.thread_ts === undefined || message.thread_ts === message.ts);
};
const thread = async (bot: TestBot, channel = 'crm-exports') => {
  const messages = await bot.slack.messages(bot.slack.channel(channel));
  return messages.filter(message => message.thread_ts !== undefined && message.thread_ts !== message.ts);
};
const called = (bot: TestBot, method: string): readonly ApiCall[] =>
  bot.slack.calls.filter(call => call.method === method && call.answer.ok === true);

/** The one message of a channel, once it says something. */
const told = (bot: TestBot, said: RegExp, channel = 'crm-exports') =>
  waitFor(`a message that says ${said}`, async () => {
    const found = await roots(bot, channel);
    assert.equal(found.length, 1, 'there is one message');
    const [message] = found;
    assert.match(read(message as Message), said);
    return message as Message;
  });

const sent = ({ admin }: SlackService, channel: 'slack' = 'slack') =>
  waitFor('all notices to be sent', async () => {
    const { items } = await admin.listNotices({ query: { channel } });
    return items.length > 0 && items.every(item => item.state === 'sent') ? items : undefined;
  });

describe('notices in Slack', () => {
  afterEach(endSlackServices);

  for (const mode of ['http', 'socket'] as const) {
    it(`L4 L8: one message for a run, from waiting to its end, details in its thread (${mode})`, async () => {
      const all = await slackService({ mode });
      const { bot, admin, served } = all;
      await admin.deployExport({ body: { text: peopleExport(`${TOLD}${TO_SHARE}`) } });
      const { id } = await admin.runExport({ params: { name: 'people' }, body: {} });
      const first = await told(bot, /people waits for its turn/);
      assert.ok(bot.person('anna').has(first, 'wb:run:cancel'));
      await served.service.work();
      const last = await told(bot, /people finished: 3 rows/);
      assert.equal(last.ts, first.ts);
      const said = read(last);
      assert.match(said, /\*Rows\*\n3/);
      assert.match(said, /\*Delivered to\*\nshare/);
      assert.match(said, new RegExp(`run ${id}`));
      assert.match(said, /\[Run again\] \| \[Download\] \| \[Log\] \| \[Pause export\]/);
      assert.match(last.text, /^people finished: 3 rows.*\nRows: 3/);
      await sent(all);
      const [detail, ...more] = await thread(bot);
      assert.match(read(detail as Message), /Asked for by\*: a admin/);
      assert.equal(more.length, 0);
    });
  }

  it('L4: a failure says why and what to do, with Rerun; the rerun has a message of its own', async () => {
    const all = await slackService();
    const { bot, admin, served } = all;
    await admin.deployExport({ body: { text: peopleExport(TOLD) } });
    const file = join(served.service.folder, 'data', 'people.csv');
    await writeFile(file, BROKEN);
    const { id } = await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    const failed = await told(bot, /people failed/);
    assert.match(read(failed), /\*Why\* {2}.+\n\*What to do\* {2}.+/);
    const { element } = bot.person('anna').element(failed, 'Rerun');
    assert.equal(element.action_id, 'wb:run:rerun');
    assert.equal(element.value, id);
    assert.equal(element.accessibility_label, 'Rerun: people');
    await sent(all);
    await writeFile(file, 'id,name,email,joined\n1,Anna,anna@example.com,2026-01-01\n');
    await admin.rerunRun({ params: { id }, body: {} });
    await served.service.work();
    await waitFor('the message of the rerun', async () => {
      const [, second] = await roots(bot);
      return second && /people works again: 1 row/.test(read(second));
    });
    assert.equal((await roots(bot)).length, 2);
  });

  it('L4 O7: a file in quarantine waits for Approve or Reject, which ask first', async () => {
    const { bot, admin, served } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(`${TOLD}${TO_SHARE}checks: {rows: 10 %}\n`) } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    await writeFile(join(served.service.folder, 'data', 'people.csv'), 'id,name,email,joined\n1,A,a@b.c,2026-01-01\n');
    const { id } = await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    const quarantined = await waitFor('the message about the quarantine', async () =>
      (await roots(bot)).find(message => /is in quarantine and waits for a decision/.test(read(message))),
    );
    for (const [name, action] of [
      ['Approve', 'approve'],
      ['Reject', 'reject'],
    ] as const) {
      const { element } = bot.person('anna').element(quarantined, name);
      assert.equal(element.action_id, `wb:run:${action}`);
      assert.ok(element.confirm);
    }
    await admin.approveRun({ params: { id }, body: {} });
    await served.service.work();
    await waitFor('the same message to say that it was delivered', async () => {
      const message = (await roots(bot)).find(one => one.ts === quarantined.ts);
      return message && /finished: 1 row/.test(read(message)) && /Approved by/.test(read(message)) === false;
    });
    assert.equal((await roots(bot)).length, 2);
  });

  it('L4 L6: progress is told at most once a second for a channel, and nothing that was said already', async () => {
    const { bot, admin, served } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(TOLD) } });
    const { id } = await admin.runExport({ params: { name: 'people' }, body: {} });
    await told(bot, /waits for its turn/);
    const claimed = await claimRun(served.service);
    assert.ok(claimed);
    const { store, signals } = served.service;
    const begun = performance.now();
    for (let rows = 1000; performance.now() - begun < 2500; rows += 1000) {
      const progress = JSON.stringify({ step: 'reading', rows, bytes: rows * 10, sent: 0, percent: null });
      await store.db.run.update({ where: { id }, data: { progress } });
      signals.emit('run', id);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await told(bot, /people is running\nReading: [\d,]+ rows so far/);
    const updates = called(bot, 'chat.update');
    assert.ok(updates.length >= 1 && updates.length <= 4, `${updates.length} updates`);
    for (const [i, update] of updates.entries()) {
      const before = updates[i - 1];
      if (before) assert.ok(update.at - before.at > 900, `${update.at - before.at} ms apart`);
    }
    await executeRun(served.service, claimed, new AbortController().signal);
    await told(bot, /people finished: 3 rows/);
    const texts = called(bot, 'chat.update').map(call => JSON.stringify([call.body.text, call.body.blocks]));
    assert.equal(new Set(texts).size, texts.length, 'no update says what was said already');
  });

  it('L4 L6: what two notices say at once is said once', async () => {
    const all = await slackService();
    const { bot, admin, served } = all;
    await admin.deployExport({ body: { text: peopleExport(TOLD) } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    await told(bot, /people finished/);
    const [notice] = await sent(all);
    await bot.stop();
    const before = called(bot, 'chat.update').length;
    const slack = slackClient({ botToken: BOT_TOKEN, slackApiUrl: bot.slack.url, clientOptions: undefined, log });
    const noticer = new Noticer({ slack, service: admin, log });
    assert.ok(notice);
    await Promise.all([noticer.send(notice), noticer.send(notice), noticer.send(notice)]);
    await noticer.stop();
    assert.equal(called(bot, 'chat.update').length, before + 1);
    assert.equal((await roots(bot)).length, 1);
  });

  it('L6: two bots say everything once', async () => {
    const all = await slackService({ bots: 2 });
    const { bot, admin, served } = all;
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) {
      await admin.deployExport({
        body: { text: peopleExport(`${LATER}notify: [{slack: "#data-team", when: [success]}]\n`, undefined, name) },
      });
    }
    await Promise.all(names.map(name => admin.runExport({ params: { name }, body: {} })));
    await served.service.work();
    await waitFor(
      'every run to have ended in Slack',
      async () => {
        const found = await roots(bot, 'data-team');
        assert.equal(found.length, names.length);
        return found.every(message => /finished: 3 rows/.test(read(message)));
      },
      { timeout: 40_000 },
    );
    await sent(all);
    assert.equal((await roots(bot, 'data-team')).length, names.length);
    assert.equal((await thread(bot, 'data-team')).length, names.length);
  }).timeout(60_000);

  it('L6: a channel that the bot is not in: the notice says how to invite it, and is sent once it was', async () => {
    const all = await slackService();
    const { bot, admin, served } = all;
    bot.slack.leave(bot.slack.channel('crm-exports'), 'not_in_channel');
    await admin.deployExport({ body: { text: peopleExport(TOLD) } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    const notice = await waitFor('the notice to say why', async () => {
      const { items } = await admin.listNotices({ query: { channel: 'slack' } });
      return items.find(item => item.error !== null);
    });
    assert.match(String(notice.error), /The bot is not in #crm-exports.*\/invite @Waybill/);
    bot.slack.invite(bot.slack.channel('crm-exports'));
    served.service.clock.step(61_000);
    await told(bot, /people finished/);
    await sent(all);
  });

  it('L6: Slack asks to wait: nothing is said before, and nothing is lost', async () => {
    const all = await slackService();
    const { bot, admin, served } = all;
    bot.slack.on('chat.postMessage', { status: 429, headers: { 'retry-after': '90' } });
    await admin.deployExport({ body: { text: peopleExport(TOLD) } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await waitFor('the notice to wait', async () => {
      const { items } = await admin.listNotices({ query: { channel: 'slack' } });
      return items.find(item => item.error?.includes('Slack asked to wait'));
    });
    bot.slack.on('chat.postMessage', undefined);
    const tries = bot.slack.calls.filter(call => call.method === 'chat.postMessage').length;
    served.service.clock.step(70_000);
    await served.service.work();
    served.service.clock.step(30_000);
    await told(bot, /people finished/);
    await sent(all);
    assert.ok(tries <= 2, `${tries} tries while Slack asked to wait`);
  });

  it('L6: blocks that Slack refuses are left out; there is no second message', async () => {
    const { bot, admin, served } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(TOLD) } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await told(bot, /waits for its turn/);
    bot.slack.on('chat.update', body =>
      Array.isArray(body.blocks) && body.blocks.length > 0 ? { ok: false, error: 'invalid_blocks' } : undefined,
    );
    await served.service.work();
    const message = await told(bot, /^people finished: 3 rows/);
    assert.deepEqual(message.blocks ?? [], []);
    assert.match(message.text, /Rows: 3/);
  });

  it('L4: a message that somebody deleted is written anew', async () => {
    const all = await slackService();
    const { bot, admin, served } = all;
    await admin.deployExport({ body: { text: peopleExport(TOLD) } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    const first = await told(bot, /waits for its turn/);
    await sent(all);
    await bot.slack.ownCall('chat.delete', { channel: first.channel, ts: first.ts });
    await served.service.work();
    const second = await told(bot, /people finished/);
    assert.notEqual(second.ts, first.ts);
  });

  it('L4 N1: whoever creates and runs something in Slack is told by direct message', async () => {
    const { bot, admin, served } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(LATER) } });
    const anna = bot.person('anna');
    await anna.command('run people');
    await served.service.work();
    await waitFor('the direct message', async () => {
      const [message, ...more] = (await bot.slack.messages(anna.id)).filter(
        one => one.thread_ts === undefined || one.thread_ts === one.ts,
      );
      assert.equal(more.length, 0);
      return message && /people finished/.test(read(message));
    });
  });

  it('L1 L4: a channel that subscribed hears of the next run, and no more once it unsubscribed', async () => {
    const all = await slackService();
    const { bot, admin, served } = all;
    await admin.deployExport({ body: { text: peopleExport(LATER) } });
    await bot.person('anna').command('subscribe people', 'data-team');
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    await waitFor('the channel to be told', async () =>
      (await roots(bot, 'data-team')).some(message => /people finished/.test(read(message))),
    );
    await sent(all);
    await bot.person('anna').command('unsubscribe people', 'data-team');
    const before = (await admin.listNotices({})).items.length;
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    assert.equal((await admin.listNotices({})).items.length, before);
  });

  it('L4 R1: a run that is cancelled says so where it said that it waits', async () => {
    const { bot, admin } = await slackService();
    const text = peopleExport(`${LATER}notify: [{slack: "#crm-exports", when: [success]}]\n`);
    await admin.deployExport({ body: { text } });
    const { id } = await admin.runExport({ params: { name: 'people' }, body: {} });
    await told(bot, /waits for its turn/);
    await admin.cancelRun({ params: { id }, body: { reason: 'wrong month' } });
    const message = await told(bot, /people was cancelled/);
    assert.match(read(message), /Cancelled by a admin \(wrong month\)/);
    assert.equal(bot.person('anna').has(message, 'wb:run:cancel'), false);
  });
});
