import type { Span } from './checked.ts';

/** What an expression is made of. Words are in lower case; `year` is a number of exactly four digits. */
export interface DateToken extends Span {
  readonly kind: 'word' | 'number' | 'year' | 'sign' | 'date' | 'time' | 'other';
  /** As written. */
  readonly text: string;
}

/** Longest first: a date begins with digits, and a time too. */
const PATTERNS: readonly (readonly [DateToken['kind'], RegExp])[] = [
  ['date', /\d{4}-\d{2}-\d{2}(?!\d)/y],
  ['time', /\d{1,2}:\d{2}(:\d{2})?(?![\d:])/y],
  ['year', /\d{4}(?![\d])/y],
  ['number', /\d+/y],
  ['sign', /[+-]/y],
  ['word', /[\p{L}_]+/uy],
  ['other', /[^\s]/uy],
];

/** Cuts a text from `offset` on; offsets of the tokens count from the beginning of the whole text. */
export function lexDate(text: string, offset: number): DateToken[] {
  const tokens: DateToken[] = [];
  let position = offset;
  while (position < text.length) {
    const space = /\s+/y;
    space.lastIndex = position;
    const blank = space.exec(text);
    if (blank) {
      position += blank[0].length;
      continue;
    }
    const token = lexOne(text, position);
    position += token.length;
    // ISO's `2026-12-01T06:30`: the T only joins a day and a time.
    const joins = token.kind === 'word' && token.text === 'T' && tokens.at(-1)?.kind === 'date';
    if (!(joins && /\d/.test(text.charAt(position)))) tokens.push(token);
  }
  return tokens;
}

function lexOne(text: string, position: number): DateToken {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, offset: position, length: found.length };
  }
  return { kind: 'other', text: text.charAt(position), offset: position, length: 1 };
}
