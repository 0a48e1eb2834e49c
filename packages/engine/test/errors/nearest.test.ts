import assert from 'node:assert/strict';
import { nearest } from '../../src/errors/index.ts';

describe('the nearest right word', () => {
  const table: [title: string, typed: string, words: readonly string[], found: readonly string[]][] = [
    ['letters that changed places come before other slips', 'form', ['for', 'from'], ['from', 'for']],
    ['whatever their number', 'raey', ['rate', 'year', 'ray'], ['year', 'ray']],
    ['fewer letters elsewhere before more', 'exprot 42', ['export 24', 'export 42'], ['export 42', 'export 24']],
    ['case and the mark between words are nearly nothing', 'Bill-Number', ['bill', 'bill_number'], ['bill_number']],
    ['an unfinished word', 'favourite', ['favourite_color', 'name'], ['favourite_color']],
    ['one letter of a short word', 'daz', ['day', 'month'], ['day']],
    ['nothing that is near', 'colour', ['amount', 'store'], []],
    ['a sign is no slip for another', '6', ['*', '7'], ['7']],
  ];
  for (const [title, typed, words, found] of table)
    it(`C1 did you mean: ${title}`, () => {
      assert.deepEqual(nearest(typed, words), found);
    });
});
