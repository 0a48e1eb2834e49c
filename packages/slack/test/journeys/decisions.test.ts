import assert from 'node:assert/strict';
import { sshdUnavailable } from '../../../../test/support/sftp-server.ts';
import type { Message } from '../../../../test/support/slack/slack-double.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { endJourneys, type PartnerJourney, partnerJourney, read, SALES } from './partner.ts';

const NAME = 'checked-sales';
const TEXT = `version: 1
name: ${NAME}
model: sales
fields: [id, amount]
filters: none
deliver: {to: partner}
checks: {rows: 10 %}
schedule: {daily: {hours: [6], minutes: [30]}}
notify: [{slack: "#crm-exports", when: [success, failure]}]
`;
const ALL = 'id,amount\n1,12.50\n2,99.90\n3,5.00\n';
const ONE = 'id,amount\n1,12.50\n';

/** The partner has a good file; then the source has one row only, and its file is kept back. */
async function quarantined(all: PartnerJourney): Promise<Message> {
  await all.admin.deployExport({ body: { text: TEXT } });
  await all.untilNextRun(NAME);
  await all.told(/checked-sales finished: 3 rows/);
  await all.sales(SALES.split('\n').slice(0, 2).join('\n'));
  await all.untilNextRun(NAME);
  return all.told(/is in quarantine and waits for a decision/);
}

/** A message as it is now. */
const now = async (all: PartnerJourney, { ts }: Message): Promise<Message> =>
  (await all.notices()).find(message => message.ts === ts) ?? assert.fail('the message is gone');

if (sshdUnavailable() === undefined) {
  describe('deciding about a file that a check kept back', () => {
    afterEach(endJourneys);

    for (const mode of ['http', 'socket'] as const) {
      it(`L4 L7 O7 X2: approved, the very file goes to the partner, once, by who may decide (${mode})`, async () => {
        const all = await partnerJourney({ mode });
        const [anna, ben] = [all.bot.person('anna'), all.bot.person('ben')];
        const message = await quarantined(all);
        assert.match(read(message), /\*Why\* {2}.*1 row.*\*What to do\* /s);
        assert.deepEqual(await all.received(), { 'checked-sales.csv': ALL });

        await ben.click(message, 'Approve');
        assert.match(read(ben.answer()), /needs the role editor/);
        await ben.click(message, 'Download');
        const url = String(ben.element(ben.answer(), 'wb:link:file:0').element.url);
        assert.equal(await (await fetch(url)).text(), ONE);

        // The source has other rows by now: what was looked at is what goes out.
        await all.sales(SALES);
        await anna.click(message, 'Approve', { times: 2 });
        assert.match(read(await now(all, message)), /checked-sales was approved and waits to be delivered/);
        assert.equal(anna.has(await now(all, message), 'Approve'), false);
        assert.deepEqual(await all.received(), { 'checked-sales.csv': ALL });
        await all.served.service.work();
        await waitFor('the message to say that it arrived', async () =>
          /checked-sales finished: 1 row\b/.test(read(await now(all, message))),
        );
        assert.deepEqual(await all.received(), { 'checked-sales.csv': ONE });
        assert.deepEqual(await all.runs(), ['schedule success by schedule', 'schedule success by schedule']);
        assert.equal((await all.notices()).length, 2);
        const { items } = await all.admin.listAudit({ query: { action: 'run.approve' } });
        assert.deepEqual(
          items
            .map(({ onBehalfOf, detail }) => [onBehalfOf, detail?.refused ?? 'done'])
            .sort((a, b) => `${a[1]}`.localeCompare(`${b[1]}`)),
          [
            [`slack:${anna.id} Anna Huber`, 'done'],
            [`slack:${ben.id} Ben Maier`, 'role-needed'],
          ],
        );
      });
    }

    it('L4 O7: rejected, it goes nowhere; buttons that were on the screen say so', async () => {
      const all = await partnerJourney();
      const anna = all.bot.person('anna');
      const message = await quarantined(all);
      await anna.click(message, 'Reject');
      assert.match(read(anna.answer()), /Rejected: the file of \*checked-sales\* goes nowhere/);
      assert.match(read(await now(all, message)), /checked-sales was rejected, so nothing was sent/);
      await anna.click(message, 'Approve');
      assert.match(read(anna.answer()), /is not in quarantine/);
      await all.served.service.work();
      assert.deepEqual(await all.received(), { 'checked-sales.csv': ALL });
      await waitFor('the message to say who decided', async () =>
        /Rejected by Anna Huber/.test(read(await now(all, message))),
      );
      assert.deepEqual(await all.runs(), ['schedule cancelled by schedule', 'schedule success by schedule']);
    });
  });
}
