import assert from 'node:assert/strict';
import { type Expected, expectProblems } from '../definition/expect-problems.ts';
import { extend, libraryOf, SALES_1, TEMPLATES } from './support.ts';

describe('template: mistakes, each at its place', () => {
  const wrong: readonly (readonly [title: string, template: string, rest: string, ...expected: Expected[]])[] = [
    [
      'unknown template',
      'slaes@1',
      '',
      {
        code: 'unknown-template',
        at: 'slaes@1',
        found: 'slaes@1',
        suggestion: 'sales@1',
        says: /bare@1, everything@1, figures@1, sales@1\. `waybill template list`/,
      },
    ],
    [
      'unknown release: the others',
      'sales@7',
      '',
      { code: 'unknown-template-release', at: 'sales@7', suggestion: 'sales@1', says: /Its releases: 1\./ },
    ],
    [
      'another model',
      'sales@1',
      'model: customers',
      {
        code: 'template-other-model',
        at: 'customers',
        suggestion: 'transactions',
        says: /"transactions".*"customers"/,
      },
    ],
    [
      'a field that is not known, added',
      'sales@1',
      'add: {fields: [chanel]}',
      { code: 'unknown-field', at: 'chanel', suggestion: 'channel' },
    ],
    [
      'a field that is there already',
      'sales@1',
      'add: {fields: [channel, {from: id, to: Bill}]}',
      { code: 'duplicate-header', at: 'Bill', says: /that of `fields\[1\]` of sales@1/ },
    ],
    [
      'a field of `all`, added',
      'everything@1',
      'add: {fields: [amount]}',
      { code: 'duplicate-header', at: 'amount', says: /`all`/ },
    ],
    [
      'two fields added under one header',
      'sales@1',
      'add: {fields: [{from: channel, to: A}, {from: day, to: A}]}',
      { code: 'duplicate-header', at: 'A', says: /`add\.fields\[0\]` too/ },
    ],
    [
      'a field removed that is not there',
      'sales@1',
      'remove: {fields: [id, ammount]}',
      {
        code: 'template-lacks',
        at: 'ammount',
        suggestion: 'amount',
        says: /sales@1 has no field "ammount".*It has: bill_number, Bill/,
      },
    ],
    ['a field removed twice', 'sales@1', 'remove: {fields: [id, id]}', { code: 'template-lacks', at: 'id' }],
    [
      'a field removed out of all that is none of them',
      'everything@1',
      'remove: {fields: [amuont]}',
      { code: 'template-lacks', at: 'amuont', suggestion: 'amount' },
    ],
    [
      'more said of a removed field than its name',
      'sales@1',
      'remove: {fields: [{from: amount, format: {decimals: 2}}]}',
      { code: 'template-remove-key', at: 'format', says: /`from` and `to` alone/ },
    ],
    [
      'every field removed',
      'sales@1',
      'remove: {fields: [id, Bill, Amount]}',
      { code: 'template-nothing-left', at: 'fields' },
    ],
    [
      'a KPI and a dimension removed that are not there',
      'figures@1',
      'remove: {kpis: [revenues], dimensions: [store.zoen]}',
      { code: 'template-lacks', at: 'revenues', suggestion: 'revenue' },
      { code: 'template-lacks', at: 'store.zoen', suggestion: 'store.zone', says: /no dimension/ },
    ],
    [
      'a KPI that is there already',
      'figures@1',
      'add: {kpis: [revenue]}',
      { code: 'duplicate-header', at: 'revenue', says: /`kpis\[0\]` of figures@1/ },
    ],
    [
      'a dimension too many',
      'figures@1',
      'add: {dimensions: [event_date.month]}',
      { code: 'too-many-dimensions', at: 'event_date.month' },
    ],
    [
      'a set that is there already',
      'figures@1',
      'add: {filters: [{all: [{value: online, attribute: channel, operator: equals}]}]}',
      { code: 'template-has-set', at: '{all: [{value: online, attribute: channel, operator: equals}]}' },
    ],
    [
      'a set removed that is not there',
      'sales@1',
      'remove: {filters: [{all: [{attribute: gift, operator: is, value: true}]}]}',
      { code: 'template-lacks', at: '{all: [{attribute: gift, operator: is, value: true}]}', says: /2 sets/ },
    ],
    [
      'every set removed: all rows must be said',
      'figures@1',
      'remove: {filters: [{all: [{attribute: channel, operator: equals, value: online}]}]}',
      { code: 'template-nothing-left', at: 'filters', says: /`filters: none` for all rows/ },
    ],
    [
      'a criterion that does not fit, added to every set once',
      'sales@1',
      'add: {criteria: [{attribute: gift, operator: equals, value: true}]}',
      { code: 'operator-not-for-type', at: 'equals' },
    ],
    [
      'fields in what extends KPIs',
      'figures@1',
      'fields: [id]\nadd: {fields: [id]}',
      { code: 'template-other-kind', at: 'fields', says: /chooses KPIs and dimensions/ },
      { code: 'template-other-kind', at: 'fields', place: '5:7' },
    ],
    [
      'KPIs in what extends fields',
      'sales@1',
      'kpis: [revenue]\nremove: {dimensions: [channel]}',
      { code: 'template-other-kind', at: 'kpis', says: /chooses fields/ },
      { code: 'template-other-kind', at: 'dimensions' },
    ],
    [
      'a key that is both said again and changed',
      'sales@1',
      'fields: [id]\nfilters: none\nadd: {fields: [day], criteria: [{attribute: gift, operator: is, value: true}]}',
      { code: 'not-allowed-together', at: 'fields', says: /"fields", "add.fields"/ },
      { code: 'not-allowed-together', at: 'criteria', says: /"filters", "add.criteria"/ },
    ],
    [
      'what the template leaves to the export is missing',
      'bare@1',
      '',
      { code: 'missing-choice', at: 'version', place: '1:1' },
      { code: 'filters-missing', at: 'version', place: '1:1' },
    ],
    [
      'only together with the export it is wrong: at `extends`',
      'sales@1',
      'aggregate: true',
      {
        code: 'template-does-not-fit',
        at: 'sales@1',
        says: /What sales@1 says is not right here: .*`fields\[0\]` of sales@1/,
      },
      { code: 'template-does-not-fit', at: 'sales@1' },
      { code: 'template-does-not-fit', at: 'sales@1' },
    ],
    [
      'a warning about the window of the template with the schedule of the export: at `extends`',
      'sales@1',
      'schedule: {weekly: {days: [monday], at: ["06:00"]}}',
      { code: 'windows-gap', at: 'sales@1' },
    ],
    [
      'mistakes in the export beside the change',
      'sales@1',
      'on_emtpy: send\nadd: {fields: [chanel]}',
      { code: 'unknown-key', at: 'on_emtpy', suggestion: 'on_empty' },
      { code: 'unknown-field', at: 'chanel' },
    ],
  ];
  for (const [title, template, rest, ...expected] of wrong) {
    it(`D8 ${title}`, () => {
      const { text, problems } = extend(template, rest);
      expectProblems(text, problems, expected);
      assert.deepEqual(new Set(problems.map(({ place }) => place?.file)), new Set(['exports/x.export.yaml']));
    });
  }

  it('D8 what is wrong with the template is told in its file, once, and keeps what extends it from running', () => {
    const sales = SALES_1.replace('bill_number', 'bil_number').replace('equals', 'eqals');
    const { problems, definition } = extend('sales@1', 'add: {fields: [chanel]}', libraryOf({ sales }));
    const [own, ...others] = problems;
    assert.deepEqual([own?.code, own?.place?.file], ['unknown-field', 'exports/x.export.yaml']);
    assert.ok(others.every(({ place }) => place?.file === 'templates/sales.template.yaml'));
    expectProblems(sales, others, [
      { code: 'unknown-field', at: 'bil_number', suggestion: 'bill_number' },
      { code: 'unknown-operator', at: 'eqals', suggestion: 'equals' },
    ]);
    assert.ok(definition !== undefined);
  });

  it('D8 a template that cannot be read as YAML: its mistake, not an unknown name', () => {
    const { problems, definition } = extend('sales@1', '', libraryOf({ sales: `${SALES_1}checks: [` }));
    assert.equal(definition, undefined);
    assert.ok(problems.some(p => p.code === 'yaml-syntax' && p.place?.file === 'templates/sales.template.yaml'));
    assert.ok(!problems.some(p => p.code === 'unknown-template'));
  });

  it('D8 a built-in template that does not fit the catalog is told at `extends`', () => {
    const { text, problems } = extend('customers-facts@1', '', libraryOf(TEMPLATES));
    assert.ok(problems.length > 3);
    for (const { code, place, suggestions } of problems) {
      assert.deepEqual([code, place?.file, suggestions], ['template-does-not-fit', 'exports/x.export.yaml', undefined]);
    }
    expectProblems(text, problems.slice(0, 1), [
      { code: 'template-does-not-fit', at: 'customers-facts@1', says: /customers-facts@1 .*"external_id"/ },
    ]);
  });
});
