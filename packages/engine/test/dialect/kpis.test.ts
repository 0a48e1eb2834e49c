import assert from 'node:assert/strict';
import { checkModels } from '../../src/catalog/check-model.ts';
import { ask, catalogOf, ENGINES, type Engine, OPENING } from './engines.ts';

const MODELS = [
  `
version: 1
model: sales
table: sales
key: id
event_date: at
fields: {id: integer, amount: decimal, channel: string, customer: string, at: datetime, store_id: integer}
custom: {colour: string}
relations:
  store: {one: stores, match: {store_id: id}}
  items: {many: items, match: {id: sale_id}}
  points: {many: points, match: {id: sale_id}}
kpis:
  revenue: {sum: amount}
  bills: {count: true}
  buyers: {count_distinct: customer}
  average_bill: {average: amount}
  first: {min: at}
  last_channel: {max: channel}
  online: {sum: amount, where: {attribute: channel, operator: equals, value: online}}
  not_online: {count: true, where: {attribute: channel, operator: not_equals, value: online}}
  pieces: {sum: items.quantity}
  lines: {count: items}
  products: {count_distinct: items.product}
  big_lines: {count: items, where: {attribute: items.quantity, operator: at_least, value: 2}}
  points: {sum: points.points}
dimensions: [store.zone, channel, at.hour, at.day, at.week, at.month, at.quarter, at.year, store_id, custom.colour]
`,
  'version: 1\nmodel: stores\ntable: stores\nkey: id\nfields: {id: integer, zone: string}',
  'version: 1\nmodel: items\ntable: items\nkey: id\nfields: {id: integer, sale_id: integer, product: string, quantity: integer}',
  'version: 1\nmodel: points\ntable: points\nkey: id\nfields: {id: integer, sale_id: integer, points: integer}',
];
const catalog = catalogOf(...MODELS);

const setup = () => [
  'create table stores (id int primary key, zone text)',
  'create table sales (id int primary key, amount numeric(10,2), channel text, customer text, "at" timestamptz, store_id int, colour text)',
  'create table items (id int primary key, sale_id int, product text, quantity int)',
  'create table points (id int primary key, sale_id int, points int)',
  "insert into stores values (2, 'west'), (10, 'east')",
  `insert into sales values
    (1, 10.00, 'online', 'a', '2026-10-31 23:30:00+00', 2, 'red'), (2, 20.50, 'store', 'a', '2026-11-01 10:00:00+00', 2, 'blue'),
    (3, 5.25, 'store', 'b', '2026-12-31 23:00:00+00', 10, null), (4, null, null, '', '2026-10-25 00:30:00+00', null, null)`,
  "insert into items values (1, 1, 'x', 1), (2, 1, 'y', 2), (3, 2, 'x', 3), (4, 3, 'z', 1)",
  'insert into points values (1, 1, 100), (2, 1, 50), (3, 3, 7)',
];

