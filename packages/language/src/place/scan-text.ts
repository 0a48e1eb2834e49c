import type { Quote } from './scan-tree.ts';

/** Lines of a text by the offsets of their beginnings and ends. */
export interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function linesOf(text: string): Lines {
  const starts = [0];
  const ends: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && code !== 13) continue;
    ends.push(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    starts.push(i + 1);
  }
  ends.push(text.length);
  return { text, starts, ends };
}

export const isSpace = (char: string | undefined): boolean => char === ' ' || char === '\t';
export const isBreak = (char: string | undefined): boolean => char === '\n' || char === '\r';
const ends = (char: string | undefined): boolean => char === undefined || isSpace(char) || isBreak(char);

/** A tab is no indentation in YAML; where one stands all the same, it is taken for one step of it. */
const TAB = 2;
export const widthOf = (char: string): number => (char === '\t' ? TAB : 1);

export const quoteAt = (text: string, at: number): Quote | undefined => {
  const char = text[at];
  return char === '"' || char === "'" ? char : undefined;
};

export const isDash = (text: string, at: number): boolean => text[at] === '-' && ends(text[at + 1]);

/** `---`, `...` and what a merge leaves in a file. */
export const isMarker = (text: string, start: number, end: number): boolean =>
  /^(---|\.\.\.)(\s|$)|^(<{7}|={7}|>{7}|\|{7})(\s|$)/.test(text.slice(start, Math.min(end, start + 8)));

/** A `#` is a comment at the beginning of a line or after a space. */
export const isComment = (text: string, at: number): boolean =>
  text[at] === '#' && (at === 0 || isSpace(text[at - 1]) || isBreak(text[at - 1]));

/** Offset of the quote that closes the one at `open`; undefined where none does before `end`. */
export function closingQuote(text: string, open: number, end: number): number | undefined {
  const quote = text[open];
  for (let i = open + 1; i < end; i++) {
    const char = text[i];
    if (quote === '"' && char === '\\') i++;
    else if (char === quote) {
      if (quote === "'" && text[i + 1] === "'") i++;
      else return i;
    }
  }
  return undefined;
}

const HASH = 35;
const COLON = 58;
/** White space, and what means something inside of brackets. */
const FLOW_SIGNS: ReadonlySet<number> = new Set([9, 10, 13, 32, HASH, 44, COLON, 91, 93, 123, 125]);

/** Where a run of characters that mean nothing in flow style ends; it holds the one at `at` in any case. */
export function plainRun(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && !FLOW_SIGNS.has(text.charCodeAt(end))) end++;
  return end;
}

/** Offset behind the bracket that closes the one at `at`; undefined where that is not plain to see. */
export function closesBefore(text: string, at: number, end: number): number | undefined {
  let open = '';
  let wordBegins = true;
  for (let i = at; i < end; i++) {
    const char = text[i] as string;
    if (isSpace(char)) continue;
    if (char === '#' && isComment(text, i)) return undefined;
    if (char === '[' || char === '{') open += char;
    else if (char === ']' || char === '}') {
      if (open.at(-1) !== (char === ']' ? '[' : '{')) return undefined;
      open = open.slice(0, -1);
      if (open === '') return i + 1;
    } else if (wordBegins && quoteAt(text, i)) {
      const close = closingQuote(text, i, end);
      if (close === undefined || text[i - 1] === ':') return undefined;
      i = close;
    }
    wordBegins = char === '[' || char === '{' || char === ',' || char === ':';
  }
  return undefined;
}

export interface Word {
  /** Without quotes, the end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly quote: Quote | undefined;
}

/** The key that begins at `at` and the offset of its `:`; undefined where the line holds no key. */
export function keyAt(
  text: string,
  at: number,
  end: number,
): { readonly word: Word; readonly colon: number } | undefined {
  const quote = quoteAt(text, at);
  if (quote) {
    const close = closingQuote(text, at, end);
    if (close === undefined) return undefined;
    let colon = close + 1;
    while (isSpace(text[colon])) colon++;
    if (colon >= end || text[colon] !== ':' || !ends(text[colon + 1])) return undefined;
    return { word: { start: at + 1, end: close, quote }, colon };
  }
  for (let i = at; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === HASH && i > at && isComment(text, i)) return undefined;
    if (code !== COLON || !ends(text[i + 1])) continue;
    let stop = i;
    while (stop > at && isSpace(text[stop - 1])) stop--;
    return { word: { start: at, end: stop, quote: undefined }, colon: i };
  }
  return undefined;
}

/** Where a plain text ends: before a comment and the spaces around; and where the comment begins. */
export function plainEnd(
  text: string,
  at: number,
  end: number,
): { readonly end: number; readonly comment: number | undefined } {
  let comment: number | undefined;
  let stop = end;
  for (let i = at; i < end; i++) {
    if (text.charCodeAt(i) !== HASH || !isComment(text, i)) continue;
    comment = i;
    stop = i;
    break;
  }
  while (stop > at && isSpace(text[stop - 1])) stop--;
  return { end: stop, comment };
}

/** What a quoted text says, as far as names and words need it. */
export function unquoted(text: string, { start, end, quote }: Word): string {
  const raw = text.slice(start, end);
  if (quote === "'") return raw.replaceAll("''", "'");
  return quote === '"' ? raw.replace(/\\(["\\/])/g, '$1') : raw;
}
