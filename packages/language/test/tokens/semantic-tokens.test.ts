import assert from 'node:assert/strict';
import { TOKEN_LEGEND } from '../../src/tokens/legend.ts';
import { semanticTokens, tokensOf } from '../../src/tokens/semantic-tokens.ts';
import { documentOf, nowhere, SAMPLES, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

/** `word kind`, each token in turn. */
function tokens(text: string, file = 'exports/x.export.yaml', workspace = demo): readonly string[] {
  const document = documentOf(file, text);
  return tokensOf(document, workspace).map(({ start, length, type, modifiers }) => {
    const word = document.lines[start.line]?.slice(start.character, start.character + length);
    return [word, type, ...modifiers].join(' ');
  });
}

const head = 'version: 1\nname: x\nmodel: transactions\n';

describe('semantic tokens', () => {
  it('V5: names of an export by what they name, path by path', () => {
    assert.deepEqual(
      tokens(`${head}fields:
  - all
  - "customer.home_store.name"
  - {from: custom.gift_wrap, to: Wrap}
  - {from: channel, replace: {instore: Shop}}
kpis: [revenue]
dimensions: [event_date.month]
filters: {all: [{attribute: customer, operator: in_group, value: vip}, {attribute: kind, operator: equals, value: sale}]}
window: {from: "date:first day of last month"}
deliver: {to: share, path: "x_%Y_{window.from}_%%_{nonsense}"}
`),
      [
        'transactions class',
        'all keyword',
        'customer namespace',
        'home_store namespace',
        'name property',
        'custom keyword',
        'gift_wrap property',
        'channel property',
        'instore enumMember',
        'revenue function',
        'event_date property',
        'month keyword',
        'customer namespace',
        'in_group method',
        'kind property',
        'equals operator',
        'sale enumMember',
        'date:first day of last month macro',
        'share variable',
        '%Y regexp',
        '{window.from} regexp',
        '%% regexp',
      ],
    );
  });

  it('V5: names that are not known have none', () => {
    assert.deepEqual(
      tokens('version: 1\nmodel: nothing\nfields: [amount]\ndeliver: {to: nowhere}\nextends: no@1\n'),
      [],
    );
    assert.deepEqual(tokens(`${head}fields: [amuont, store.nmae]\n`), ['transactions class', 'store namespace']);
  });

  it('V5: declarations of a model, and what they name', () => {
    const text = `version: 1
model: challenges
source: demo
table: t
key: id
fields: {id: integer}
relations: {store: {one: stores, match: {id: id}}}
predicates: {has: {exists: store}}
kpis: {count_all: {count: true}}
`;
    const workspace = workspaceOf({ 'catalog/challenges.model.yaml': text });
    assert.deepEqual(tokens(text, 'catalog/challenges.model.yaml', workspace), [
      'challenges class declaration',
      'demo variable',
      'id property',
      'id property declaration',
      'store namespace declaration',
      'stores class',
      'id property',
      'id property',
      'has method declaration',
      'store namespace',
      'count_all function declaration',
    ]);
  });

  it('V5: templates with their release, built-in ones as such; placeholders', () => {
    assert.deepEqual(tokens('extends: sales@1'), ['sales type']);
    assert.deepEqual(tokens('extends: footfall-kpis@1')[0], 'footfall-kpis type defaultLibrary');
    assert.deepEqual(tokens('protect: {hash_key: "${secret:hash_key}"}', 'waybill.yaml'), ['${secret:hash_key} macro']);
  });

  it('V5: numbers as the protocol sends them, each counted from the token before', () => {
    const document = documentOf('exports/x.export.yaml', `${head}fields: [id, store.name]\n`);
    const { types } = TOKEN_LEGEND;
    const [klass, property, namespace] = ['class', 'property', 'namespace'].map(type => types.indexOf(type as never));
    assert.deepEqual(semanticTokens(document, demo), [
      ...[2, 7, 12, klass, 0],
      ...[1, 9, 2, property, 0],
      ...[0, 4, 5, namespace, 0],
      ...[0, 6, 4, property, 0],
    ]);
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 99 } };
    assert.deepEqual(semanticTokens(document, demo, range).slice(0, 5), [3, 9, 2, property, 0]);
  });

  it('V5: the tokens of every sample are in order, on one line each, and never overlap', () => {
    for (const file of SAMPLES) {
      const document = documentOf(file);
      let last = -1;
      for (const { start, length } of tokensOf(document, demo)) {
        const offset = document.offsetAt(start);
        assert.ok(offset >= last, `${file}:${start.line + 1}`);
        assert.ok(start.character + length <= (document.lines[start.line]?.length ?? 0));
        last = offset + length;
      }
    }
  });

  it('V5: outside any workspace there is nothing to tell fields from', () => {
    assert.deepEqual(
      tokens(`${head}fields: [amount]\nwindow: {from: "date:today"}`, 'exports/x.export.yaml', nowhere),
      ['transactions class', 'date:today macro'],
    );
  });
});
