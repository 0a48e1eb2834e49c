import assert from 'node:assert/strict';
import { pathText } from '@waybill/engine/definition';
import { languageDocument } from '../../src/language-document.ts';
import { placeAt, surroundingsOf } from '../../src/place/place-at.ts';
import { marked } from '../support/marked.ts';

/** `key filters.any[0] "wo<rd" …`: what a place is, in short. */
function shown(text: string): string {
  const { document, position } = marked(text, 'export', '¦');
  const place = placeAt(document, position);
  if (!place) return 'nowhere';
  const { word, siblings, quote } = place;
  const { start, end } = word.range;
  assert.ok(start.line === position.line && end.line === position.line, 'the range is on the line of the cursor');
  assert.ok(start.character <= position.character && position.character <= end.character, 'and holds the cursor');
  const rest = word.text.slice(word.before.length);
  const keys = [...siblings].map(([key, value]) => (value === undefined ? key : `${key}=${value}`)).join(' ');
  return `${place.at} ${pathText(place.path) || '.'} ${quote ?? ''}${word.before}¦${rest}${quote ?? ''}${place.flow ? ' flow' : ''}${place.colon ? ' colon' : ''}${keys === '' ? '' : ` (${keys})`}`;
}

const DOCUMENTS: readonly (readonly [what: string, text: string, place: string])[] = [
  ['an empty file', '¦', 'key . ¦'],
  ['a file of blank lines', '\n\n¦\n', 'key . ¦'],
  ['the first key being typed', 'ver¦', 'key . ver¦'],
  ['a key in the middle', 'version: 1\nmo¦del: a\n', 'key . mo¦del colon (version=1)'],
  ['the end of a key', 'model¦: a\n', 'key . model¦ colon'],
  ['a new key at the end', 'version: 1\nname: a\n¦', 'key . ¦ (version=1 name=a)'],
  ['a key between others', 'version: 1\n¦\nname: a\n', 'key . ¦ (version=1 name=a)'],
  ['no value yet', 'model: ¦', 'value model ¦ (model)'],
  ['no value yet, and no space', 'model:¦', 'value model ¦ (model)'],
  ['no value yet, more below', 'model: ¦\nfields: all\n', 'value model ¦ (model fields=all)'],
  ['a value being typed', 'model: tr¦ans', 'value model tr¦ans (model=trans)'],
  ['a value that goes on', 'window: {last: 30 ¦}', 'value window.last 30 ¦ flow (last=30)'],
  ['a quoted value', 'name: "a¦b"', 'value name "a¦b" (name=ab)'],
  ['a quote that is open', "name: 'a¦\nmodel: b", "value name 'a¦' (name=a model=b)"],
  ['behind a quoted value', 'name: "ab" ¦', 'nowhere'],
  ['a value with a colon', 'name: a:b¦', 'value name a:b¦ (name=a:b)'],
  ['a colon and a space in quotes', 'name: "a: b¦"', 'value name "a: b¦" (name=a: b)'],
  ['a quoted key', '"mo¦del": a', 'key . "mo¦del" colon'],
  ['a mapping on the next line', 'deliver:\n  ¦', 'key deliver ¦'],
  ['a mapping below its key', 'deliver:\n  to: a\n  ¦', 'key deliver ¦ (to=a)'],
  ['a mapping above its keys', 'deliver:\n  ¦\n  to: a\n', 'key deliver ¦ (to=a)'],
  ['less indented than the mapping', 'deliver:\n  to: a\n¦', 'key . ¦ (deliver)'],
  ['a value on the next line', 'model:\n  tr¦', 'key model tr¦'],
  ['the beginning of an item', 'fields:\n  - ¦', 'item fields[0] ¦ (fields)'],
  ['an item right behind its dash', 'fields:\n  -¦', 'item fields[0] ¦ (fields)'],
  ['an item', 'fields:\n  - id\n  - na¦me\n', 'item fields[1] na¦me (fields)'],
  ['a list below its key, not indented', 'fields:\n- id\n- ¦\nmodel: a', 'item fields[1] ¦ (fields model=a)'],
  ['a key after such a list', 'fields:\n- id\n¦', 'key . ¦ (fields)'],
  ['the next item', 'fields:\n  - id\n  ¦', 'key fields ¦'],
  ['the first key of an item', 'fields:\n  - fr¦om: id\n    to: a', 'key fields[0] fr¦om colon (to=a)'],
  ['the first key without its colon', 'fields:\n  - fr¦\n    to: a', 'key fields[0] fr¦ (to=a)'],
  ['another key of an item', 'fields:\n  - from: id\n    ¦', 'key fields[0] ¦ (from=id)'],
  ['a key of the item above', 'fields:\n  - from: id\n    ¦\n  - to: x\n', 'key fields[0] ¦ (from=id)'],
  ['below an item that is a word', 'fields:\n  - id\n    ¦', 'nowhere'],
  ['an item on the line below its dash', 'fields:\n  -\n    ¦', 'key fields[0] ¦'],
  ['a list in a list', 'a:\n  - - x\n    - ¦', 'item a[0][1] ¦ (a)'],
  [
    'deep in filters',
    'filters:\n  any:\n    - all:\n        - attribute: a\n          ¦',
    'key filters.any[0].all[0] ¦ (attribute=a)',
  ],
  ['one level out', 'filters:\n  any:\n    - all:\n        - attribute: a\n      ¦', 'key filters.any[0] ¦ (all)'],
  ['two levels out', 'filters:\n  any:\n    - all:\n        - attribute: a\n    ¦', 'key filters.any ¦'],
  ['a first key in braces', 'window: {¦}', 'key window ¦ flow'],
  ['braces that are open', 'window: {¦', 'key window ¦ flow'],
  ['a key in braces', 'a:\n  - {attribute: amount, oper¦}', 'key a[0] oper¦ flow (attribute=amount)'],
  [
    'a key in open braces',
    'a:\n  - {attribute: amount, oper¦\n  - {attribute: b}',
    'key a[0] oper¦ flow (attribute=amount)',
  ],
  [
    'a value in braces',
    'a: {attribute: am¦ount, operator: in}',
    'value a.attribute am¦ount flow (attribute=amount operator=in)',
  ],
  ['a value in braces to come', 'a: {attribute: ¦, operator: in}', 'value a.attribute ¦ flow (attribute operator=in)'],
  ['behind a colon in braces', 'a: {attribute:¦}', 'value a.attribute ¦ flow (attribute)'],
  ['a first item in brackets', 'fields: [¦', 'item fields[0] ¦ flow (fields)'],
  ['an item in brackets', 'fields: [a, b¦', 'item fields[1] b¦ flow (fields)'],
  ['an item in brackets to come', 'fields: [a, ¦]', 'item fields[1] ¦ flow (fields)'],
  ['brackets over lines', 'fields: [\n  a,\n  ¦\n]', 'item fields[1] ¦ flow (fields)'],
  ['braces in brackets', 'fields: [a, {from: ¦', 'value fields[1].from ¦ flow (from)'],
  ['behind braces in brackets', 'fields: [{from: a}, ¦]', 'item fields[1] ¦ flow (fields)'],
  ['brackets in braces', 'a: {value: [AT, D¦E], operator: in}', 'item a.value[1] D¦E flow (value operator=in)'],
  ['behind brackets in braces', 'a: {value: [AT], o¦}', 'key a o¦ flow (value)'],
  ['an open bracket above', 'fields: [a, b\nmodel: ¦', 'value model ¦ (fields model)'],
  ['an open bracket above, in an item', 'x:\n  - {a: [b\n  - {a: ¦}', 'value x[1].a ¦ flow (a)'],
  ['an open bracket above an empty line', 'fields: [a,\n¦', 'key . ¦ (fields)'],
  ['an open bracket and what it still holds', 'fields: [a,\n  ¦', 'item fields[1] ¦ flow (fields)'],
  ['a bracket that nothing opened', 'fields: a]\nmodel: ¦', 'value model ¦ (fields=a] model)'],
  ['the wrong bracket', 'a: {b: [c}\nmodel: ¦', 'value model ¦ (a model)'],
  ['an open quote above', 'name: "a\nmodel: ¦', 'value model ¦ (name=a model)'],
  ['an open quote in braces above', 'x:\n  - {a: "b}\n  - {a: "c", b: ¦}', 'value x[1].b ¦ flow (a=c b)'],
  ['a comment', 'model: a # mo¦', 'nowhere'],
  ['a line that is a comment', '# mo¦', 'nowhere'],
  ['a comment in brackets', 'a: [b, # c ¦\n  d]', 'nowhere'],
  ['before a comment', 'model: ¦ # which', 'value model ¦ (model)'],
  ['a word before a comment', 'model: a¦ # which', 'value model a¦ (model=a)'],
  ['a hash in a word', 'slack: a#b¦', 'value slack a#b¦ (slack=a#b)'],
  ['a hash in quotes', 'notify: [{slack: "#a¦"}]', 'value notify[0].slack "#a¦" flow (slack=#a)'],
  ['an item that is a block text', 'a:\n  - |\n    te¦xt', 'nowhere'],
  ['a block text', 'description: |\n  model: ¦\nname: a', 'nowhere'],
  ['an empty line in a block text', 'description: >-\n  a\n\n  ¦\n  b\nname: a', 'nowhere'],
  ['behind a block text', 'description: |\n  model: x\n¦', 'key . ¦ (description)'],
  ['an item behind a block text', 'a:\n  - |\n    text\n  - ¦', 'item a[1] ¦ (a)'],
  [
    'SQL in a block text',
    'fields:\n  a:\n    computed: |\n      amount - cou¦pon',
    'value fields.a.computed cou¦pon (computed)',
  ],
  ['text that goes on', 'description: a\n  b¦', 'nowhere'],
  ['tabs', 'deliver:\n\tto: a\n\t¦', 'key deliver ¦ (to=a)'],
  ['tabs above', 'deliver:\n\tto: a\nmodel: ¦', 'value model ¦ (deliver model)'],
  ['merge markers', '<<<<<<< HEAD\nmodel: a\n=======\nmodel: ¦\n>>>>>>> b\n', 'value model ¦ (model)'],
  ['on a merge marker', '<<<<<<< HE¦AD\nmodel: a\n', 'nowhere'],
  ['a key that comes twice', 'model: a\nmod¦el: b\n', 'key . mod¦el colon (model=a)'],
  ['Windows line ends', 'version: 1\r\ndeliver:\r\n  to: ¦\r\n  path: b\r\n', 'value deliver.to ¦ (to path=b)'],
  ['a second document', 'model: a\n---\nname: ¦', 'value name ¦ (name)'],
  ['behind the document marker', '---\nmo¦del: a', 'key . mo¦del colon'],
  ['an anchor', 'file: &f {format: ¦}', 'value file.format ¦ flow (format)'],
  ['before what stands on the line', ' ¦ model: a', 'nowhere'],
  ['a mapping that is indented unevenly', 'deliver:\n    to: a\n  ¦', 'nowhere'],
  ['a line between a key and its mapping', 'deliver:\n¦\n  to: a', 'nowhere'],
  ['a line between a key and its list', 'deliver:\n¦\n- to: a', 'key deliver ¦'],
  ['a line between the items of a list', 'deliver:\n- to: a\n¦\n- to: b', 'key deliver ¦'],
  ['a file that is indented as a whole', '  version: 1\n  ¦', 'key . ¦ (version=1)'],
  ['keys below a value that is being typed', 'deliver: x¦\n  to: a\n', 'value deliver x¦ (deliver)'],
  ['a pair in brackets', 'a: [b: ¦]', 'value a[0].b ¦ flow (b)'],
  ['below a list in brackets', 'fields: [a]\n  ¦', 'nowhere'],
  ['below a mapping in braces', 'x:\n  a: {b: c}\n    ¦\n  d: e', 'nowhere'],
  [
    'a brace above everything',
    '{version: 1\nmodel: a\nfields:\n  - b\nname: ¦',
    'value name ¦ (version=1 model=a fields name)',
  ],
  ['braces over lines', 'deliver: {\n  to: a,\n  pa¦\n}\nname: b', 'key deliver pa¦ flow (to=a)'],
  ['a comma that is missing', 'deliver: {\n  to: a¦\n  path: b\n}\nname: b', 'value deliver.to a¦ flow (to=a path=b)'],
  ['JSON', '{"version": 1, "model": "¦"}', 'value model "¦" flow (version=1 model=)'],
  ['JSON over lines', '{\n  "version": 1,\n  "mo¦"\n}', 'key . "mo¦" flow (version=1)'],
];

