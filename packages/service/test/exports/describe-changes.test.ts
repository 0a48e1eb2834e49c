import assert from 'node:assert/strict';
import { parseExport } from '@waybill/engine/definition';
import { type Described, describeChanges } from '../../src/exports/describe-changes.ts';

const ZONE = 'Europe/Vienna';
const described = (keys: string): Described => {
  const text = `version: 1\nname: sales\nmodel: transactions\n${keys}`;
  const { value, problems } = parseExport(text);
  assert.deepEqual(problems, [], text);
  assert.ok(value);
  return { definition: value, timezone: value.timezone ?? ZONE };
};

const PLAIN = 'fields: [id, amount]\nfilters: none\n';
const filters = (sets: string) => `fields: [id]\nfilters: ${sets}\n`;

interface Row {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly expected: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    title: 'comments and order of keys are no change',
    before: PLAIN,
    after: 'filters: none # all of them\nfields:\n  - id\n  - from: amount\n',
    expected: [],
  },
  {
    title: 'fields added and removed, one in long form',
    before: PLAIN,
    after: 'fields: [id, {from: customer.email, to: Mail}, channel]\nfilters: none\n',
    expected: ['Fields added: Mail (customer.email), channel', 'Field removed: amount'],
  },
  {
    title: 'a header and what becomes of values',
    before: 'fields: [id, {from: amount, to: Amount}, {from: channel, replace: {instore: Store}}]\nfilters: none\n',
    after:
      'fields: [id, {from: amount, to: Total}, {from: channel, replace: {instore: Shop}, default: unknown}]\nfilters: none\n',
    expected: [
      'Field Amount: header → Total',
      'Field channel: replace instore: Store → instore: Shop',
      'Field channel: default not set → unknown',
    ],
  },
  {
    title: 'the order of columns',
    before: PLAIN,
    after: 'fields: [amount, id]\nfilters: none\n',
    expected: ['Fields: in another order'],
  },
  {
    title: 'all fields in place of some',
    before: PLAIN,
    after: 'fields: all\nfilters: none\n',
    expected: ['Field added: all', 'Fields removed: id, amount'],
  },
  {
    title: 'many fields are counted',
    before: 'fields: [a]\nfilters: none\n',
    after: `fields: [a, ${Array.from({ length: 12 }, (_, i) => `f${i}`).join(', ')}]\nfilters: none\n`,
    expected: ['Fields added: f0, f1, f2, f3, f4, f5, f6 and 5 more'],
  },
  {
    title: 'criteria of one set',
    before: filters('{all: [{attribute: amount, operator: between, value: [10, 500]}]}'),
    after: filters(
      '{all: [{attribute: amount, operator: between, value: [10, 900]}, {attribute: channel, operator: is_empty}]}',
    ),
    expected: [
      'Filter added: amount between 10 and 900',
      'Filter added: channel is empty',
      'Filter removed: amount between 10 and 500',
    ],
  },
  {
    title: 'sets, and predicates with their period',
    before: filters('{any: [{all: [{attribute: a, operator: equals, value: x}]}]}'),
    after: filters(
      '{any: [{all: [{attribute: a, operator: equals, value: x}]}, {all: [{operator: item_purchased, value: P-1, period: 30 days, at_least: 2}]}]}',
    ),
    expected: ['Filter set added: item purchased P-1 (period 30 days, at least 2)'],
  },
  {
    title: 'no filter any more',
    before: filters('{all: [{attribute: a, operator: in, value: [AT, DE]}]}'),
    after: filters('none'),
    expected: ['Filter removed: a in AT, DE', 'Filters: none any more, every row is kept'],
  },
  {
    title: 'window and mode',
    before: `${PLAIN}window: {by: event_date, last: 7 days}\n`,
    after: `${PLAIN}mode: incremental\n`,
    expected: [
      "Window: of the 7 days before the run's day → changed in the time since the last successful run, up to the run's day",
    ],
  },
  {
    title: 'the schedule in words, and its zone',
    before: `${PLAIN}schedule: {daily: {hours: [6]}}\n`,
    after: `${PLAIN}timezone: Asia/Tokyo\nschedule: {weekly: {days: [monday], at: ["07:30"]}, catch_up: none}\n`,
    expected: [
      'Time zone: Europe/Vienna → Asia/Tokyo',
      'Schedule: Every day at 06:00, Europe/Vienna → On Mondays at 07:30, Asia/Tokyo; of what was missed, nothing is caught up',
    ],
  },
  {
    title: 'where it goes',
    before: `${PLAIN}deliver: [{to: share, path: a}, {to: ftp, path: b}]\n`,
    after: `${PLAIN}deliver: [{to: share, path: a, if_exists: version}, {to: bucket}]\n`,
    expected: ['Delivery to share: if exists not set → version', 'Delivery added: bucket', 'Delivery removed: ftp, b'],
  },
  {
    title: 'no delivery any more',
    before: `${PLAIN}deliver: {to: share}\n`,
    after: PLAIN,
    expected: ['Delivery removed: share', 'Delivery: none, for download only'],
  },
  {
    title: 'file, checks, empty results and notices',
    before: `${PLAIN}file: {format: csv, delimiter: ";"}\nnotify: [{slack: "#a"}]\n`,
    after: `${PLAIN}file: {format: xlsx}\non_empty: skip\nchecks: {rows: 30 %}\nnotify: [{slack: "#a", when: [failure]}]\n`,
    expected: [
      'File: format csv → xlsx',
      'File: delimiter ";" → not set',
      'When it is empty: send → skip',
      'Checks: rows not set → 30 %',
      'Notice added: slack #a on failure',
      'Notice removed: slack #a on success, failure',
    ],
  },
  {
    title: 'description, owner, template, audience, KPIs in place of fields',
    before: PLAIN,
    after:
      'description: For the partner\nowner: anna@example.com\nextends: sales@2\nkpis: [revenue, {kpi: buyers, to: Buyers}]\ndimensions: [store.zone]\nfilters: none\naudience: {segment: vip}\n',
    expected: [
      'Description: none → "For the partner"',
      'Owner: none → anna@example.com',
      'Template: none → sales@2',
      'Fields removed: id, amount',
      'KPIs added: revenue, Buyers (buyers)',
      'Dimension added: store.zone',
      'Audience: none → segment vip',
    ],
  },
];

