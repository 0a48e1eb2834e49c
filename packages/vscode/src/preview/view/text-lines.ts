/** The bytes of a text file as people look at them: lines, and in each what is data and what holds it together. Pure. */
import type { Layout } from '../protocol.ts';

export interface TextLine {
  readonly text: string;
  /** What ends it; empty for the last line of a file that ends without. */
  readonly end: '' | '\n' | '\r\n' | '\r';
  /** Whether it begins inside an enclosed cell. */
  readonly inside: boolean;
}

export interface Segment {
  /**
   * `delimiter` and `enclosure` hold cells together; `newline` ends a line; `space` are spaces at its end; `mark` stands for
   * a character that shows nothing by itself, or would change how others look.
   */
  readonly kind: 'text' | 'delimiter' | 'enclosure' | 'newline' | 'space' | 'mark';
  /** What is shown. */
  readonly text: string;
  /** What it stands for, in words; only where that differs from what is shown. */
  readonly means?: string;
}

type Delimited = Pick<Layout, 'delimiter' | 'enclosure'>;

/** `\n`, `\r\n` and `\r` each end a line, also inside a cell. */
export function linesOf(text: string, { enclosure }: Delimited): readonly TextLine[] {
  const lines: TextLine[] = [];
  let inside = false;
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const [whole, line = '', end = ''] = match;
    if (whole === '') break;
    lines.push({ text: line, end: end as TextLine['end'], inside });
    // A doubled enclosure inside a cell turns twice, which is right.
    if (enclosure !== null && occurrences(line, enclosure) % 2 === 1) inside = !inside;
  }
  return lines;
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

const NEWLINES: Readonly<Record<TextLine['end'], readonly [string, string] | undefined>> = {
  '': undefined,
  '\n': ['\\n', 'line feed'],
  '\r\n': ['\\r\\n', 'carriage return and line feed'],
  '\r': ['\\r', 'carriage return'],
};

/** Characters that show nothing, or that reorder what stands around them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u3000]/u;

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  '\t': ['→', 'tab'],
  '\ufeff': ['BOM', 'byte order mark'],
  '\u00a0': ['NBSP', 'space that does not break'],
  '\u00ad': ['SHY', 'soft hyphen'],
  '\u200b': ['ZWSP', 'space without width'],
};

/** One line in parts, up to `most` characters of its text; and how many characters were left out. */
export function segmentsOf(
  line: TextLine,
  { delimiter, enclosure }: Delimited,
  most: number,
): { readonly segments: readonly Segment[]; readonly cut: number } {
  const segments: Segment[] = [];
  const trailing = / *$/.exec(line.text)?.[0].length ?? 0;
  const spacesFrom = line.text.length - trailing;
  let { inside } = line;
  let plain = '';
  let at = 0;
  const push = (segment: Segment) => {
    if (plain !== '') segments.push({ kind: 'text', text: plain });
    plain = '';
    segments.push(segment);
  };
  for (const character of line.text) {
    if (at >= most) break;
    if (character === enclosure) {
      inside = !inside;
      push({ kind: 'enclosure', text: character });
    } else if (character === delimiter && !inside) {
      const [text, means] = unseen(character);
      push({ kind: 'delimiter', text, ...(means !== undefined && { means }) });
    } else if (at >= spacesFrom) push({ kind: 'space', text: '·', means: 'space at the end of a line' });
    else if (UNSEEN.test(character)) {
      const [text, means = ''] = unseen(character);
      push({ kind: 'mark', text, means });
    } else plain += character;
    at += character.length;
  }
  if (plain !== '') segments.push({ kind: 'text', text: plain });
  const newline = NEWLINES[line.end];
  if (newline) segments.push({ kind: 'newline', text: newline[0], means: newline[1] });
  return { segments, cut: line.text.length - at };
}

/** How a character is shown that cannot be seen, and what it is. */
function unseen(character: string): readonly [string, string | undefined] {
  const named = NAMES[character];
  if (named) return named;
  if (!UNSEEN.test(character)) return [character, undefined];
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return [`U+${code}`, 'character that cannot be seen'];
}
