import assert from 'node:assert/strict';
import { descriptionOf, expectation, type FileKind, type KeyPath, shapeOf, wordsOf } from '@waybill/engine/definition';
import { languageDocument } from '../../src/language-document.ts';
import { surroundingsOf } from '../../src/place/place-at.ts';
import { declaredAt, schemasAt } from '../../src/place/schema-at.ts';

/** What may stand at a path of a text: keys of mappings, words, or what it is. */
function allowed(kind: FileKind, text: string, path: KeyPath): readonly string[] {
  const { siblingsOf } = surroundingsOf(languageDocument('a.yaml', kind, text));
  return schemasAt(kind, path, siblingsOf).map(schema => {
    const shape = shapeOf(schema);
    if (shape) return `{${Object.keys(shape).join(' ')}}`;
    const words = wordsOf(schema);
    return words.length > 0 ? words.join(' ') : expectation(schema);
  });
}

describe('V2 schemas of a place', () => {
  it('V2 completion: short forms stand beside the long one', () => {
    assert.deepEqual(allowed('export', 'fields:\n  - ', ['fields', 0]), [
      'text',
      '{from to aggregate format replace default protect}',
    ]);
    assert.deepEqual(allowed('export', '', ['deliver']), ['none', '{to path if_exists manifest}', 'a list']);
    assert.deepEqual(allowed('model', '', ['fields', 'id', 'type']), [
      'string integer decimal boolean date datetime enum json',
    ]);
  });

  it('V2 completion: the word that says which one it is leaves that one', () => {
    const [sftp, ...others] = allowed('workspace', 'destinations:\n  a:\n    type: sftp\n', ['destinations', 'a']);
    assert.match(sftp ?? '', /^\{type host .*host_key/);
    assert.deepEqual(others, []);
    assert.equal(allowed('workspace', 'destinations:\n  a:\n    type: \n', ['destinations', 'a']).length, 5);
    assert.equal(allowed('workspace', 'destinations:\n  a:\n    type: nonsense\n', ['destinations', 'a']).length, 5);
  });

  it('V2 completion: a key that only some have excludes the others', () => {
    assert.deepEqual(allowed('export', 'schedule:\n  weekly: \n  until: x', ['schedule']), [
      'now',
      '{weekly from until skipped repeated catch_up}',
    ]);
    assert.equal(allowed('export', 'schedule:\n  until: x', ['schedule']).length, 5);
    assert.equal(allowed('export', 'schedule:\n  weekly: x\n  cron: x', ['schedule']).length, 6);
  });

  it('V2 completion: further down the keys above still count', () => {
    const text = 'notify:\n  - slack: a\n    when: []\nschedule: {monthly: {days: []}}';
    assert.deepEqual(allowed('export', text, ['notify', 0, 'when', 0]), [
      'success failure recovered late empty quarantined',
    ]);
    assert.deepEqual(allowed('export', text, ['schedule', 'monthly', 'days', 0]), [
      'a whole number from 1 to 31',
      'last',
    ]);
  });

  it('V2 completion: a path that no file has has none', () => {
    assert.deepEqual(allowed('export', '', ['nonsense']), []);
    assert.deepEqual(allowed('export', '', ['fields', 'x', 'y']), []);
    assert.deepEqual(allowed('export', '', ['constructor']), []);
  });

  it('V2 completion: schemas as declared keep what they say of themselves', () => {
    const { siblingsOf } = surroundingsOf(languageDocument('a.yaml', 'workspace', ''));
    const [zone] = declaredAt('workspace', ['brand', 'timezone'], siblingsOf);
    assert.match(descriptionOf(zone ?? assert.fail('none')) ?? '', /IANA zone/);
    const [file] = declaredAt('export', ['file'], siblingsOf);
    assert.match(descriptionOf(file ?? assert.fail('none')) ?? '', /The file that the export makes/);
  });
});
