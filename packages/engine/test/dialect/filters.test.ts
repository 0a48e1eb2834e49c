import assert from 'node:assert/strict';
import { type Asked, ask, catalogOf, ENGINES, type Engine, OPENING, type SetupEngine } from './engines.ts';

const CUSTOMERS = `
version: 1
model: customers
source: db
table: people
key: id
event_date: joined
updated_at: changed
fields:
  id: integer
  name: string
  tier: {type: enum, values: [gold, silver]}
  balance: decimal
  active: boolean
  birthday: date
  joined: datetime
  changed: datetime
relations:
  orders: {many: orders, match: {id: person}}
  home: {one: stores, match: {store: id}}
predicates:
  bought: {exists: orders, value: product, period: orders.at}
  not_bought: {not: bought}
  bought_in: {exists: orders, value: shop.country}
  spent: {exists: orders, value: amount}
`;
const ORDERS = `
version: 1
model: orders
source: db
table: shop.orders
key: id
event_date: at
fields: {id: integer, person: integer, product: string, amount: decimal, at: datetime, store: integer}
relations:
  shop: {one: stores, match: {store: id}}
  customer: {one: customers, match: {person: id}}
`;
const STORES = `
version: 1
model: stores
source: db
table: stores
key: id
fields: {id: integer, name: string, country: string}
`;
// The relation home matches by a field of its own.
const catalog = catalogOf(
  CUSTOMERS.replace('  changed: datetime', '  changed: datetime\n  store: integer'),
  ORDERS,
  STORES,
);

const setup = (engine: SetupEngine) => [
  'create schema shop',
  ...(engine === 'postgres' ? ["create type tier as enum ('silver', 'gold')"] : []),
  `create table people (id int primary key, name text, tier ${engine === 'postgres' ? 'tier' : "enum('silver','gold')"}, balance numeric(12,2), active boolean, birthday date, joined timestamptz, changed timestamp, store int)`,
  `create table stores (id int primary key, name text, country text)`,
  `create table shop.orders (id bigint primary key, person int, product text, amount numeric(12,2), "at" timestamptz, store int)`,
  `insert into stores values (1, 'Graz', 'AT'), (2, 'Ulm', 'DE')`,
  `insert into people values
    (1, 'Anna',   'gold',   10.50, true,  '1990-02-28', '2026-10-24 22:30:00+00', '2026-10-25 02:30:00', 1),
    (2, 'anna',   'silver', 0,     false, '2000-02-29', '2026-10-25 00:30:00+00', '2026-10-25 00:00:00', 2),
    (3, '',       null,     null,  null,  null,         null,                     null,                  null),
    (4, null,     'gold',   -3.00, true,  '2008-11-22', '2026-11-21 23:00:00+00', '2026-11-21 23:59:59', 1),
    (5, '100%_''"\\', 'silver', 500, false, '2008-11-23', '2026-11-22 08:59:59+00', '2026-11-22 09:59:59', null)`,
  `insert into shop.orders values
    (1, 1, 'P-1', 5,  '2026-11-20 10:00:00+00', 1),
    (2, 1, 'P-1', 7,  '2026-10-20 10:00:00+00', 2),
    (3, 2, 'P-2', 9,  '2026-11-21 23:30:00+00', 2),
    (4, 4, 'P-1', 11, '2026-11-22 08:00:00+00', 1)`,
];

