import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { BOT_TOKEN, type Message } from '../../../../test/support/slack/slack-double.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, type SlackService, slackService } from '../../../../test/support/slack/slack-service.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

const LATER = 'schedule: {daily: {hours: [6], minutes: [30]}}\n';
const TOLD = `${LATER}notify: [{slack: "#crm-exports", when: [success, failure]}]\n`;
const HARMLESS = '[id, name]';
const CONTENT = 'id,name\n1,Anna\n2,"Böhm, Karl"\n3,=1+1\n';
const SEND = 'wb:run:send';

const read = (answer: { readonly blocks?: unknown; readonly text: string }) =>
  textOf((answer.blocks ?? []) as never) || answer.text;

interface Shared extends Message {
  readonly files?: readonly { readonly name: string; readonly url_private: string }[];
}
const shared = async ({ bot }: SlackService, place: string) =>
  ((await bot.slack.messages(place)) as Shared[]).filter(message => (message.files?.length ?? 0) > 0);
const bytesOf = async (message: Shared | undefined, i = 0) => {
  const url = message?.files?.[i]?.url_private ?? '';
  const response = await fetch(url, { headers: { authorization: `Bearer ${BOT_TOKEN}` } });
  return response.text();
};

/** A run of `people` that succeeded, and its notice. */
async function finished(all: SlackService, { fields = HARMLESS, more = TOLD, channel = 'crm-exports' } = {}) {
  await all.admin.deployExport({ body: { text: peopleExport(more, fields) } });
  const { id } = await all.admin.runExport({ params: { name: 'people' }, body: {} });
  await all.served.service.work();
  const message = await waitFor('the notice', async () => {
    const messages = await all.bot.slack.messages(all.bot.slack.channel(channel));
    return messages.find(one => /people finished/.test(read(one)));
  });
  return { id, message };
}

const service = (upload: string, personal = 'false') => ({
  env: { WAYBILL_SLACK_UPLOAD: upload, WAYBILL_SLACK_UPLOAD_PERSONAL: personal },
});
const audited = async ({ admin }: SlackService, action: string) =>
  (await admin.listAudit({ query: { action } })).items.map(({ target, onBehalfOf, via, detail }) => ({
    ...{ target, onBehalfOf, via },
    ...(detail === null ? {} : { detail }),
  }));

