import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, slackService } from '../../../../test/support/slack/slack-service.ts';

const DAILY = 'schedule: {daily: {hours: [6], minutes: [30]}}\nwindow: {by: event_date, previous: day}\n';
const read = (answer: { readonly blocks: readonly unknown[]; readonly text: string }) =>
  textOf(answer.blocks as never) || answer.text;
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('dialogs about an export', () => {
  afterEach(endSlackServices);

  it('L3 S4: pause asks until when, and takes no date that is over', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    const plan = async () => (await admin.getExport({ params: { name: 'people' } })).plan;
    await anna.command('pause people');
    assert.match(anna.modalText(), /people\* does not run while it is paused/);
    await anna.fill({ 'wb:pause:day': day(-3) });
    await anna.submit();
    assert.equal((await plan()).paused, false);
    await anna.fill({ 'wb:pause:day': day(10), 'wb:pause:time': '12:00' });
    await anna.submit();
    assert.match(anna.modalText(), /is paused until .*, 12:00 \(Europe\/Vienna\)/);
    assert.equal((await plan()).pausedUntil?.slice(0, 10), day(10));
    await anna.close({ all: true });
    await anna.command('resume people');
    await anna.command('pause people');
    await anna.submit();
    assert.match(anna.modalText(), /paused until it is resumed/);
    const { paused, pausedUntil } = await plan();
    assert.deepEqual([paused, pausedUntil], [true, null]);
  });

  it('L3 S4: reschedule shows the next five runs as they would be, and changes nothing before it is submitted', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    const words = async () => (await admin.getExport({ params: { name: 'people' } })).plan.words;
    const before = await words();
    await anna.command('reschedule people');
    assert.equal(anna.modalText().match(/ 06:30, for /g)?.length, 5);
    await anna.choose('modal', 'wb:reschedule:kind', 'weekly');
    assert.match(anna.modalText(), /No run is in sight yet/);
    await anna.choose('modal', 'wb:reschedule:days', ['monday']);
    await anna.choose('modal', 'wb:reschedule:times', '7:15');
    assert.equal(anna.modalText().match(/Monday \d{4}-\d\d-\d\d 07:15/g)?.length, 5);
    assert.equal(await words(), before);
    await anna.submit();
    assert.match(anna.modalText(), /people\* is rescheduled/);
    assert.match(await words(), /Monday/);
  });

  it('L2 L3: what is typed for one kind of schedule is there again, also when the dialog was closed', async () => {
    const { bot, admin } = await slackService({ bots: 2 });
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('reschedule people');
    await anna.choose('modal', 'wb:reschedule:hours', ['9', '17']);
    await anna.choose('modal', 'wb:reschedule:kind', 'weekly');
    await anna.choose('modal', 'wb:reschedule:days', ['monday', 'friday']);
    await anna.choose('modal', 'wb:reschedule:times', '7:15');
    await anna.choose('modal', 'wb:reschedule:kind', 'cron');
    await anna.choose('modal', 'wb:reschedule:cron', '0 6 * * 1-5');
    await anna.choose('modal', 'wb:reschedule:kind', 'daily');
    assert.match(anna.modalText(), /<09 h, 17 h>/);
    await anna.choose('modal', 'wb:reschedule:kind', 'weekly');
    assert.match(anna.modalText(), /<Monday, Friday>[\s\S]*<7:15>/);
    await anna.close({ all: true });

    await anna.command('reschedule people');
    assert.match(anna.modalText(), /<Every week>[\s\S]*<Monday, Friday>[\s\S]*<7:15>/);
    assert.equal(anna.modalText().match(/(Monday|Friday) \d{4}-\d\d-\d\d 07:15/g)?.length, 5);
    await anna.choose('modal', 'wb:reschedule:kind', 'cron');
    assert.match(anna.modalText(), /<0 6 \* \* 1-5>/);
    await bot
      .person('ben')
      .command('reschedule people')
      .catch(() => undefined);
    assert.equal((await admin.getExport({ params: { name: 'people' } })).revision, 1);

    await anna.click('modal', 'Start over');
    assert.match(anna.modalText(), /<Every day>[\s\S]*<06 h>/);
    await anna.choose('modal', 'wb:reschedule:1:hours', ['8']);
    await anna.submit();
    assert.match(anna.modalText(), /people\* is rescheduled/);
    assert.match((await admin.getExport({ params: { name: 'people' } })).plan.words, /08:30/);
    await anna.close({ all: true });
    await anna.command('reschedule people');
    assert.match(anna.modalText(), /<Every day>[\s\S]*<08 h>/, 'what is done is no draft any more');
    assert.ok(!anna.has('modal', 'Start over'));
    await anna.choose('modal', 'wb:reschedule:kind', 'weekly');
    assert.doesNotMatch(anna.modalText(), /Monday, Friday/);
  });

  it('L3: what was typed about another revision means nothing any more', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('reschedule people');
    await anna.choose('modal', 'wb:reschedule:hours', ['9']);
    await anna.close({ all: true });
    await admin.deployExport({ body: { text: peopleExport(DAILY.replace('[6]', '[4]')) } });
    await anna.command('reschedule people');
    assert.match(anna.modalText(), /<04 h>/);
  });

  it('L3 L7: reschedule says what is wrong at its input; a viewer is told what is missing', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('reschedule people');
    await anna.choose('modal', 'wb:reschedule:kind', 'cron');
    await anna.fill({ 'wb:reschedule:cron': '99 6 * * *' });
    const { payload } = await anna.submit();
    assert.deepEqual(Object.keys((payload?.errors ?? {}) as object), ['wb:reschedule:cron']);
    assert.equal((await admin.getExport({ params: { name: 'people' } })).revision, 1);
    await bot.person('ben').command('reschedule people');
    assert.match(bot.person('ben').modalText(), /needs the role editor/);
  });

  it('L3 R3: rerun lists runs that failed with their causes, until they are made good', async () => {
    const { bot, admin, served } = await slackService();
    const file = join(served.service.folder, 'data', 'people.csv');
    await writeFile(file, 'id,name,email,joined\nnot a number,Anna,anna@example.com,2026-01-01\n');
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    await served.service.work();
    const anna = bot.person('anna');
    await anna.command('rerun people');
    assert.match(read(anna.answer()), /Failed runs of people\n.*\n.*\n\*Why\* {2}.+\n\[Rerun\] \| \[Log\]/);
    await writeFile(file, 'id,name,email,joined\n1,Anna,anna@example.com,2026-01-01\n');
    await anna.click(anna.answer(), 'Rerun');
    await served.service.work();
    await anna.command('rerun people');
    assert.match(read(anna.answer()), /No run of \*people\* failed that was not made good since/);
  });

  it('L3 R3: backfill asks for days, says how many runs that makes, and queues them when told to', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('backfill people');
    await anna.fill({ 'wb:backfill:from': day(-3), 'wb:backfill:until': day(-5) });
    const { payload } = await anna.submit();
    assert.deepEqual(Object.keys((payload?.errors ?? {}) as object), ['wb:backfill:until']);
    await anna.fill({ 'wb:backfill:from': day(-5), 'wb:backfill:until': day(-3) });
    await anna.submit();
    assert.match(anna.modalText(), /That makes \*3 runs\* of \*people\*/);
    assert.equal((await admin.listRuns({})).items.length, 0);
    await anna.submit();
    assert.match(anna.modalText(), /3 runs of \*people\* are queued/);
    assert.deepEqual(
      (await admin.listRuns({})).items.map(run => `${run.trigger} by ${run.by}`),
      Array(3).fill('backfill by Anna Huber'),
    );
  });

  it('L3 D9: backfill says which data the days are, since a run takes that of the day before', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('backfill people');
    await anna.fill({ 'wb:backfill:from': '2026-03-02', 'wb:backfill:until': '2026-03-04' });
    await anna.submit();
    assert.match(
      anna.modalText(),
      /The first one is Sunday 1 March 2026 \(Europe\/Vienna\), the last one Tuesday 3 March 2026 \(Europe\/Vienna\)\./,
    );
    await anna.close({ all: true });
    await anna.command('backfill people');
    await anna.fill({ 'wb:backfill:from': '2026-03-02', 'wb:backfill:until': '2026-03-02' });
    await anna.submit();
    assert.match(anna.modalText(), /its own period\. That is Sunday 1 March 2026 \(Europe\/Vienna\)\./);
  });

  it('L3 L7: whoever may only look is refused before dates are asked for', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const ben = bot.person('ben');
    for (const word of ['pause', 'backfill']) {
      await ben.command(`${word} people`);
      assert.match(ben.modalText(), /needs the role editor.*waybill role set slack:U\w+ editor/, word);
      assert.doesNotMatch(ben.modalText(), /day/i, word);
      await ben.close({ all: true });
    }
  });

  it('L3: the days of a backfill are changed once more before anything runs', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('backfill people');
    await anna.fill({ 'wb:backfill:from': day(-9), 'wb:backfill:until': day(-3), 'wb:backfill:again': ['again'] });
    await anna.submit();
    assert.match(anna.modalText(), /That makes \*7 runs\*/);
    await anna.click('modal', 'Change the days');
    assert.match(anna.modalText(), new RegExp(`<${day(-9)}>[\\s\\S]*<${day(-3)}>[\\s\\S]*<Deliver it once more`));
    await anna.fill({ 'wb:backfill:from': day(-4) });
    await anna.submit();
    await anna.submit();
    assert.equal((await admin.listRuns({})).items.length, 2);
  });

  it('L3 S4: an export that ran when it was created gets a schedule', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport() } });
    const anna = bot.person('anna');
    await anna.command('reschedule people');
    await anna.choose('modal', 'wb:reschedule:kind', 'daily');
    await anna.choose('modal', 'wb:reschedule:hours', ['9']);
    assert.equal(anna.modalText().match(/\d{4}-\d\d-\d\d 09:00/g)?.length, 5);
    await anna.submit();
    assert.equal((await admin.getExport({ params: { name: 'people' } })).plan.kind, 'repeated');
  });

  it('L3 R3: backfill delivers once more what was delivered only when that was chosen, and says how much it is', async () => {
    const { bot, admin, served } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(`${DAILY}deliver: {to: share}\n`) } });
    const anna = bot.person('anna');
    const ask = async (again: readonly string[]) => {
      await anna.command('backfill people');
      await anna.fill({
        'wb:backfill:from': day(-4),
        'wb:backfill:until': day(-3),
        'wb:backfill:again': again,
      });
      return anna.submit();
    };
    await ask([]);
    await anna.submit();
    await anna.close({ all: true });
    await served.service.work();
    const { payload } = await ask([]);
    assert.match(JSON.stringify(payload?.errors), /none is missing/);
    await anna.close({ all: true });
    await ask(['again']);
    assert.match(
      anna.modalText(),
      /That makes \*2 runs\*.* 2 of that range were delivered before and will be overwritten/,
    );
    await anna.submit();
    await served.service.work();
    assert.deepEqual(
      (await admin.listRuns({})).items.map(run => run.status),
      Array(4).fill('success'),
    );
  });

  it('L4 L6: buttons of messages open the dialogs, in a modal too', async () => {
    const { bot, admin } = await slackService();
    await admin.deployExport({ body: { text: peopleExport(DAILY) } });
    const anna = bot.person('anna');
    await anna.command('show people');
    await anna.click(anna.answer(), 'wb:dialog:pause');
    assert.match(anna.modalText(), /people\* does not run while it is paused/);
    await anna.close({ all: true });
    await anna.shortcut('wb:menu');
    await anna.choose('modal', 'wb:pick:export:show', 'people');
    await anna.click('modal', 'wb:dialog:reschedule');
    assert.match(anna.modalText(), /When \*people\* runs/);
  });
});
