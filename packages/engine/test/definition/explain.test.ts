import assert from 'node:assert/strict';
import fs from 'node:fs';
import { parseExport, parseModel, parseTemplate, parseWorkspace } from '../../src/definition/index.ts';
import { type Expected, expectProblems } from './expect-problems.ts';
import { EXPORT, MODEL, WORKSPACE_FILE } from './whole-language.ts';

const HEAD = 'version: 1\nname: x\nmodel: m\n';

describe('definition/explain', () => {
  const mistakes: readonly (readonly [title: string, text: string, ...expected: Expected[]])[] = [
    [
      'D1 keys: an unknown one, with the nearest',
      'feilds: all',
      { code: 'unknown-key', at: 'feilds', place: '4:1', found: 'feilds', suggestion: 'fields' },
    ],
    ['D1 keys: letters swapped', 'fields: [{form: id}]', { code: 'unknown-key', at: 'form', suggestion: 'from' }],
    [
      'O1 keys: at the wrong level, says where they belong',
      'delimiter: ";"',
      { code: 'unknown-key', at: 'delimiter', says: /under `file:`/ },
    ],
    [
      'S1 schedule: the misspelt branch of a union',
      'schedule: {dayly: {hours: [1]}}',
      { code: 'unknown-key', at: 'dayly', suggestion: 'daily' },
    ],
    [
      'S1 schedule: two branches at once',
      'schedule: {daily: {hours: [1]}, cron: "* * * * *"}',
      { code: 'not-allowed-together', at: 'cron', found: 'cron' },
    ],
    [
      'S1 schedule: no branch at all',
      'schedule: {from: 2026-01-01}',
      { code: 'missing-choice', at: 'schedule', says: /daily/ },
    ],
    [
      'S1 schedule: inside the branch that was meant',
      'schedule: {daily: {hours: [06, 24]}}',
      { code: 'wrong-type', at: '06', found: '06', suggestion: '6' },
      { code: 'wrong-value', at: '24', says: /a whole number from 0 to 23/ },
    ],
    [
      'S1 schedule: one value where a list is meant',
      'schedule: {weekly: {days: monday, at: ["06:30"]}}',
      { code: 'wrong-type', at: 'monday', suggestion: '[monday]' },
    ],
    [
      'S1 schedule: a weekday that is none',
      'schedule: {weekly: {days: [mondai], at: ["06:30"]}}',
      { code: 'wrong-value', at: 'mondai', suggestion: 'monday' },
    ],
    [
      'S1 schedule: a time that is none',
      'schedule: {weekly: {days: [monday], at: ["6:30"]}}',
      { code: 'wrong-value', at: '"6:30"', says: /a time as "06:30"/ },
    ],
    ['D2 fields: a word that is not all', 'fields: al', { code: 'wrong-value', at: 'al', suggestion: 'all' }],
    ['D2 fields: one field without brackets', 'fields: id', { code: 'wrong-value', at: 'id', suggestion: '[id]' }],
    [
      'D2 fields: two mistakes in two items are two problems',
      'fields:\n  - {from: a, agregate: group}\n  - {from: b, protect: hsah}',
      { code: 'unknown-key', at: 'agregate', suggestion: 'aggregate' },
      { code: 'wrong-value', at: 'hsah', suggestion: 'hash' },
    ],
    ['D3 filters: neither none nor a set', 'filters: nne', { code: 'wrong-value', at: 'nne', suggestion: 'none' }],
    [
      'D3 filters: a criterion without operator',
      'filters: {all: [{attribute: a}]}',
      { code: 'missing-key', at: '{attribute: a}', says: /operator/ },
    ],
    [
      'V2 incomplete documents: a key without a value',
      'filters:\n  all:\n    - attribute: a\n      operator:',
      { code: 'no-value', at: 'operator', place: '7:7' },
    ],
    [
      'N1 notify: a channel that became a comment',
      'notify:\n  - slack: #sales',
      { code: 'no-value', at: 'slack', says: /"#sales"/ },
    ],
    [
      'N1 notify: an address that is none',
      'notify: [{email: anna}]',
      { code: 'wrong-value', at: 'anna', says: /e-mail address/ },
    ],
    [
      'N1 notify: a mapping where a list is meant',
      'notify: {slack: "#a"}',
      { code: 'wrong-type', at: 'notify', says: /a list/ },
    ],
    [
      'O2 csv: what YAML 1.1 took for a boolean',
      'file: {header: yes}',
      { code: 'wrong-type', at: 'yes', found: 'yes', suggestion: 'true' },
    ],
    ['D8 extends: without a version', 'extends: sales', { code: 'wrong-value', at: 'sales', says: /sales@2/ }],
    [
      'D7 audience: two kinds at once',
      'audience: {segment: a, group: b}',
      { code: 'not-allowed-together', at: 'group' },
    ],
    [
      'D3 filters: an empty list of values, at the list',
      'filters: {all: [{attribute: a, operator: in, value: []}]}',
      { code: 'wrong-value', at: 'value', says: /^An empty list is not a list with at least one item/ },
    ],
    [
      'D3 filters: no criterion in `all`',
      'filters: {all: []}',
      { code: 'wrong-value', at: 'all', says: /^An empty list is not a list with at least one item/ },
    ],
    [
      'D3 filters: an empty list hides no other mistake',
      'filters: {any: [{all: []}, {all: [{atribute: a, operator: is_empty}]}]}',
      { code: 'wrong-value', at: 'all', place: '4:18' },
      { code: 'unknown-key', at: 'atribute', suggestion: 'attribute' },
    ],
    ['X1 deliver: an empty list', 'deliver: []', { code: 'wrong-value', at: 'deliver', says: /at least one/ }],
    [
      'O4 split: rows that are no number',
      'file: {split: {rows: many}}',
      { code: 'wrong-type', at: 'many', says: /whole number/ },
    ],
    ['X1 deliver: a name alone', 'deliver: share', { code: 'wrong-value', at: 'share', suggestion: '{to: share}' }],
  ];
  for (const [title, rest, ...expected] of mistakes) {
    it(title, () => {
      const text = `${HEAD}${rest}\n`;
      expectProblems(text, parseExport(text, 'x.export.yaml').problems, expected);
    });
  }

  it('D1 the whole language is read without a word', () => {
    assert.deepEqual(parseExport(EXPORT).problems, []);
    assert.deepEqual(parseModel(MODEL).problems, []);
    assert.deepEqual(parseWorkspace(WORKSPACE_FILE).problems, []);
    for (const schedule of [
      'now',
      '{at: "2026-12-01 06:30"}',
      '{daily: {hours: [1, 13], minutes: [0]}}',
      '{daily: {hours: "*"}}',
      '{monthly: {days: [1, 15, last], at: ["06:30"]}}',
      '{cron: "0 6 * * 1-5"}',
    ]) {
      assert.deepEqual(parseExport(`${HEAD}schedule: ${schedule}\n`).problems, [], schedule);
    }
    const short = 'kpis: [revenue, {kpi: buyers, to: Buyers}]\ndimensions: [store.zone, event_date.month]\n';
    assert.deepEqual(parseExport(HEAD + short).value?.kpis, [{ kpi: 'revenue' }, { kpi: 'buyers', to: 'Buyers' }]);
  });

  it('V2 incomplete documents: the whole language cut at any character does not throw', () => {
    for (const [whole, parse] of [
      [EXPORT, parseExport],
      [MODEL, parseModel],
      [WORKSPACE_FILE, parseWorkspace],
    ] as const) {
      for (let end = 0; end < whole.length; end += 31) parse(whole.slice(0, end));
    }
  }).timeout(60_000);

  it('D1 keys: what is missing is named with its meaning, beside what is wrong', () => {
    const text = 'version: 2\nmodel: m\n';
    expectProblems(text, parseExport(text).problems, [
      { code: 'missing-key', at: 'version', place: '1:1', says: /"name" is missing.*1 to 100 characters/ },
      { code: 'wrong-value', at: '2', place: '1:10', suggestion: '1' },
    ]);
  });

  it('D1 name: slashes, control characters and too many characters are refused', () => {
    for (const name of ['a/b', 'a\\b', 'a\u202eb', 'x'.repeat(101), ' a', '']) {
      const text = `version: 1\nname: ${JSON.stringify(name)}\nmodel: m\n`;
      assert.deepEqual(
        parseExport(text).problems.map(p => [p.code, p.place?.line, p.place?.column]),
        [['wrong-value', 2, 7]],
        name,
      );
    }
  });

  it('D1 name: a number that is meant as text is text', () => {
    assert.equal(parseExport('version: 1\nname: 2026\nmodel: m\n').value?.name, '2026');
  });

  it('D1 a file that is no mapping is one problem', () => {
    for (const text of ['- a\n', 'hello\n', '5\n'])
      assert.deepEqual(
        parseExport(text).problems.map(p => p.code),
        ['wrong-type'],
      );
  });

  it('K3 model: a type that is none, and a relation without its match', () => {
    const text =
      'version: 1\nmodel: m\ntable: t\nfields:\n  a: strin\n  b: {type: datetme}\nrelations:\n  r: {one: m}\n';
    expectProblems(text, parseModel(text).problems, [
      { code: 'wrong-value', at: 'strin', suggestion: 'string' },
      { code: 'wrong-value', at: 'datetme', suggestion: 'datetime' },
      { code: 'missing-key', at: 'r', says: /match/ },
    ]);
  });

  it('K2 sources: the type tells which keys are right', () => {
    const head = 'version: 1\nbrand: {name: B, timezone: Europe/Vienna}\n';
    const text = `${head}sources:\n  a: {type: postgrs, url: "\${env:U}"}\n  b: {url: x}\ndestinations:\n  d: {type: sftp, hots: h, user: u, host_key: any, agent: true}\n`;
    expectProblems(text, parseWorkspace(text).problems, [
      { code: 'wrong-value', at: 'postgrs', suggestion: 'postgres' },
      { code: 'missing-key', at: 'b', says: /type/ },
      { code: 'unknown-key', at: 'hots', suggestion: 'host' },
    ]);
  });

  it('D8 templates: `template` and `release` are read', () => {
    const text = 'version: 1\ntemplate: sales\nrelease: 2\nmodel: transactions\nfields: all\n';
    assert.equal(parseTemplate(text).value?.release, 2);
  });

  const guide = new URL('../../../demo/workspace/', import.meta.url);
  const samples = ['exports', 'catalog'].flatMap(folder =>
    fs.readdirSync(new URL(`${folder}/`, guide)).map(f => `${folder}/${f}`),
  );
  it('V2 incomplete documents: no sample cut anywhere throws, and every place is inside the text', () => {
    for (const file of [...samples, 'waybill.yaml']) {
      const whole = fs.readFileSync(new URL(file, guide), 'utf8');
      const parse = file.startsWith('exports') ? parseExport : file.startsWith('catalog') ? parseModel : parseWorkspace;
      assert.deepEqual(parse(whole).problems, [], file);
      const step = Math.max(11, Math.floor(whole.length / 12));
      for (let end = 1; end < whole.length; end += step) {
        const text = whole.slice(0, end);
        for (const { place } of parse(text).problems) {
          assert.ok((place?.line ?? 0) >= 1 && (place?.line ?? 0) <= text.split('\n').length, `${file} at ${end}`);
        }
      }
    }
  }).timeout(60_000);
});