for (const { label, open } of ENGINES) {
  describe(`KPIs on ${label}`, () => {
    let engine: Engine;
    before(async function () {
      this.timeout(OPENING);
      engine = await open(setup);
    });
    after(() => engine[Symbol.asyncDispose]());

    const kpis = (text: string, filters = 'none') =>
      ask(engine.source, catalog, `model: sales\n${text}\nfilters: ${filters}`);
    const rows = async (text: string, filters?: string) => (await kpis(text, filters)).rows;

    it('D6 K6 KPIs of the model’s own entries, broken up by a dimension over a relation', async () => {
      assert.deepEqual(await rows('kpis: [revenue, bills, buyers]\ndimensions: [store.zone]'), [
        ['east', '5.25', '1', '1'],
        ['west', '30.50', '2', '1'],
        [null, null, '1', '0'],
      ]);
    });

    it('D6 without dimensions it is one row, also over nothing: a sum is empty, a count 0', async () => {
      assert.deepEqual(await rows('kpis: [revenue, bills, pieces, lines]'), [['35.75', '4', '7', '4']]);
      const nothing = '{all: [{attribute: id, operator: equals, value: 99}]}';
      assert.deepEqual(await rows('kpis: [revenue, bills, pieces, lines]', nothing), [[null, '0', null, '0']]);
    });

    it('D6 D2 a format of a KPI, also of a count over nothing', async () => {
      const formatted = `kpis:
  - {kpi: revenue, format: {decimals: 1, decimal: ",", group: "."}}
  - {kpi: average_bill, to: Average, format: {decimals: 0}}
  - {kpi: lines, format: {decimals: 2}}
  - {kpi: bills, format: {decimals: 3, decimal: ","}}
  - {kpi: first, format: "%d.%m.%Y"}
dimensions: [store.zone]`;
      const { rows: found, columns, lines } = await kpis(formatted);
      assert.deepEqual(found, [
        ['east', '5,3', '5', '1.00', '1,000', '01.01.2027'],
        ['west', '30,5', '15', '3.00', '2,000', '01.11.2026'],
        [null, null, null, '0.00', '1,000', '25.10.2026'],
      ]);
      assert.deepEqual(
        columns.map(({ type }) => type),
        ['text', 'number-text', 'number', 'number', 'number-text', 'text'],
      );
      const [first] = (await lines()).split('\n');
      const texts = '"zone":"east","revenue":"5,3","Average":5,"lines":1.00,"bills":"1,000","first":"01.01.2027"';
      assert.equal(first, `{${texts.replace('zone', 'store.zone')}}`);
      const nothing = '{all: [{attribute: id, operator: equals, value: 99}]}';
      assert.deepEqual((await kpis('kpis: [{kpi: bills, format: {decimals: 1}}]', nothing)).rows, [['0.0']]);
    });

    it('K6 two to-many relations do not count each other’s entries', async () => {
      assert.deepEqual(
        await rows('kpis: [pieces, {kpi: points, to: Points}, revenue, products, lines]\ndimensions: [channel]'),
        [
          ['online', '3', '150', '10.00', '2', '2'],
          ['store', '4', '7', '25.75', '2', '2'],
          [null, null, null, null, '0', '0'],
        ],
      );
    });

    it('K6 only KPIs of related entries: dimensions without any are there all the same', async () => {
      assert.deepEqual(await rows('kpis: [pieces]\ndimensions: [channel]'), [
        ['online', '3'],
        ['store', '4'],
        [null, null],
      ]);
    });

    it('K6 a KPI’s own filter, of the entry and of what it counts', async () => {
      assert.deepEqual(await rows('kpis: [online, not_online, big_lines, bills]'), [['10.00', '3', '2', '4']]);
    });

    it('K6 a KPI’s own filter may ask what it counts, and nothing behind another to-many relation', () => {
      assert.deepEqual(checkModels(catalog), []);
      const [model = '', ...others] = MODELS.map(text =>
        text.replace('attribute: items.quantity, operator: at_least', 'attribute: points.points, operator: at_least'),
      );
      const problems = checkModels(catalogOf(model, ...others));
      assert.deepEqual(
        problems.map(found => found.code),
        ['to-many-in-field'],
      );
    });

    it('K6 min and max of dates and texts', async () => {
      assert.deepEqual(await rows('kpis: [first, last_channel]'), [['2026-10-25T02:30:00+02:00', 'store']]);
    });

    it('D6 dates cut to a period, in the definition’s zone', async () => {
      const cut = async (part: string) => (await rows(`kpis: [bills]\ndimensions: [at.${part}]`)).map(row => row[0]);
      assert.deepEqual(await cut('hour'), ['2026-10-25T02', '2026-11-01T00', '2026-11-01T11', '2027-01-01T00']);
      assert.deepEqual(await cut('day'), ['2026-10-25', '2026-11-01', '2027-01-01']);
      assert.deepEqual(await cut('week'), ['2026-W43', '2026-W44', '2026-W53']);
      assert.deepEqual(await cut('month'), ['2026-10', '2026-11', '2027-01']);
      assert.deepEqual(await cut('quarter'), ['2026-Q4', '2027-Q1']);
      assert.deepEqual(await cut('year'), ['2026', '2027']);
    });

    it('O8 groups come in the order of their dimensions: numbers as numbers', async () => {
      assert.deepEqual(
        (await rows('kpis: [bills]\ndimensions: [store_id, channel]')).map(row => row.slice(0, 2)),
        [
          ['2', 'online'],
          ['2', 'store'],
          ['10', 'store'],
          [null, null],
        ],
      );
    });

    it('D6 measures together with custom fields', async () => {
      assert.deepEqual(await rows('kpis: [revenue]\ndimensions: [custom.colour]'), [
        ['blue', '20.50'],
        ['red', '10.00'],
        [null, '5.25'],
      ]);
    });

    it('D6 filters drill down; window and headers as elsewhere', async () => {
      const { columns, lines } = await kpis(
        'kpis: [{kpi: revenue, to: Revenue}, bills]\ndimensions: [{dimension: store.zone, to: Zone}]\nwindow: {from: 2026-11-01, to: 2026-11-02}',
        '{all: [{attribute: store.zone, operator: equals, value: west}]}',
      );
      assert.deepEqual(
        columns.map(({ header, type }) => ({ header, type })),
        [
          { header: 'Zone', type: 'text' },
          { header: 'Revenue', type: 'number' },
          { header: 'bills', type: 'number' },
        ],
      );
      assert.equal(await lines(), '{"Zone":"west","Revenue":30.50,"bills":2}\n');
    });
  });
}
