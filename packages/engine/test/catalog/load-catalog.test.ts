import assert from 'node:assert/strict';
import { checkModels } from '../../src/catalog/check-model.ts';
import { loadCatalog } from '../../src/catalog/index.ts';
import { catalogOf, type Expected, expectProblems, MODELS } from '../definition/expect-problems.ts';

const HEAD = 'version: 1\nmodel: m\nsource: crm\ntable: t\n';
const OTHER =
  'version: 1\nmodel: o\nsource: crm\ntable: o\nkey: id\nfields: {id: integer, at: datetime, name: string}\n';
const many = 'relations: {os: {many: o, match: {id: id}}}\n';

describe('catalog/load-catalog', () => {
  it('K3 catalog: models that fit together have nothing to say', () => {
    assert.deepEqual(checkModels(catalogOf(MODELS)), []);
  });

  const wrong: readonly (readonly [title: string, rest: string, ...expected: Expected[]])[] = [
    ['K3 enum: without values', 'fields: {id: integer, a: enum}', { code: 'enum-without-values', at: 'a' }],
    [
      'K3 enum: values of another type',
      'fields: {id: integer, a: {type: string, values: [x]}}',
      { code: 'values-without-enum', at: 'values' },
    ],
    [
      'K3 computed: with a column',
      'fields: {a: {type: integer, column: b, computed: c}}',
      { code: 'not-allowed-together', at: 'computed' },
    ],
    ['K4 names: reserved', 'fields: {custom: integer}', { code: 'reserved-name', at: 'custom' }],
    [
      'K7 names: a predicate called like an operator',
      `fields: {id: integer}\n${many}predicates: {in: {exists: os}}`,
      { code: 'reserved-name', at: 'in' },
    ],
    [
      'K5 names: field and relation',
      'fields: {id: integer, os: integer}\nrelations: {os: {many: o, match: {id: id}}}',
      { code: 'name-clash', at: 'os', place: '6:13' },
    ],
    ['K3 fields: none', 'fields: {}', { code: 'model-without-fields', at: 'fields' }],
    ['K3 key: unknown', 'key: [di]\nfields: {id: integer}', { code: 'unknown-field', at: 'di', suggestion: 'id' }],
    ['K3 key: json', 'key: id\nfields: {id: json}', { code: 'key-not-usable', at: 'id' }],
    ['K3 event_date: no date', 'event_date: id\nfields: {id: integer}', { code: 'not-a-date', at: 'id' }],
    [
      'K3 updated_at: unknown',
      'updated_at: att\nfields: {at: datetime}',
      { code: 'unknown-field', at: 'att', suggestion: 'at' },
    ],
    [
      'K5 relations: unknown target',
      'fields: {id: integer}\nrelations: {os: {many: oo, match: {id: id}}}',
      { code: 'unknown-model', at: 'oo', suggestion: 'o' },
    ],
    [
      'K5 relations: unknown own field',
      'fields: {id: integer}\nrelations: {os: {many: o, match: {di: id}}}',
      { code: 'unknown-field', at: 'di', suggestion: 'id' },
    ],
    [
      'K5 relations: unknown other field',
      'fields: {id: integer}\nrelations: {os: {many: o, match: {id: di}}}',
      { code: 'unknown-field', at: 'di', suggestion: 'id' },
    ],
    [
      'K5 relations: types that are never equal',
      'fields: {id: integer}\nrelations: {os: {many: o, match: {id: name}}}',
      { code: 'relation-types-differ', at: 'name' },
    ],
    [
      'K7 predicates: nothing to count',
      'fields: {id: integer}\nrelations: {o: {one: o, match: {id: id}}}\npredicates: {p: {exists: o}}',
      { code: 'exists-needs-many', at: 'o' },
    ],
    [
      'K7 predicates: no relation',
      `fields: {id: integer}\n${many}predicates: {p: {exists: oss}}`,
      { code: 'unknown-relation', at: 'oss', suggestion: 'os' },
    ],
    [
      'K7 predicates: no field',
      `fields: {id: integer}\n${many}predicates: {p: {exists: os, value: nam}}`,
      { code: 'unknown-field', at: 'nam', suggestion: 'name' },
    ],
    [
      'K7 predicates: a period that is no date',
      `fields: {id: integer}\n${many}predicates: {p: {exists: os, period: os.name}}`,
      { code: 'not-a-date', at: 'name' },
    ],
    [
      'K7 predicates: a period off the path',
      `fields: {id: integer}\nrelations: {os: {many: o, match: {id: id}}, ps: {many: o, match: {id: id}}}\npredicates: {p: {exists: os, period: ps.at}}`,
      { code: 'period-off-path', at: 'ps' },
    ],
    [
      'K7 predicates: not of nothing',
      `fields: {id: integer}\n${many}predicates: {p: {exists: os}, q: {not: pp}}`,
      { code: 'unknown-predicate', at: 'pp', suggestion: 'p' },
    ],
    [
      'K7 predicates: round and round',
      `fields: {id: integer}\n${many}predicates: {p: {not: q}, q: {not: p}}`,
      { code: 'predicate-broken', at: 'q' },
      { code: 'predicate-broken', at: 'p' },
    ],
    ['K6 KPIs: sum of a text', 'fields: {id: string}\nkpis: {k: {sum: id}}', { code: 'not-a-number', at: 'id' }],
    [
      'K6 KPIs: unknown field',
      `fields: {id: integer}\n${many}kpis: {k: {sum: os.di}}`,
      { code: 'unknown-field', at: 'di', suggestion: 'id' },
    ],
    [
      'K6 KPIs: a filter that does not fit',
      'fields: {id: integer}\nkpis: {k: {count: true, where: {attribute: id, operator: contains, value: 1}}}',
      { code: 'operator-not-for-type', at: 'contains' },
    ],
    [
      'K6 dimensions: unknown',
      'fields: {at: datetime}\ndimensions: [at.mont]',
      { code: 'unknown-date-part', at: 'mont', suggestion: 'month' },
    ],
  ];
  for (const [title, rest, ...expected] of wrong) {
    it(`${title}: ${expected[0]?.code}`, () => {
      const text = `${HEAD}${rest}\n`;
      const problems = checkModels(catalogOf({ m: text, o: OTHER }));
      expectProblems(text, problems, expected);
      assert.ok(problems.every(p => p.place?.file === 'catalog/m.model.yaml'));
    });
  }

  it('K2 sources: one model, one source, and relations stay in it', () => {
    const text =
      'version: 1\nmodel: m\nsource: lake\ntable: t\nfields: {id: integer}\nrelations: {os: {many: o, match: {id: id}}}\n';
    expectProblems(text, checkModels(catalogOf({ m: text, o: OTHER }, ['crm', 'lake'])), [
      { code: 'relation-across-sources', at: 'os' },
    ]);
    expectProblems(text, checkModels(catalogOf({ m: text.replace(/relations.*\n/, '') }, ['crm'])), [
      { code: 'unknown-source', at: 'lake' },
    ]);
    const silent = 'version: 1\nmodel: m\ntable: t\nfields: {id: integer}\n';
    expectProblems(silent, checkModels(catalogOf({ m: silent }, ['a', 'b'])), [
      { code: 'source-missing', at: 'm', says: /a, b/ },
    ]);
    assert.equal(catalogOf({ m: silent }, ['only']).models.get('m')?.source, 'only');
  });

  it('K3 models: the same name twice, and a file that cannot be read', () => {
    const text = 'version: 1\nmodel: m\ntable: t\nfields: {id: integer}\n';
    const catalog = loadCatalog(
      [
        { file: 'a.model.yaml', read: () => text },
        { file: 'm.model.yaml', read: () => text },
        {
          file: 'z.model.yaml',
          read: () => {
            throw Object.assign(new Error(), { code: 'EACCES' });
          },
        },
      ],
      ['crm'],
    );
    assert.deepEqual(
      catalog.fileProblems().map(p => [p.code, p.place?.file, p.place?.line]),
      [
        ['model-unreadable', 'z.model.yaml', undefined],
        ['duplicate-model', 'm.model.yaml', 2],
      ],
    );
  });

  it('K3 models: only those that an export needs are read', () => {
    const read: string[] = [];
    const files = Array.from({ length: 500 }, (_, i) => ({
      file: `catalog/m${i}.model.yaml`,
      read: () => {
        read.push(`m${i}`);
        return `version: 1\nmodel: m${i}\ntable: t\nfields: {id: integer}\n`;
      },
    }));
    const catalog = loadCatalog(files, ['crm']);
    assert.equal(catalog.models.get('m250')?.name, 'm250');
    assert.deepEqual(read, ['m250']);
    assert.equal(catalog.models.size, 500);
    assert.equal([...catalog.models.values()].length, 500);
  });
});