describe('files in Slack', () => {
  afterEach(endSlackServices);

  for (const mode of ['http', 'socket'] as const) {
    it(`L4 Q4: where policy allows it, small files come into the notice's thread, asked first and audited (${mode})`, async () => {
      const all = await slackService({ mode, service: service('1') });
      const { id, message } = await finished(all);
      const ben = all.bot.person('ben');
      await ben.click(message, 'Download');
      const { element } = ben.element(ben.answer(), SEND);
      assert.match(JSON.stringify(element.confirm), /Everybody in this channel can open it/);
      await ben.click(ben.answer(), SEND);
      assert.match(read(ben.answer()), /Sent: what \*people\* exported is in the thread/);
      const [post, ...more] = await shared(all, all.bot.slack.channel('crm-exports'));
      assert.equal(more.length, 0);
      assert.equal(post?.thread_ts, message.ts);
      assert.match(String(post?.text), new RegExp(`\\*people\\*, run ${id}: <@${ben.id}> asked for it`));
      assert.deepEqual(
        post?.files?.map(file => file.name),
        ['people.csv'],
      );
      assert.equal(await bytesOf(post), CONTENT);
      const who = { onBehalfOf: `slack:${ben.id} Ben Maier`, via: 'slack' };
      assert.deepEqual(await audited(all, 'run.download'), [{ target: `${id}/people.csv`, ...who }]);
      const to = `${message.channel}/${message.ts}`;
      assert.deepEqual(await audited(all, 'run.share'), [{ target: id, ...who, detail: { to } }]);
    });
  }

  it('L4: by default there are links only, and nothing is said about it', async () => {
    const all = await slackService();
    const { message } = await finished(all);
    const anna = all.bot.person('anna');
    await anna.click(message, 'Download');
    assert.equal(anna.has(anna.answer(), SEND), false);
    assert.ok(anna.has(anna.answer(), 'wb:link:file:0'));
    assert.doesNotMatch(read(anna.answer()), /into Slack/);
  });

  it('L4 Q1: personal data stays out of Slack unless that is allowed, hashed or masked it may go', async () => {
    const mail = '[id, {from: email, to: Mail}]';
    const all = await slackService({ service: service('1') });
    const { message } = await finished(all, { fields: mail });
    const anna = all.bot.person('anna');
    await anna.click(message, 'Download');
    assert.equal(anna.has(anna.answer(), SEND), false);
    assert.match(read(anna.answer()), /They show personal data, so they are not sent into Slack/);
    assert.ok(anna.has(anna.answer(), 'wb:link:file:0'));
    await endSlackServices();

    for (const [fields, personal] of [
      ['[id, {from: email, protect: hash}]', 'false'],
      [mail, 'true'],
    ] as const) {
      const allowed = await slackService({ service: service('1', personal) });
      const { message: told } = await finished(allowed, { fields });
      const ben = allowed.bot.person('ben');
      await ben.click(told, 'Download');
      await ben.click(ben.answer(), SEND);
      assert.equal((await shared(allowed, allowed.bot.slack.channel('crm-exports'))).length, 1, fields);
      await endSlackServices();
    }
  });

  it('L4: files that are too large are not offered; a click on an old button is refused by the service', async () => {
    const all = await slackService({ service: service('0.00001') });
    const { message } = await finished(all);
    const anna = all.bot.person('anna');
    await anna.click(message, 'Download');
    assert.match(read(anna.answer()), /They are too large to be sent into Slack/);
    const { id } = (await all.admin.listRuns({})).items[0] ?? {};
    const value = JSON.stringify([id, message.channel, message.ts]);
    const text = { type: 'plain_text', text: 'Send' };
    const old = [{ type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: SEND, text, value }] }];
    await anna.click({ ...message, blocks: old }, SEND);
    assert.match(read(anna.answer()), /not sent into Slack: together they are more than 10 bytes/);
    assert.match(read(anna.answer()), /Take the link\. WAYBILL_SLACK_UPLOAD/);
    assert.deepEqual(await shared(all, message.channel), []);
    assert.deepEqual(await audited(all, 'run.download'), []);
  });

  it('L4 O7: what is in quarantine is not sent into Slack', async () => {
    const all = await slackService({ service: service('1') });
    await finished(all, { more: `${TOLD}checks: {rows: 10 %}\n` });
    await writeFile(
      join(all.served.service.folder, 'data', 'people.csv'),
      'id,name,email,joined\n1,A,a@b.c,2026-01-01\n',
    );
    const { id } = await all.admin.runExport({ params: { name: 'people' }, body: {} });
    await all.served.service.work();
    const message = await waitFor('the notice', async () =>
      (await all.bot.slack.messages(all.bot.slack.channel('crm-exports'))).find(one => /in quarantine/.test(read(one))),
    );
    const anna = all.bot.person('anna');
    await anna.click(message, 'Download');
    assert.match(read(anna.answer()), /They are in quarantine, so they are not sent into Slack/);
    assert.equal(anna.has(anna.answer(), SEND), false);
    await assert.rejects(all.admin.shareRun({ params: { id }, body: { to: 'C123/1.2' } }), /they are in quarantine/);
  });

  it('L6: a double click, also at two bots, sends the file once', async () => {
    const all = await slackService({ bots: 2, service: service('1') });
    const { message } = await finished(all);
    const anna = all.bot.person('anna');
    await anna.click(message, 'Download');
    await anna.click(anna.answer(), SEND, { times: 4 });
    assert.equal((await shared(all, message.channel)).length, 1);
    assert.equal((await audited(all, 'run.download')).length, 1);
    const said = anna.answers().map(read);
    assert.equal(said.filter(one => /^Sent:/.test(one)).length, 1);
    assert.equal(said.filter(one => /asked for already/.test(one)).length, 3);
  });

  it('L4 L6: what Slack refuses is said, the links stay, and the run is as it was', async () => {
    const all = await slackService({ service: service('1') });
    const { id, message } = await finished(all);
    const anna = all.bot.person('anna');
    const tried = async (answer: Parameters<typeof all.bot.slack.on>[1], method: string) => {
      await anna.click(message, 'Download');
      const links = anna.answer();
      all.bot.slack.on(method, answer);
      await anna.click(links, SEND);
      all.bot.slack.on(method, undefined);
      return read(anna.answer());
    };
    const refused = (error: string, more = {}) => ({ ok: false, error, ...more });
    assert.match(
      await tried(() => refused('missing_scope', { needed: 'files:write' }), 'files.getUploadURLExternal'),
      /lacks the permission files:write.*\n?.*The links work all the same/,
    );
    const broken = await tried(() => refused('internal_error'), 'files.completeUploadExternal');
    assert.match(broken, /Slack did not take it: internal_error.*The links work all the same/);
    assert.match(await tried({ status: 500 }, 'files.getUploadURLExternal'), /Slack was not reached.*The links work/);
    const run = await all.admin.getRun({ params: { id } });
    assert.equal(run.status, 'success');
    assert.deepEqual(await shared(all, message.channel), []);
  });

  it('L6: a private channel that the bot was put out of: says what to type', async () => {
    const all = await slackService({ service: service('1') });
    const { message } = await finished(all);
    const anna = all.bot.person('anna');
    await anna.click(message, 'Download');
    all.bot.slack.leave(message.channel, 'channel_not_found');
    await anna.click(anna.answer(), SEND);
    assert.match(read(anna.answer()), /The bot is not in .*`\/invite @Waybill`.*The links work all the same/);
  });

  it('L4: asked for elsewhere than at a notice, files come by direct message', async () => {
    const all = await slackService({ service: service('1') });
    await finished(all);
    const ben = all.bot.person('ben');
    await ben.command('history people');
    await ben.click(ben.answer(), 'Download');
    assert.match(JSON.stringify(ben.element(ben.answer(), SEND).element.confirm), /your direct messages/);
    await ben.click(ben.answer(), SEND);
    assert.match(read(ben.answer()), /is in your direct messages with this bot/);
    const calls = all.bot.slack.calls.filter(call => call.method === 'files.completeUploadExternal');
    assert.match(String(calls[0]?.body.channel_id), /^D/);
    assert.equal((await shared(all, all.bot.slack.channel('crm-exports'))).length, 0);
  });
});