describe('S4 changes in words', () => {
  for (const { title, before, after, expected } of ROWS) {
    it(`S4 changes in words: ${title}`, () => {
      assert.deepEqual(describeChanges(described(before), described(after)), expected);
    });
  }

  it('S4 changes in words: of a new export all that it does', () => {
    const keys = `${filters('{any: [{all: [{attribute: amount, operator: at_least, value: 10}, {attribute: channel, operator: equals, value: online}]}, {all: [{attribute: store.country, operator: in, value: [AT, DE]}]}]}')}window: {previous: day}
file: {format: xlsx}
deliver: {to: share, path: "a_%Y%m%d"}
schedule: {at: "2026-12-01 06:30"}
`;
    assert.deepEqual(describeChanges(undefined, described(keys)), [
      'New export of transactions',
      'Columns: id',
      'Filter: amount at least 10 and channel equals online',
      'Or: store.country in AT, DE',
      'Window: of the previous day',
      'File: xlsx',
      'Delivery: share, a_%Y%m%d',
      'Schedule: Once, on 1 December 2026 at 06:30, Europe/Vienna',
    ]);
  });

  it('S4 O4 changes in words: of a new export the kind of file that arrives', () => {
    const fileOf = (file: string) =>
      describeChanges(undefined, described(`file: ${file}\n`)).find(change => change.startsWith('File: '));
    assert.equal(fileOf('{archive: zip}'), 'File: csv, in a zip');
    assert.equal(fileOf('{format: ndjson, archive: gzip}'), 'File: ndjson, compressed by gzip');
    assert.equal(fileOf('{archive: none}'), 'File: csv');
    assert.equal(
      fileOf('{profile: excel-eu, split: {rows: 1000}, encrypt: {pgp: partner}}'),
      'File: csv, profile excel-eu, in parts of 1000 rows, encrypted to partner',
    );
    assert.equal(fileOf('{split: {size: 100 MB}, archive: zip}'), 'File: csv, in parts of 100 MB, in a zip');
  });
});
