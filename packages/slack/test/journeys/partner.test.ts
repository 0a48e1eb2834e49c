import assert from 'node:assert/strict';
import { sshdUnavailable } from '../../../../test/support/sftp-server.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { endJourneys, next, partnerJourney, read, SALES, step, toReview } from './partner.ts';

const CONTENT = 'id,channel,amount\n1,instore,12.50\n2,online,99.90\n3,online,5.00\n';
const NAME = 'partner-sales';
const params = { name: NAME };

const DAY = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

if (sshdUnavailable() === undefined) {
  describe('from a command in Slack to a file at the partner', () => {
    afterEach(endJourneys);

    for (const [mode, bots] of [
      ['http', 1],
      ['socket', 1],
      ['socket', 2],
    ] as const) {
      it(`L1 L2 L3 L4 L6 L9: create, run, fail, rerun, clone, reschedule, pause, resume (${mode}, ${bots} processes)`, async () => {
        const all = await partnerJourney({ mode, bots });
        const { admin, bot, served, received, runs, told } = all;
        const channel = bot.slack.channel('crm-exports');
        const [anna, ben] = [bot.person('anna'), bot.person('ben')];

        // Create: what is reviewed is what comes to be.
        await toReview(anna, NAME, channel);
        const review = anna.modalText();
        assert.match(review, /Sales of all time, 3 fields, every row, as CSV, sent to partner/);
        assert.equal(review.match(/\d{4}-\d\d-\d\d 06:30/g)?.length, 5);
        assert.doesNotMatch(review, /99\.90/);
        assert.deepEqual((await admin.listExports({})).items, []);
        await anna.submit();
        assert.match(anna.modalText(), /partner-sales\* is created/);
        await anna.close({ all: true });
        const created = await admin.getExport({ params });
        assert.equal(
          created.text,
          `version: 1
name: partner-sales
model: sales
fields: [id, channel, amount]
filters: none
deliver: {to: partner}
schedule: {daily: {hours: [6], minutes: [30]}}
notify:
  - {slack: ${channel}}
`,
        );
        assert.deepEqual([created.createdBy, created.createdVia], ['Anna Huber', 'slack']);
        assert.deepEqual((await admin.listDrafts({})).items, []);

        // Run: Slack tells of the command more than once; one run, one message, one file.
        await anna.command(`run ${NAME}`, 'crm-exports', { times: 3 });
        assert.deepEqual(await runs(), ['request queued by Anna Huber']);
        const waits = await told(/partner-sales waits for its turn/);
        assert.deepEqual(await received(), {});
        await served.service.work();
        const finished = await told(/partner-sales finished: 3 rows/);
        assert.equal(finished.ts, waits.ts);
        assert.match(read(finished), /\*Delivered to\*\npartner, sftp:\/\/.*partner-sales\.csv/);
        assert.deepEqual(await received(), { 'partner-sales.csv': CONTENT });

        // Fail: the partner refuses the login at the next firing; nothing of theirs changes.
        await all.refuse();
        await all.sales(`${SALES}4,B-4,1,7.00,online,false,P-1,2026-01-04 12:00:00,2026-01-04 12:00:00,\n`);
        await all.untilNextRun(NAME);
        const failed = await told(/partner-sales failed/);
        assert.match(read(failed), /\*Why\* {2}Destination "partner" refused the login at sftp:/);
        assert.match(read(failed), /\*What to do\* {2}Check user and password, key or agent/);
        assert.match(failed.text, /Why: Destination "partner" refused the login/);
        assert.deepEqual((await runs())[0], 'schedule failed by schedule');
        assert.deepEqual(await received(), { 'partner-sales.csv': CONTENT });

        // Rerun: not for those who may only look; once for who may, however often it is pressed.
        await all.accept();
        await all.later(60_000);
        await ben.click(failed, 'Rerun');
        assert.match(read(ben.answer()), /You may not do that: it needs the role editor/);
        assert.equal((await runs()).length, 2);
        await anna.click(failed, 'Rerun', { times: 3 });
        assert.deepEqual((await runs())[0], 'rerun queued by Anna Huber');
        assert.equal((await runs()).length, 3);
        await served.service.work();
        const again = await told(/partner-sales works again: 4 rows/);
        await all.later(60_000);
        assert.deepEqual(await received(), { 'partner-sales.csv': `${CONTENT}4,online,7.00\n` });

        // Clone: a name of its own, everything else as it was.
        await anna.command(`clone ${NAME}`);
        while (step(anna) !== 'Name and time zone') await next(anna);
        await next(anna, { 'wb:create:name:name': 'partner-sales-copy' });
        while (step(anna) !== 'Review') await next(anna);
        await anna.submit();
        assert.match(anna.modalText(), /partner-sales-copy\* is created/);
        await anna.close({ all: true });
        const copy = await admin.getExport({ params: { name: 'partner-sales-copy' } });
        assert.equal(copy.text, created.text.replace('name: partner-sales', 'name: partner-sales-copy'));

        // Reschedule: the next five runs are seen before anything changes; the rest of the definition stays.
        await anna.command(`reschedule ${NAME}`);
        await anna.choose('modal', 'wb:reschedule:kind', 'weekly');
        await anna.choose('modal', 'wb:reschedule:days', ['monday']);
        await anna.choose('modal', 'wb:reschedule:times', '7:15');
        assert.equal(anna.modalText().match(/Monday \d{4}-\d\d-\d\d 07:15/g)?.length, 5);
        assert.equal((await admin.getExport({ params })).text, created.text);
        await anna.submit();
        await anna.close({ all: true });
        const weekly = await admin.getExport({ params });
        assert.equal(
          weekly.text,
          created.text.replace(
            'schedule: {daily: {hours: [6], minutes: [30]}}',
            'schedule: {weekly: {days: [monday], at: ["07:15"]}}',
          ),
        );
        const { diff } = await admin.diffRevisions({ params, query: { from: 1, to: 2 } });
        assert.match(diff, /-schedule: \{daily.*\n\+schedule: \{weekly/);
        await all.untilNextRun(NAME);
        assert.deepEqual((await runs()).slice(0, 2).sort(), [
          'schedule success by schedule',
          // The copy had its time meanwhile.
          'schedule success by schedule',
        ]);
        assert.deepEqual(Object.keys(await received()), ['partner-sales-copy.csv', 'partner-sales.csv']);

        // Pause from the button of a notice: no run at its time, and the button's dialog says until when.
        const count = (await runs()).length;
        await anna.command('pause partner-sales-copy');
        await anna.fill({ 'wb:pause:day': day(40) });
        await anna.submit();
        await anna.close({ all: true });
        await anna.click(again, 'Pause export');
        assert.match(anna.modalText(), /partner-sales\* does not run while it is paused/);
        await anna.submit();
        assert.match(anna.modalText(), /paused until it is resumed/);
        await anna.close({ all: true });
        assert.deepEqual(pick((await admin.getExport({ params })).plan), { paused: true, pausedUntil: null });
        await all.later(15 * DAY);
        assert.equal((await runs()).length, count);

        // Resume: it goes on from now, with nothing made up for.
        await anna.command(`resume ${NAME}`);
        assert.match(read(anna.answer()), /partner-sales/);
        assert.deepEqual(pick((await admin.getExport({ params })).plan), { paused: false, pausedUntil: null });
        assert.equal((await runs()).length, count);
        await all.untilNextRun(NAME);
        assert.equal((await runs()).length, count + 1);

        // Everything was said once: a message for each run, whose thread has the details once.
        const { items } = await admin.listRuns({});
        await waitFor('every run to have its message', async () => {
          const texts = (await all.notices()).map(read);
          for (const { id } of items)
            assert.equal(texts.filter(text => text.includes(id)).length, 1, texts.join('\n\n'));
          return true;
        });
        const who = (await admin.listAudit({ query: { limit: 100 } })).items.filter(({ via }) => via === 'slack');
        for (const entry of who) assert.match(String(entry.onBehalfOf), /^slack:U\w+ (Anna Huber|Ben Maier)$/);
        assert.deepEqual(
          [...new Set(who.map(({ action }) => action))].filter(action => !action.startsWith('draft.')).sort(),
          [
            'export.clone',
            'export.deploy',
            'export.pause',
            'export.reschedule',
            'export.resume',
            'run.request',
            'run.rerun',
          ],
        );
      }).timeout(120_000);
    }
  });
}

const pick = ({ paused, pausedUntil }: { paused: boolean; pausedUntil: string | null }) => ({ paused, pausedUntil });
