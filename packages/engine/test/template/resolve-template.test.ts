import assert from 'node:assert/strict';
import { parseExport, parseTemplate } from '../../src/definition/index.ts';
import type { ExportDefinition } from '../../src/definition/schema.ts';
import { extend, libraryOf, SALES_1, TEMPLATES } from './support.ts';

const BASE = parseTemplate(SALES_1).value as unknown as ExportDefinition;
const [ONLINE, GIFTS] = BASE.filters?.any ?? [];
const bill = { from: 'bill_number', to: 'Bill' };
const amount = { from: 'amount', to: 'Amount', format: { decimals: 2 } };
const instore = { attribute: 'channel', operator: 'equals', value: 'instore' };

describe('template/resolve-template', () => {
  const cases: readonly (readonly [string, string, string, Partial<ExportDefinition>])[] = [
    ['a key said again replaces the whole of it', 'sales@1', 'file: {format: json}', { file: { format: 'json' } }],
    ['fields said again', 'sales@1', 'fields: [id]', { fields: [{ from: 'id' }] }],
    ['filters said again', 'sales@1', 'filters: none', { filters: { any: [] } }],
    ['the model repeated', 'sales@1', 'model: transactions', { model: 'transactions' }],
    ['own keys stay', 'sales@1', 'owner: anna@example.com', { owner: 'anna@example.com' }],
    [
      'add.fields appends',
      'sales@1',
      'add: {fields: [channel, {from: customer.name, to: Who}]}',
      { fields: [{ from: 'id' }, bill, amount, { from: 'channel' }, { from: 'customer.name', to: 'Who' }] },
    ],
    ['remove.fields by source', 'sales@1', 'remove: {fields: [amount]}', { fields: [{ from: 'id' }, bill] }],
    ['remove.fields by header', 'sales@1', 'remove: {fields: [Bill]}', { fields: [{ from: 'id' }, amount] }],
    [
      'remove.fields by both',
      'sales@1',
      'remove: {fields: [{from: amount, to: Amount}, {to: Bill}]}',
      { fields: [{ from: 'id' }] },
    ],
    [
      'what is removed first may be added anew',
      'sales@1',
      'remove: {fields: [amount]}\nadd: {fields: [amount]}',
      { fields: [{ from: 'id' }, bill, { from: 'amount' }] },
    ],
    [
      'add.fields to all',
      'everything@1',
      'add: {fields: [store.name]}',
      { fields: [{ from: 'all' }, { from: 'store.name' }] },
    ],
    [
      'remove.fields out of all',
      'everything@1',
      'remove: {fields: [customer_id, store_id, extra, updated_at, net_amount, gift, day, pieces]}',
      { fields: ['id', 'bill_number', 'amount', 'channel', 'event_date'].map(from => ({ from })) },
    ],
    [
      'add.filters: one set more',
      'sales@1',
      'add: {filters: [{all: [{attribute: channel, operator: equals, value: instore}]}]}',
      { filters: { any: [ONLINE, GIFTS, { all: [instore] }] as never } },
    ],
    [
      'add.filters to `none`: that set alone',
      'everything@1',
      'add: {filters: [{all: [{attribute: channel, operator: equals, value: instore}]}]}',
      { filters: { any: [{ all: [instore] }] } },
    ],
    [
      'add.criteria: in every set',
      'sales@1',
      'add: {criteria: [{attribute: channel, operator: equals, value: instore}]}',
      { filters: { any: [ONLINE, GIFTS].map(set => ({ all: [...(set?.all ?? []), instore] })) } },
    ],
    [
      'add.criteria to `none`',
      'everything@1',
      'add: {criteria: [{attribute: channel, operator: equals, value: instore}]}',
      { filters: { any: [{ all: [instore] }] } },
    ],
    [
      'add.criteria to the only set',
      'figures@1',
      'add: {criteria: [{attribute: gift, operator: is, value: true}]}',
      { filters: { any: [{ all: [...(ONLINE?.all ?? []), { attribute: 'gift', operator: 'is', value: true }] }] } },
    ],
    [
      'remove.filters: the set that says the same, in any order',
      'sales@1',
      'remove: {filters: [{all: [{operator: is, value: true, attribute: gift}, {attribute: amount, value: 10, operator: at_least}]}]}',
      { filters: { any: [ONLINE as never] } },
    ],
    [
      'remove.filters and add.filters: another set in its place',
      'figures@1',
      'remove: {filters: [{all: [{attribute: channel, operator: equals, value: online}]}]}\n' +
        'add: {filters: [{all: [{attribute: channel, operator: equals, value: instore}]}]}',
      { filters: { any: [{ all: [instore] }] } },
    ],
    [
      'KPIs and dimensions',
      'figures@1',
      'remove: {kpis: [Bills], dimensions: [channel]}\nadd: {kpis: [{kpi: pieces, to: Pieces}], dimensions: [event_date.month]}',
      {
        kpis: [{ kpi: 'revenue' }, { kpi: 'pieces', to: 'Pieces' }],
        dimensions: [{ dimension: 'store.zone' }, { dimension: 'event_date.month' }],
      },
    ],
    [
      'every dimension removed: the KPIs alone',
      'figures@1',
      'remove: {dimensions: [channel, store.zone]}',
      { dimensions: undefined },
    ],
    [
      'what the template leaves out comes from the export',
      'bare@1',
      'add: {fields: [id]}\nfilters: none',
      { fields: [{ from: 'id' }], filters: { any: [] } },
    ],
  ];
  for (const [title, template, rest, expected] of cases) {
    it(`D8 merging: ${title}`, () => {
      const { definition, problems } = extend(template, rest);
      assert.deepEqual(problems, []);
      const got = definition as unknown as Readonly<Record<string, unknown>>;
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(got[key], value, key);
      for (const key of ['extends', 'add', 'remove', 'template', 'release', 'label']) assert.ok(!(key in got), key);
    });
  }

  it('D8 an export that changes nothing is what its template says, under its own name', () => {
    const { definition, problems } = extend('sales@1');
    assert.deepEqual(problems, []);
    const { template, release, label, ...said } = parseTemplate(SALES_1).value ?? ({} as never);
    assert.deepEqual([template, release, label], ['sales', 1, 'Sales']);
    assert.deepEqual(definition, { ...said, name: 'x' });
  });

  it('D8 changes in an export alter neither the template nor what else extends it', () => {
    const library = libraryOf();
    const before = extend('sales@1', '', library).definition;
    const rest =
      'add: {fields: [channel], criteria: [{attribute: gift, operator: is, value: true}]}\nremove: {fields: [id]}';
    assert.deepEqual(extend('sales@1', rest, library).problems, []);
    assert.deepEqual(extend('sales@1', '', library).definition, before);
    assert.deepEqual(library.find({ template: 'sales', release: 1 })?.parsed.value, parseTemplate(SALES_1).value);
  });

  it('D8 a number that stands for text stays text on its way', () => {
    const texts = { ...TEMPLATES, t: `${SALES_1.replace('sales', 't').replace('to: Amount', 'to: 2026')}` };
    const { definition, problems } = extend('t@1', 'add: {fields: [{from: channel, to: 7}]}', libraryOf(texts));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      ((definition?.fields ?? []) as { to?: string }[]).map(({ to }) => to),
      [undefined, 'Bill', '2026', '7'],
    );
  });

  it('D8 an export without `extends` is left as it is', () => {
    const text = 'version: 1\nname: x\nmodel: transactions\nfields: all\nfilters: none\n';
    assert.deepEqual(parseExport(text).value?.extends, undefined);
  });
});
