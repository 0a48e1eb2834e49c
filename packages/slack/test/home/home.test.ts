import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { endSlackServices, type SlackService, slackService } from '../../../../test/support/slack/slack-service.ts';
import { manyExports } from '../../../service/test/exports/many-exports.ts';

const DAILY = 'schedule: {daily: {hours: [6], minutes: [30]}}\nwindow: {by: event_date, previous: day}\n';
const GOOD = 'id,name,email,joined\n1,Anna,anna@example.com,2026-01-01\n';
const BROKEN = 'id,name,email,joined\nnot a number,Anna,anna@example.com,2026-01-01\n';

const csv = ({ served }: SlackService, text: string) =>
  writeFile(join(served.service.folder, 'data', 'people.csv'), text);
const published = ({ bot }: SlackService) => bot.slack.calls.filter(call => call.method === 'views.publish');

/** An export that somebody of Slack created. */
async function created({ served, bot }: SlackService, who: 'anna' | 'ben', name: string, more = DAILY): Promise<void> {
  const client = await served.client('admin', { delegate: true });
  const onBehalfOf = {
    id: `slack:${bot.slack.person(who)}`,
    name: who === 'anna' ? 'Anna Huber' : 'Ben Maier',
    role: 'editor' as const,
  };
  await client.deployExport({ body: { text: peopleExport(more, undefined, name) } }, { onBehalfOf });
}

/** Drafts of somebody of Slack, as another device would change them. */
class Drafts {
  readonly #all: SlackService;

  constructor(all: SlackService) {
    this.#all = all;
  }

  async create(who: 'anna'): Promise<{ readonly id: string }> {
    const { client, onBehalfOf } = await this.#of(who);
    const body = { state: { name: 'left' }, aside: {}, step: 'name', typed: {}, generation: 0, offset: 0 };
    return client.createDraft({ body: { kind: 'export', title: 'left', body } }, { onBehalfOf });
  }

  async remove(who: 'anna', id: string): Promise<void> {
    const { client, onBehalfOf } = await this.#of(who);
    await client.deleteDraft({ params: { id } }, { onBehalfOf });
  }

  async #of(who: 'anna') {
    const client = await this.#all.served.client('admin', { delegate: true });
    return { client, onBehalfOf: { id: `slack:${this.#all.bot.slack.person(who)}`, name: who } };
  }
}

