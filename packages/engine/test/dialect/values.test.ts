import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { ask, catalogOf, ENGINES, type Engine, OPENING, type SetupEngine } from './engines.ts';

const catalog = catalogOf(
  `
version: 1
model: things
source: db
table: odd.things
key: id
fields:
  id: {type: integer, identifier: true}
  text: string
  kind: {type: enum, values: [a, b]}
  whole: integer
  money: decimal
  ratio: decimal
  flag: boolean
  day: date
  zoned: datetime
  naive: datetime
  doc: json
  double: {type: decimal, computed: "money * 2 -- twice"}
custom: {colour: {type: string, column: cf_colour}}
extended: {vat: {type: string, column: xf_vat}}
relations:
  parent: {one: things, match: {whole: id}}
`,
);

const ODD_TYPES =
  'version: 1\nmodel: odd_types\ntable: odd_types\nkey: id\nfields: {id: integer, ch: string, ip: string}';
const setup = (engine: SetupEngine) => {
  const json = engine === 'postgres' ? 'jsonb' : 'json';
  const float = engine === 'postgres' ? 'float8' : 'double';
  return [
    'create schema odd',
    ...(engine === 'postgres'
      ? [
          'create table odd_types (id int primary key, ch char(5), ip inet)',
          "insert into odd_types values (1, 'x', '::1'), (2, null, null)",
        ]
      : []),
    `create table odd.things (id bigint primary key, text text, kind text, whole bigint, money numeric(18,2), ratio ${float}, flag boolean, day date, zoned timestamptz, naive timestamp, doc ${json}, cf_colour text, xf_vat text)`,
    `insert into odd.things values
      (1, 'plain', 'a', 9007199254740993, 1234567.50, 0.1, true, '2026-10-25', '2026-10-25 00:30:00+00', '2026-10-25 03:30:00', '{"a": [1, null]}', 'red', 'AT1'),
      (2, 'a,"b"' || chr(10) || 'c' || chr(13) || chr(9) || '\\ é 🎉', 'b', 1, -0.05, 1e20, false, '1890-03-01', '1970-01-01 00:00:00.123456+00', '2026-07-01 12:00:00', null, null, ''),
      (3, '', null, null, null, null, null, null, null, null, null, null, null),
      (4, null, '', 0, 1000.00, -2.5, null, '2026-02-28', '2026-03-29 01:00:00+00', '2026-01-01 00:00:00', '"x"', 'blue', 'DE2')`,
  ];
};

