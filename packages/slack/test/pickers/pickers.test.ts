import assert from 'node:assert/strict';
import { seedStore } from '../../../../bench/seed-store.ts';
import { PEOPLE_MODEL, peopleExport } from '../../../../test/cli/small-workspace.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, type SlackService, slackService } from '../../../../test/support/slack/slack-service.ts';
import type { Options } from '../../src/bot.ts';
import {
  destinationOptions,
  fieldOptions,
  modelOptions,
  templateOptions,
  zoneOptions,
} from '../../src/pickers/catalog.ts';

const LATER = 'schedule: {daily: {hours: [6]}}\n';
const PICK = 'wb:pick:export:show';

const listed = (options: Options) => ('options' in options ? options.options : []);
const read = (answer: { readonly blocks?: unknown; readonly text: string }) =>
  textOf((answer.blocks ?? []) as never) || answer.text;
const deploy = ({ admin }: SlackService, name: string, more = LATER) =>
  admin.deployExport({ body: { text: peopleExport(more, undefined, JSON.stringify(name)) } });

describe('choosing', () => {
  afterEach(endSlackServices);

  it('L1 L6: one of 10,000 exports, by what its name or description holds; at most 100 are offered, in order', async () => {
    const all = await slackService();
    await seedStore(all.served.service.store, { exports: 10_000, runs: 0 });
    const wanted = 'zürich weekly';
    await deploy(all, wanted, `description: The one for the Helvetic board\n${LATER}`);
    const anna = all.bot.person('anna');
    await anna.command('show');
    const answer = anna.answer();
    const names = async (text: string) => (await anna.options(answer, PICK, text)).map(one => one.value);
    const first = await names('');
    assert.equal(first.length, 100);
    assert.deepEqual(
      first,
      [...first].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
    const some = await names('weekly members');
    assert.equal(some.length, 100);
    for (const name of some) assert.match(name, /weekly.*members|members.*weekly/i);
    assert.deepEqual(await names('zurich'), [wanted]);
    assert.deepEqual(await names('  HELVETIC   board '), [wanted]);
    assert.deepEqual(await names('nothing like it at all'), []);
    assert.deepEqual(await names('x'.repeat(3000)), []);
    await anna.choose(answer, PICK, wanted);
    assert.match(read(anna.answer()), /^zürich weekly\n/);
  }).timeout(60_000);

  it('L1 L6: every page of a long list is reached, each export once', async () => {
    const all = await slackService({ service: { env: { WAYBILL_RATE: '100000' } } });
    await seedStore(all.served.service.store, { exports: 60, runs: 0 });
    const anna = all.bot.person('anna');
    await anna.command('list');
    const seen = new Set<string>();
    for (let pages = 1; ; pages++) {
      const before = seen.size;
      for (const [name] of read(anna.answer()).matchAll(/^\*(.+?)\*/gm)) seen.add(name);
      assert.ok(seen.size > before && pages <= 60, `page ${pages} has new ones`);
      if (!anna.has(anna.answer(), 'Next page')) break;
      await anna.click(anna.answer(), 'Next page');
    }
    assert.equal(seen.size, 60);
  });

  it('L1: a name that is spelt a little differently finds the nearest', async () => {
    const all = await slackService();
    for (const name of ['daily-sales', 'daily sales of Vienna', 'weekly-members']) await deploy(all, name);
    const anna = all.bot.person('anna');
    await anna.command('run');
    const names = async (text: string) =>
      (await anna.options(anna.answer(), 'wb:pick:export:run', text)).map(one => one.value);
    assert.deepEqual(await names('dialy-sales'), ['daily-sales']);
    assert.deepEqual(await names('weekly-membres'), ['weekly-members']);
    assert.deepEqual(await names('qqq'), []);
  });

  it('L6: names that are too long for a choice are cut in the middle, and the right one is chosen all the same', async () => {
    const all = await slackService();
    const long = (end: string) => `sales of the shops in the first district and around it, without the airport, ${end}`;
    const names = [long('Monday'), long('Tuesday'), '#1', '100 % "quoted" & <b>'];
    for (const name of names) await deploy(all, name);
    const anna = all.bot.person('anna');
    await anna.command('show');
    const answer = anna.answer();
    const offered = await anna.options(answer, PICK);
    assert.equal(offered.length, 4);
    const tuesday = offered.find(({ text }) => text.endsWith('Tuesday'));
    assert.ok(tuesday && tuesday.text.length <= 75 && /…/.test(tuesday.text), JSON.stringify(offered));
    assert.match(tuesday.value, /^#exp_/);
    await anna.choose(answer, PICK, tuesday.value);
    assert.match(read(anna.answer()).split('\n')[0] ?? '', /^sales of the shops/);
    assert.match(JSON.stringify(anna.answer().blocks), /Tuesday/);
    const odd = offered.find(({ text }) => text === '#1');
    await anna.choose(answer, PICK, odd?.value ?? '');
    assert.match(read(anna.answer()), /^#1\n/);
    // Archived meanwhile.
    await all.admin.archiveExport({ params: { name: names[1] ?? '' } });
    await anna.choose(answer, PICK, tuesday.value);
    assert.match(read(anna.answer()), /That export is not there any more/);
  });

  it('L2 L6: one of 300 fields, by label, path or description, with long labels cut and each still itself', async () => {
    const label = (i: number) =>
      `${'The amount that somebody paid at the till before any rebate, '.repeat(2)}number ${i}`;
    const wide = Array.from({ length: 300 }, (_, i) => `  amount_${i}: {type: decimal, label: "${label(i)}"}`).join(
      '\n',
    );
    const model = `version: 1\nmodel: wide\nsource: files\ntable: wide\nkey: amount_0\nfields:\n${wide}\n`;
    const people = `${PEOPLE_MODEL}relations: {spent: {one: wide, match: {id: amount_0}}}\n`;
    const { admin: service } = await slackService({
      service: { files: { 'catalog/wide.model.yaml': model, 'catalog/people.model.yaml': people } },
    });
    const fields = async (name: string, text: string) => listed(await fieldOptions({ service, text }, name));
    const first = await fields('wide', '');
    assert.equal(first.length, 100);
    assert.equal(new Set(first.map(({ value }) => value)).size, 100);
    for (const { text } of first) assert.match(text.text, /^The amount .*….*number \d+$/);
    const [last, ...others] = await fields('wide', 'amount_299');
    assert.deepEqual([last?.value, others.length], ['amount_299', 0]);
    assert.match(last?.description?.text ?? '', /amount_299 · decimal/);
    const [related] = await fields('people', 'spent amount_7');
    assert.match(String(related?.value), /^spent\.amount_7\d*$/);
    assert.match(related?.text.text ?? '', /^Spent › The amount/);
    assert.deepEqual(await fields('wide', 'nothing like it'), []);
  });

  it('L2: models, templates, destinations and zones, by what is typed', async () => {
    const { admin: service } = await slackService();
    const values = (options: Options) => listed(options).map(({ value }) => value);
    assert.deepEqual(values(await modelOptions({ service, text: 'peop' })), ['people']);
    assert.deepEqual(values(await modelOptions({ service, text: 'none' })), []);
    assert.deepEqual(values(await destinationOptions({ service, text: 'OUT share' })), ['share']);
    assert.deepEqual(values(await destinationOptions({ service, text: 'elsewhere' })), []);
    assert.deepEqual(values(await zoneOptions({ service, text: 'vienna' })), ['Europe/Vienna']);
    assert.equal(values(await zoneOptions({ service, text: '' })).length, 100);
    assert.deepEqual(values(await templateOptions({ service, text: 'none at all' })), []);
  });
});
