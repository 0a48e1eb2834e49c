import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WaybillError } from '@waybill/engine/errors';
import { pino } from 'pino';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import type { TestBot } from '../../../../test/support/slack/bot.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackDouble } from '../../../../test/support/slack/slack-double.ts';
import { httpLink, textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, slackService } from '../../../../test/support/slack/slack-service.ts';
import { startTcpProxy, type TcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { startSlack } from '../../src/start-slack.ts';

const DAILY = 'schedule: {daily: {hours: [6], minutes: [30]}}\nwindow: {by: event_date, previous: day}\n';
const read = (answer: { readonly blocks: readonly unknown[]; readonly text: string }) =>
  textOf(answer.blocks as never) || answer.text;

const anna = (bot: TestBot): string => bot.slack.person('anna');

describe('the bot', () => {
  afterEach(endSlackServices);

  for (const mode of ['http', 'socket'] as const) {
    it(`L6 L8: everything is acknowledged in time, and worked on afterwards (${mode})`, async () => {
      const { bot, admin } = await slackService({ mode });
      await admin.deployExport({ body: { text: peopleExport(DAILY) } });
      const anna = bot.person('anna');
      await anna.command('help');
      // What is not acknowledged within Slack's three seconds fails here.
      for (const text of ['help', 'list', 'show people', 'history people', 'subscribe people me', 'nonsense']) {
        await anna.command(text);
      }
      await anna.click(anna.answer(), 'wb:command:help');
      await anna.shortcut('wb:menu');
      assert.equal(anna.answers().length, 8);
    });
  }

  it('L6: a service that does not answer keeps nothing from being acknowledged', async () => {
    let line: TcpProxy | undefined;
    const { bot } = await slackService({
      through: async url => {
        line = await startTcpProxy({ port: Number(new URL(url).port) });
        return `http://127.0.0.1:${line.port}`;
      },
    });
    assert.ok(line);
    const anna = bot.person('anna');
    await anna.command('');
    line.pause();
    const url = String(bot.bots[0]?.url);
    const payload = { command: '/export', text: 'list', user_id: anna.id, user_name: 'anna', team_id: 'T000000001' };
    const place = { channel_id: bot.slack.channel('crm-exports'), trigger_id: await bot.slack.trigger(anna.id) };
    const more = { ...place, response_url: bot.slack.responseUrl(anna.id, place.channel_id) };
    await httpLink(url).send('command', { ...payload, ...more });
    const before = anna.answers().length;
    line.restore();
    await bot.settled();
    assert.equal(anna.answers().length, before + 1);
    assert.match(read(anna.answer()), /There is no export yet/);
    await bot.stop();
    await line.stop();
  });

  it('L8: the bot comes back when Slack asks it to, and when the connection broke', async () => {
    const { bot } = await slackService({ mode: 'socket' });
    const { sockets } = bot.slack;
    const again = async (what: string) => {
      await waitFor(`a connection after ${what}`, () => sockets.connections === 1, { timeout: 20_000 });
      await bot.person('ben').command('help');
      assert.match(read(bot.person('ben').answer()), /What \/export can do/);
    };
    sockets.refresh();
    await waitFor('the connection to end', () => sockets.connections === 0);
    await again('the refresh');
    sockets.cut();
    await waitFor('the connection to end', () => sockets.connections === 0);
    await again('the break');
  }).timeout(60_000);

  it('L8 Q1: what lacks the right signature is refused, and so is what is old', async () => {
    const { bot } = await slackService();
    const url = String(bot.bots[0]?.url);
    const payload = {
      command: '/export',
      text: 'help',
      user_id: 'U1',
      user_name: 'x',
      team_id: 'T1',
      channel_id: 'C1',
    };
    await assert.rejects(httpLink(url, 'another secret').send('command', payload), /401/);
    const unsigned = await fetch(url, { method: 'POST', body: 'command=/export' });
    assert.equal(unsigned.status, 401);
    assert.equal(bot.slack.ephemerals.length, 0);
  });

  it('L6: a double click and a retry of Slack, also at two bots, do nothing twice', async () => {
    const { bot, admin } = await slackService({ bots: 2 });
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('show people');
    await anna.click(anna.answer(), 'Run now', { times: 4 });
    assert.equal((await admin.listRuns({})).items.length, 1);
    await anna.command('show people');
    const { block, element } = anna.element(anna.answer(), 'Run now');
    // The very same click, told again.
    const payload = {
      type: 'block_actions',
      team: { id: 'T000000001', domain: 'brand' },
      user: { id: anna.id, username: 'anna', name: 'anna' },
      api_app_id: 'A0WAYBILL',
      token: 'x',
      container: { type: 'message', message_ts: '1.5', channel_id: 'C1', is_ephemeral: true },
      channel: { id: 'C1', name: 'c' },
      trigger_id: 't.1',
      response_url: bot.slack.responseUrl(anna.id, 'C1'),
      actions: [
        {
          type: 'button',
          action_id: element.action_id,
          block_id: block.block_id,
          value: element.value,
          action_ts: '1795861512.1',
        },
      ],
    };
    for (const retry of [undefined, 1, 2, 3]) await anna.send('interactive', payload, retry);
    assert.equal((await admin.listRuns({})).items.length, 2);
  });

  it('L6: a service that is down gets everybody a sentence', async () => {
    const { bot, served } = await slackService();
    const anna = bot.person('anna');
    await anna.command('');
    const menu = anna.answer();
    await served.close();
    await anna.command('list');
    assert.match(read(anna.answer()), /The export service does not answer at the moment, so nothing was changed/);
    await anna.click(menu, 'Help');
    assert.match(read(anna.answer()), /does not answer/);
    assert.deepEqual(await anna.options(menu, 'wb:pick:export:show', 'x'), []);
    await anna.shortcut('wb:menu');
    await anna.click('modal', 'List exports');
    assert.match(anna.modalText(), /does not answer/);
  }).timeout(60_000);

  it('L6: whom Slack does not let answer in place is answered in the channel, and else directly', async () => {
    const { bot } = await slackService();
    const anna = bot.person('anna');
    bot.slack.on('response_url', { status: 500 });
    await anna.command('help');
    assert.equal(anna.answer().via, 'postEphemeral');
    bot.slack.leave(bot.slack.channel('crm-exports'));
    await anna.command('help');
    const [direct] = await bot.slack.messages(anna.id);
    assert.match(String(direct?.text), /What|Look/);
  });

  it('L6: a button of another version says so; nothing is silent', async () => {
    const { bot } = await slackService();
    const anna = bot.person('anna');
    await anna.command('');
    const menu = anna.answer();
    const blocks = [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'wb:gone:away', text: { type: 'plain_text', text: 'Old' } }],
      },
    ];
    await anna.click({ ...menu, blocks }, 'Old');
    assert.match(read(anna.answer()), /of another version/);
  });

  it('L7: a role of a group counts, the highest of several, and a role of one’s own before them', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const ben = bot.person('ben');
    const mayRun = async () => {
      const before = (await admin.listRuns({})).items.length;
      await ben.command('run people');
      return (await admin.listRuns({})).items.length > before;
    };
    // Groups are known for a while: they are set before the first question.
    bot.slack.groups = [
      { id: 'S0CRM', users: [ben.id, anna(bot)] },
      { id: 'S0ALL', users: [ben.id] },
      { id: 'S0OTHER', users: [anna(bot)] },
    ];
    await admin.putRole({ params: { subject: 'slack-group:S0OTHER' }, body: { role: 'admin' } });
    assert.equal(await mayRun(), false);
    await admin.putRole({ params: { subject: 'slack-group:S0ALL' }, body: { role: 'viewer' } });
    assert.equal(await mayRun(), false);
    await admin.putRole({ params: { subject: 'slack-group:S0CRM' }, body: { role: 'editor' } });
    assert.equal(await mayRun(), true);
    await admin.putRole({ params: { subject: `slack:${ben.id}` }, body: { role: 'viewer' } });
    assert.equal(await mayRun(), false);
    await admin.deleteRole({ params: { subject: `slack:${ben.id}` } });
    assert.equal(await mayRun(), true);
  });

  it('L8: a token that Slack or the service does not take ends the start with a sentence', async () => {
    const { served } = await slackService();
    await using slack = await SlackDouble.start();
    const log = pino({ level: 'silent' });
    const start = (env: Record<string, string>, service: { url: string; token: string }) =>
      startSlack({
        env: {
          SLACK_API_URL: slack.url,
          SLACK_SIGNING_SECRET: SIGNING_SECRET,
          SLACK_PORT: '0',
          SLACK_BOT_TOKEN: BOT_TOKEN,
          ...env,
        },
        log,
        service,
        clientOptions: { retryConfig: { retries: 0 } },
      });
    const delegate = { url: served.url, token: await served.token('admin', { delegate: true }) };
    slack.on('auth.test', () => ({ ok: false, error: 'invalid_auth' }));
    await assert.rejects(
      start({ SLACK_BOT_TOKEN: 'xoxb-wrong' }, delegate),
      /Slack does not let the bot in: invalid_auth/,
    );
    slack.on('auth.test', undefined);
    await assert.rejects(start({ SLACK_APP_TOKEN: 'xapp-wrong' }, delegate), (error: WaybillError) => {
      assert.match(error.message, /Slack does not let the bot in: invalid_auth/);
      assert.match(error.problems[0]?.fix ?? '', /^Check SLACK_APP_TOKEN \(xapp-…, with the scope connections:write\)/);
      return true;
    });
    const taken = String(new URL(slack.url).port);
    await assert.rejects(start({ SLACK_PORT: taken }, delegate), (error: WaybillError) => {
      assert.equal(error.message, `Something listens at 127.0.0.1:${taken} already.`);
      assert.match(error.problems[0]?.fix ?? '', /SLACK_PORT/);
      return true;
    });
    await assert.rejects(
      start({ SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: 'xoxb-swapped' }, delegate),
      /SLACK_BOT_TOKEN is not set; it takes a token[\s\S]*SLACK_APP_TOKEN is something else; it takes a token/,
    );
    await assert.rejects(
      start({}, { url: served.url, token: await served.token('admin') }),
      /may not act on behalf of others/,
    );
    await assert.rejects(
      start({}, { url: served.url, token: await served.token('editor', { delegate: true }) }),
      /its role is editor/,
    );
    await assert.rejects(
      start({ SLACK_SIGNING_SECRET: '' }, delegate),
      /neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET/,
    );
    await assert.rejects(
      start({ SLACK_BOT_TOKEN: 'nonsense', SLACK_PORT: 'x' }, delegate),
      /SLACK_BOT_TOKEN[\s\S]*SLACK_PORT/,
    );
  });

  it('L6: a service that is not there yet is waited for', async () => {
    await using slack = await SlackDouble.start();
    const taken = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    await new Promise(resolve => taken.close(resolve));
    const bot = await startSlack({
      env: {
        SLACK_API_URL: slack.url,
        SLACK_SIGNING_SECRET: SIGNING_SECRET,
        SLACK_PORT: '0',
        SLACK_BOT_TOKEN: BOT_TOKEN,
      },
      log: pino({ level: 'silent' }),
      service: { url: `http://127.0.0.1:${port}`, token: 'wb_x' },
      clientOptions: { retryConfig: { retries: 0 } },
    });
    assert.equal(bot.mode, 'http');
    await bot.stop();
  });
});
