import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, slackService } from '../../../../test/support/slack/slack-service.ts';

const DAILY = 'schedule: {daily: {hours: [6], minutes: [30]}}\nwindow: {by: event_date, previous: day}\n';
const read = (answer: { readonly blocks: readonly unknown[]; readonly text: string }) =>
  textOf(answer.blocks as never) || answer.text;

describe('/export', () => {
  afterEach(endSlackServices);

  it('L1 menu: bare /export offers what there is to do, and every button does it', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('');
    const menu = anna.answer();
    assert.match(read(menu), /What would you like to do/);
    await anna.click(menu, 'List exports');
    assert.match(read(anna.answer()), /people/);
    await anna.click(menu, 'Run now');
    assert.match(read(anna.answer()), /Which export shall run now\?/);
    await anna.choose(anna.answer(), 'wb:pick:export:run', 'people');
    assert.match(read(anna.answer()), /people\* is queued/);
    const { items } = await admin.listRuns({});
    assert.deepEqual(
      items.map(run => [run.export, run.by, run.via]),
      [['people', 'Anna Huber', 'slack']],
    );
  });

  it('L1: help has every word, and says what the person may do', async () => {
    const { bot } = await slackService();
    await bot.person('anna').command('help');
    const said = read(bot.person('anna').answer());
    for (const word of [
      'list',
      'show',
      'create',
      'clone',
      'run',
      'pause',
      'resume',
      'reschedule',
      'rerun',
      'history',
      'cancel',
      'subscribe',
    ]) {
      assert.match(said, new RegExp(`/export ${word}`));
    }
    assert.match(said, /You are editor/);
    await bot.person('ben').command('help');
    assert.match(read(bot.person('ben').answer()), /You are viewer/);
  });

  it('Q2 L1: the words of a message mention nobody and lose nothing of a name, also without its blocks', async () => {
    const { bot, admin } = await slackService();
    const name = '<!channel> & <b>';
    const text = peopleExport(DAILY).replace('name: people', `name: "${name}"`);
    await admin.deployExport({ body: { text } });
    const anna = bot.person('anna');
    for (const word of ['list', 'show', 'history', 'run', 'history', 'rerun', 'list <!channel>']) {
      await anna.command(word.startsWith('list') ? word : `${word} ${name}`);
      assert.doesNotMatch(anna.answer().text, /<!|<b/, word);
      assert.match(anna.answer().text, /&lt;!channel&gt;/, word);
    }
    await anna.command(`list <!here>`);
    assert.match(anna.answer().text, /No export has “&lt;!here&gt;”/);
  });

  it('L1: a wrong word gets the nearest right one, which is done only when it is meant', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('puase people until tomorrow');
    assert.match(read(anna.answer()), /no .*\/export puase.* Did you mean .*\/export pause people until tomorrow/);
    assert.equal((await admin.getExport({ params: { name: 'people' } })).plan.paused, false);
    await anna.click(anna.answer(), 'wb:command:meant');
    assert.match(read(anna.answer()), /is paused until the beginning of/);
    assert.equal((await admin.getExport({ params: { name: 'people' } })).plan.paused, true);
    await anna.command('xyzzy');
    assert.match(read(anna.answer()), /\/export help/);
  });

  it('L1: a name that is not quite right gets those that are near, as buttons and a picker', async () => {
    const { bot, admin } = await slackService();
    for (const name of ['sales-vienna', 'sales-graz', 'people']) {
      await admin.deployExport({ body: { text: peopleExport(DAILY, undefined, name) } });
    }
    const anna = bot.person('anna');
    await anna.command('run sales');
    assert.match(read(anna.answer()), /No export is named `sales`.*\n.*\[sales-graz\].*\[sales-vienna\]/);
    assert.equal((await admin.listRuns({})).items.length, 0);
    await anna.click(anna.answer(), 'sales-graz');
    assert.deepEqual(
      (await admin.listRuns({})).items.map(run => run.export),
      ['sales-graz'],
    );
    await anna.command('show peopel');
    assert.match(read(anna.answer()), /\[people\]/);
    const offered = await anna.options(anna.answer(), 'wb:pick:export:show', 'vienna');
    assert.deepEqual(offered, [{ text: 'sales-vienna', value: 'sales-vienna' }]);
    await anna.command('show “people”');
    assert.match(read(anna.answer()), /Exports people of/);
  });

  it('L1 L9: show says what it exports, when it runs next, and offers its definition', async () => {
    const { bot, admin } = await slackService();
    const text = peopleExport(`description: Who joined\nowner: anna@example.com\n${DAILY}deliver: {to: share}\n`);
    await admin.deployExport({ body: { text } });
    const anna = bot.person('anna');
    await anna.command('show people');
    const shown = anna.answer();
    const said = read(shown);
    assert.match(said, /Exports people of the previous day.* to share/);
    assert.match(said, /Who joined/);
    assert.equal(said.match(/\d{4}, 06:30: /g)?.length, 5);
    for (const name of ['Run now', 'Pause', 'Reschedule', 'Copy', 'History', 'Definition', 'Subscribe']) {
      assert.match(said, new RegExp(`\\[${name}\\]`));
    }
    await anna.click(shown, 'Definition');
    assert.ok(read(anna.answer()).includes(text.trim().replaceAll('>', '&gt;')));
    assert.match(read(anna.answer()), /exports\/people\.export\.yaml/);
  });

  it('L9: a long definition comes as a file, and where files may not be sent, in the message', async () => {
    const { bot, admin } = await slackService();
    const text = `${peopleExport(DAILY)}${'# why\n'.repeat(800)}`;
    await admin.deployExport({ body: { text } });
    const anna = bot.person('anna');
    await anna.command('show people');
    const shown = anna.answer();
    await anna.click(shown, 'Definition');
    assert.match(read(anna.answer()), /in your direct messages/);
    const sent = bot.slack.calls.find(call => call.method === 'files.completeUploadExternal');
    assert.equal(sent?.answer.ok, true);
    await anna.shortcut('wb:menu');
    await anna.choose('modal', 'wb:pick:export:show', 'people');
    await anna.click('modal', 'Definition');
    assert.match(anna.modalText(), /in your direct messages/);
    await anna.close({ all: true });
    bot.slack.on('files.getUploadURLExternal', () => ({ ok: false, error: 'missing_scope', needed: 'files:write' }));
    await anna.click(shown, 'Definition');
    assert.match(read(anna.answer()), /waybill show people --yaml/);
  });

  it('L1 R6: ten thousand exports are listed page by page, and searched', async function () {
    this.timeout(120_000);
    const { bot, served } = await slackService();
    const { manyExports } = await import('../../../service/test/exports/many-exports.ts');
    await manyExports(served.service.store, 10_000);
    const anna = bot.person('anna');
    await anna.command('list');
    const first = read(anna.answer());
    assert.match(first, /1 to 10, there are more/);
    await anna.click(anna.answer(), 'Next page');
    const second = read(anna.answer());
    assert.match(second, /11 to 20, there are more/);
    assert.equal(anna.answer().replaces, true);
    assert.notEqual(first.split('\n')[1], second.split('\n')[1]);
    await anna.click(anna.answer(), 'First page');
    assert.equal(read(anna.answer()), first);
    await anna.command('list nothing like this');
    assert.match(read(anna.answer()), /No export has/);
    assert.equal((await anna.options(anna.answer(), 'wb:command:all').catch(() => [])).length, 0);
    await anna.command('');
    const offered = await anna.options(anna.answer(), 'wb:pick:export:show', '');
    assert.equal(offered.length, 100);
  });

  it('L1: pause until a day said in plain words, resume, and what is no date', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    const plan = async () => (await admin.getExport({ params: { name: 'people' } })).plan;
    await anna.command('pause people until next monday');
    const { pausedUntil } = await plan();
    assert.equal(
      new Date(String(pausedUntil)).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'Europe/Vienna' }),
      'Monday',
    );
    await anna.command('resume people');
    assert.match(read(anna.answer()), /people\* goes on. Its next run is on/);
    assert.equal((await plan()).paused, false);
    await anna.command('pause people until the cows come home');
    assert.match(read(anna.answer()), /is no date that I understand/);
    await anna.command('pause people until 2020-01-01');
    assert.match(read(anna.answer()), /is over already/);
    assert.equal((await plan()).paused, false);
  });

  it('L1: run, history and cancel', async () => {
    const { bot, admin, served } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('history people');
    assert.match(read(anna.answer()), /has not run yet/);
    await anna.command('run people');
    assert.match(read(anna.answer()), /\*people\* is queued, over/);
    await anna.command('cancel people');
    assert.match(read(anna.answer()), /is being cancelled/);
    await anna.command('cancel people');
    assert.match(read(anna.answer()), /nothing to cancel/);
    await anna.command('run people');
    await served.service.work();
    await anna.command('history people');
    const said = read(anna.answer());
    assert.match(said, /Runs of people/);
    assert.match(said, /cancelled/);
    assert.match(said, /success/);
    assert.match(said, /\[Run again\].*\[Log\]/);
  });

  it('L1: subscribe lets a channel or a person hear, unsubscribe ends it', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    const targets = async () =>
      (await admin.listSubscriptions({ params: { name: 'people' } })).items.map(item => item.target);
    await anna.command('subscribe people', 'data-team');
    assert.match(read(anna.answer()), /This channel hears/);
    assert.deepEqual(await targets(), [bot.slack.channel('data-team')]);
    const [told] = await bot.slack.messages(bot.slack.channel('data-team'));
    assert.match(String(told?.text), new RegExp(`<@${anna.id}> subscribed this channel`));
    await anna.command('subscribe people me');
    assert.deepEqual((await targets()).sort(), [anna.id, bot.slack.channel('data-team')].sort());
    await anna.command('unsubscribe people', 'data-team');
    assert.deepEqual(await targets(), [anna.id]);
    await anna.command('unsubscribe people', 'data-team');
    assert.match(read(anna.answer()), /did not subscribe/);
  });

  it('L6: a private channel that the bot is not in is told how to invite it', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    bot.slack.leave(bot.slack.channel('board-bot'), 'channel_not_found');
    await anna.command('subscribe people', 'board-bot');
    assert.match(read(anna.answer()), /The bot is not in .*\/invite @Waybill/);
    assert.deepEqual((await admin.listSubscriptions({ params: { name: 'people' } })).items, []);
    bot.slack.invite(bot.slack.channel('board-bot'));
    await anna.command('subscribe people', 'board-bot');
    assert.match(read(anna.answer()), /This channel hears/);
  });

  it('L6: a channel is told once that it hears of an export, however often Slack says what somebody typed', async () => {
    const { bot, admin } = await slackService({ bots: 2 });
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    await bot.person('anna').command('subscribe people', 'data-team', { times: 3 });
    const told = await bot.slack.messages(bot.slack.channel('data-team'));
    assert.equal(told.length, 1);
    assert.match(read(bot.person('anna').answer()), /This channel hears/);
  });

  it('L1: who writes on behind a name is offered the export of that name, and nothing is done', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    for (const more of ['24 December', 'for 2 weeks', 'now please']) {
      await anna.command(`pause people ${more}`);
      assert.match(read(anna.answer()), /Did you mean one of these\?\n\[people\]/, more);
    }
    assert.equal((await admin.getExport({ params: { name: 'people' } })).plan.paused, false);
    await anna.click(anna.answer(), 'people');
    assert.match(anna.modalText(), /people\* does not run while it is paused/);
  });

  it('L1: what is longer than any name is told like any other that is not there', async () => {
    const { bot } = await slackService();
    const anna = bot.person('anna');
    await anna.command(`show ${'x'.repeat(3000)}`);
    assert.match(read(anna.answer()), /^No export is named `x{59}…`\./);
    assert.ok(anna.has(anna.answer(), 'wb:pick:export:show'));
  });

  it('L7: a viewer may look and subscribe herself, and is told what is missing for more', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const ben = bot.person('ben');
    await ben.command('show people');
    assert.match(read(ben.answer()), /Exports people/);
    await ben.command('run people');
    assert.match(read(ben.answer()), new RegExp(`needs the role editor.*waybill role set slack:${ben.id} editor`));
    assert.equal((await admin.listRuns({})).items.length, 0);
    await ben.command('subscribe people');
    assert.match(read(ben.answer()), /Only editors may subscribe a channel/);
    await ben.click(ben.answer(), 'Tell me');
    assert.match(read(ben.answer()), /You hear/);
    const { items } = await admin.listAudit({ query: { action: 'run.request' } });
    assert.deepEqual(
      items.map(entry => [entry.actor, entry.onBehalfOf, entry.role, entry.detail?.refused]),
      [['bot 0', `slack:${ben.id} Ben Maier`, 'viewer', 'role-needed']],
    );
  });

  it('L1: the global shortcut opens the menu in a modal, where everything is answered', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.shortcut('wb:menu');
    assert.match(anna.modalText(), /What would you like to do/);
    await anna.choose('modal', 'wb:pick:export:show', 'people');
    assert.match(anna.modalText(), /Exports people of/);
    await anna.click('modal', 'Run now');
    assert.match(anna.modalText(), /people\* is queued/);
    assert.equal(anna.answers().length, 0);
  });
});
