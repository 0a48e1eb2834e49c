import type { Word } from './scan-text.ts';
import { closingQuote, isBreak, isComment, isDash, isMarker, type Lines } from './scan-text.ts';
import type { FlowSpan, Seat, Slot, SlotRange } from './scan-tree.ts';

/** What the scanners of blocks and of flow style write into. */
export class Findings {
  readonly lines: Lines;
  readonly slots: (Slot | SlotRange)[] = [];
  readonly comments = new Map<number, number>();
  readonly markers = new Set<number>();

  constructor(lines: Lines) {
    this.lines = lines;
  }

  /** Notes a slot. Its word is the value of its seat, unless it is a key or something stands there already. */
  slot(
    at: Slot['at'],
    seat: Seat,
    entry: Seat | undefined,
    flow: FlowSpan | undefined,
    indent: number,
    from: number,
    to: number,
    word?: Word,
  ): void {
    const slot: Slot = {
      kind: 'scalar',
      at,
      seat,
      entry,
      from,
      to: Math.max(from, to),
      start: word ? word.start : from,
      end: word ? word.end : from,
      quote: word?.quote,
      colon: entry !== undefined,
      flow,
      indent,
    };
    this.slots.push(slot);
    if (word && entry === undefined && seat.value.kind === 'nothing') seat.value = slot;
  }

  lineOf(offset: number, from = 0): number {
    const { starts } = this.lines;
    let low = from;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  comment(offset: number): void {
    const line = this.lineOf(offset);
    if (!this.comments.has(line)) this.comments.set(line, offset);
  }

  /**
   * Whether what began further up, indented by `base`, may go on at the line: in flow style and in quotes every line
   * is indented further. This keeps what is not closed yet from swallowing the rest of the file.
   */
  goesOn(line: number, base: number, closers: string): boolean {
    const { text, starts, ends } = this.lines;
    for (let at = line; at < starts.length; at++) {
      const start = starts[at] as number;
      const end = ends[at] as number;
      let i = start;
      while (i < end && (text[i] === ' ' || text[i] === '\t')) i++;
      if (i === end || isComment(text, i)) continue;
      if (isMarker(text, start, end)) return false;
      if (i - start > base) return !isDash(text, i);
      return closers.includes(text[i] as string);
    }
    return false;
  }

  /** The word in quotes that begins at `open`; where nothing closes it, it ends with its line. */
  quoted(open: number, base: number): Word & { readonly closed: boolean; readonly after: number } {
    const { text, ends } = this.lines;
    const quote = text[open] as '"' | "'";
    let line = this.lineOf(open);
    const first = ends[line] as number;
    const close = closingQuote(text, open, text.length);
    for (let at = first; close !== undefined && at < close; at = ends[++line] as number) {
      if (this.goesOn(line + 1, base, '')) continue;
      return { start: open + 1, end: first, quote, closed: false, after: first };
    }
    if (close === undefined) return { start: open + 1, end: first, quote, closed: false, after: first };
    return { start: open + 1, end: close, quote, closed: true, after: close + 1 };
  }

  /** Passes a line's end; `undefined` at the end of the text. */
  nextLine(offset: number): number | undefined {
    const { text } = this.lines;
    if (!isBreak(text[offset])) return undefined;
    return text[offset] === '\r' && text[offset + 1] === '\n' ? offset + 2 : offset + 1;
  }
}
