import assert from 'node:assert/strict';
import type { Client } from '@waybill/api';
import type { Files } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { newDatabase } from '../../../../test/support/store.ts';
import { keyOfPath } from '../../src/catalog/fields.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { closeServed, codeOf, serve } from './served.ts';

const many = Array.from({ length: 300 }, (_, i) => `  field_${String(i).padStart(3, '0')}: string`).join('\n');
const LONG = 'a_relation_with_a_name_that_takes_quite_some_room';

const FILES: Files = {
  'catalog/bills.model.yaml': `version: 1
model: bills
label: Bills
description: What was bought
source: files
table: bills
key: id
event_date: day
fields:
  id: {type: integer, identifier: true}
  amount: {type: decimal, label: Amount}
  channel: {type: enum, values: {instore: In store, online: Online}}
  day: date
  customer_id: integer
custom: {colour: {type: string, label: Favourite colour}}
relations:
  customer: {one: customers, match: {customer_id: id}}
  items: {many: items, match: {id: bill_id}}
kpis:
  revenue: {label: Revenue, sum: amount}
dimensions: [channel, day.month, customer.city]
formats: [csv, xlsx]
`,
  'catalog/items.model.yaml': 'version: 1\nmodel: items\nsource: files\ntable: items\nfields: {bill_id: integer}\n',
  'catalog/customers.model.yaml': `version: 1
model: customers
source: files
table: customers
fields:
  id: integer
  city: {type: string, label: City}
  email: {type: string, pii: true}
${many}
extended: {vat_id: string}
custom: {secret_custom: string}
relations:
  ${LONG}: {one: places, match: {id: id}}
  bills: {many: bills, match: {id: customer_id}}
predicates:
  bought: {label: Has bought, exists: bills, value: channel, period: bills.day}
  never_bought: {not: bought}
`,
  'catalog/places.model.yaml': `version: 1
model: places
source: files
table: places
fields: {id: integer, the_full_address_of_the_place: string}
relations: {owner: {one: customers, match: {id: id}}}
`,
  'catalog/broken.model.yaml': 'version: 1\nmodel: broken\nfields: 7\n',
};