describe('the App Home', () => {
  afterEach(endSlackServices);

  for (const mode of ['http', 'socket'] as const) {
    it(`L5 L8: what failed, what runs next, my exports; all of them by a choice (${mode})`, async () => {
      const all = await slackService({ mode });
      const anna = all.bot.person('anna');
      await created(all, 'anna', 'of-anna');
      await all.admin.deployExport({
        body: { text: peopleExport(DAILY.replace('[6]', '[5]'), undefined, 'of-others') },
      });
      await csv(all, BROKEN);
      await all.admin.runExport({ params: { name: 'of-anna' }, body: {} });
      await all.served.service.work();
      await anna.openHome();
      const said = anna.homeText();
      assert.match(said, /You are editor: you may look at, make and run exports/);
      assert.match(
        said,
        /What failed\n\*of-anna\*, .*\(Europe\/Vienna\)\nfailed.*\n\*Why\* {2}.+\n\[Rerun\] \| \[Log\]/,
      );
      assert.match(said, /What runs next\n\w{3} \d+ \w{3} \d{4}, 06:30 \(Europe\/Vienna\) {2}\*of-anna\*\n/);
      assert.match(said, /My exports\n/);
      assert.doesNotMatch(said, /of-others/);
      await anna.choose('home', 'wb:home:scope', 'all');
      assert.match(anna.homeText(), /All exports\n[\s\S]*\*of-anna\*[\s\S]*by Anna Huber[\s\S]*\*of-others\*/);
      assert.match(anna.homeText(), /05:30 \(Europe\/Vienna\) {2}\*of-others\*/);
    });
  }

  it('L5: what failed is rerun from there, and is gone from the list once it is under way', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    await csv(all, BROKEN);
    await all.admin.runExport({ params: { name: 'people' }, body: {} });
    await all.served.service.work();
    await csv(all, GOOD);
    await anna.openHome();
    await anna.click('home', 'Log');
    assert.match(anna.modalText(), /Log of people/);
    await anna.close();
    await anna.click('home', 'Rerun', { times: 3 });
    assert.match(anna.modalText(), /people\* is queued/);
    assert.equal((await all.admin.listRuns({})).items.length, 2);
    assert.match(anna.homeText(), /What failed\nNothing: every run of your exports succeeded/);
    await all.served.service.work();
    assert.deepEqual(
      (await all.admin.listRuns({})).items.map(run => `${run.status} by ${run.by}`),
      ['success by Anna Huber', 'failed by a admin'],
    );
  });

  it('L5 O7: a file in quarantine is approved from there', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(
      all,
      'anna',
      'people',
      'schedule: {daily: {hours: [6]}}\ndeliver: {to: share}\nchecks: {rows: 10 %}\n',
    );
    const run = async () => {
      await all.admin.runExport({ params: { name: 'people' }, body: {} });
      await all.served.service.work();
    };
    await run();
    await csv(all, GOOD);
    await run();
    await anna.openHome();
    assert.match(anna.homeText(), /in quarantine[\s\S]*\[Approve\] \| \[Reject\]/);
    await anna.click('home', 'Approve');
    assert.match(anna.modalText(), /Approved: the file of \*people\*/);
    assert.match(anna.homeText(), /Nothing: every run of your exports succeeded/);
  });

  it('L5 L6: the menu of an export does what it says once, and the Home shows it as it then is', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    await anna.openHome();
    const menu = 'wb:home:do:*';
    await anna.choose('home', 'wb:home:sort', 'next_run');
    await Promise.all([anna.choose('home', menu, 'run'), anna.choose('home', menu, 'run')]);
    assert.match(anna.modalText(), /people\* is queued/);
    assert.equal((await all.admin.listRuns({})).items.length, 1);
    assert.match(anna.homeText(), /last run queued/);
    assert.match(anna.homeText(), /<By next run>/);
    await anna.close({ all: true });

    await anna.choose('home', menu, 'pause');
    await anna.submit();
    assert.match(anna.modalText(), /is paused until it is resumed/);
    assert.match(anna.homeText(), /\*people\*\npaused/);
    assert.match(anna.homeText(), /<By next run>/);
    assert.match(anna.homeText(), /What runs next\nNo run of your exports is planned/);
    await anna.close({ all: true });

    await anna.choose('home', menu, 'resume');
    assert.match(anna.homeText(), /\*people\*\nactive/);
    await anna.close({ all: true });

    await anna.choose('home', menu, 'reschedule');
    await anna.choose('modal', 'wb:reschedule:hours', ['9']);
    await anna.submit();
    assert.match(anna.homeText(), /09:30 \(Europe\/Vienna\) {2}\*people\*/);
    await anna.close({ all: true });

    await anna.choose('home', menu, 'show');
    assert.match(anna.modalText(), /Exports people of the previous day/);
    await anna.click('modal', 'History');
    assert.match(anna.modalText(), /Runs of people/);
    await anna.click('modal', 'Cancel run');
    assert.match(anna.homeText(), /last run cancelled/);
  });

  it('L5 L2: creating and copying begin there; a draft that was left is shown, and gone when it is thrown away', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    await anna.openHome();
    await anna.click('home', 'Create an export');
    assert.match(anna.modalText(), /Start from/);
    await anna.choose('modal', 'wb:create:start:model', 'people');
    await anna.close({ all: true });
    assert.match(anna.homeText(), /Not finished yet\n.*\n\[Continue\] \| \[Throw away\]/);
    await anna.click('home', 'Continue');
    assert.ok(anna.isModalOpen());
    await anna.close({ all: true });
    await anna.click('home', 'Throw away');
    assert.doesNotMatch(anna.homeText(), /Not finished yet/);
    await anna.choose('home', 'wb:home:do:*', 'clone');
    assert.match(anna.modalText(), /people/);
  });

  it('L1 L2 L6: dialogs find room however somebody came to them: Slack takes three modals on top of each other', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    await anna.openHome();
    await anna.click('home', 'Everything else');
    await anna.click('modal', 'List exports');
    await anna.click('modal', 'Show');
    await anna.click('modal', 'History');
    await anna.click('modal', 'Run now');
    assert.match(anna.modalText(), /people\* is queued/);
    await anna.close({ all: true });

    await anna.click('home', 'Everything else');
    await anna.click('modal', 'Copy one');
    await anna.choose('modal', 'wb:pick:export:clone', 'people');
    await anna.fill({ 'wb:create:name:name': 'people-2' });
    await anna.submit();
    await anna.choose('modal', 'wb:create:list:fields:0', 'Edit');
    await anna.fill({ 'wb:create:field:to': 'Number' });
    await anna.submit();
    assert.match(anna.modalText(), /1\. \*Number\* from `id`/);
    while (!/: \*Review\*/.test(anna.modalText())) await anna.submit();
    await anna.submit();
    assert.match(anna.modalText(), /people-2\* is created/);
    assert.match(anna.homeText(), /\*people-2\*/);
  });

  it('L5 L6: what somebody else did meanwhile is told, and shown', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    await csv(all, BROKEN);
    const { id } = await all.admin.runExport({ params: { name: 'people' }, body: {} });
    await all.served.service.work();
    const { id: draft } = await new Drafts(all).create('anna');
    await anna.openHome();
    await csv(all, GOOD);
    await all.admin.rerunRun({ params: { id }, body: {} });
    await all.served.service.work();
    await anna.click('home', 'Rerun');
    assert.match(anna.modalText(), /Run it again\?/);
    assert.match(anna.homeText(), /Nothing: every run of your exports succeeded/);
    await anna.close({ all: true });
    await new Drafts(all).remove('anna', draft);
    await anna.click('home', 'Throw away');
    assert.doesNotMatch(anna.homeText(), /Not finished yet/);
  });

  it('L5 R6: ten thousand exports are sorted, searched and paged, and the Home keeps how it stands', async function () {
    this.timeout(120_000);
    const all = await slackService();
    await manyExports(all.served.service.store, 10_000);
    const anna = all.bot.person('anna');
    const rows = () => [...anna.homeText().matchAll(/^\*(Export [^*]+)\*/gm)].map(([, name]) => name);
    await anna.openHome();
    assert.match(anna.homeText(), /You have not created an export yet/);
    await anna.click('home', 'Show all exports');
    assert.match(anna.homeText(), /Exports 1 to 10, there are more/);
    const first = rows();
    const pages = [first];
    for (let page = 2; page <= 14; page++) {
      await anna.click('home', 'Next page');
      pages.push(rows());
    }
    assert.match(anna.homeText(), /Exports 131 to 140, there are more/);
    assert.equal(new Set(pages.flat()).size, 140);
    await anna.click('home', 'Previous page', { times: 2 });
    assert.deepEqual(rows(), pages[12], 'a double click goes back once');
    await anna.openHome();
    assert.deepEqual(rows(), pages[12], 'opened again, it stands as it did');
    while (anna.has('home', 'Previous page')) await anna.click('home', 'Previous page');
    assert.ok(anna.has('home', 'First page') || /Exports 1 to 10/.test(anna.homeText()));
    if (anna.has('home', 'First page')) await anna.click('home', 'First page');
    assert.deepEqual(rows(), first);

    await anna.choose('home', 'wb:home:search', 'GRÖSSE 0042 of 7');
    assert.deepEqual(rows(), ['Export 0042 of 7']);
    await anna.choose('home', 'wb:home:sort', 'created_at');
    assert.deepEqual(rows(), ['Export 0042 of 7']);
    await anna.choose('home', 'wb:home:search', 'no such thing');
    assert.match(anna.homeText(), /No export is there with “no such thing”/);
    await anna.click('home', 'wb:home:clear');
    assert.match(anna.homeText(), /Exports 1 to 10, there are more/);
    assert.match(anna.homeText(), /Type words, then press Enter/);
    await anna.choose('home', 'wb:home:status', 'finished');
    assert.equal(anna.homeText().match(/^has run/gm)?.length, 10);
    for (const sort of ['name', 'created_at', 'status', 'next_run', 'last_run']) {
      await anna.choose('home', 'wb:home:sort', sort);
      assert.equal(rows().length, 10, sort);
    }
  });

  it('L5 L7: a viewer sees everything and is offered what a viewer may; an admin is offered all', async () => {
    const all = await slackService();
    await created(all, 'anna', 'people');
    await csv(all, BROKEN);
    await all.admin.runExport({ params: { name: 'people' }, body: {} });
    await all.served.service.work();
    const ben = all.bot.person('ben');
    await ben.openHome();
    const said = ben.homeText();
    assert.match(said, /You are viewer: you may look at exports\. To make and run some, you need the role editor/);
    assert.match(said, /All exports/);
    assert.match(said, /\*people\*/);
    assert.doesNotMatch(said, /\[(Create an export|Copy one|Rerun)\]/);
    assert.match(said, /\[Log\]/);
    await assert.rejects(ben.choose('home', 'wb:home:do:*', 'run'), /run is not offered/);
    await ben.choose('home', 'wb:home:do:*', 'yaml');
    assert.match(ben.modalText(), /name: people/);
    await ben.close();
    await ben.click('home', 'Everything else');
    await ben.click('modal', 'wb:command:run');
    await ben.choose('modal', 'wb:pick:export:run', 'people');
    assert.match(ben.modalText(), /needs the role editor/);
    await ben.close({ all: true });
    await ben.choose('home', 'wb:home:do:*', 'subscribe');
    assert.match(ben.modalText(), /You hear of successes.*by direct message/);
  });

  it('L5 L6: the service being down gives a sentence with another try, and the Home comes back as it stood', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    await anna.openHome();
    await anna.choose('home', 'wb:home:search', 'people');
    await all.served.close();
    await anna.choose('home', 'wb:home:do:*', 'run');
    assert.match(anna.modalText(), /does not answer at the moment, so nothing was changed/);
    await anna.close();
    await anna.click('home', 'Refresh');
    assert.match(anna.homeText(), /The export service does not answer at the moment, so nothing was changed/);
    assert.doesNotMatch(anna.homeText(), /\*people\*/);
    await anna.openHome();
    assert.match(anna.homeText(), /does not answer/);
    assert.ok(anna.has('home', 'Try again'));
    assert.match(JSON.stringify(all.bot.slack.homes.get(anna.id)?.private_metadata), /people/);
  });

  it('L5 L6: of two clicks on what is shown, only the first counts', async () => {
    const all = await slackService({ bots: 2 });
    await manyExports(all.served.service.store, 1000);
    const anna = all.bot.person('anna');
    await anna.openHome();
    await anna.choose('home', 'wb:home:scope', 'all');
    await anna.click('home', 'Next page', { times: 3 });
    assert.match(anna.homeText(), /Exports 11 to 20/);
    const conflicts = published(all).filter(call => call.answer.error === 'hash_conflict');
    assert.equal(conflicts.length, 2);
  });

  it('L1 L5: everything that /export can do can be done from the Home', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    await anna.openHome();
    await anna.click('home', 'Everything else');
    for (const [button, said] of [
      ['List exports', /people/],
      ['wb:command:run', /Which export shall run now/],
      ['wb:command:pause', /Which export shall pause/],
      ['wb:command:resume', /Which export shall go on/],
      ['wb:command:reschedule', /Which export shall run at other times/],
      ['wb:command:rerun', /Of which export shall a run be repeated/],
      ['wb:command:backfill', /Of which export shall days be filled in/],
      ['wb:command:history', /Of which export do you want to see the runs/],
      ['wb:command:cancel', /Of which export shall a run be cancelled/],
      ['wb:command:subscribe', /Which export do you want to hear of/],
      ['wb:command:unsubscribe', /Which export do you want to hear no more of/],
      ['wb:command:clone', /Which export do you want to copy/],
      ['wb:command:help', /What \/export can do/],
    ] as const) {
      await anna.click('modal', button);
      assert.match(anna.modalText(), said, button);
      await anna.close();
    }
    await anna.click('modal', 'wb:command:subscribe');
    await anna.choose('modal', 'wb:pick:export:subscribe', 'people');
    assert.match(anna.modalText(), /Who shall hear of the runs of \*people\*\?/);
    await anna.submit();
    assert.match(anna.modalText(), /You hear of successes/);
  });

  it('L1 L7: from the Home, channels subscribe and unsubscribe as they do by a command', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await created(all, 'anna', 'people');
    const channel = all.bot.slack.channel('data-team');
    const targets = async () =>
      (await all.admin.listSubscriptions({ params: { name: 'people' } })).items.map(item => item.target);
    const ask = async (who: typeof anna, button: string, target: string) => {
      await who.openHome();
      await who.choose('home', 'wb:home:scope', 'all');
      await who.choose('home', 'wb:home:do:*', 'show');
      await who.click('modal', button);
      await who.fill({ 'wb:subscribe:channel': target });
      return who.submit();
    };
    await ask(anna, 'Subscribe', channel);
    assert.match(anna.modalText(), new RegExp(`<#${channel}> hears of successes`));
    assert.deepEqual(await targets(), [channel]);
    const [told] = await all.bot.slack.messages(channel);
    assert.match(String(told?.text), new RegExp(`<@${anna.id}> subscribed this channel`));
    await anna.close({ all: true });
    await ask(anna, 'Unsubscribe', channel);
    assert.match(anna.modalText(), new RegExp(`<#${channel}> hears no more`));
    assert.deepEqual(await targets(), []);
    await anna.close({ all: true });

    all.bot.slack.leave(channel, 'not_in_channel');
    await ask(anna, 'Subscribe', channel);
    assert.match(anna.modalText(), /The bot is not in .*invite @Waybill[\s\S]*Who shall hear/);
    assert.deepEqual(await targets(), []);
    const { payload } = await ask(all.bot.person('ben'), 'Subscribe', channel);
    assert.match(JSON.stringify(payload), /Only editors may do that for a channel/);
  });
});
