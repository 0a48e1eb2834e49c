import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { checkDefinition, leftAlone, parseExport } from '../../src/definition/index.ts';
import { catalogOf, type Expected, expectProblems, MODELS, problemsOf, textAt, WORKSPACE } from './expect-problems.ts';

const ALL = 'fields: all\nfilters: none\n';
const criterion = (text: string) => `fields: all\nfilters:\n  all:\n    - {${text}}\n`;
const field = (text: string) => `filters: none\nfields:\n  - ${text}\n`;
const aggregated = (...items: string[]) =>
  `aggregate: true\nfilters: none\nfields:\n${items.map(i => `  - ${i}\n`).join('')}`;
const GROUP = '{from: channel, aggregate: group}';

describe('definition/check-definition', () => {
  const right: readonly (readonly [title: string, rest: string])[] = [
    ['D2 fields: all', ALL],
    [
      'K4 fields: own custom, extended over a relation',
      'filters: none\nfields: [custom.favourite_color, customer.extended.vat_id, extended.vat_id]',
    ],
    ['D2 fields: all as an item', 'filters: none\nfields: [all, customer.name]'],
    [
      'D3 filters: every operator of strings',
      'fields: all\nfilters:\n  any:\n' +
        ['equals', 'not_equals', 'contains', 'not_contains', 'starts_with', 'ends_with']
          .map(o => `    - all: [{attribute: bill_number, operator: ${o}, value: a}]\n`)
          .join(''),
    ],
    [
      'D3 filters: between, text of exact digits',
      criterion('attribute: amount, operator: between, value: [10, 12345678901234567890.123]'),
    ],
    [
      'D3 filters: dates as day, time, expression',
      criterion('attribute: event_date, operator: between, value: ["2026-12-01 06:30", "date:today"]'),
    ],
    [
      'D3 filters: a list of days',
      criterion('attribute: day, operator: in_date, value: [2026-12-01, "date:yesterday"]'),
    ],
    [
      'D3 filters: anniversary',
      criterion('attribute: customer.born, operator: anniversary, value: "date:today", before: 3 days, after: 1 week'),
    ],
    ['D3 filters: age range', criterion('attribute: customer.born, operator: age_range, value: [18, 30]')],
    ['D3 filters: empty', criterion('attribute: extra, operator: is_empty')],
    [
      'K7 predicates: of a relation',
      criterion('attribute: customer, operator: item_purchased, value: P-1, period: 30 days, at_least: 2'),
    ],
    ['K7 predicates: a list of values', criterion('attribute: customer, operator: in_segment, value: [vip, gold]')],
    [
      'D5 aggregation',
      aggregated(
        GROUP,
        '{aggregate: count}',
        '{from: amount, aggregate: sum}',
        '{from: amount, to: Average, aggregate: average, format: {decimals: 2}}',
        '{from: bill_number, aggregate: max}',
      ),
    ],
    [
      'D6 D2 KPIs with a format; a count has no decimal mark',
      'kpis: [{kpi: revenue, to: Revenue, format: {decimals: 2}}, {kpi: bills, format: {group: "."}}]\nfilters: none',
    ],
    ['D6 KPIs', 'kpis: [revenue, {kpi: bills, to: Bills}]\ndimensions: [store.zone, event_date.month]\nfilters: none'],
    ['D7 audience', `${ALL}audience: {segment: vip}`],
    ['D9 window', `${ALL}window: {by: event_date, last: 7 days, include_today: true}`],
    ['D10 incremental', `${ALL}mode: incremental`],
    ['S1 schedule', `${ALL}schedule: {cron: "*/15 6-18 1,15 jan-DEC mon-5"}`],
    ['X1 deliver', `${ALL}deliver: [{to: partner-sftp, path: "a_%Y"}, {to: share}]`],
    ['D2 number format of a whole number', field('{from: pieces, format: {group: "."}}')],
  ];
  for (const [title, rest] of right) {
    it(`${title}: nothing to say`, () => {
      const { text, problems } = problemsOf(rest);
      expectProblems(text, problems, []);
    });
  }

  const wrong: readonly (readonly [title: string, rest: string, ...expected: Expected[]])[] = [
    [
      'D2 fields: unknown',
      field('amuont'),
      { code: 'unknown-field', at: 'amuont', place: '6:5', found: 'amuont', suggestion: 'amount' },
    ],
    [
      'D2 fields: a later segment, in quotes',
      field('{from: "store.nmae"}'),
      { code: 'unknown-field', at: 'nmae', found: 'nmae', suggestion: 'name' },
    ],
    [
      'K5 relations: unknown',
      field('custmer.name'),
      { code: 'unknown-relation', at: 'custmer', found: 'custmer', suggestion: 'customer' },
    ],
    [
      'K5 relations: to-many in a field',
      field('items.quantity'),
      { code: 'to-many-in-field', at: 'items', says: /predicate/ },
    ],
    [
      'K5 relations: where a field is meant',
      field('customer'),
      { code: 'path-is-relation', at: 'customer', suggestion: 'customer.name' },
    ],
    ['K5 paths: unfinished', field('customer.'), { code: 'path-incomplete', at: 'customer.' }],
    ['K5 paths: beyond a field', field('amount.x'), { code: 'field-has-no-parts', at: 'x' }],
    [
      'K4 custom: of another model',
      field('customer.custom.shoe_size'),
      { code: 'custom-of-other-model', at: 'custom.shoe_size', says: /only in exports of "customers"/ },
    ],
    [
      'K4 custom: unknown',
      field('custom.favorite_color'),
      { code: 'unknown-group-field', at: 'favorite_color', suggestion: 'favourite_color' },
    ],
    [
      'K4 custom: without a name',
      field('custom'),
      { code: 'group-needs-field', at: 'custom', says: /favourite_color/ },
    ],
    [
      'D2 headers: twice',
      field('amount\n  - {from: pieces, to: amount}'),
      { code: 'duplicate-header', at: 'amount', place: '7:24', found: 'amount', says: /fields\[0\]/ },
    ],
    [
      'D2 headers: twice after all',
      field('all\n  - amount'),
      { code: 'duplicate-header', at: 'amount', says: /`all`/ },
    ],
    [
      'D2 replace: not a value of the enum',
      field('{from: channel, replace: {instroe: Store}}'),
      { code: 'replace-unknown-value', at: 'instroe', suggestion: 'instore' },
    ],
    ['D2 format: of a text', field('{from: bill_number, format: "%Y"}'), { code: 'format-not-for-type', at: 'format' }],
    ['D2 format: a token that is none', field('{from: day, format: "%d.%Q"}'), { code: 'unknown-token', at: '%Q' }],
    [
      'D2 format: digits as marks',
      field('{from: amount, format: {decimal: "5"}}'),
      { code: 'separator-unreadable', at: '"5"' },
    ],
    [
      'D2 format: one mark for both',
      field('{from: amount, format: {decimals: 2, group: "."}}'),
      { code: 'separators-equal', at: '"."' },
    ],
    ['D2 protect: of a boolean', field('{from: gift, protect: mask}'), { code: 'protect-not-for-type', at: 'mask' }],
    ['D2 fields: without from', field('{to: A}'), { code: 'missing-key', at: '{to: A}', says: /from/ }],
    ['D3 filters: missing', 'fields: all', { code: 'filters-missing', at: 'version', says: /filters: none/ }],
    [
      'D3 operators: misspelt',
      criterion('attribute: amount, operator: betwen, value: [1, 2]'),
      { code: 'unknown-operator', at: 'betwen', found: 'betwen', suggestion: 'between' },
    ],
    [
      'D3 operators: as in SQL',
      criterion('attribute: amount, operator: ">", value: 1'),
      { code: 'unknown-operator', at: '">"', suggestion: 'greater_than' },
    ],
    [
      'D3 operators: of another type',
      criterion('attribute: event_date, operator: greater_than, value: 2026-01-01'),
      { code: 'operator-not-for-type', at: 'greater_than', suggestion: 'after', says: /datetime/ },
    ],
    [
      'D3 operators: without attribute',
      criterion('operator: equals, value: 1'),
      { code: 'missing-key', at: '{operator: equals, value: 1}', says: /attribute/ },
    ],
    [
      'K7 predicates: unknown',
      criterion('attribute: customer, operator: item_purchase'),
      { code: 'unknown-predicate', at: 'item_purchase', suggestion: 'item_purchased' },
    ],
    [
      'K7 predicates: asked of a field',
      criterion('attribute: customer.id, operator: in_segment, value: a'),
      { code: 'predicate-on-field', at: 'in_segment', says: /attribute: customer`/ },
    ],
    [
      'K7 predicates: no value declared',
      criterion('attribute: customer, operator: active, value: 1'),
      { code: 'predicate-without', at: 'value' },
    ],
    [
      'K7 predicates: no period declared',
      criterion('attribute: customer, operator: in_group, period: 3 days'),
      { code: 'predicate-without', at: 'period' },
    ],
    [
      'K7 predicates: a period that is none',
      criterion('attribute: customer, operator: item_purchased, period: 30 dayz'),
      { code: 'duration', at: 'dayz' },
    ],
    [
      'K7 keys: period of a field',
      criterion('attribute: amount, operator: equals, value: 1, period: 3 days'),
      { code: 'key-not-for-operator', at: 'period' },
    ],
    [
      'D3 keys: before without anniversary',
      criterion('attribute: day, operator: equals, value: 2026-01-01, before: 3 days'),
      { code: 'key-not-for-operator', at: 'before' },
    ],
    [
      'D3 anniversary: months',
      criterion('attribute: day, operator: anniversary, before: 3 months'),
      { code: 'wrong-value', at: '3 months', says: /days/ },
    ],
    [
      'D3 operators of a relation',
      criterion('attribute: customer, operator: equals, value: 1'),
      { code: 'path-is-relation', at: 'customer', suggestion: 'customer.name' },
    ],
    [
      'D3 values: a comma in a number',
      criterion('attribute: amount, operator: equals, value: "1,5"'),
      { code: 'value-not-of-type', at: '"1,5"', suggestion: '1.5' },
    ],
    [
      'D3 values: a text for a number',
      criterion('attribute: amount, operator: in, value: [1, lots]'),
      { code: 'value-not-of-type', at: 'lots', found: 'lots' },
    ],
    [
      'D3 values: yes for a boolean',
      criterion('attribute: gift, operator: is, value: yes'),
      { code: 'value-not-of-type', at: 'yes', suggestion: 'true' },
    ],
    [
      'D3 values: an enum by its label',
      criterion('attribute: channel, operator: equals, value: In store'),
      { code: 'not-an-enum-value', at: 'In store', suggestion: 'instore' },
    ],
    [
      'D3 values: a day that is none',
      criterion('attribute: day, operator: equals, value: 2026-02-30'),
      { code: 'date-value', at: '2026-02-30' },
    ],
    [
      'D4 date: a word that is none',
      criterion('attribute: day, operator: equals, value: "date:first day of lst month"'),
      { code: 'date-expression', at: 'lst' },
    ],
    [
      'D3 in_date: with a time',
      criterion('attribute: event_date, operator: in_date, value: ["2026-01-01 10:00"]'),
      { code: 'value-not-of-type', at: '"2026-01-01 10:00"', says: /without a time/ },
    ],
    [
      'D3 values: missing',
      criterion('attribute: amount, operator: equals'),
      { code: 'missing-key', at: '{attribute: amount, operator: equals}', says: /value/ },
    ],
    [
      'D3 values: too many',
      criterion('attribute: amount, operator: equals, value: [1]'),
      { code: 'wrong-type', at: 'value', says: /`in`/ },
    ],
    [
      'D3 values: no list',
      criterion('attribute: amount, operator: in, value: 5'),
      { code: 'wrong-type', at: '5', suggestion: '[5]' },
    ],
    [
      'D3 values: of is_empty',
      criterion('attribute: amount, operator: is_empty, value: 5'),
      { code: 'value-not-allowed', at: 'value' },
    ],
    [
      'D3 filters: a criterion in place of sets',
      'fields: all\nfilters: {attribute: amount, operator: at_least, value: 5}',
      {
        code: 'wrong-type',
        at: 'filters',
        says: /A mapping stands where `\{all: \[\{attribute: amount, operator: at_least, value: 5\}\]\}` is expected/,
      },
    ],
    [
      'D3 filters: a criterion in place of a set',
      'fields: all\nfilters: {any: [{attribute: bill_number, operator: in, value: ["1", a]}]}',
      {
        code: 'wrong-type',
        at: '{attribute: bill_number, operator: in, value: ["1", a]}',
        suggestion: '{all: [{attribute: bill_number, operator: in, value: ["1", a]}]}',
      },
    ],
    [
      'D3 between: one end',
      criterion('attribute: amount, operator: between, value: [5]'),
      { code: 'two-ends', at: 'value' },
    ],
    [
      'D3 between: reversed',
      criterion('attribute: amount, operator: between, value: [10, 9.99]'),
      { code: 'ends-reversed', at: 'value', suggestion: '[9.99, 10]' },
    ],
    [
      'D3 age_range: no years',
      criterion('attribute: day, operator: age_range, value: [18, old]'),
      { code: 'value-not-of-type', at: 'old' },
    ],
    [
      'D5 aggregation: no group',
      aggregated('{from: amount, aggregate: sum}'),
      { code: 'aggregate-without-group', at: 'aggregate', place: '4:1' },
    ],
    [
      'D5 aggregation: group on an identifier',
      aggregated('{from: id, aggregate: group}'),
      { code: 'aggregate-group-identifier', at: 'group' },
    ],
    [
      'D5 aggregation: two counts',
      aggregated(GROUP, '{from: id, aggregate: count}', '{aggregate: count}'),
      { code: 'aggregate-count-twice', at: 'count', place: '9:17' },
    ],
    [
      'D5 aggregation: sum of a text',
      aggregated(GROUP, '{from: bill_number, aggregate: sum}'),
      { code: 'not-a-number', at: 'sum' },
    ],
    [
      'D5 aggregation: average of a date',
      aggregated(GROUP, '{from: day, aggregate: average}'),
      { code: 'not-a-number', at: 'average' },
    ],
    [
      'D5 aggregation: of a computed field',
      aggregated(GROUP, '{from: net_amount, aggregate: sum}'),
      { code: 'aggregate-computed', at: 'sum' },
    ],
    ['D5 aggregation: all', 'aggregate: true\nfields: all\nfilters: none', { code: 'aggregate-all', at: 'all' }],
    ['D5 aggregation: not said', aggregated(GROUP, 'amount'), { code: 'missing-key', at: 'amount', says: /aggregate/ }],
    ['D5 aggregation: not on', field('{from: amount, aggregate: sum}'), { code: 'aggregate-not-on', at: 'aggregate' }],
    [
      'D5 aggregation: least of a boolean',
      aggregated(GROUP, '{from: gift, aggregate: min}'),
      { code: 'aggregate-not-for-type', at: 'min' },
    ],
    [
      'D5 aggregation: replace in a sum',
      aggregated(GROUP, '{from: amount, aggregate: sum, replace: {1: 2}}'),
      { code: 'option-not-for-aggregate', at: 'replace' },
    ],
    [
      'D6 KPIs: with fields',
      'fields: all\nkpis: [revenue]\nfilters: none',
      { code: 'not-allowed-together', at: 'kpis' },
    ],
    [
      'D6 D2 KPIs: a date’s format for a number',
      'kpis: [{kpi: revenue, format: "%Y"}]\nfilters: none',
      { code: 'format-not-for-type', at: 'format', says: /"revenue"/ },
    ],
    [
      'D6 D2 KPIs: one mark for both',
      'kpis: [{kpi: revenue, format: {decimal: ",", group: ","}}]\nfilters: none',
      { code: 'separators-equal', at: '","' },
    ],
    [
      'D6 D2 KPIs: a slip in a format',
      'kpis: [{kpi: revenue, format: {decimls: 2}}]\nfilters: none',
      { code: 'unknown-key', at: 'decimls', suggestion: 'decimals' },
    ],
    ['D6 KPIs: unknown', 'kpis: [revnue]\nfilters: none', { code: 'unknown-kpi', at: 'revnue', suggestion: 'revenue' }],
    [
      'D6 dimensions: unknown',
      'kpis: [revenue]\ndimensions: [store.zon]\nfilters: none',
      { code: 'unknown-dimension', at: 'store.zon', suggestion: 'store.zone' },
    ],
    [
      'D6 dimensions: more than allowed',
      'kpis: [bills]\ndimensions: [store.zone, channel, event_date.day]\nfilters: none',
      { code: 'too-many-dimensions', at: 'event_date.day' },
    ],
    [
      'D6 dimensions: without KPIs',
      'dimensions: [channel]\nfilters: none\nfields: all',
      { code: 'missing-key', at: 'dimensions', says: /kpis/ },
    ],
    ['D2 neither fields nor KPIs', 'filters: none', { code: 'missing-choice', at: 'version' }],
    ['D8 changes: without a template', `${ALL}add: {fields: [amount]}`, { code: 'change-without-template', at: 'add' }],
    ['D9 window: two periods', `${ALL}window: {last: 7 days, previous: day}`, { code: 'window-period', at: 'day' }],
    [
      'D1 timezone: unknown',
      `${ALL}timezone: Europe/Viena`,
      { code: 'unknown-timezone', at: 'Europe/Viena', suggestion: 'Europe/Vienna' },
    ],
    [
      'O1 file: a key of another format',
      `${ALL}file: {format: json, delimiter: ";"}`,
      { code: 'file-key-not-for-format', at: 'delimiter' },
    ],
    [
      'X1 deliver: unknown',
      `${ALL}deliver: {to: partner-sfpt}`,
      { code: 'unknown-destination', at: 'partner-sfpt', suggestion: 'partner-sftp' },
    ],
    [
      'Q2 deliver: a host that is not allowed',
      `${ALL}deliver: {to: elsewhere}`,
      { code: 'destination-host-not-allowed', at: 'elsewhere' },
    ],
    [
      'O5 deliver: a token that is none',
      `${ALL}deliver: {to: share, path: "a_%Q"}`,
      { code: 'unknown-token', at: '%Q' },
    ],
    [
      'X1 deliver: the same twice',
      `${ALL}deliver: [{to: share}, {to: share}]`,
      { code: 'duplicate-target', at: 'share', place: '6:29' },
    ],
    [
      'S1 cron: six fields',
      `${ALL}schedule: {cron: "0 0 6 * * 1"}`,
      { code: 'cron', at: '"0 0 6 * * 1"', suggestion: '0 6 * * 1' },
    ],
    [
      'S1 cron: a field out of range',
      `${ALL}schedule: {cron: "0 24 * * *"}`,
      { code: 'cron', at: '24', says: /0 to 23/ },
    ],
    ['S1 cron: last day', `${ALL}schedule: {cron: "0 6 L * *"}`, { code: 'cron', at: 'L', says: /monthly/ }],
    [
      'S1 schedule: a day that is none',
      `${ALL}schedule: {at: "2026-02-30 06:30"}`,
      { code: 'wrong-value', at: '"2026-02-30 06:30"' },
    ],
    [
      'S1 schedule: ends before it begins',
      `${ALL}schedule: {cron: "0 6 * * *", from: 2026-12-02, until: 2026-12-01}`,
      { code: 'schedule-ends-first', at: '2026-12-01' },
    ],
    [
      'N1 notify: a bare word',
      `${ALL}notify: [{slack: sales}]`,
      { code: 'wrong-value', at: 'sales', suggestion: '#sales' },
    ],
    [
      'O7 checks: no column',
      'fields: [amount]\nfilters: none\nchecks: {nulls: {amuont: 5 %}}',
      { code: 'check-unknown-column', at: 'amuont', suggestion: 'amount' },
    ],
  ];
  for (const [title, rest, ...expected] of wrong) {
    it(`${title}: ${expected.map(e => e.code).join(', ')}`, () => {
      const { text, problems } = problemsOf(`${rest}\n`);
      expectProblems(text, problems, expected);
    });
  }

  it('K3 model: unknown, with the nearest; what does not need it is checked all the same', () => {
    const text = 'version: 1\nname: x\nmodel: transaction\nfields: all\nfilters: none\ndeliver: {to: nowhere}\n';
    expectProblems(text, checkDefinition(parseExport(text), WORKSPACE), [
      { code: 'unknown-model', at: 'transaction', place: '3:8', suggestion: 'transactions' },
      { code: 'unknown-destination', at: 'nowhere' },
    ]);
  });

  it('V4 one pass: a mistake in one key does not hide those in others', () => {
    const { text, problems } = problemsOf('fields: [amuont]\nfilters: none\nfile: {header: yes}\nmode: ful\n');
    expectProblems(text, problems, [
      { code: 'unknown-field', at: 'amuont' },
      { code: 'wrong-type', at: 'yes' },
      { code: 'wrong-value', at: 'ful', suggestion: 'full' },
    ]);
  });

  it('D9 window: a date that the model does not declare', () => {
    const text =
      'version: 1\nname: x\nmodel: customers\nfields: all\nfilters: none\nwindow: {by: updated_at, last: 7 days}\n';
    expectProblems(text, checkDefinition(parseExport(text), WORKSPACE), [
      { code: 'window-field-missing', at: 'updated_at', suggestion: 'event_date' },
    ]);
  });

  it('O1 formats: only those that the model is offered in', () => {
    const text = 'version: 1\nname: x\nmodel: challenges\nfields: all\nfilters: none\nfile: {format: csv}\n';
    expectProblems(text, checkDefinition(parseExport(text), WORKSPACE), [
      { code: 'format-not-offered', at: 'csv', suggestion: 'json' },
    ]);
  });

  it('D7 audience: not related to the people', () => {
    const text = 'version: 1\nname: x\nmodel: stores\nfields: all\nfilters: none\naudience: {group: a}\n';
    expectProblems(text, checkDefinition(parseExport(text), WORKSPACE), [
      { code: 'audience-not-related', at: 'audience' },
    ]);
  });

  it('D7 audience: no predicate for it', () => {
    const workspace = { ...WORKSPACE, audience: { ...WORKSPACE.audience, segment: 'nothing' } };
    const { text, problems } = problemsOf(`${ALL}audience: {segment: a}\n`, workspace);
    expectProblems(text, problems, [{ code: 'audience-predicate', at: 'segment' }]);
  });

  const fixes: readonly (readonly [file: string, message: RegExp, fix: RegExp])[] = [
    ['{delimiter: ";;"}', /^";;" is not one character that is no line break/, /^Write one character that/],
    ['{enclosure: ""}', /^"" is not one character .* or `none`\.$/, /^Write one character/],
    ['{"null": "\\n"}', /is not text without a line break\.$/, /^Write text without/],
    ['{split: {size: 10}}', /^"?10"? is not a size such as `100 MB`/, /^Write a size such as/],
    ['{encrypt: {pgp: ../x}}', /^"\.\.\/x" is not the name of a key: letters/, /^Write the name of a key/],
  ];
  for (const [file, message, fix] of fixes)
    it(`O2 O4 the fix says what to write: file: ${file}`, () => {
      const { problems } = problemsOf(`${ALL}file: ${file}\n`);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(problems[0]?.message ?? '', message);
      assert.match(problems[0]?.fix ?? '', fix);
    });

  it('D7 audience: a file in the workspace, with a column that names the people', async () => {
    await using folder = await tempFolder();
    mkdirSync(folder.join('audiences'));
    writeFileSync(folder.join('audiences', 'ids.csv'), '1\n2\n');
    writeFileSync(folder.join('audiences', 'vip.csv'), '\ufeff"email";since\na@example.com;2020\n');
    writeFileSync(folder.join('audiences', 'other.csv'), 'e_mail,since\na@example.com,2020\n');
    const codes = (file: string) => {
      const { text, problems } = problemsOf(`${ALL}audience: {file: "${file}"}\n`, {
        ...WORKSPACE,
        folder: folder.path,
      });
      for (const problem of problems) assert.equal(textAt(text, problem), `"${file}"`);
      return problems.map(p => p.code);
    };
    assert.deepEqual(codes('audiences/ids.csv'), []);
    assert.deepEqual(codes('audiences/vip.csv'), []);
    assert.deepEqual(codes('audiences/other.csv'), ['audience-column']);
    const others: [name: string, text: string, codes: readonly string[]][] = [
      ['custom.csv', 'since,custom.shoe_size\n2020,41\n', []],
      ['no-custom.csv', 'since,custom.shoe\n2020,41\n', ['audience-column']],
      ['slip.csv', 'emial\na@example.com\n', ['audience-column']],
      ['empty.csv', '\n', ['audience-empty']],
      ['only-header.csv', 'id\n', ['audience-empty']],
    ];
    for (const [name, content, expected] of others) {
      writeFileSync(folder.join('audiences', name), content);
      assert.deepEqual(codes(`audiences/${name}`), expected, name);
    }
    symlinkSync('/etc/passwd', folder.join('audiences', 'link.csv'));
    assert.deepEqual(codes('audiences/link.csv'), ['audience-file-outside']);
    assert.deepEqual(codes('audiences/none.csv'), ['audience-file-unreadable']);
    assert.deepEqual(codes('audiences'), ['audience-file-unreadable']);
    for (const outside of ['/etc/passwd', '../x.csv', 'audiences/../../x.csv', 'C:/x.csv']) {
      assert.deepEqual(codes(outside), ['audience-file-outside']);
    }
  });

  it('D7 audience: a first line that may be a header or a key', async () => {
    await using folder = await tempFolder();
    const customers = MODELS.customers?.replace('id: {type: integer, identifier: true}', 'id: string') ?? '';
    const found = (text: string, model = customers) => {
      writeFileSync(folder.join('vip.csv'), text);
      const catalog = catalogOf({ ...MODELS, customers: model });
      const { problems } = problemsOf(`${ALL}audience: {file: vip.csv}\n`, {
        ...WORKSPACE,
        catalog,
        folder: folder.path,
      });
      return problems.map(p => [p.code, p.severity]);
    };
    assert.deepEqual(found('emial\na@example.com\n'), [['audience-first-line', 'warning']]);
    assert.deepEqual(found('C-17\nC-18\n'), []);
    assert.deepEqual(found('C-17\n', customers.replace('key: id', 'key: [id, email]')), [['audience-key', 'error']]);
  });

  it('K6 KPIs: one whose path leads nowhere', () => {
    const transactions = MODELS.transactions?.replace('sum: amount}\n  bills', 'sum: amuont}\n  bills') ?? '';
    const { problems } = problemsOf('kpis: [revenue]\nfilters: none\n', {
      ...WORKSPACE,
      catalog: catalogOf({ ...MODELS, transactions }),
    });
    assert.deepEqual(
      problems.map(p => [p.code, p.found]),
      [['kpi-broken', 'revenue']],
    );
  });

  it('D2 protect: hash without a key in the workspace', () => {
    const { protect: _, ...config } = WORKSPACE.config;
    const { text, problems } = problemsOf(field('{from: bill_number, protect: hash}'), { ...WORKSPACE, config });
    expectProblems(text, problems, [{ code: 'hash-key-missing', at: 'hash' }]);
  });

  it('K3 model: one whose file is broken, with what is wrong in it', () => {
    const catalog = catalogOf({ ...MODELS, transactions: 'version: 1\nmodel: transactions\ntable: t\nfeilds: {}\n' });
    const { problems } = problemsOf(ALL, { ...WORKSPACE, catalog });
    assert.deepEqual(
      problems.map(p => [p.place?.file, p.code]),
      [
        ['x.export.yaml', 'model-broken'],
        ['catalog/transactions.model.yaml', 'unknown-key'],
      ],
    );
  });

  it('C1 run: what a run that a person asked for leaves alone is said, each at its key', () => {
    const text =
      'version: 1\nname: x\nextends: a@1\naudience: {group: a}\nchecks: {rows: 5 %}\nschedule: {cron: "0 6 * * *"}\nnotify: [{slack: "#a"}]\n';
    const parsed = parseExport(text);
    expectProblems(
      text,
      leftAlone(parsed),
      ['schedule', 'notify'].map(key => ({ code: 'left-alone', at: key })),
    );
  });
});
