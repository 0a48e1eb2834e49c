/** Control characters and those that reorder text: harmless in a file, not on a terminal. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const NAMES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\e' };

const escapeOf = (character: string): string =>
  NAMES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A text that may come from a file or a server, on one line, with nothing in it that a terminal would obey (Q2). */
export const visible = (text: string): string => text.replaceAll(UNSAFE, escapeOf);

/** As {@link visible}, for text of several lines. */
export const visibleLines = (text: string): string => text.split(/\r?\n/).map(visible).join('\n');

/** Marks that stand on the character before them, and characters without a width. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\u200b-\u200d]$/u;
/** Characters that terminals show two columns wide: East Asian scripts, full-width forms, emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** A text cut to so many columns, with `…` at its end if anything was left out. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** A text filled up with spaces to so many columns. */
export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));
export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
