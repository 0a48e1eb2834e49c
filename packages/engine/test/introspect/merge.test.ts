import { strict as assert } from 'node:assert';
import { parseModel } from '../../src/definition/parse-definition.ts';
import type { GuessedField, GuessedRelation } from '../../src/introspect/guessed.ts';
import { type Additions, mergeModel } from '../../src/introspect/merge-model.ts';

const FIELD: GuessedField = {
  name: 'tier',
  column: 'Tier',
  spec: { type: 'string', label: 'Tier', column: 'Tier' },
  nullable: true,
  values: [],
  added: true,
};
const RELATION: GuessedRelation = {
  name: 'visits',
  kind: 'many',
  target: 'visits',
  match: { id: 'customer_id' },
  signature: '',
  added: true,
};
const NEW_FIELD = 'tier: {type: string, label: Tier, column: Tier}';
const NEW_RELATION = 'visits: {many: visits, match: {id: customer_id}}';

const merged = (text: string, additions: Partial<Additions>) =>
  mergeModel(parseModel(text), { fields: [], relations: [], values: {}, ...additions });

const HEAD = 'version: 1\nmodel: m\ntable: t\n';
/** `+` begins a line that is added; the others are the file as it was. */
const cases: readonly { readonly of: string; readonly file: string; readonly additions: Partial<Additions> }[] = [
  { of: 'a field after the last', file: `fields:\n  id: integer\n+  ${NEW_FIELD}\n`, additions: { fields: [FIELD] } },
  {
    of: 'comments, blank lines and quotes stay where they are',
    file: `fields: # all\n\n  # the key\n  id:   'integer'   # one\n+  ${NEW_FIELD}\n\n# the end\n`,
    additions: { fields: [FIELD] },
  },
  {
    of: 'deeper indentation and fields in blocks',
    file: `fields:\n    id: integer\n    name:\n        type: string\n        label: Name # what people see\n+    ${NEW_FIELD}\nkpis:\n    n: {count: true}\n`,
    additions: { fields: [FIELD] },
  },
  {
    of: 'a text of several lines at the end of a section',
    file: `fields:\n  id: integer\n  name:\n    type: string\n    description: |\n      One.\n\n      Two.\n+  ${NEW_FIELD}\nkpis: {n: {count: true}}\n`,
    additions: { fields: [FIELD] },
  },
  {
    of: 'a section that is not there yet, after the one before it',
    file: `fields:\n  id: integer\nextended:\n  a: string\n+relations:\n+  ${NEW_RELATION}\nkpis:\n  n: {count: true}\n`,
    additions: { relations: [RELATION] },
  },
  {
    of: 'a field and a section at one place',
    file: `fields:\n  id: integer\n+  ${NEW_FIELD}\n+relations:\n+  ${NEW_RELATION}\n`,
    additions: { fields: [FIELD], relations: [RELATION] },
  },
  {
    of: 'a section that is empty',
    file: `fields:\n  id: integer\nrelations: # none\n+  ${NEW_RELATION}\nkpis: {n: {count: true}}\n`,
    additions: { relations: [RELATION] },
  },
  {
    of: 'values of an enum in a list in block',
    file: `fields:\n  state:\n    type: enum\n    values:\n      - new\n+      - "yes"\n+      - a b\n`,
    additions: { values: { state: ['yes', 'a b'] } },
  },
];

describe('adding to a model file', () => {
  for (const { of, file, additions } of cases) {
    for (const [style, ending] of [
      ['', '\n'],
      [', with CRLF', '\r\n'],
    ] as const) {
      it(`K8 ${of}${style}`, () => {
        const lines = (HEAD + file).split('\n');
        const before = lines.filter(line => !line.startsWith('+')).join(ending);
        const after = lines.map(line => line.replace(/^\+/, '')).join(ending);
        assert.equal(merged(before, additions), after);
      });
    }
  }

  it('K8 a file that ends without a line break', () => {
    assert.equal(
      merged(`${HEAD}fields:\n  id: integer`, { fields: [FIELD] }),
      `${HEAD}fields:\n  id: integer\n  ${NEW_FIELD}`,
    );
  });

  for (const [before, after] of [
    ['{id: integer}', `{id: integer, ${NEW_FIELD}}`],
    ['{ id: integer, }', `{ id: integer, ${NEW_FIELD}, }`],
    ['{\n  id: integer, # the key\n}', `{\n  id: integer, ${NEW_FIELD}, # the key\n}`],
  ] as const) {
    it(`K8 fields in braces: ${JSON.stringify(before)}`, () => {
      assert.equal(merged(`${HEAD}fields: ${before}\n`, { fields: [FIELD] }), `${HEAD}fields: ${after}\n`);
    });
  }

  it('K8 values of an enum in braces and in brackets', () => {
    const state = (values: string) => `${HEAD}fields:\n  state: {type: enum, values: ${values}}\n`;
    const additions = { values: { state: ['in_progress', 'null'] } };
    assert.equal(merged(state('{new: Neu}'), additions), state('{new: Neu, in_progress: In progress, "null": "Null"}'));
    assert.equal(merged(state('[new]'), additions), state('[new, in_progress, "null"]'));
  });

  it('K8 an empty mapping gets its first pair', () => {
    assert.equal(
      merged(`${HEAD}fields: {id: integer}\nrelations: {}\n`, { relations: [RELATION] }),
      `${HEAD}fields: {id: integer}\nrelations: {${NEW_RELATION}}\n`,
    );
  });

  it('K8 where lines cannot be put in safely, nothing is changed', () => {
    const shared = `${HEAD}fields: &all\n  id: integer\ncustom: *all\n`;
    assert.equal(merged(`{version: 1, model: m, table: t, fields: {id: integer}}\n`, { fields: [FIELD] }), undefined);
    const aliased = shared.replace('fields: &all', 'custom: &all').replace('custom: *all', 'fields: *all');
    assert.equal(merged(aliased, { fields: [FIELD] }), undefined);
  });
});
