import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { HTTPReceiver } from '@slack/bolt';
import { pino } from 'pino';
import { BOT_TOKEN, SIGNING_SECRET, SlackDouble } from '../../../../test/support/slack/slack-double.ts';
import { httpLink, SlackPerson } from '../../../../test/support/slack/slack-person.ts';
import { externalSelect, input, modal, section } from '../../src/blocks/build.ts';
import type { Bot, ViewAnswer } from '../../src/bot.ts';
import { createApp } from '../../src/create-app.ts';
import { PersonError } from '../../src/error-sentence.ts';

/** A feature of a test's own on the real Bolt app. */
async function started(register: (bot: Bot) => void) {
  const slack = await SlackDouble.start();
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, endpoints: '/slack/events' });
  const { app, idle } = createApp({
    receiver,
    botToken: BOT_TOKEN,
    slackApiUrl: slack.url,
    clientOptions: { retryConfig: { retries: 0 } },
    service: { url: 'http://127.0.0.1:1', token: 'x' },
    log: pino({ level: 'silent' }),
    features: [register],
  });
  const server = (await app.start(0)) as { address(): { port: number } };
  const link = httpLink(`http://127.0.0.1:${server.address().port}/slack/events`);
  const anna = new SlackPerson('anna', { slack, link, settled: idle });
  return {
    slack,
    anna,
    async [Symbol.asyncDispose]() {
      await app.stop();
      await slack[Symbol.asyncDispose]();
      slack.expectNothingWrong();
    },
  };
}

const form = () =>
  modal({
    callbackId: 'wb:test:form',
    title: 'A form',
    submit: 'Go',
    metadata: 'draft-1',
    blocks: [
      input('wb:test:name', 'Name', { type: 'plain_text_input', action_id: 'wb:test:name' }),
      input('wb:test:pick', 'Pick', externalSelect('wb:pick:test', 'Type')),
      input('wb:test:days', 'Days', {
        type: 'checkboxes',
        action_id: 'wb:test:days',
        options: ['monday', 'tuesday'].map(day => ({ text: { type: 'plain_text', text: day }, value: day })),
      }),
    ],
  });

const formThat = (submitted: () => Promise<ViewAnswer>) => (bot: Bot) => {
  bot.shortcut('wb:menu', async on => void (await on.open(form())));
  bot.options('wb:pick:test', async () => ({
    options: [{ text: { type: 'plain_text', text: 'One' }, value: '1' }],
  }));
  bot.view('wb:test:form', submitted);
};

const FILLED = { 'wb:test:name': 'daily-sales', 'wb:pick:test': '1', 'wb:test:days': ['monday'] };

describe('modals', () => {
  it('L6: a submission that takes longer than Slack waits is answered in time, and its end is shown', async () => {
    await using on = await started(
      formThat(async () => {
        await pause(2500);
        return { update: modal({ callbackId: 'wb:test:next', title: 'Next', blocks: [section('The next step')] }) };
      }),
    );
    await on.anna.shortcut('wb:menu');
    await on.anna.fill(FILLED);
    const { milliseconds, payload } = await on.anna.submit();
    assert.ok(milliseconds < 2600, `${milliseconds} ms`);
    assert.match(JSON.stringify(payload), /Working…/);
    assert.equal(on.anna.modalText(), 'The next step');
  });

  it('L6: what goes wrong is said in the modal, with everything that was typed still in it', async () => {
    for (const late of [0, 2500]) {
      await using on = await started(
        formThat(async () => {
          await pause(late);
          throw new PersonError('There is such a name already.');
        }),
      );
      await on.anna.shortcut('wb:menu');
      await on.anna.fill(FILLED);
      await on.anna.submit();
      assert.equal(
        on.anna.modalText(),
        ':warning: There is such a name already.\nName | <daily-sales>\nPick | <One>\nDays | <monday>',
      );
      assert.equal(on.anna.modal().private_metadata, 'draft-1');
    }
  }).timeout(30_000);

  it('L6: errors of inputs stay beside them, also when they come late', async () => {
    for (const late of [0, 2500]) {
      await using on = await started(
        formThat(async () => {
          await pause(late);
          return { errors: { 'wb:test:name': 'Say another name.' } };
        }),
      );
      await on.anna.shortcut('wb:menu');
      await on.anna.fill(FILLED);
      const { payload } = await on.anna.submit();
      if (late === 0) assert.deepEqual(payload?.errors, { 'wb:test:name': 'Say another name.' });
      else assert.match(on.anna.modalText(), /^:warning: Say another name\.\nName \| <daily-sales>/);
    }
  }).timeout(30_000);

  it('L6: a modal that is filled by the service opens at once, and says what went wrong', async () => {
    await using on = await started(bot =>
      bot.shortcut('wb:menu', async shortcut => {
        await shortcut.openSoon('Exports', async () => {
          await shortcut.service.listExports({});
          throw new Error('not reached');
        });
      }),
    );
    await on.anna.shortcut('wb:menu');
    const [opened, updated] = on.slack.calls.filter(call => call.method.startsWith('views.'));
    assert.equal(opened?.method, 'views.open');
    assert.match(JSON.stringify(opened?.body), /Loading…/);
    assert.equal(updated?.method, 'views.update');
    assert.match(on.anna.modalText(), /The export service does not answer/);
  });

  it('L6: when Slack no longer waits for a dialog, a button opens it', async () => {
    let patience = false;
    await using on = await started(bot => {
      bot.command('/export', command => bot.openDialog(command, 'create', { export: 'people' }));
      bot.dialog('create', async (asked, { export: name }) => {
        if (!patience) await pause(3500);
        await asked.open(modal({ callbackId: 'wb:test:x', title: 'X', blocks: [section(`For ${name}`)] }));
      });
    });
    await on.anna.command('create');
    assert.equal(on.anna.isModalOpen(), false);
    assert.match(on.anna.answer().text, /Press the button to open it/);
    patience = true;
    await on.anna.click(on.anna.answer(), 'Open');
    assert.equal(on.anna.modalText(), 'For people');
  }).timeout(30_000);

  it('L6: what goes wrong with a click in a modal is shown on top of it', async () => {
    await using on = await started(bot => {
      bot.shortcut('wb:menu', async shortcut => {
        const button = {
          type: 'button' as const,
          action_id: 'wb:test:go',
          text: { type: 'plain_text' as const, text: 'Go' },
        };
        await shortcut.open(modal({ callbackId: 'wb:test:x', title: 'X', blocks: [section('Here', button)] }));
      });
      bot.action('wb:test:go', async () => {
        throw new PersonError('That cannot be done.');
      });
    });
    await on.anna.shortcut('wb:menu');
    await on.anna.click('modal', 'Go');
    assert.equal(on.anna.modalText(), ':warning: That cannot be done.');
    await on.anna.close();
    assert.match(on.anna.modalText(), /Here/);
  });
});