describe('V2 place', () => {
  for (const [what, text, place] of DOCUMENTS) {
    it(`V2 completion: the place of ${what}`, () => assert.equal(shown(text), place));
  }

  it('V2 completion: brackets nested a hundred thousand deep are no danger', () => {
    assert.match(shown(`${'['.repeat(100_000)}¦`), /^item/);
  });

  it('V2 completion: what a list names already, however its items are written, also in those that were never read', () => {
    const items = [
      '- a',
      '- {from: b.c, to: X}',
      '- {from: d}',
      '- { to: "from: no", from: e }',
      '- {"from": "f g"}',
      '- {from: "h"}',
      '- {to: Y}',
      '-',
      '- from: i',
      '  to: Z',
    ];
    const text = `fields:\n${items.map(item => `  ${item}`).join('\n')}\n`;
    const around = surroundingsOf(languageDocument('a.export.yaml', 'export', text));
    const names = ['a', 'b.c', 'd', 'e', 'f g', 'h', undefined, undefined, 'i'];
    assert.deepEqual(around.itemsNamedBy(['fields'], 'from'), names);
    assert.equal(around.textOf(['fields', 1, 'to']), 'X');
    assert.deepEqual(around.itemsNamedBy(['fields'], 'from'), names);
    assert.deepEqual(around.itemsNamedBy(['filters'], 'from'), []);
  });
});