for (const { label, open } of ENGINES) {
  describe(`filters on ${label}`, () => {
    let engine: Engine;
    before(async function () {
      this.timeout(OPENING);
      engine = await open(setup);
    });
    after(() => engine[Symbol.asyncDispose]());

    /** Ids of the customers that a filter keeps. */
    const kept = async (filters: string, more = '', asked: Asked = {}) => {
      const { rows, csv } = await ask(
        engine.source,
        catalog,
        `model: customers\nfields: [id]\nfilters:\n  ${filters}\n${more}`,
        asked,
      );
      assert.equal(csv, rows.map(row => `${row[0]}\n`).join(''), 'the database writes the rows that it reads');
      return rows.map(row => Number(row[0]));
    };
    const one = (criterion: string, asked?: Asked) => kept(`all: [{${criterion}}]`, '', asked);

    const table: [rule: string, criterion: string, ids: number[]][] = [
      ['D3 string equals is case-sensitive', 'attribute: name, operator: equals, value: anna', [2]],
      ['D3 string not_equals keeps empty values', 'attribute: name, operator: not_equals, value: anna', [1, 3, 4, 5]],
      ['D3 string contains', 'attribute: name, operator: contains, value: nn', [1, 2]],
      ['D3 string contains takes % and _ as they are', "attribute: name, operator: contains, value: '%_'", [5]],
      [
        'D3 string contains with quotes and a backslash',
        `attribute: name, operator: contains, value: "_'\\"\\\\"`,
        [5],
      ],
      ['D3 string not_contains keeps empty values', 'attribute: name, operator: not_contains, value: nn', [3, 4, 5]],
      ['D3 string starts_with', 'attribute: name, operator: starts_with, value: A', [1]],
      ['D3 string ends_with', 'attribute: name, operator: ends_with, value: nna', [1, 2]],
      ['D3 string in', 'attribute: name, operator: in, value: [Anna, nobody]', [1]],
      ['D3 string not_in keeps empty values', 'attribute: name, operator: not_in, value: [Anna, anna]', [3, 4, 5]],
      ['D3 string is_empty: NULL and the empty text', 'attribute: name, operator: is_empty', [3, 4]],
      ['D3 string is_not_empty', 'attribute: name, operator: is_not_empty', [1, 2, 5]],
      ['D3 enum equals', 'attribute: tier, operator: equals, value: gold', [1, 4]],
      ['D3 enum not_in keeps empty values', 'attribute: tier, operator: not_in, value: [gold]', [2, 3, 5]],
      ['D3 number equals', 'attribute: balance, operator: equals, value: 10.5', [1]],
      ['D3 number not_equals keeps empty values', 'attribute: balance, operator: not_equals, value: 0', [1, 3, 4, 5]],
      ['D3 number greater_than', 'attribute: balance, operator: greater_than, value: 10.5', [5]],
      ['D3 number at_least', 'attribute: balance, operator: at_least, value: 10.5', [1, 5]],
      ['D3 number less_than', 'attribute: balance, operator: less_than, value: 0', [4]],
      ['D3 number at_most', 'attribute: balance, operator: at_most, value: 0', [2, 4]],
      ['D3 number between includes both ends', 'attribute: balance, operator: between, value: [0, 10.5]', [1, 2]],
      ['D3 number in', 'attribute: balance, operator: in, value: [0, -3]', [2, 4]],
      ['D3 number not_in keeps empty values', 'attribute: balance, operator: not_in, value: [0, -3]', [1, 3, 5]],
      ['D3 boolean is', 'attribute: active, operator: is, value: true', [1, 4]],
      ['D3 boolean is false leaves empty values out', 'attribute: active, operator: is, value: false', [2, 5]],
      ['D3 boolean is_empty', 'attribute: active, operator: is_empty', [3]],
      ['D3 date equals on a date', 'attribute: birthday, operator: equals, value: 2000-02-29', [2]],
      [
        'D3 date not_equals keeps empty values',
        'attribute: birthday, operator: not_equals, value: 2000-02-29',
        [1, 3, 4, 5],
      ],
      ['D3 date before on a date', 'attribute: birthday, operator: before, value: 2000-02-29', [1]],
      [
        'D3 date between includes both ends',
        'attribute: birthday, operator: between, value: [1990-02-28, 2000-02-29]',
        [1, 2],
      ],
      [
        'D3 a day against a datetime is the whole day in the zone',
        'attribute: joined, operator: equals, value: 2026-10-25',
        [1, 2],
      ],
      ['D3 after a day begins with the next day', 'attribute: joined, operator: after, value: 2026-10-25', [4, 5]],
      ['D3 before a day', 'attribute: joined, operator: before, value: 2026-11-22', [1, 2]],
      [
        'D3 between days includes the whole last one',
        'attribute: joined, operator: between, value: [2026-10-26, 2026-11-22]',
        [4, 5],
      ],
      ['D3 a value with a time is that instant', 'attribute: joined, operator: equals, value: "2026-10-25 00:30"', [1]],
      ['D3 before an instant', 'attribute: joined, operator: before, value: "2026-11-22 00:00"', [1, 2]],
      ['D3 after an instant', 'attribute: joined, operator: after, value: "2026-11-22 00:00"', [5]],
      ['D3 in_date', 'attribute: joined, operator: in_date, value: [2026-10-25, 2026-11-20]', [1, 2]],
      [
        'D3 columns without a zone are read in the source’s',
        'attribute: changed, operator: equals, value: 2026-10-25',
        [1, 2],
      ],
      ['D4 date: expressions', 'attribute: joined, operator: equals, value: "date:today"', [4, 5]],
      ['D3 anniversary', 'attribute: birthday, operator: anniversary, value: "date:today"', [4]],
      [
        'D3 anniversary with days after',
        'attribute: birthday, operator: anniversary, value: "date:today", after: 1 days',
        [4, 5],
      ],
      [
        'D3 anniversary: 29 February counts on the 28th in common years',
        'attribute: birthday, operator: anniversary, value: 2026-02-28',
        [1, 2],
      ],
      [
        'D3 anniversary: and on the 29th alone in leap years',
        'attribute: birthday, operator: anniversary, value: 2028-02-29',
        [2],
      ],
      [
        'D3 age_range: both ends, on the run’s day',
        'attribute: birthday, operator: age_range, value: [18, 26]',
        [2, 4],
      ],
      ['D3 age_range: not yet eighteen', 'attribute: birthday, operator: age_range, value: [0, 17]', [5]],
      ['K5 a filter over a to-one relation', 'attribute: home.country, operator: equals, value: AT', [1, 4]],
      [
        'K5 a negated filter over a relation keeps those without one',
        'attribute: home.country, operator: not_equals, value: AT',
        [2, 3, 5],
      ],
      ['K7 predicate', 'operator: bought', [1, 2, 4]],
      ['K7 predicate with a value', 'operator: bought, value: P-1', [1, 4]],
      ['K7 predicate with values', 'operator: bought, value: [P-1, P-2]', [1, 2, 4]],
      ['K7 predicate turned round', 'operator: not_bought, value: P-1', [2, 3, 5]],
      ['K7 predicate with a least count', 'operator: bought, value: P-1, at_least: 2', [1]],
      ['K7 predicate turned round with a least count', 'operator: not_bought, value: P-1, at_least: 2', [2, 3, 4, 5]],
      ['K7 predicate with a period leaves the run’s day out', 'operator: bought, period: 30 days', [1]],
      ['K7 predicate with a period of hours ends at the run', 'operator: bought, period: 24 h', [2, 4]],
      ['K7 predicate whose value is reached over a relation', 'operator: bought_in, value: DE', [1, 2]],
      ['K7 predicate whose value is a number', 'operator: spent, value: 9', [2]],
    ];
    for (const [title, criterion, ids] of table) it(title, async () => assert.deepEqual(await one(criterion), ids));

    it('D3 several sets: a row that matches any is kept', async () => {
      const any =
        'any: [{all: [{attribute: name, operator: equals, value: Anna}]}, {all: [{attribute: balance, operator: equals, value: 0}, {attribute: active, operator: is, value: false}]}]';
      assert.deepEqual(await kept(any), [1, 2]);
    });

    it('D3 filters: none keeps every row', async () => {
      const { rows } = await ask(engine.source, catalog, 'model: customers\nfields: [id]\nfilters: none');
      assert.equal(rows.length, 5);
    });

    it('K7 a predicate asked of a related model', async () => {
      const definition =
        'model: orders\nfields: [id]\nfilters: {all: [{attribute: customer, operator: bought, value: P-2}]}';
      assert.deepEqual((await ask(engine.source, catalog, definition)).rows, [['3']]);
    });

    it('D9 window over event_date: half-open, whole days in the zone, without the run’s day', async () => {
      const window = (spec: string) => kept('all: [{attribute: id, operator: at_least, value: 0}]', `window: ${spec}`);
      assert.deepEqual(await window('{last: 1 days}'), []);
      assert.deepEqual(await window('{last: 2 days, include_today: true}'), [4, 5]);
      assert.deepEqual(await window('{last: 24 h}'), [4, 5]);
      assert.deepEqual(await window('{previous: month}'), [1, 2]);
      assert.deepEqual(await window('{by: updated_at, from: 2026-10-25, to: 2026-10-26}'), [1, 2]);
    });

    it('D10 incremental is the window over updated_at', async () => {
      const rows = await kept(
        'all: [{attribute: id, operator: at_least, value: 0}]',
        'mode: incremental\nwindow: {last: 1 day}',
      );
      assert.deepEqual(rows, [4]);
    });

    it('D4 dates follow the definition’s zone', async () => {
      const criterion = 'attribute: joined, operator: equals, value: 2026-10-24';
      assert.deepEqual(await one(criterion, { timezone: 'UTC' }), [1]);
      assert.deepEqual(await one(criterion, { timezone: 'Europe/Vienna' }), []);
    });
  });
}
