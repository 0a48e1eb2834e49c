import { distance } from 'fastest-levenshtein';

/**
 * The words nearest to what was typed, best first; empty when none is near enough to be a slip of the hand.
 * Case and `-`/`_` differences count as nearly nothing, letters in another order (`frist`, `form`)
 * as less than one wrong letter.
 */
export function nearest(typed: string, words: Iterable<string>, most = 3): string[] {
  const fold = (s: string) => s.toLowerCase().replaceAll(/[-_ ]/g, '');
  const folded = fold(typed);
  const limit = Math.max(1, Math.floor(folded.length / 3));
  const scored: { word: string; score: number }[] = [];
  for (const word of words) {
    const target = fold(word);
    // `6` is no slip of the hand for `*`, as `2` may be for `1`.
    if (!/[\p{L}\p{N}]/u.test(target)) continue;
    let score = slips(folded, target);
    if (score > limit) {
      // A whole word that was left unfinished or that is part of a longer name still helps.
      if (folded.length >= 3 && (target.startsWith(folded) || target.endsWith(folded))) score = limit;
      else continue;
    }
    scored.push({ word, score });
  }
  return scored
    .sort((a, b) => a.score - b.score || a.word.localeCompare(b.word))
    .slice(0, most)
    .map(s => s.word);
}

function slips(typed: string, word: string): number {
  const edits = distance(typed, word);
  return edits > 0 && typed.length === word.length && sorted(typed) === sorted(word)
    ? OTHER_ORDER + edits / 1000
    : edits;
}

/** Less than one wrong letter: `form` is rather `from` than `for`. Of several, the one with the fewest letters elsewhere. */
const OTHER_ORDER = 0.5;

const sorted = (word: string): string => [...word].sort().join('');
