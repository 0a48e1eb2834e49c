import { UsageFault } from './usage-fault.ts';

/** A parser for commander of a whole number within bounds. */
export const wholeNumber =
  (option: string, least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    const expected = `a whole number from ${least} to ${most}`;
    throw UsageFault.of('wrong-argument', { option, found: text, expected });
  };

/** A parser for commander of one of some words. */
export const oneOf =
  <T extends string>(option: string, words: readonly T[]) =>
  (text: string): T => {
    const found = words.find(word => word === text);
    if (found !== undefined) return found;
    const expected = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    throw UsageFault.of('wrong-argument', { option, found: text, expected }, text, words);
  };