for (const { label, open } of ENGINES) {
  describe(`values on ${label}`, () => {
    let engine: Engine;
    before(async function () {
      this.timeout(OPENING);
      engine = await open(setup);
    });
    after(() => engine[Symbol.asyncDispose]());

    const all = (fields: string, more = {}) =>
      ask(engine.source, catalog, `model: things\nfields: ${fields}\nfilters: none`, {
        hashKey: Buffer.from('k'),
        ...more,
      });
    /** One column, row by row. */
    const column = async (field: string, more = {}) => (await all(`[${field}]`, more)).rows.map(row => row[0]);

    it('D2 texts come as they are, NULL and the empty text apart', async () => {
      assert.deepEqual(await column('text'), ['plain', 'a,"b"\nc\r\t\\ é 🎉', '', null]);
    });
    it('O3 integers beyond doubles are exact', async () => {
      assert.deepEqual(await column('whole'), ['9007199254740993', '1', null, '0']);
    });
    it('O3 decimals have the digits that the database holds', async () => {
      assert.deepEqual(await column('money'), ['1234567.50', '-0.05', null, '1000.00']);
    });
    it('D2 booleans are true and false', async () => {
      assert.deepEqual(await column('flag'), ['true', 'false', null, null]);
    });
    it('D2 dates are ISO', async () => {
      assert.deepEqual(await column('day'), ['2026-10-25', '1890-03-01', null, '2026-02-28']);
    });
    it('D1 datetimes are ISO 8601 with offset in the definition’s zone', async () => {
      const vienna = [
        '2026-10-25T02:30:00+02:00',
        '1970-01-01T01:00:00.123456+01:00',
        null,
        '2026-03-29T03:00:00+02:00',
      ];
      assert.deepEqual(await column('zoned'), vienna);
      const india = [
        '2026-10-25T06:00:00+05:30',
        '1970-01-01T05:30:00.123456+05:30',
        null,
        '2026-03-29T06:30:00+05:30',
      ];
      assert.deepEqual(await column('zoned', { timezone: 'Asia/Kolkata' }), india);
      assert.equal((await column('zoned', { timezone: 'America/St_Johns' }))[3], '2026-03-28T22:30:00-02:30');
      assert.equal((await column('zoned', { timezone: 'UTC' }))[3], '2026-03-29T01:00:00+00:00');
    });
    it('D1 columns without a zone are read in the source’s', async () => {
      const shown = await column('naive', { timezone: 'America/New_York', sourceTimezone: 'Europe/Vienna' });
      assert.deepEqual(shown, [
        '2026-10-24T22:30:00-04:00',
        '2026-07-01T06:00:00-04:00',
        null,
        '2025-12-31T18:00:00-05:00',
      ]);
    });
    it('D2 default stands for NULL and the empty text', async () => {
      assert.deepEqual(await column('{from: text, default: "=none, \'x\'"}'), [
        'plain',
        'a,"b"\nc\r\t\\ é 🎉',
        "=none, 'x'",
        "=none, 'x'",
      ]);
      assert.deepEqual(await column('{from: money, default: 0}'), ['1234567.50', '-0.05', '0', '1000.00']);
      assert.deepEqual(await column('{from: flag, default: unknown}'), ['true', 'false', 'unknown', 'unknown']);
    });
    it('D2 replace matches the stored value exactly, and default looks at the stored value too', async () => {
      assert.deepEqual(await column('{from: kind, replace: {a: "", b: A}, default: none}'), ['', 'A', 'none', 'none']);
      assert.deepEqual(await column('{from: kind, replace: {A: x, "": empty}, default: none}'), [
        'a',
        'b',
        'none',
        'empty',
      ]);
      assert.deepEqual(await column('{from: whole, replace: {1: one, 9007199254740993: big}}'), [
        'big',
        'one',
        null,
        '0',
      ]);
      assert.deepEqual(await column('{from: money, replace: {1000: thousand}}'), [
        '1234567.50',
        '-0.05',
        null,
        'thousand',
      ]);
      assert.deepEqual(await column('{from: flag, replace: {true: Ja, false: Nein}}'), ['Ja', 'Nein', null, null]);
      assert.deepEqual(await column('{from: day, replace: {2026-02-28: last}}'), [
        '2026-10-25',
        '1890-03-01',
        null,
        'last',
      ]);
    });
    it('D2 numbers: decimals rounded half up, marks, groups', async () => {
      const format = (f: string, field = 'money') => column(`{from: ${field}, format: ${f}}`);
      assert.deepEqual(await format('{decimals: 1}'), ['1234567.5', '-0.1', null, '1000.0']);
      assert.deepEqual(await format('{decimals: 0}'), ['1234568', '0', null, '1000']);
      assert.deepEqual(await format('{decimals: 3, decimal: ",", group: "."}'), [
        '1.234.567,500',
        '-0,050',
        null,
        '1.000,000',
      ]);
      assert.deepEqual(await format('{group: " "}', 'whole'), ['9 007 199 254 740 993', '1', null, '0']);
      assert.deepEqual(await format('{decimals: 0}', 'ratio'), ['0', '100000000000000000000', null, '-3']);
      assert.deepEqual(await column('money', { decimalComma: true }), ['1234567,50', '-0,05', null, '1000,00']);
    });
    it('D2 dates by strftime', async () => {
      assert.deepEqual(await column('{from: day, format: "%d.%m.%y %% \\"Y\\""}'), [
        '25.10.26 % "Y"',
        '01.03.90 % "Y"',
        null,
        '28.02.26 % "Y"',
      ]);
      assert.equal((await column('{from: zoned, format: "%Y-%m-%dT%H:%M:%S%z"}'))[0], '2026-10-25T02:30:00+0200');
      const spelled = await column('{from: zoned, format: "%A, %d %B %Y"}');
      assert.equal(spelled[3], 'Sunday, 29 March 2026');
      assert.equal(
        (
          await column('{from: naive, format: "%H:%M"}', {
            timezone: 'America/New_York',
            sourceTimezone: 'Europe/Vienna',
          })
        )[1],
        '06:00',
      );
    });
    it('D2 protect: hash is HMAC-SHA-256 in hex, empty stays empty', async () => {
      const hmac = (text: string) => createHmac('sha256', 'k').update(text).digest('hex');
      const [plain, hostile, empty, none] = await column('{from: text, protect: hash}');
      assert.deepEqual([plain, hostile, empty, none], [hmac('plain'), hmac('a,"b"\nc\r\t\\ é 🎉'), '', null]);
      const long = Buffer.alloc(100, 'x');
      const [byLongKey] = await column('{from: text, protect: hash}', { hashKey: long });
      assert.equal(byLongKey, createHmac('sha256', long).update('plain').digest('hex'));
      const { sql } = await all('[{from: text, protect: hash}]');
      assert.doesNotMatch(sql, /5c5c5c|3636/, 'the key is not in the query');
    });
    it('D2 protect: mask', async () => {
      assert.deepEqual(await column('{from: text, protect: mask}'), ['p***', 'a***', '', null]);
      assert.deepEqual(await column('{from: custom.colour, replace: {red: anna@example.com}, protect: mask}'), [
        'anna@example.com',
        null,
        null,
        'b***',
      ]);
    });
    it('K3 computed fields, K4 custom and extended ones, K5 over relations', async () => {
      const { rows } = await all('[id, double, custom.colour, parent.extended.vat, parent.double]');
      assert.deepEqual(rows, [
        ['1', '2469135.00', 'red', null, null],
        ['2', '-0.10', null, 'AT1', '2469135.00'],
        ['3', null, null, null, null],
        ['4', '2000.00', 'blue', null, null],
      ]);
    });
    it('K4 fields: all are the standard ones, in the model’s order', async () => {
      const { columns } = await all('all');
      const standard = [
        'id',
        'text',
        'kind',
        'whole',
        'money',
        'ratio',
        'flag',
        'day',
        'zoned',
        'naive',
        'doc',
        'double',
      ];
      assert.deepEqual(
        columns.map(c => c.header),
        standard,
      );
      const { columns: more } = await all('[custom.colour, all]');
      assert.deepEqual(
        more.map(c => c.header),
        ['custom.colour', ...standard],
      );
    });
    it('O1 a row as JSON: numbers exact and bare, texts escaped as JSON.stringify does', async () => {
      const { lines, rows } = await all(
        '[id, text, whole, money, flag, day, zoned, doc, {from: money, to: "a\\"b", format: {decimal: ","}}]',
      );
      const [first, second, third] = (await lines()).split('\n');
      assert.match(
        first ?? '',
        /^\{"id":1,"text":"plain","whole":9007199254740993,"money":1234567\.50,"flag":true,"day":"2026-10-25","zoned":"2026-10-25T02:30:00\+02:00","doc":\{"a": ?\[1, ?null\]\},"a\\"b":"1234567,50"\}$/,
      );
      assert.ok(second?.includes(`"text":${JSON.stringify(rows[1]?.[1])},`), second);
      assert.equal(
        third,
        '{"id":3,"text":"","whole":null,"money":null,"flag":null,"day":null,"zoned":null,"doc":null,"a\\"b":null}',
      );
    });
    it('O1 a value is the same text in every format, whatever its type’s casts do', async () => {
      if (engine.source.type !== 'postgres') return;
      const { rows, lines } = await ask(
        engine.source,
        catalogOf(ODD_TYPES),
        'model: odd_types\nfields: [ch, ip]\nfilters: none',
      );
      assert.deepEqual(rows, [
        ['x    ', '::1'],
        [null, null],
      ]);
      assert.equal(await lines(), '{"ch":"x    ","ip":"::1"}\n{"ch":null,"ip":null}\n');
    });
    it('D5 aggregation', async () => {
      const grouped = (fields: string) =>
        ask(engine.source, catalog, `model: things\naggregate: true\nfields: ${fields}\nfilters: none`);
      const { rows, lines } = await grouped(
        '[{from: flag, aggregate: group, default: unknown}, {from: id, to: n, aggregate: count}, {from: money, to: s, aggregate: sum}, {from: money, to: lo, aggregate: min}, {from: day, to: hi, aggregate: max}]',
      );
      assert.deepEqual(rows, [
        ['false', '1', '-0.05', '-0.05', '1890-03-01'],
        ['true', '1', '1234567.50', '1234567.50', '2026-10-25'],
        ['unknown', '2', '1000.00', '1000.00', '2026-02-28'],
      ]);
      assert.equal(
        (await lines()).split('\n')[2],
        '{"flag":"unknown","n":2,"s":1000.00,"lo":1000.00,"hi":"2026-02-28"}',
      );
      const texts = await grouped(
        '[{from: flag, aggregate: group}, {from: text, to: lo, aggregate: min}, {from: text, to: hi, aggregate: max}]',
      );
      assert.deepEqual(
        texts.rows.map(row => row.slice(0, 2)),
        [
          ['false', 'a,"b"\nc\r\t\\ é 🎉'],
          ['true', 'plain'],
          // One of them is an empty text, which is always the least; NULL and '' stay apart.
          [null, ''],
        ],
      );
      const average = await grouped('[{from: whole, aggregate: average}, {from: kind, aggregate: group}]');
      assert.equal(Number(average.rows.find(row => row[1] === 'b')?.[0]), 1);
    });
    it('D5 a sum over nothing is empty, a count 0', async () => {
      const { rows } = await ask(
        engine.source,
        catalog,
        'model: things\naggregate: true\nfields: [{from: money, aggregate: sum}, {from: id, aggregate: count}]\nfilters: {all: [{attribute: id, operator: equals, value: 99}]}',
      );
      assert.deepEqual(rows, [[null, '0']]);
    });
    it('D5 groups are of what the file shows', async () => {
      const { rows } = await ask(
        engine.source,
        catalog,
        'model: things\naggregate: true\nfields: [{from: day, aggregate: group, format: "%Y"}, {from: id, aggregate: count}]\nfilters: none',
      );
      assert.deepEqual(rows, [
        ['1890', '1'],
        ['2026', '2'],
        [null, '1'],
      ]);
    });
  });
}
