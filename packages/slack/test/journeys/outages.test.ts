import assert from 'node:assert/strict';
import { sshdUnavailable } from '../../../../test/support/sftp-server.ts';
import { startTcpProxy, type TcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { endJourneys, next, partnerJourney, read, step, toReview } from './partner.ts';

const NAME = 'partner-sales';
const DOWN = /The export service does not answer at the moment, so nothing was changed/;

if (sshdUnavailable() === undefined) {
  describe('what stops in the middle', () => {
    let line: TcpProxy | undefined;
    afterEach(async () => {
      await endJourneys();
      await line?.stop();
      line = undefined;
    });

    const away = () => {
      line?.refuse();
      line?.cut();
    };
    const through = async (url: string) => {
      line = await startTcpProxy({ port: Number(new URL(url).port) });
      return `http://127.0.0.1:${line.port}`;
    };

    for (const mode of ['http', 'socket'] as const) {
      it(`L2 L4 L6: the service goes away and comes back: sentences, nothing lost, nothing twice (${mode})`, async () => {
        const all = await partnerJourney({ mode, through });
        const { admin, bot, served, told } = all;
        const anna = bot.person('anna');

        // While somebody creates an export: the modal says so, and what was typed is there afterwards.
        await toReview(anna, NAME, bot.slack.channel('crm-exports'));
        await anna.click('modal', 'Back');
        assert.equal(step(anna), 'Notices');
        away();
        await anna.submit();
        assert.match(anna.modalText(), DOWN);
        line?.restore();
        await next(anna);
        assert.equal(step(anna), 'Review');
        away();
        await anna.submit();
        assert.match(anna.modalText(), DOWN);
        assert.deepEqual((await admin.listExports({})).items, []);
        line?.restore();
        await anna.submit();
        assert.match(anna.modalText(), /partner-sales\* is created/);
        await anna.close({ all: true });

        // While a run is on its way: buttons say so; the message tells how it ended once the service is back.
        await anna.command(`run ${NAME}`);
        const waits = await told(/partner-sales waits for its turn/);
        away();
        await anna.click(waits, 'Cancel run');
        assert.match(read(anna.answer()), DOWN);
        await anna.command(`run ${NAME}`);
        assert.match(read(anna.answer()), DOWN);
        await served.service.work();
        assert.match(read(await told(/partner-sales waits for its turn/)), /waits/);
        line?.restore();
        const finished = await told(/partner-sales finished: 3 rows/);
        assert.equal(finished.ts, waits.ts);
        assert.deepEqual(await all.runs(), ['request success by Anna Huber']);
        assert.deepEqual(Object.keys(await all.received()), ['partner-sales.csv']);
        assert.equal((await all.notices()).length, 1);
      }).timeout(120_000);
    }

    it('L4 L6: one of two processes of the bot ends in the middle: the other goes on with the same message', async () => {
      const all = await partnerJourney({ mode: 'socket', bots: 2 });
      const { bot, served, told } = all;
      const anna = bot.person('anna');
      await toReview(anna, NAME, bot.slack.channel('crm-exports'));
      await bot.bots[0]?.stop();
      await waitFor('one connection', () => bot.slack.sockets.connections === 1);
      await anna.submit();
      assert.match(anna.modalText(), /partner-sales\* is created/);
      await anna.close({ all: true });
      await anna.command(`run ${NAME}`);
      const waits = await told(/partner-sales waits for its turn/);
      await served.service.work();
      const finished = await told(/partner-sales finished: 3 rows/);
      assert.equal(finished.ts, waits.ts);
      assert.equal((await all.notices()).length, 1);
      assert.deepEqual(await all.runs(), ['request success by Anna Huber']);
    }).timeout(60_000);

    it('L4 L6 N2: the partner is away for a while: the message says so, and when it is tried again', async () => {
      const all = await partnerJourney();
      const { bot, served, told } = all;
      const anna = bot.person('anna');
      await toReview(anna, NAME, bot.slack.channel('crm-exports'));
      await anna.submit();
      await anna.close({ all: true });
      await all.stopPartner();
      await anna.command(`run ${NAME}`);
      await served.service.work();
      const again = await told(/partner-sales waits for another attempt/);
      assert.match(read(again), /The last attempt failed: Destination "partner"/);
      assert.match(read(again), /\*Next attempt\*/);
      await all.later(5 * 60_000);
      const failed = await told(/partner-sales failed/);
      assert.equal(failed.ts, again.ts);
      assert.match(read(failed), /\*Why\* {2}Destination "partner".*\*What to do\* /s);
      assert.deepEqual(await all.received(), {});
    }).timeout(60_000);
  });
}