describe('the catalogue over the API', () => {
  let client: Client;
  let store: Store;
  before(async () => {
    store = await openStore({ database: await newDatabase('sqlite') });
    client = await (await serve({ store, files: FILES })).client('viewer');
  });
  after(async () => {
    await closeServed();
    await closeServices();
    await store[Symbol.asyncDispose]();
  });

  it('L2 K3: models by label, searched by name, label and description', async () => {
    const { items } = await client.listModels();
    assert.deepEqual(
      items.map(model => model.label),
      ['Bills', 'Customers', 'Items', 'People', 'Places'],
    );
    assert.deepEqual(
      (await client.listModels({ query: { search: 'BOUGHT' } })).items.map(model => model.name),
      ['bills'],
    );
  });

  it('L2 K6 K7: a model has its relations, predicates, measures, dimensions and formats', async () => {
    const bills = await client.getModel({ params: { name: 'bills' } });
    assert.deepEqual(bills.formats, ['csv', 'xlsx']);
    assert.deepEqual([bills.eventDate, bills.updatedAt], ['day', null]);
    assert.deepEqual(
      bills.measures.map(kpi => [kpi.name, kpi.label]),
      [['revenue', 'Revenue']],
    );
    assert.deepEqual(
      bills.dimensions.map(one => [one.path, one.label]),
      [
        ['channel', 'Channel'],
        ['day.month', 'Day (month)'],
        ['customer.city', 'Customer › City'],
      ],
    );
    assert.deepEqual(
      bills.relations.map(relation => [relation.name, relation.kind]),
      [
        ['customer', 'one'],
        ['items', 'many'],
      ],
    );
    const customers = await client.getModel({ params: { name: 'customers' } });
    assert.deepEqual(
      customers.predicates.map(one => [one.name, one.label, one.takesValue, one.takesPeriod]),
      [
        ['bought', 'Has bought', true, true],
        ['never_bought', 'Never bought', true, true],
      ],
    );
    assert.equal(await codeOf(client.getModel({ params: { name: 'bill' } })), '404 unknown-model');
    assert.match(await codeOf(client.getModel({ params: { name: 'broken' } })), /^4/);
  });

  it('L2 L6 K4: fields through to-one relations, page by page, each once, with what may be asked of them', async () => {
    const paths: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await client.listFields({
        params: { name: 'bills' },
        query: { limit: 100, ...(cursor === null ? {} : { cursor }) },
      });
      paths.push(...page.items.map(field => field.path));
      cursor = page.next;
    } while (cursor !== null);
    assert.equal(new Set(paths).size, paths.length);
    assert.deepEqual(paths.slice(0, 7), [
      'id',
      'amount',
      'channel',
      'day',
      'customer_id',
      'custom.colour',
      'customer.id',
    ]);
    assert.ok(paths.includes('customer.extended.vat_id'));
    assert.ok(!paths.some(path => path.includes('secret_custom') || path.startsWith('items.')));
    assert.ok(paths.includes(`customer.${LONG}.the_full_address_of_the_place`));
    const found = await client.listFields({ params: { name: 'bills' }, query: { search: 'customer city' } });
    assert.deepEqual(
      found.items.map(field => [field.path, field.label, field.where]),
      [['customer.city', 'City', 'Customer']],
    );
    const [channel] = (await client.listFields({ params: { name: 'bills' }, query: { search: 'channel' } })).items;
    assert.ok(channel?.operators.includes('equals') && channel.operators.includes('is_empty'));
    assert.equal(channel?.values, 2);
    const dates = await client.listFields({
      params: { name: 'bills' },
      query: { types: 'date,datetime', relations: 0 },
    });
    assert.deepEqual(
      dates.items.map(field => field.path),
      ['day'],
    );
    const none = await client.listFields({ params: { name: 'bills' }, query: { relations: 0, search: 'city' } });
    assert.equal(none.items.length, 0);
  });

  it('L6: a path that is too long for a choice has a short word, by which it is found again', async () => {
    const path = `customer.${LONG}.the_full_address_of_the_place`;
    assert.ok(path.length > 75);
    const key = keyOfPath(path);
    assert.ok(key.length <= 75);
    for (const keys of [key, path]) {
      const { items } = await client.listFields({ params: { name: 'bills' }, query: { keys: `amount,${keys}` } });
      assert.deepEqual(
        items.map(field => field.path),
        ['amount', path],
      );
    }
  });

  it('L2: values of an enum, searched by value and label', async () => {
    const ask = (field: string, search?: string) =>
      client.listFieldValues({ params: { name: 'bills' }, query: { field, ...(search ? { search } : {}) } });
    assert.deepEqual((await ask('channel')).items, [
      { value: 'instore', label: 'In store' },
      { value: 'online', label: 'Online' },
    ]);
    assert.deepEqual((await ask('channel', 'onl')).items, [{ value: 'online', label: 'Online' }]);
    assert.deepEqual((await ask('amount')).items, []);
  });

  it('L2 D8: templates whose model is there, and what each says', async () => {
    const { items } = await client.listTemplates();
    assert.ok(items.length > 0);
    const [first] = items;
    const template = await client.getTemplate({ params: { id: String(first?.id) } });
    assert.equal(template.definition.template, first?.name);
    assert.match(await codeOf(client.getTemplate({ params: { id: 'nothing@1' } })), /unknown-template/);
  });

  it('L2 D1: zones by name, with spaces for underscores', async () => {
    const { items } = await client.listZones({ query: { search: 'vienna' } });
    assert.deepEqual(items, [{ name: 'Europe/Vienna', offset: '+01:00' }]);
    const york = await client.listZones({ query: { search: 'new york' } });
    assert.deepEqual(
      york.items.map(zone => zone.name),
      ['America/New_York'],
    );
    const first = await client.listZones({ query: { limit: 100 } });
    assert.equal(first.items.length, 100);
    const second = await client.listZones({ query: { limit: 100, cursor: String(first.next) } });
    assert.notEqual(second.items[0]?.name, first.items[0]?.name);
  });
});
