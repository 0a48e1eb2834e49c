import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { giveRole } from '../../../../../test/support/slack/bot.ts';
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

/** All the way to the review of an export that runs when it is created. */
async function toReview(anna: SlackPerson, name: string): Promise<void> {
  await toFilters(anna, name);
  await anna.choose('modal', 'wb:create:filters:mode', 'none');
  for (let i = 0; i < 6; i++) await next(anna);
  assert.equal(step(anna), 'Review');
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
    assert.match(anna.modalText(), /3\. \*Where\* from `channel`: 2 values replaced, empty cells become "unknown"/);
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
    assert.match(
      review,
      /Columns of the file \(4\)\*\n`id` \(number\), `bill_number` \(text\), `Where` \(text\), `amount` \(number\)/,
    );
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

  it('L2 going back keeps what is typed, also where it is not right yet', async () => {
    const { bot } = await start();
    const anna = bot.person('anna');
    await toFilters(anna, 'sales');
    await anna.choose('modal', 'wb:create:filters:mode', 'none');
    await next(anna);
    await anna.choose('modal', 'wb:create:window:kind', 'last');
    await anna.fill({ 'wb:create:window:amount': '-5', 'wb:create:window:unit': 'month' });
    await anna.click('modal', 'Back');
    assert.equal(step(anna), 'Filters');
    await anna.click('modal', 'Back');
    await anna.click('modal', 'Back');
    assert.equal(step(anna), 'Name and time zone');
    assert.match(anna.modalText(), /Name of the export \| <sales>/);
    await anna.fill({ 'wb:create:name:description': 'For the board' });
    await next(anna);
    assert.match(anna.modalText(), /4\. \*amount\*/);
    await next(anna);
    await next(anna);
    assert.match(anna.modalText(), /How much \| <-5>\nOf what \| <Months>/);
    const answer = await anna.submit();
    assert.match(errorsOf(answer)['wb:create:window:amount'] ?? '', /-5/);
    // Another kind is looked at, and this one comes back as it was.
    await anna.choose('modal', 'wb:create:window:kind', 'previous');
    await anna.choose('modal', 'wb:create:window:kind', 'last');
    assert.match(anna.modalText(), /How much \| <-5>/);
    await next(anna, { 'wb:create:window:amount': '5' });
    assert.equal(step(anna), 'File');
  });

  it('L2 D3 a wrong value stands at its input, in the words of the catalogue, and stays to be corrected', async () => {
    const { bot, admin } = await start();
    const anna = bot.person('anna');
    await toFilters(anna, 'sales');
    await anna.choose('modal', 'wb:create:filters:mode', 'sets');
    await addCriterion(anna, 'Add a criterion', 'sold_at', 'after');
    await anna.choose('modal', 'wb:create:criterion:dates', 'expressions');
    await anna.fill({ 'wb:create:criterion:date': 'date:first dy of last month' });
    const answer = await anna.submit();
    const { problems } = await admin.checkDefinition({
      body: {
        text: 'version: 1\nname: x\nmodel: sales\nfields: [id]\nfilters: {all: [{attribute: sold_at, operator: after, value: "date:first dy of last month"}]}\n',
      },
    });
    const [wrong] = problems.filter(({ severity }) => severity === 'error');
    assert.deepEqual(Object.keys(errorsOf(answer)), ['wb:create:criterion:date']);
    assert.ok(wrong && errorsOf(answer)['wb:create:criterion:date']?.startsWith(wrong.message), JSON.stringify(wrong));
    await anna.fill({ 'wb:create:criterion:date': 'date:first day of last month' });
    await anna.submit();
    assert.match(anna.modalText(), /Sold at is after date:first day of last month/);
    // A number that is none, as a file may have it.
    await addCriterion(anna, 'And: add a criterion', 'amount', 'between');
    await anna.fill({ 'wb:create:criterion:number': '10', 'wb:create:criterion:second': '1,5' });
    const second = await anna.submit();
    assert.match(errorsOf(second)['wb:create:criterion:second'] ?? '', /1,5.*1\.5/s);
  });

  it('L2 a modal that went away is continued where it was left, with what was typed', async () => {
    const { bot } = await start();
    const anna = bot.person('anna');
    await toFilters(anna, 'sales');
    await anna.choose('modal', 'wb:create:filters:mode', 'sets');
    await addCriterion(anna, 'Add a criterion', 'amount', 'at_least');
    await anna.fill({ 'wb:create:criterion:number': '7' });
    await anna.submit();
    await next(anna);
    await anna.fill({ 'wb:create:window:kind': 'fixed' });
    await anna.close();
    const [message] = await bot.slack.messages(anna.id);
    assert.match(message?.text ?? '', /Your draft sales is saved: step 5 of 10/);
    assert.ok(message);
    await anna.click(message, 'Continue where you left off');
    assert.equal(step(anna), 'Period');
    assert.match(anna.modalText(), /<Fixed dates>/);
    await anna.click('modal', 'Back');
    assert.match(anna.modalText(), /Amount is at least 7/);
    await anna.close();
    // Whoever begins anew is offered it, too.
    await anna.command('create');
    assert.match(anna.modalText(), /Continue where you left off\*\nsales: step 4 of 10 \| \[Continue\]/);
    await anna.click('modal', 'Continue');
    assert.equal(step(anna), 'Filters');
    // Thrown away, it is gone everywhere.
    await anna.close();
    const last = (await bot.slack.messages(anna.id)).at(-1);
    assert.ok(last);
    await anna.click(last, 'Throw the draft away');
    await anna.command('create');
    assert.doesNotMatch(anna.modalText(), /Continue/);
  });

  it('L2 D8 from a template: something left out, something added, one more criterion', async () => {
    const { bot, admin } = await start();
    const anna = bot.person('anna');
    await anna.command('create');
    await anna.choose('modal', 'wb:create:start:from', 'template');
    await anna.choose('modal', 'wb:create:start:template', 'sales@1');
    assert.match(anna.modalText(), /Sales of the day before\*: What every report begins with/);
    await next(anna);
    await next(anna, { 'wb:create:name:name': 'my sales' });
    await anna.fill({ 'wb:create:rows:leave-out': ['Bill (bill_number)'], 'wb:create:rows:pick*': ['custom.note'] });
    await next(anna);
    await anna.click('modal', 'Add a criterion');
    await anna.choose('modal', 'wb:create:criterion:attribute', 'gift');
    await anna.choose('modal', 'wb:create:criterion:operator*', 'is');
    await anna.fill({ 'wb:create:criterion:truth': 'true' });
    await anna.submit();
    await next(anna);
    for (const title of ['Period', 'File', 'Destination', 'Schedule', 'Notices']) {
      assert.equal(step(anna), title);
      await next(anna);
    }
    assert.match(
      anna.modalText(),
      /Kept from the template Sales of the day before\*\n• Split: parts of at most 1000000 rows/,
    );
    assert.match(
      anna.modalText(),
      /Sales of the previous day, 3 fields, 2 filters, as CSV for European Excel, kept for download/,
    );
    await anna.submit();
    const { text } = await admin.getExport({ params: { name: 'my sales' } });
    assert.equal(
      text,
      `version: 1
name: my sales
extends: sales@1
add:
  fields: [custom.note]
  criteria:
    - {attribute: gift, operator: is, value: true}
remove: {fields: [bill_number]}
`,
    );
    assert.match(anna.modalText(), /Its run has begun/);
  });

  it('L2 D5 D6 K7 groups, KPIs, and a question about whom a row belongs to', async () => {
    const { bot, admin } = await start();
    const anna = bot.person('anna');
    await anna.command('create');
    await anna.choose('modal', 'wb:create:start:model', 'sales');
    await next(anna);
    await next(anna, { 'wb:create:name:name': 'figures' });
    await anna.choose('modal', 'wb:create:rows:mode', 'groups');
    await anna.fill({ 'wb:create:rows:pick*': ['channel', 'amount'] });
    await anna.click('modal', 'Add a count of entries');
    assert.match(
      anna.modalText(),
      /1\. \*channel\*: one row for each value \|.*2\. \*amount\*: sum \|.*3\. \*count\*: count of entries/s,
    );
    await anna.choose('modal', 'wb:create:rows:mode', 'kpis');
    await anna.fill({
      'wb:create:rows:kpis': ['Revenue'],
      'wb:create:rows:dimensions': ['sold_at.month'],
      'wb:create:rows:headers': 'revenu = R',
    });
    const wrong = await anna.submit();
    assert.match(errorsOf(wrong)['wb:create:rows:headers'] ?? '', /"revenu" is neither a KPI nor a dimension/);
    await next(anna, { 'wb:create:rows:headers': 'revenue = Revenue in EUR' });
    await anna.choose('modal', 'wb:create:filters:mode', 'sets');
    await addCriterion(anna, 'Add a criterion', '?person', 'bought');
    await anna.fill({
      'wb:create:criterion:text': 'P-1',
      'wb:create:criterion:period': '1 yaer',
      'wb:create:criterion:at-least': '2',
    });
    const answer = await anna.submit();
    assert.deepEqual(Object.keys(errorsOf(answer)), ['wb:create:criterion:period']);
    await anna.fill({ 'wb:create:criterion:period': '1 year' });
    await anna.submit();
    assert.match(anna.modalText(), /bought P-1 \(at least 2 times, within 1 year\)/);
    await next(anna);
    for (let i = 0; i < 5; i++) await next(anna);
    assert.equal(step(anna), 'Review');
    await anna.submit();
    const { text } = await admin.getExport({ params: { name: 'figures' } });
    assert.equal(
      text,
      `version: 1
name: figures
model: sales
kpis:
  - {kpi: revenue, to: Revenue in EUR}
dimensions: [sold_at.month]
filters:
  all:
    - {attribute: person, operator: bought, value: P-1, period: 1 year, at_least: 2}
`,
    );
  });

  it('L2 L6 pressed twice at once, in two processes of the bot: created once, told once', async () => {
    const { bot, admin } = await start({ bots: 2 });
    const anna = bot.person('anna');
    await toReview(anna, 'sales');
    await Promise.all([anna.submit(), anna.submit()]);
    const { items } = await admin.listExports({});
    assert.deepEqual(
      items.map(({ name, revision, createdBy, createdVia }) => [name, revision, createdBy, createdVia]),
      [['sales', 1, 'Anna Huber', 'slack']],
    );
    assert.equal((await bot.slack.messages(anna.id)).length, 1);
    assert.deepEqual((await admin.listRuns({})).items.length, 1);
  });

  it('L2 L6 a double click on a menu changes a list once', async () => {
    const { bot } = await start({ bots: 2 });
    const anna = bot.person('anna');
    await toFilters(anna, 'sales');
    await anna.click('modal', 'Back');
    await Promise.all([
      anna.choose('modal', 'wb:create:list:fields:1', 'Remove'),
      anna.choose('modal', 'wb:create:list:fields:1', 'Remove'),
    ]);
    assert.match(anna.modalText(), /1\. \*id\*.*2\. \*channel\*.*3\. \*amount\*/s);
    await anna.choose('modal', 'wb:create:list:fields:2', 'Move up');
    assert.match(anna.modalText(), /1\. \*id\*.*2\. \*amount\*.*3\. \*channel\*/s);
  });

  it('L2 L7 who may only look is told so before anything is typed, and an editor is not', async () => {
    const { bot, admin } = await start();
    await admin.deployExport({ body: { text: 'version: 1\nname: sold\nmodel: sales\nfields: all\nfilters: none\n' } });
    const [anna, ben] = [bot.person('anna'), bot.person('ben')];
    for (const words of ['create', 'clone sold']) {
      await ben.command(words);
      assert.match(ben.modalText(), /^:warning: You may look at exports\. .*role editor.*`waybill role set/, words);
      await ben.close({ all: true });
      await anna.command(words);
      assert.doesNotMatch(anna.modalText(), /role editor/, words);
      await anna.close({ all: true });
    }
  });

  it('L2 L7 who may only look is told so at the end, and keeps the draft for somebody to give the role', async () => {
    const { bot, admin, served } = await start({ anna: 'viewer' });
    const anna = bot.person('anna');
    await toReview(anna, 'sales');
    await anna.submit();
    assert.match(anna.modalText(), /it needs the role editor/);
    assert.deepEqual((await admin.listExports({})).items, []);
    await giveRole(served, `slack:${anna.id}`, 'editor');
    await anna.submit();
    assert.match(anna.modalText(), /sales\* is created/);
  });

  it('L2 L6 D1 K7 what can be chosen: zones with the brand first, questions before fields, 300 fields by typing', async () => {
    const wide = Array.from({ length: 300 }, (_, i) => `  f${i}: string`).join('\n');
    const { bot } = await start({
      service: {
        files: {
          ...SALES_FILES,
          'catalog/wide.model.yaml': `version: 1\nmodel: wide\nsource: files\ntable: wide\nkey: f0\nfields:\n${wide}\n`,
        },
      },
    });
    const anna = bot.person('anna');
    await anna.command('create');
    const models = await anna.options('modal', 'wb:create:start:model');
    assert.deepEqual(
      models.map(({ text }) => text),
      ['People', 'Sales', 'Wide'],
    );
    await anna.choose('modal', 'wb:create:start:model', 'sales');
    await next(anna);
    const zones = await anna.options('modal', 'wb:create:name:zone');
    assert.equal(zones[0]?.value, 'Europe/Vienna');
    assert.equal(zones.length, 100);
    const typed = await anna.options('modal', 'wb:create:name:zone', 'new york');
    assert.deepEqual(
      typed.map(({ value }) => value),
      ['America/New_York'],
    );
    await next(anna, { 'wb:create:name:name': 'x' });
    await next(anna, { 'wb:create:rows:pick*': ['id'] });
    await anna.choose('modal', 'wb:create:filters:mode', 'sets');
    await anna.click('modal', 'Add a criterion');
    const [first, second] = await anna.options('modal', 'wb:create:criterion:attribute');
    assert.deepEqual([first?.value, first?.text], ['?person', 'Questions about Person']);
    assert.equal(second?.value, 'id');
    await anna.close();
    await anna.close();

    await anna.command('create');
    await anna.choose('modal', 'wb:create:start:model', 'wide');
    await next(anna);
    await next(anna, { 'wb:create:name:name': 'wide' });
    assert.equal((await anna.options('modal', 'wb:create:rows:pick*')).length, 100);
    const [found] = await anna.options('modal', 'wb:create:rows:pick*', 'f299');
    assert.equal(found?.value, 'f299');
    for (let from = 0; from < 300; from += 100) {
      await anna.fill({ 'wb:create:rows:pick*': Array.from({ length: 100 }, (_, i) => `f${from + i}`) });
      await anna.click('modal', 'Add these fields');
    }
    assert.match(anna.modalText(), /Fields 1 to 20 of 300/);
    await anna.click('modal', 'More fields');
    assert.match(anna.modalText(), /21\. \*f20\*.*Fields 21 to 40 of 300/s);
    await next(anna);
  });

  it('L2 O2 X1 several destinations, and options of csv that another format only puts aside', async () => {
    const { bot, admin } = await start({
      service: {
        files: {
          ...SALES_FILES,
          'waybill.yaml': String(SALES_FILES['waybill.yaml']).replace(
            '{share: {type: local, folder: out}}',
            '{share: {type: local, folder: out}, other: {type: local, folder: out2}}',
          ),
        },
      },
    });
    const anna = bot.person('anna');
    await toFilters(anna, 'twice');
    // Every row; then some; then every row again: what was said of some is not lost.
    await anna.choose('modal', 'wb:create:filters:mode', 'sets');
    await addCriterion(anna, 'Add a criterion', 'product', 'in');
    await anna.fill({ 'wb:create:criterion:list': 'P-1\n"a = b"\n  P-2  ' });
    await anna.submit();
    await anna.choose('modal', 'wb:create:filters:mode', 'none');
    assert.doesNotMatch(anna.modalText(), /Product/);
    await anna.choose('modal', 'wb:create:filters:mode', 'sets');
    assert.match(anna.modalText(), /Product is one of P-1, a = b, P-2/);
    await next(anna);
    await next(anna);
    await anna.click('modal', 'Change CSV options');
    await anna.choose('modal', 'wb:create:csv:delimiter', 'other');
    await anna.fill({ 'wb:create:csv:other-delimiter': '::', 'wb:create:csv:header': 'No' });
    const wrong = await anna.submit();
    assert.match(errorsOf(wrong)['wb:create:csv:other-delimiter'] ?? '', /"::" is not one character/);
    await anna.fill({ 'wb:create:csv:other-delimiter': ':' });
    await anna.submit();
    assert.match(anna.modalText(), /Chosen besides: : between cells, without a header/);
    await anna.choose('modal', 'wb:create:file:format', 'json');
    assert.doesNotMatch(anna.modalText(), /Chosen besides/);
    await anna.choose('modal', 'wb:create:file:format', 'csv');
    assert.match(anna.modalText(), /Chosen besides: : between cells, without a header/);
    await next(anna, { 'wb:create:file:archive': 'zip' });
    await anna.fill({ 'wb:create:deliver:to:0*': 'share', 'wb:create:deliver:path:0*': 'a' });
    await anna.click('modal', 'Add another destination');
    await anna.fill({ 'wb:create:deliver:to:1*': 'other', 'wb:create:deliver:path:1*': '../b' });
    await anna.click('modal', 'Add another destination');
    await anna.fill({
      'wb:create:deliver:to:2*': 'share',
      'wb:create:deliver:path:2*': 'c/%Y',
      'wb:create:deliver:manifest:2*': 'json',
    });
    const answer = await anna.submit();
    assert.deepEqual(Object.keys(errorsOf(answer)), [
      anna.element('modal', 'wb:create:deliver:path:1*').block.block_id,
    ]);
    await anna.click('modal', 'Remove destination 2');
    assert.match(anna.modalText(), /Destination 1 \| <share>.*<a>.*Destination 2 \| <share>.*<c\/%Y>/s);
    await next(anna);
    for (let i = 0; i < 2; i++) await next(anna);
    await anna.submit();
    const { text } = await admin.getExport({ params: { name: 'twice' } });
    assert.equal(
      text.slice(text.indexOf('filters')),
      `filters:
  all:
    - {attribute: product, operator: in, value: [P-1, a = b, P-2]}
file: {format: csv, delimiter: ":", header: false, archive: zip}
deliver:
  - {to: share, path: a}
  - {to: share, path: c/%Y, manifest: json}
`,
    );
  });

  it('L2 L6 while the service is down, a sentence says so and nothing typed is lost', async () => {
    const { bot, served } = await start();
    const anna = bot.person('anna');
    await anna.command('create');
    await anna.choose('modal', 'wb:create:start:model', 'sales');
    await next(anna);
    await anna.fill({ 'wb:create:name:name': 'sales' });
    await served.close();
    await anna.submit();
    assert.match(anna.modalText(), /The export service does not answer/);
    assert.match(anna.modalText(), /Name of the export \| <sales>/);
  });
});

describe('R4 L2 clone in Slack', () => {
  afterEach(endSlackServices);

  const ORIGINAL = `# For the partner.
version: 1
name: daily-sales
owner: ben@example.com
model: sales
fields:
  - id
  # The partner's own number.
  - {from: bill_number, to: Bill}
filters: none
order: none
file: {format: csv, split: {rows: 1000000}}
deliver: {to: share, path: daily/sales}
checks: {rows: 30 %}
schedule: {daily: {hours: [6]}, skipped: skip}
`;

  for (const mode of ['http', 'socket'] as const) {
    it(`R4 L2 L8 L9 cloned with another schedule (${mode}): the rest is kept, and shown; the original stays as it was`, async () => {
      const { bot, admin } = await start({ mode });
      await admin.deployExport({ body: { text: ORIGINAL } });
      const anna = bot.person('anna');
      await anna.command('clone daily-sales');
      assert.match(anna.modalText(), /Step 1 of 9: \*Name and time zone\*/);
      await anna.fill({ 'wb:create:name:name': 'daily-sales' });
      const taken = await anna.submit();
      assert.match(errorsOf(taken)['wb:create:name:name'] ?? '', /daily-sales/);
      await next(anna, { 'wb:create:name:name': 'monthly-sales' });
      for (const title of ['Fields', 'Filters', 'Period', 'File', 'Destination']) {
        assert.equal(step(anna), title);
        await next(anna);
      }
      assert.match(anna.modalText(), /Kept: a time that the clock jumps over is left out/);
      await anna.choose('modal', 'wb:create:schedule:kind', 'monthly');
      await anna.choose('modal', 'wb:create:schedule:dates', ['1', 'last']);
      await anna.choose('modal', 'wb:create:schedule:times', '04:15, 18:00');
      assert.match(anna.modalText(), /On the 1st and the last day of every month at 04:15 and 18:00, Europe\/Vienna/);
      await next(anna);
      await next(anna);
      const review = anna.modalText();
      assert.match(review, /Kept from daily-sales\*\n• Owner: ben@example\.com\n• Order of rows: any/);
      assert.match(review, /• Split: parts of at most 1000000 rows\n• Check: rows within 30 % of the last runs/);
      assert.match(review, /Comments in its file are kept as well/);
      await anna.submit();
      const { text } = await admin.getExport({ params: { name: 'monthly-sales' } });
      assert.equal(
        text,
        ORIGINAL.replace('daily-sales', 'monthly-sales').replace(
          '{daily: {hours: [6]}, skipped: skip}',
          '{monthly: {days: [1, last], at: ["04:15", "18:00"]}, skipped: skip}',
        ),
      );
      assert.equal((await admin.getExport({ params: { name: 'daily-sales' } })).text, ORIGINAL);
      // Both would write the same file.
      assert.match(JSON.stringify(await bot.slack.messages(anna.id)), /Warning: .*daily\/sales/);
    });
  }
});
