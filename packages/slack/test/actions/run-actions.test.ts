import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import type { Message } from '../../../../test/support/slack/slack-double.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, type SlackService, slackService } from '../../../../test/support/slack/slack-service.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { logMessage } from '../../src/actions/run-actions.ts';

const TOLD = `schedule: {daily: {hours: [6], minutes: [30]}}
notify: [{slack: "#crm-exports", when: [success, failure]}]
`;
const TO_SHARE = 'deliver: {to: share}\n';
const GOOD = 'id,name,email,joined\n1,Anna,anna@example.com,2026-01-01\n';
const BROKEN = 'id,name,email,joined\nnot a number,Anna,anna@example.com,2026-01-01\n';

const read = (answer: { readonly blocks?: unknown; readonly text: string }) =>
  textOf((answer.blocks ?? []) as never) || answer.text;

/** The message of a channel that says something. */
const told = ({ bot }: SlackService, said: RegExp) =>
  waitFor(`a message that says ${said}`, async () => {
    const messages = await bot.slack.messages(bot.slack.channel('crm-exports'));
    return messages.find(message => said.test(read(message as Message))) as Message | undefined;
  });
const csv = ({ served }: SlackService, text: string) =>
  writeFile(join(served.service.folder, 'data', 'people.csv'), text);
const runs = async ({ admin }: SlackService) =>
  (await admin.listRuns({})).items.map(run => `${run.trigger} ${run.status} by ${run.by}`);

/** A run of `people` that was worked on. */
async function ran(all: SlackService, more: string): Promise<string> {
  await all.admin.deployExport({ body: { text: peopleExport(more) } });
  const { id } = await all.admin.runExport({ params: { name: 'people' }, body: {} });
  await all.served.service.work();
  return id;
}

/** One whose file is kept back. */
async function quarantined(all: SlackService): Promise<Message> {
  await ran(all, `${TOLD}${TO_SHARE}checks: {rows: 10 %}\n`);
  await csv(all, GOOD);
  await all.admin.runExport({ params: { name: 'people' }, body: {} });
  await all.served.service.work();
  return told(all, /is in quarantine and waits for a decision/);
}

/** In winter Vienna is an hour ahead of UTC. */
const LOGGED = { at: '2026-11-28T23:30:05.120Z', level: 'info', message: 'Begins.' } as const;

describe('the log of a run', () => {
  it('L4 D1: has the times of the export, as everything else about it', () => {
    const run = { id: 'run_1', export: 'a<b>', timezone: 'Europe/Vienna', dueAt: '2026-11-28T23:30:00.000Z' };
    const { text, blocks } = logMessage(run as never, [LOGGED as never]);
    assert.match(textOf((blocks ?? []) as never), /Sun 29 Nov 2026, 00:30[\s\S]*00:30:05 Begins\./);
    assert.match(text, /00:30:05 Begins\./);
    assert.match(logMessage(run as never, []).text, /^Log of a&lt;b&gt;/);
  });
});

describe('buttons about a run', () => {
  afterEach(endSlackServices);

  it('L4 L6: Cancel run stops it once; pressed again, it says that the run is over', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await all.admin.deployExport({ body: { text: peopleExport(TOLD) } });
    await all.admin.runExport({ params: { name: 'people' }, body: {} });
    const waits = await told(all, /waits for its turn/);
    await anna.click(waits, 'Cancel run', { times: 2 });
    assert.match(read(anna.answer()), /people\* is being cancelled/);
    assert.deepEqual(await runs(all), ['request cancelled by a admin']);
    const { items } = await all.admin.listAudit({ query: { action: 'run.cancel' } });
    assert.deepEqual(
      items.map(entry => entry.onBehalfOf),
      [`slack:${anna.id} Anna Huber`],
    );
    await all.bot.person('anna').click({ ...waits, ts: `${waits.ts}1` }, 'Cancel run');
    assert.match(read(anna.answer()), /is over \(cancelled\); there is nothing to cancel/);
  });

  it('L4 R3: Rerun repairs a run that failed, once however often it is pressed', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await csv(all, BROKEN);
    await ran(all, TOLD);
    const failed = await told(all, /people failed/);
    await csv(all, GOOD);
    await anna.click(failed, 'Rerun', { times: 2 });
    assert.match(read(anna.answer()), /\*people\* is queued/);
    await all.served.service.work();
    assert.deepEqual(await runs(all), ['rerun success by Anna Huber', 'request failed by a admin']);
  });

  it('L4 R3: Run again says what it overwrites, and does it only when that is confirmed', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    await ran(all, `${TOLD}${TO_SHARE}`);
    const finished = await told(all, /people finished: 3 rows/);
    await anna.click(finished, 'Run again');
    const asks = anna.answer();
    assert.match(read(asks), /was delivered before; running it again will overwrite .*people\.csv/);
    assert.equal((await runs(all)).length, 1);
    await anna.click(asks, 'Yes, run it again', { times: 2 });
    assert.equal(anna.answer().replaces, true);
    assert.match(read(anna.answer()), /\*people\* is queued/);
    await all.served.service.work();
    assert.deepEqual(await runs(all), ['again success by Anna Huber', 'request success by a admin']);
  });

  it('L4 O7: Approve delivers the file that was kept back; Reject says that somebody decided', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    const message = await quarantined(all);
    await anna.click(message, 'Approve');
    assert.match(read(anna.answer()), /Approved: the file of \*people\*/);
    await anna.click(message, 'Reject');
    assert.match(read(anna.answer()), /is not in quarantine: its status is \w+/);
    await all.served.service.work();
    assert.match((await runs(all))[0] ?? '', /success/);
  });

  it('L4 O7: Reject lets the file go nowhere, and its buttons are gone', async () => {
    const all = await slackService();
    const anna = all.bot.person('anna');
    const message = await quarantined(all);
    await anna.click(message, 'Reject');
    assert.match(read(anna.answer()), /Rejected: the file of \*people\* goes nowhere/);
    await waitFor('the message without Approve', async () => {
      const now = (await all.bot.slack.messages(all.bot.slack.channel('crm-exports'))).find(
        one => one.ts === message.ts,
      );
      return now !== undefined && !anna.has(now as Message, 'Approve');
    });
  });

  it('L4 L7: Download gives a viewer a signed link that works; Log tells what happened', async () => {
    const all = await slackService();
    const ben = all.bot.person('ben');
    const id = await ran(all, `${TOLD}${TO_SHARE}`);
    const finished = await told(all, /people finished: 3 rows/);
    await ben.click(finished, 'Download');
    const { element } = ben.element(ben.answer(), 'wb:link:file:0');
    assert.match(String(element.url), /^https?:.*signature=/);
    await ben.click(finished, 'Log');
    assert.match(read(ben.answer()), /Log of people/);
    assert.match(read(ben.answer()), /Times are those of Europe\/Vienna\./);
    assert.match(read(ben.answer()), new RegExp(`waybill log ${id}`));
    await ben.click(finished, 'Run again');
    assert.match(read(ben.answer()), /needs the role editor/);
    assert.equal((await runs(all)).length, 1);
  });
});
