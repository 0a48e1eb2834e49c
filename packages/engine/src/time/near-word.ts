import { nearest } from '../errors/index.ts';

/** The nearest words, where two letters that changed places (`frist`, `dyas`) are one slip and not two. */
export function nearWords(typed: string, words: Iterable<string>): string[] {
  const all = new Set(words);
  const letters = [...typed.toLowerCase()];
  const swapped = letters
    .map((_, i) => letters.toSpliced(i, 2, letters[i + 1] ?? '', letters[i] ?? '').join(''))
    .filter(word => all.has(word));
  return [...new Set([...swapped, ...nearest(typed, all)])].slice(0, 3);
}
