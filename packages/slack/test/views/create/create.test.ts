import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SlackPerson } from '../../../../../test/support/slack/slack-person.ts';
import { endSlackServices, slackService } from '../../../../../test/support/slack/slack-service.ts';
import { SALES_FILES } from './sales-workspace.ts';

const start = (more: Parameters<typeof slackService>[0] = {}) =>
  slackService({ ...more, service: { files: SALES_FILES, ...more.service } });

/** What the answer says is wrong, by input. */
const errorsOf = (answer: { readonly payload: unknown }) =>
  (answer.payload as { readonly errors?: Readonly<Record<string, string>> } | undefined)?.errors ?? {};

const step = (anna: SlackPerson): string => /Step \d+ of \d+: \*(.+?)\*/.exec(anna.modalText())?.[1] ?? '';

async function next(anna: SlackPerson, values: Parameters<SlackPerson['fill']>[0] = {}): Promise<void> {
  await anna.fill(values);
  const answer = await anna.submit();
  assert.deepEqual(errorsOf(answer), {}, anna.modalText());
}

/** From `/export create` to the filters. */
async function toFilters(anna: SlackPerson, name: string): Promise<void> {
  await anna.command('create');
  await anna.choose('modal', 'wb:create:start:model', 'sales');
  await next(anna);
  await next(anna, { 'wb:create:name:name': name });
  assert.equal(step(anna), 'Fields');
  await anna.fill({ 'wb:create:rows:pick*': ['id', 'bill_number', 'channel', 'amount'] });
  await anna.click('modal', 'Add these fields');
  await next(anna);
  assert.equal(step(anna), 'Filters');
}

async function addCriterion(anna: SlackPerson, button: string, attribute: string, operator: string): Promise<void> {
  await anna.click('modal', button);
  await anna.choose('modal', 'wb:create:criterion:attribute', attribute);
  await anna.choose('modal', 'wb:create:criterion:operator*', operator);
}

describe('L2 create in Slack', () => {
  afterEach(endSlackServices);

  it('L2 a sales export from the first step to its file: two filters, a replacement, every week', async () => {
    const { bot, admin, served } = await start();
    const anna = bot.person('anna');
    await toFilters(anna, 'weekly-sales');
    await anna.click('modal', 'Back');
    assert.match(anna.modalText(), /3\. \*channel\*/);
    await anna.choose('modal', 'wb:create:list:fields:2', 'Edit');
    assert.match(anna.modalText(), /Channel/);
    await anna.fill({
      'wb:create:field:to': 'Where',
      'wb:create:field:replace': 'instore = Store\nonline = Web',
      'wb:create:field:default': 'unknown',
    });
    await anna.submit();
    assert.match(anna.modalText(), /3\. \*Where\* from channel.*2 values replaced, empty cells become "unknown"/);
    await next(anna);

    await anna.choose('modal', 'wb:create:filters:mode', 'sets');
    await addCriterion(anna, 'Add a criterion', 'amount', 'at_least');
    await anna.fill({ 'wb:create:criterion:number': '10' });
    await anna.submit();
    await addCriterion(anna, 'And: add a criterion', 'channel', 'in');
    await anna.fill({ 'wb:create:criterion:several*': ['In store', 'Online'] });
    await anna.submit();
    assert.match(anna.modalText(), /Amount is at least 10/);
    assert.match(anna.modalText(), /Channel is one of instore, online/);
    await next(anna);

    assert.equal(step(anna), 'Period');
    await next(anna, { 'wb:create:window:kind': 'none' });
    assert.equal(step(anna), 'File');
    await next(anna, { 'wb:create:file:profile': 'excel-eu' });
    assert.equal(step(anna), 'Destination');
    await next(anna, {
      'wb:create:deliver:to*': 'share',
      'wb:create:deliver:path*': 'weekly/sales',
      'wb:create:deliver:exists*': 'version',
    });
    assert.equal(step(anna), 'Schedule');
    await anna.choose('modal', 'wb:create:schedule:kind', 'weekly');
    await anna.choose('modal', 'wb:create:schedule:days', ['monday', 'thursday']);
    await anna.choose('modal', 'wb:create:schedule:times', '6:30');
    assert.match(anna.modalText(), /On Mondays and Thursdays at 06:30, Europe\/Vienna/);
    assert.equal(anna.modalText().match(/• (Monday|Thursday) \d{4}-\d\d-\d\d 06:30/g)?.length, 5);
    await next(anna);
    assert.equal(step(anna), 'Notices');
    await anna.click('modal', 'Add a notice');
    await anna.fill({
      'wb:create:notice:channel': bot.slack.channel('crm-exports'),
      'wb:create:notice:when': ['failure'],
    });
    await anna.submit();
    await next(anna);

    assert.equal(step(anna), 'Review');
    const review = anna.modalText();
    assert.match(review, /Sales of all time, 4 fields, 2 filters, as CSV for European Excel, sent to share/);
    assert.match(review, /weekly\/sales\.csv/);
    assert.match(review, /Columns of the file \(4\)\*?\s+id \(integer\), bill.*number \(string\), Where \(/);
    assert.doesNotMatch(review, /B-1/);
    await anna.submit();

    const { text } = await admin.getExport({ params: { name: 'weekly-sales' } });
    assert.equal(
      text,
      `version: 1
name: weekly-sales
model: sales
fields:
  - id
  - bill_number
  - {from: channel, to: Where, replace: {instore: Store, online: Web}, default: unknown}
  - amount
filters:
  all:
    - {attribute: amount, operator: at_least, value: 10}
    - {attribute: channel, operator: in, value: [instore, online]}
file: {format: csv, profile: excel-eu}
deliver: {to: share, path: weekly/sales, if_exists: version}
schedule: {weekly: {days: [monday, thursday], at: ["06:30"]}}
notify:
  - {slack: ${bot.slack.channel('crm-exports')}, when: [failure]}
`,
    );
    assert.match(anna.modalText(), /weekly-sales\* is created/);
    const [message] = await bot.slack.messages(anna.id);
    assert.match(message?.text ?? '', /weekly-sales is created\. First run: (Monday|Thursday) \d{4}-\d\d-\d\d 06:30/);
    assert.match(JSON.stringify(message?.blocks), /role editor or admin, may pause it: `\/export pause weekly-sales`/);
    assert.deepEqual((await admin.listDrafts({})).items, []);

    await admin.runExport({ params: { name: 'weekly-sales' }, body: {} });
    await served.service.work();
    const folder = join(served.service.folder, 'out', 'weekly');
    const [file = ''] = await readdir(folder);
    assert.equal(
      await readFile(join(folder, file), 'utf8'),
      '\ufeffid;bill_number;Where;amount\r\n1;B-1;Store;12,50\r\n2;B-2;Web;99,90\r\n',
    );
  });
});
