import assert from 'node:assert/strict';
import type { FileKind } from '@waybill/engine/definition';
import { complete } from '../../src/complete/complete.ts';
import type { Completion } from '../../src/complete/completion.ts';
import { accepted } from '../support/accepted.ts';
import { marked } from '../support/marked.ts';
import { nowhere, workspaceOf } from '../support/workspace.ts';

const demo = { ...workspaceOf(), zone: 'America/Bogota' };

function at(text: string, kind: FileKind = 'export', workspace = demo): readonly Completion[] {
  const { document, position } = marked(text, kind, '¦');
  return complete(document, position, workspace);
}

const labels = (text: string, kind?: FileKind): readonly string[] => at(text, kind).map(({ label }) => label);

function named(text: string, label: string, kind: FileKind = 'export', workspace = demo): Completion {
  const found = at(text, kind, workspace).find(completion => completion.label === label);
  return found ?? assert.fail(`${label} is not among ${labels(text, kind).join(', ')}`);
}

/** The text once the completion of this name was accepted. */
function after(text: string, label: string, kind: FileKind = 'export', workspace = demo): string {
  return accepted(marked(text, kind, '¦').document, named(text, label, kind, workspace));
}

interface Expected {
  /** The first labels, in this order. */
  readonly first?: readonly string[];
  /** Exactly these, in any order. */
  readonly only?: readonly string[];
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

type Row = readonly [what: string, text: string, expected: Expected];

function table(kind: FileKind, rows: readonly Row[]): void {
  for (const [what, text, { first, only, has = [], lacks = [] }] of rows) {
    it(`V2 completion: ${what}`, () => {
      const found = labels(text, kind);
      if (first) assert.deepEqual(found.slice(0, first.length), first);
      if (only) assert.deepEqual([...found].sort(), [...only].sort());
      for (const label of has) assert.ok(found.includes(label), `${label} is not among ${found.join(', ')}`);
      for (const label of lacks) assert.ok(!found.includes(label), `${label} is among ${found.join(', ')}`);
    });
  }
}

const T = 'version: 1\nname: a\nmodel: transactions\n';
const C = 'version: 1\nname: a\nmodel: customers\n';
const ONE = `${T}filters:\n  all:\n    - `;

describe('V2 completion of keys', () => {
  table('export', [
    [
      'required keys come first',
      'version: 1\n¦',
      { first: ['name', 'model', 'fields', 'filters'], lacks: ['version'] },
    ],
    [
      'with a template neither model nor filters are needed',
      'version: 1\nextends: sales@2\n¦',
      { first: ['name'], has: ['add', 'remove'] },
    ],
    ['without a template there is nothing to add to', 'version: 1\n¦', { lacks: ['add', 'remove'] }],
    [
      'KPIs stand in place of fields',
      `${T}kpis: [revenue]\n¦`,
      { has: ['dimensions'], lacks: ['fields', 'aggregate', 'kpis'] },
    ],
    ['fields stand in place of KPIs', `${T}fields: all\n¦`, { lacks: ['kpis', 'dimensions', 'fields'] }],
    [
      'keys below the cursor are there as well',
      `version: 1\n¦\nname: a\nmodel: b\n`,
      { lacks: ['name', 'model', 'version'] },
    ],
    ['a key that is being changed is offered again', 'version: 1\nna¦me: a\n', { has: ['name'], lacks: ['version'] }],
    [
      'in an unclosed brace, with another below',
      `${T}filters:\n  all:\n    - {attribute: amount, op¦\n    - {attribute: x}`,
      { has: ['operator', 'value'], lacks: ['attribute', 'before'] },
    ],
    ['an operator without value takes none', `${ONE}{attribute: amount, operator: is_empty, ¦}`, { only: [] }],
    [
      'an anniversary has days before and after',
      `${ONE}{attribute: customer.birth_date, operator: anniversary, ¦}`,
      { only: ['value', 'before', 'after'] },
    ],
    [
      'a predicate has a period and a count',
      `${ONE}{operator: item_purchased, attribute: customer, ¦}`,
      { only: ['value', 'period', 'at_least'] },
    ],
    [
      'one way of saying a schedule excludes the others',
      `${T}schedule:\n  weekly: {}\n  ¦`,
      { only: ['from', 'until', 'skipped', 'repeated', 'catch_up'] },
    ],
    [
      'a schedule that only has a last day',
      `${T}schedule:\n  until: 2027-01-01\n  ¦`,
      { first: ['daily', 'weekly', 'monthly', 'cron'], lacks: ['at', 'until'] },
    ],
    [
      'one way of saying a window excludes the others',
      `${T}window: {last: 7 days, ¦}`,
      { only: ['by', 'include_today'] },
    ],
    ['a window from a day', `${T}window: {from: 2026-01-01, ¦}`, { only: ['by', 'to'] }],
    [
      'what only csv has is not offered for json',
      `${T}file: {format: json, ¦}`,
      { has: ['archive', 'split', 'encrypt'], lacks: ['delimiter', 'quote', 'null', 'header', 'format'] },
    ],
    ['psv has some of it', `${T}file: {format: psv, ¦}`, { has: ['quote', 'null'], lacks: ['delimiter', 'header'] }],
    ['split is by rows or by size', `${T}file: {split: {rows: 1, ¦}}`, { only: [] }],
    ['a notice has one receiver', `${T}notify:\n  - slack: "#a"\n    ¦`, { only: ['when'] }],
    [
      'of a template something is left out by name or header',
      'extends: sales@2\nremove:\n  fields:\n    - {¦}',
      { only: ['from', 'to'] },
    ],
    [
      'a field of an aggregation needs to say which',
      `${T}aggregate: true\nfields:\n  - {from: amount, ¦}`,
      { first: ['aggregate'] },
    ],
    ['nothing in comments', `${T}# na¦\n`, { only: [] }],
    ['nothing in block texts', `${T}description: |\n  na¦\n`, { only: [] }],
    ['nothing behind a finished text', `${T}owner: "anna" ¦`, { only: [] }],
  ]);
  table('workspace', [
    ['a destination first says what it is', 'destinations:\n  a:\n    ¦', { first: ['type'] }],
    [
      'then what this type needs',
      'destinations:\n  a:\n    type: sftp\n    ¦',
      { first: ['host', 'user', 'host_key'], lacks: ['bucket', 'tls', 'type'] },
    ],
    [
      'also when the type stands below',
      'destinations:\n  a:\n    ¦\n    type: s3\n',
      { first: ['bucket'], lacks: ['host'] },
    ],
    [
      'a source of files is one of three',
      'sources:\n  a: {type: duckdb, folder: x, ¦}',
      { has: ['memory'], lacks: ['file', 'files', 'url'] },
    ],
    ['limits', 'limits: {max_window: 1 year, ¦}', { only: ['max_dimensions', 'keep_files', 'destination_hosts'] }],
  ]);
  table('model', [
    ['a model needs a table and fields', 'version: 1\nmodel: a\n¦', { first: ['table', 'fields'] }],
    ['a relation is to one or to many', 'relations:\n  a: {¦}', { first: ['match', 'one', 'many'] }],
    ['to one excludes to many', 'relations:\n  a: {one: customers, ¦}', { only: ['match', 'label'] }],
    ['a KPI has one measure', 'kpis:\n  a: {sum: amount, ¦}', { only: ['label', 'description', 'where'] }],
    ['a predicate that turns another round', 'predicates:\n  a: {not: b, ¦}', { only: ['label', 'description'] }],
  ]);
  table('template', [
    [
      'a template',
      'version: 1\n¦',
      { first: ['template', 'release', 'model'], lacks: ['name', 'schedule', 'deliver', 'notify'] },
    ],
  ]);

  const continued: readonly (readonly [text: string, label: string, after: string, kind?: FileKind])[] = [
    ['version: 1\n¦', 'fields', 'version: 1\nfields:\n  - '],
    ['version: 1\n¦', 'filters', 'version: 1\nfilters:\n  '],
    ['version: 1\n¦', 'name', 'version: 1\nname: '],
    ['¦', 'version', 'version: 1'],
    ['na¦: b', 'name', 'name: b'],
    ['na¦me: b', 'name', 'name: b'],
    ['fields:\n  - ¦', 'replace', 'fields:\n  - replace:\n      '],
    ['fields:\n  - from: a\n    ¦', 'replace', 'fields:\n  - from: a\n    replace:\n      '],
    ['fields:\n  - {from: a, ¦}', 'replace', 'fields:\n  - {from: a, replace: {}}'],
    ['fields:\n  - {from: a,¦}', 'to', 'fields:\n  - {from: a, to: }'],
    ['filters:\n  ¦', 'all', 'filters:\n  all:\n    - '],
    ['filters: ¦', '{all: …}', 'filters: {all: []}'],
    ['filters:¦', 'none', 'filters: none'],
    ['schedule: {weekly: {days: [monday], ¦}}', 'at', 'schedule: {weekly: {days: [monday], at: []}}'],
    ['window: {¦}', 'since_last_success', 'window: {since_last_success: true}'],
    ['deliver:\n  ¦', '- to', 'deliver:\n  - to: '],
    ['deliver:\n  - to: a\n  ¦', '- to', 'deliver:\n  - to: a\n  - to: '],
    ['fields: [¦', '{from: …}', 'fields: [{from: }'],
    ['notify: [{slack: "#a", ¦}]', 'when', 'notify: [{slack: "#a", when: []}]'],
    ['fields:\n  -¦', 'from', 'fields:\n  - from: '],
    ['"na¦": b', 'name', '"name": b'],
    ['brand: ¦', '{name: …}', 'brand: {name: }', 'workspace'],
  ];
  for (const [text, label, result, kind] of continued) {
    it(`V2 completion: ${label} in ${JSON.stringify(text)} gives ${JSON.stringify(result)}`, () => {
      assert.equal(after(text, label, kind), result);
    });
  }

  it('V2 completion: a key says what it is for, what it takes, and whether it is needed', () => {
    const { detail, documentation, kind, retrigger } = named('version: 1\n¦', 'model');
    assert.match(detail ?? '', /^required · /);
    assert.match(documentation ?? '', /The model of the catalog that is exported\.\n\nWrite text\. Required\./);
    assert.equal(kind, 'key');
    assert.equal(retrigger, true);
    assert.equal(named('version: 1\n¦', 'owner').retrigger, undefined);
  });
});

describe('V2 completion of names', () => {
  table('export', [
    ['models', 'version: 1\nmodel: ¦', { has: ['transactions', 'customers', 'stores'] }],
    [
      'fields and relations of the model',
      `${T}fields:\n  - ¦`,
      {
        first: ['id', 'bill_number'],
        has: ['store.', 'customer.', 'custom.gift_wrap', 'extended.vat_id', 'all', 'from'],
        lacks: ['items.', 'points.'],
      },
    ],
    [
      'fields of a related model',
      `${T}fields:\n  - customer.¦`,
      {
        has: ['email', 'tier', 'extended.company', 'home_store.'],
        lacks: ['custom.shoe_size', 'transactions.', 'from', 'all'],
      },
    ],
    ['two relations away', `${T}fields: [id, customer.home_store.¦`, { has: ['name', 'zone'] }],
    [
      'custom fields of the own model',
      `${T}fields: [custom.¦]`,
      { only: ['favourite_color', 'gift_wrap', 'delivery_day'] },
    ],
    ['custom fields of others are not to be had', `${T}fields: [customer.custom.¦]`, { only: [] }],
    [
      'extended fields of others are',
      `${T}fields: [customer.extended.¦]`,
      { only: ['vat_id', 'company', 'card_number'] },
    ],
    ['to-many relations lead nowhere in a field', `${T}fields: [items.¦]`, { only: [] }],
    ['a path that leads nowhere', `${T}fields: [nonsense.¦]`, { only: [] }],
    ['in the middle of a path', `${T}fields: [cus¦tomer.email]`, { has: ['customer.', 'store.'] }],
    ['the long form of a field', `${T}fields:\n  - {from: ¦}`, { has: ['id', 'customer.'] }],
    ['the model of the template', 'version: 1\nextends: sales@2\nadd:\n  fields: [¦]', { has: ['amount', 'store.'] }],
    [
      'no model, no fields',
      'version: 1\nfields:\n  - ¦',
      { only: ['from', 'to', 'aggregate', 'format', 'replace', 'default', 'protect', 'field with a format', 'all'] },
    ],
    [
      'attributes: relations that can be asked stand by themselves',
      `${ONE}{attribute: ¦}`,
      { has: ['customer', 'customer.', 'store.', 'amount'], lacks: ['store', 'items.'] },
    ],
    [
      'operators of a number',
      `${ONE}{attribute: amount, operator: ¦}`,
      { first: ['equals', 'not_equals', 'greater_than'], lacks: ['contains', 'before', 'in_group'] },
    ],
    [
      'operators of a date',
      `${ONE}{attribute: event_date, operator: ¦}`,
      { has: ['before', 'after', 'anniversary'], lacks: ['contains', 'in'] },
    ],
    [
      'operators of a boolean',
      `${ONE}{attribute: custom.gift_wrap, operator: ¦}`,
      { only: ['is', 'is_empty', 'is_not_empty'] },
    ],
    [
      'operators, the attribute below',
      `${ONE}operator: ¦\n      attribute: channel\n`,
      { has: ['contains', 'in'], lacks: ['greater_than'] },
    ],
    [
      'predicates of a relation',
      `${ONE}{attribute: customer, operator: ¦}`,
      { first: ['in_group', 'not_in_group'], lacks: ['equals'] },
    ],
    [
      'predicates of the model itself',
      `${C}filters:\n  all:\n    - {operator: ¦}`,
      { first: ['in_group'], has: ['equals'] },
    ],
    [
      'values of an enum',
      `${ONE}{attribute: channel, operator: equals, value: ¦}`,
      { only: ['instore', 'online', 'app'] },
    ],
    [
      'values of an enum in a list',
      `${ONE}{attribute: channel, operator: in, value: [online, ¦]}`,
      { only: ['instore', 'online', 'app'] },
    ],
    [
      'values of an enum two relations away',
      `${ONE}{attribute: customer.tier, operator: equals, value: ¦}`,
      { only: ['bronze', 'silver', 'gold', 'platinum'] },
    ],
    ['yes and no', `${ONE}{attribute: custom.gift_wrap, operator: is, value: ¦}`, { only: ['true', 'false'] }],
    [
      'dates',
      `${ONE}{attribute: event_date, operator: after, value: ¦}`,
      { first: ['date:today', 'date:yesterday'], has: ['2026-11-28'] },
    ],
    [
      'what a date expression goes on with',
      `${ONE}{attribute: event_date, operator: after, value: "date:first day of ¦"}`,
      { has: ['last month', 'last', 'this'].slice(1), lacks: ['today'] },
    ],
    ['both ends', `${ONE}{attribute: amount, operator: between, value: ¦}`, { only: ['[…, …]'] }],
    ['nothing is compared with emptiness', `${ONE}{attribute: amount, operator: is_empty, value: ¦}`, { only: [] }],
    [
      'aggregations that fit the field',
      `${T}aggregate: true\nfields:\n  - {from: channel, aggregate: ¦}`,
      { only: ['group', 'count', 'min', 'max'] },
    ],
    [
      'an identifier cannot be grouped by',
      `${T}aggregate: true\nfields:\n  - {from: id, aggregate: ¦}`,
      { lacks: ['group'], has: ['count'] },
    ],
    ['KPIs', `${T}kpis: [¦]`, { first: ['revenue', 'discounts'] }],
    ['KPIs that are listed come last', `${T}kpis: [revenue, ¦]`, { first: ['discounts'], has: ['revenue'] }],
    [
      'dimensions that the model declares',
      `${T}dimensions:\n  - ¦`,
      { first: ['store.zone', 'store.name'], has: ['event_date.month'], lacks: ['amount'] },
    ],
    ['destinations', `${T}deliver:\n  to: ¦`, { only: ['partner-sftp', 'share'] }],
    ['destinations, the path below', `${T}deliver:\n  - to: ¦\n    path: x\n`, { only: ['partner-sftp', 'share'] }],
    [
      'templates, the newest release first',
      'version: 1\nextends: ¦',
      { first: ['sales@2'], has: ['sales@1', 'transactions-facts@1'].slice(0, 1) },
    ],
    [
      'zones: the brand’s, then one’s own',
      `${T}timezone: ¦`,
      { first: ['Europe/Vienna', 'America/Bogota'], has: ['UTC', 'Asia/Kolkata'] },
    ],
    [
      'formats of a date',
      `${T}fields:\n  - {from: event_date, format: ¦}`,
      { first: ['%d.%m.%Y'], has: ['%Y', '%B'], lacks: ['%q', '{decimals: 2}'] },
    ],
    [
      'a number has another format',
      `${T}fields:\n  - {from: amount, format: ¦}`,
      { first: ['{decimals: 2}'], lacks: ['%Y'] },
    ],
    ['a text has none', `${T}fields:\n  - {from: note, format: ¦}`, { only: [] }],
    [
      'a number has another format, on the line below as well',
      `${T}fields:\n  - from: amount\n    format:\n      ¦`,
      { has: ['decimals', '{decimals: 2}'], lacks: ['%Y', '%d.%m.%Y'] },
    ],
    [
      'a date has no decimals',
      `${T}fields:\n  - from: event_date\n    format:\n      ¦`,
      { first: ['%d.%m.%Y'], lacks: ['decimals', '{decimals: 2}'] },
    ],
    [
      'a count is a number, whatever is counted',
      `${T}aggregate: true\nfields:\n  - {from: note, aggregate: count, format: ¦}`,
      { first: ['{decimals: 2}'] },
    ],
    [
      'one value is no list of values, on the line below as well',
      `${T}filters:\n  all:\n    - attribute: channel\n      operator: equals\n      value:\n        ¦`,
      { only: ['instore', 'online', 'app'] },
    ],
    [
      'a list of values may have its items below',
      `${T}filters:\n  all:\n    - attribute: channel\n      operator: in\n      value:\n        ¦`,
      { has: ['- instore', '[…]'] },
    ],
    [
      'names of files',
      `${T}deliver: {to: share, path: ¦}`,
      { first: ['a_%Y%m%d'], has: ['%Y', '%q', '{window.from}', '{rows}'] },
    ],
    [
      'tokens behind a percent sign',
      `${T}deliver:\n  to: share\n  path: a_%¦`,
      { first: ['%Y', '%y', '%m'], lacks: ['{rows}'] },
    ],
    [
      'tokens behind a brace',
      `${T}deliver:\n  path: "a_{w¦"`,
      { only: ['{window.from}', '{window.until}', '{run.id}', '{rows}', '{part}'] },
    ],
    ['headers as the catalog labels them', `${T}fields:\n  - {from: store.name, to: ¦}`, { only: ['Name'] }],
    [
      'stored values that are replaced',
      `${T}fields:\n  - {from: channel, replace: {instore: Shop, ¦}}`,
      { only: ['online', 'app'] },
    ],
    [
      'columns that are checked',
      `${T}fields: [id, {from: amount, to: Amt}]\nchecks: {nulls: {¦}}`,
      { only: ['id', 'Amt'] },
    ],
    [
      'columns of the template that are left out',
      'version: 1\nextends: sales@2\nremove:\n  fields: [¦]',
      { first: ['id', 'bill_number', 'event_date'] },
    ],
    ['cron, in words', `${T}schedule: {cron: ¦}`, { first: ['0 6 * * *'] }],
    ['times', `${T}schedule: {weekly: {days: [monday], at: [¦]}}`, { has: ['06:30'] }],
    ['days of the week', `${T}schedule: {weekly: {days: [¦]}}`, { first: ['monday', 'tuesday'] }],
    ['durations', `${T}window: {last: ¦}`, { has: ['7 days', '24 h', '1 year'] }],
    ['units after a number', `${T}window: {last: 3 ¦}`, { has: ['3 days', '3 h', '3 months'] }],
    [
      'days only around an anniversary',
      `${ONE}{attribute: customer.birth_date, operator: anniversary, before: 3¦}`,
      { only: ['3 days', '3 weeks'] },
    ],
    [
      'what a notice is about',
      `${T}notify:\n  - {slack: "#a", when: [¦]}`,
      { only: ['success', 'failure', 'recovered', 'late', 'empty', 'quarantined'] },
    ],
    ['words say which one is the default', `${T}file: {format: ¦}`, { first: ['csv'], has: ['parquet', 'xlsx'] }],
    ['formats that the model is offered in', 'version: 1\nmodel: challenges\nfile: {format: ¦}', { only: ['json'] }],
    ['the name of the file', 'version: 1\nname: ¦', { only: ['test'] }],
    ['segments that other exports name', `${T}audience: {segment: ¦}`, { has: [] }],
  ]);
  table('model', [
    ['a model is called as its file is', 'version: 1\nmodel: ¦', { only: ['test'] }],
    ['sources', 'version: 1\nmodel: a\nsource: ¦', { only: ['demo'] }],
    [
      'its own fields, while its file is not right',
      'model: a\nfields:\n  id: integer\n  made: date\n  bad: {type: nonsense\nkey: ¦',
      { only: ['id', 'made', 'bad'] },
    ],
    ['dates for event_date', 'model: a\nfields:\n  id: integer\n  made: date\nevent_date: ¦', { only: ['made'] }],
    ['models for a relation', 'model: a\nrelations:\n  x: {one: ¦}', { has: ['customers', 'a'] }],
    [
      'fields of this model in match',
      'model: a\nfields: {id: integer, c_id: integer}\nrelations:\n  x: {one: customers, match: {¦}}',
      { only: ['id', 'c_id'] },
    ],
    [
      'fields of the other in match',
      'model: a\nfields: {id: integer}\nrelations:\n  x: {one: stores, match: {id: ¦}}',
      { has: ['id', 'zone'], lacks: ['extended.vat_id'] },
    ],
    [
      'what a predicate asks about',
      'model: a\nfields: {id: integer}\nrelations:\n  x: {many: stores, match: {id: id}}\npredicates:\n  p: {exists: ¦}',
      { has: ['x', 'x.'] },
    ],
    [
      'values of what it asks about',
      'model: a\nfields: {id: integer}\nrelations:\n  x: {many: stores, match: {id: id}}\npredicates:\n  p: {exists: x, value: ¦}',
      { has: ['zone', 'name'] },
    ],
    ['another predicate, not itself', 'model: a\npredicates:\n  p: {exists: x}\n  q: {not: ¦}', { only: ['p'] }],
    [
      'numbers to sum, over relations',
      'model: a\nfields: {id: integer, n: string}\nrelations:\n  x: {many: transaction_items, match: {id: id}}\nkpis:\n  k: {sum: ¦}',
      { only: ['id', 'x.'] },
    ],
    [
      'dimensions with parts of dates',
      'model: a\nfields: {id: integer, made: datetime}\ndimensions: [made.¦]',
      { only: ['hour', 'day', 'week', 'month', 'quarter', 'year'] },
    ],
    [
      'a date has no hours',
      'model: a\nfields: {made: date}\ndimensions: [made.¦]',
      { only: ['day', 'week', 'month', 'quarter', 'year'] },
    ],
    [
      'columns in SQL',
      'model: a\nfields:\n  net: {type: decimal, computed: "gro¦ - 1"}\n  gross: {type: decimal, column: gross_eur}\n',
      { only: ['gross_eur'] },
    ],
    ['types of fields', 'model: a\nfields:\n  id: ¦', { first: ['string', 'integer'] }],
  ]);
  table('workspace', [
    ['types of destinations', 'destinations:\n  a:\n    type: ¦', { only: ['local', 'sftp', 'ftp', 'ftps', 's3'] }],
    [
      'secrets are never written down',
      'destinations:\n  a-b:\n    type: sftp\n    password: ¦',
      { first: ['${secret:a_b_password}', '${env:A_B_PASSWORD}'] },
    ],
    [
      'secrets that the file has',
      'protect: {hash_key: "${secret:hash}"}\ndestinations:\n  a:\n    type: sftp\n    key: "${¦"',
      { has: ['${secret:hash}', '${secret:a_key}'] },
    ],
    [
      'words, and variables for them',
      'sources:\n  x: {type: postgres, ssl: ¦}',
      { first: ['prefer'], has: ['verify-full', '${env:X_SSL}'] },
    ],
    ['the model of the people', 'audience: {model: ¦}', { has: ['customers'] }],
    ['predicates of the people', 'audience: {segment: ¦}', { has: ['in_segment'] }],
    ['lengths of the calendar', 'limits: {keep_files: ¦}', { first: ['30 days'], lacks: ['24 h'] }],
    [
      'lengths of the clock',
      'sources:\n  x: {type: postgres, timeout: 3¦}',
      { has: ['3 min', '3 h'], lacks: ['3 days'] },
    ],
  ]);

  const written: readonly (readonly [text: string, label: string, after: string, kind?: FileKind])[] = [
    ['model:¦', 'stores', 'model: stores'],
    ['model: cust¦omers', 'stores', 'model: stores'],
    [`${T}fields: [cus¦tomer.email]`, 'store.', `${T}fields: [store.email]`],
    [`${T}fields: [customer.em¦ail]`, 'tier', `${T}fields: [customer.tier]`],
    [`${T}fields: [cust¦]`, 'customer.', `${T}fields: [customer.]`],
    [`${T}fields:\n  ¦`, '- amount', `${T}fields:\n  - amount`],
    [`${T}fields:\n-¦`, 'amount', `${T}fields:\n- amount`],
    [
      `${ONE}{attribute: event_date, operator: after, value: ¦}`,
      'date:-7 days',
      `${ONE}{attribute: event_date, operator: after, value: "date:-7 days"}`,
    ],
    [
      `${ONE}{attribute: event_date, operator: after, value: "date:la¦"}`,
      'last monday',
      `${ONE}{attribute: event_date, operator: after, value: "date:last monday"}`,
    ],
    [
      `${ONE}{attribute: event_date, operator: after, value: date:la¦}`,
      'last monday',
      `${ONE}{attribute: event_date, operator: after, value: "date:last monday"}`,
    ],
    [
      `${ONE}{attribute: channel, operator: in, value: ¦}`,
      'app',
      `${ONE}{attribute: channel, operator: in, value: [app]}`,
    ],
    [
      `${ONE}{attribute: customer.birth_date, operator: age_range, value: ¦}`,
      '[…, …]',
      `${ONE}{attribute: customer.birth_date, operator: age_range, value: [18, 30]}`,
    ],
    [`${T}deliver:\n  path: a_%¦`, '%Y', `${T}deliver:\n  path: a_%Y`],
    [`${T}deliver:\n  path: a_{w¦`, '{window.from}', `${T}deliver:\n  path: "a_{window.from}"`],
    [`${T}deliver:\n  path: ¦`, '{rows}', `${T}deliver:\n  path: "{rows}"`],
    [`${T}deliver:\n  path: "a_{win¦dow.from}"`, '{rows}', `${T}deliver:\n  path: "a_{rows}"`],
    [`${T}file: {newline: ¦}`, '"\\r\\n"', `${T}file: {newline: "\\r\\n"}`],
    [`${T}schedule: {cron: ¦}`, '*/15 * * * *', `${T}schedule: {cron: "*/15 * * * *"}`],
    [`${T}schedule: {weekly: {at: [¦]}}`, '06:30', `${T}schedule: {weekly: {at: ["06:30"]}}`],
    [`${T}schedule: {daily: {hours: ¦}}`, '*', `${T}schedule: {daily: {hours: "*"}}`],
    [
      `${T}fields:\n  - {from: channel, replace: {¦}}`,
      'online',
      `${T}fields:\n  - {from: channel, replace: {online: }}`,
    ],
    [
      'destinations:\n  a:\n    password: ¦',
      '${secret:a_password}',
      'destinations:\n  a:\n    password: "${secret:a_password}"',
      'workspace',
    ],
    [
      'destinations:\n  a:\n    password: "${se¦"',
      '${secret:a_password}',
      'destinations:\n  a:\n    password: "${secret:a_password}"',
      'workspace',
    ],
  ];
  for (const [text, label, result, kind] of written) {
    it(`V2 completion: ${label} in ${JSON.stringify(text.replace(T, ''))} is written as it must be`, () => {
      assert.equal(after(text, label, kind), result);
    });
  }

  it('V2 completion: a field says type, label, column and what it means', () => {
    const { detail, documentation } = named(`${T}fields: [customer.¦]`, 'email');
    assert.equal(detail, 'string · E-mail · personal data');
    assert.match(documentation ?? '', /\*\*E-mail\*\* · string · `customers\.email`/);
    assert.match(documentation ?? '', /Column `email_address`/);
  });

  it('V2 completion: values say their labels, operators how they read, dates what they are today', () => {
    assert.equal(named(`${ONE}{attribute: channel, operator: equals, value: ¦}`, 'instore').detail, 'In store');
    assert.equal(named(`${ONE}{attribute: amount, operator: ¦}`, 'at_least').detail, 'is at least');
    const date = named(`${ONE}{attribute: event_date, operator: after, value: ¦}`, 'date:yesterday');
    assert.equal(date.detail, 'Friday 27 November 2026, the whole day in Europe/Vienna');
    const token = named(`${T}deliver:\n  path: a_%¦`, '%B');
    assert.equal(token.detail, 'November · month, name');
    assert.equal(named(`${T}schedule: {cron: ¦}`, '30 6 * * 1-5').detail, 'Monday to Friday at 06:30, Europe/Vienna');
    assert.equal(named(`${T}kpis: [¦]`, 'revenue').detail, 'sum of amount · Revenue');
  });

  it('V2 completion: a relation asks for what comes next', () => {
    assert.equal(named(`${T}fields: [¦]`, 'customer.').retrigger, true);
    assert.equal(named(`${T}fields: [¦]`, 'amount').retrigger, undefined);
  });

  it('V2 completion: the zone of the definition counts', () => {
    const text = `${T}timezone: Pacific/Auckland\nwindow: {from: ¦}`;
    assert.match(named(text, 'date:today').detail ?? '', /Sunday 29 November 2026, the whole day in Pacific\/Auckland/);
  });

  it('V2 completion: samples of a field, audience files and keys come from whoever keeps the workspace', () => {
    const workspace = {
      ...demo,
      samples: (model: string, field: string) => (`${model}.${field}` === 'stores.country' ? ['AT', 'DE'] : undefined),
      files: (folder: 'audiences' | 'keys') =>
        folder === 'keys' ? ['keys/partner.asc', 'keys/old.txt'] : ['audiences/vip.csv'],
    };
    const found = (text: string) => at(text, 'export', workspace).map(({ label }) => label);
    assert.deepEqual(found(`${ONE}{attribute: store.country, operator: equals, value: ¦}`), ['AT', 'DE']);
    assert.deepEqual(found(`${T}audience: {file: ¦}`).slice(0, 1), ['audiences/vip.csv']);
    assert.deepEqual(found(`${T}file: {encrypt: {pgp: ¦}}`), ['partner']);
  });

  it('V2 completion: names that other exports use are offered', () => {
    const other =
      'version: 1\nname: b\nmodel: customers\nfields: all\nfilters: none\naudience: {segment: gold members}\n';
    const workspace = { ...workspaceOf({ 'exports/other.export.yaml': other }), zone: 'UTC' };
    const found = at(`${T}audience: {segment: ¦}`, 'export', workspace);
    assert.ok(found.some(({ label, detail }) => label === 'gold members' && detail === 'used by another file'));
  });

  it('V2 completion: channels and people that other files name are offered', () => {
    const other =
      'version: 1\nname: b\nowner: anna@x.example\nmodel: customers\nfields: all\nfilters: none\nnotify: [{slack: "#sales"}, {slack: "#ops"}]\n';
    const workspace = { ...workspaceOf({ 'exports/other.export.yaml': other }), zone: 'UTC' };
    const found = (text: string) => at(text, 'export', workspace).map(({ label }) => label);
    assert.deepEqual(found(`${T}notify:\n  - slack: ¦`), ['#sales', '#ops']);
    assert.ok(found(`${T}owner: ¦`).includes('anna@x.example'));
    assert.equal(after(`${T}notify: [{slack: ¦}]`, '#sales', 'export', workspace), `${T}notify: [{slack: "#sales"}]`);
  });

  it('V2 completion: fields of the models next door come last, and are found by their names', () => {
    const text = `${T}fields: [zo¦]`;
    const found = labels(text);
    assert.ok(found.indexOf('store.zone') > found.indexOf('customer.'));
    assert.equal(after(text, 'store.zone'), `${T}fields: [store.zone]`);
    assert.ok(
      !labels(`${T}fields: [store.¦]`).some(
        label => label.includes('.') && !label.endsWith('.') && !label.startsWith('extended.'),
      ),
    );
  });

  it('V2 completion: outside of any workspace the words of the language are still there', () => {
    const { document, position } = marked(`${T}mode: ¦`, 'export', '¦');
    assert.deepEqual(
      complete(document, position, nowhere).map(({ label }) => label),
      ['full', 'incremental'],
    );
    const model = marked('model: ¦', 'export', '¦');
    assert.deepEqual(complete(model.document, model.position, nowhere), []);
  });

  it('V2 completion: a model that is being written elsewhere is known by what can be read of it', () => {
    const text = 'version: 1\nmodel: stores\ntable: x\nfields:\n  id: integer\n  opening: {type: date, label: [\n';
    const workspace = { ...workspaceOf({ 'catalog/stores.model.yaml': text }), zone: 'UTC' };
    const found = at(`${T}fields: [store.¦]`, 'export', workspace).map(({ label }) => label);
    assert.ok(found.includes('opening') && found.includes('id'), found.join(', '));
  });
});

describe('V2 completion of models: what is offered is right', () => {
  const HEAD =
    'version: 1\nmodel: x\nsource: demo\ntable: t\nkey: id\nfields:\n  id: integer\nrelations:\n' +
    '  customer: {one: customers, match: {id: id}}\n  items: {many: transaction_items, match: {id: transaction_id}}\n';
  table('model', [
    [
      'a KPI over the model itself asks nothing of many',
      `${HEAD}kpis:\n  a: {count: true, where: {attribute: ¦}}`,
      { has: ['id', 'customer.'], lacks: ['items.'] },
    ],
    [
      'a KPI over related entries may ask them',
      `${HEAD}kpis:\n  a: {sum: items.quantity, where: {attribute: ¦}}`,
      { has: ['id', 'items.'] },
    ],
    [
      'a KPI that counts related entries may ask them',
      `${HEAD}kpis:\n  a:\n    count: items\n    where:\n      attribute: ¦`,
      { has: ['items.'] },
    ],
    [
      'a KPI that does not say yet what it measures may ask anything',
      `${HEAD}kpis:\n  a: {where: {attribute: ¦}}`,
      { has: ['items.'] },
    ],
    [
      'an enum needs its values and has no short form',
      `${HEAD.replace('  id: integer', '  id: ¦')}`,
      { has: ['string', 'integer', '{type: …}'], lacks: ['enum'] },
    ],
    ['an enum in full', `${HEAD.replace('  id: integer', '  id: {type: ¦}')}`, { has: ['string', 'enum'] }],
  ]);
});
