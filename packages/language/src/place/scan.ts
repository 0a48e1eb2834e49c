import type { LanguageDocument } from '../language-document.ts';
import { scanFlowLater } from './scan-flow.ts';
import { Findings } from './scan-slots.ts';
import {
  isComment,
  isDash,
  isMarker,
  isSpace,
  keyAt,
  linesOf,
  plainEnd,
  quoteAt,
  unquoted,
  widthOf,
} from './scan-text.ts';
import { addEntry, addItem, type Frame, listIn, mapIn, type Scan, Seat, type Standing } from './scan-tree.ts';

const SCAN = Symbol('scan');

/**
 * The structure of a document by its lines alone, once for each version. It never gives up: what is not closed, not
 * indented as it should be or not finished costs at most its own line.
 */
export const scanOf = (document: LanguageDocument): Scan => document.once(SCAN, () => scanText(document.text));

export const scanText = (text: string): Scan => new BlockScanner(text).scan();

class BlockScanner {
  readonly #found: Findings;
  readonly #text: string;
  readonly #standing = new Map<number, Standing>();
  readonly #blockTexts = new Map<number, Seat>();
  #root = new Seat(undefined, '');
  #top: Frame | undefined;
  /** The value whose block text began on the line before, and the column that it must be indented beyond. */
  #block: { readonly seat: Seat; readonly base: number } | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#found = new Findings(linesOf(text));
  }

  scan(): Scan {
    const { starts } = this.#found.lines;
    for (let line = 0; line < starts.length; ) line = this.#line(line);
    const { slots, comments, markers } = this.#found;
    return { root: this.#root, slots, standing: this.#standing, blockTexts: this.#blockTexts, comments, markers };
  }

  /** Gives the next line to look at: a value may take several. */
  #line(line: number): number {
    const text = this.#text;
    const start = this.#found.lines.starts[line] as number;
    const end = this.#found.lines.ends[line] as number;
    let at = start;
    let column = 0;
    while (at < end && isSpace(text[at])) column += widthOf(text[at++] as string);
    if (at === end) return line + 1;
    if (this.#block) {
      if (column > this.#block.base && !(column === 0 && isMarker(text, start, end))) {
        this.#blockTexts.set(line, this.#block.seat);
        return line + 1;
      }
      this.#block = undefined;
    }
    if (isMarker(text, start, end)) return this.#marker(line, start);
    if (text[at] === '#') {
      this.#found.comments.set(line, at);
      return line + 1;
    }
    const after = this.#content(at, column, end);
    this.#standing.set(line, { frame: this.#top, last: lastSeat(this.#top) });
    const last = this.#found.lineOf(after, line);
    const rest = plainEnd(text, after, this.#found.lines.ends[last] as number);
    if (rest.comment !== undefined) this.#found.comment(rest.comment);
    return last + 1;
  }

  #marker(line: number, start: number): number {
    this.#found.markers.add(line);
    // Another document; of several the last is known by its paths, and all of them by their lines.
    if (this.#text.startsWith('---', start) || this.#text.startsWith('...', start)) {
      if (this.#root.value.kind !== 'nothing') this.#root = new Seat(undefined, '');
      this.#top = undefined;
      this.#standing.set(line, { frame: undefined, last: undefined });
    }
    return line + 1;
  }

  /** Dashes, a key, a value: what a line holds from `at` on. Gives the offset behind what it took. */
  #content(from: number, fromColumn: number, end: number): number {
    const text = this.#text;
    let at = from;
    let column = fromColumn;
    let item: Seat | undefined;
    while (isDash(text, at)) {
      item = addItem(this.#listFrame(column, item).node);
      const dash = column;
      let next = at + 1;
      while (next < end && isSpace(text[next])) next++;
      if (next >= end || isComment(text, next)) {
        const to = next >= end ? next : Math.max(at + 1, next - 1);
        this.#found.slot('item', item, undefined, undefined, dash, at + 1, to);
        return next;
      }
      column += next - at;
      at = next;
    }
    const key = '[{'.includes(text[at] as string) ? undefined : keyAt(text, at, end);
    if (!key) return this.#bare(at, column, end, item);
    const map = this.#mapFrame(column, item).node;
    const entry = addEntry(map, unquoted(text, key.word));
    this.#found.slot('key', map.seat, entry, undefined, column, at, key.colon, key.word);
    return this.#value(entry, key.colon + 1, column, end);
  }

  /** What is no key: an item, a value on a line of its own, a key that is still being typed, or text that goes on. */
  #bare(at: number, column: number, end: number, item: Seat | undefined): number {
    const text = this.#text;
    const place = item ? { at: 'item' as const, seat: item } : this.#seatFor(column);
    if (place === undefined) return plainEnd(text, at, end).end;
    const { seat } = place;
    if (text[at] === '[' || text[at] === '{') {
      const base = item ? column - 2 : (this.#top?.indent ?? -1);
      return scanFlowLater(this.#found, seat, at, Math.min(base, column - 1), end);
    }
    const indent = item ? column - 2 : column;
    if (item && this.#isBlockHeader(at, end)) {
      this.#block = { seat, base: indent };
      seat.value = { kind: 'block-text' };
      return end;
    }
    return this.#word(place.at, seat, indent, at, at, end, column - 1);
  }

  #value(entry: Seat, from: number, column: number, end: number): number {
    const text = this.#text;
    let at = from;
    const skip = () => {
      while (at < end && isSpace(text[at])) at++;
    };
    skip();
    // Anchors and tags stand before what the value is.
    while (at < end && (text[at] === '&' || text[at] === '!')) {
      while (at < end && !isSpace(text[at])) at++;
      skip();
    }
    if (at >= end) {
      this.#found.slot('value', entry, undefined, undefined, column, from, end);
      return end;
    }
    if (isComment(text, at)) {
      if (at - 1 >= from) this.#found.slot('value', entry, undefined, undefined, column, from, at - 1);
      return at;
    }
    if (text[at] === '[' || text[at] === '{') return scanFlowLater(this.#found, entry, at, column, end);
    if (this.#isBlockHeader(at, end)) {
      this.#block = { seat: entry, base: column };
      entry.value = { kind: 'block-text' };
      return end;
    }
    return this.#word('value', entry, column, from, at, end, column);
  }

  /** A plain or quoted word, as the slot that begins at `from`. */
  #word(
    kind: 'key' | 'value' | 'item',
    seat: Seat,
    indent: number,
    from: number,
    at: number,
    end: number,
    base: number,
  ): number {
    const quote = quoteAt(this.#text, at);
    if (quote) {
      const word = this.#found.quoted(at, base);
      this.#found.slot(kind, seat, undefined, undefined, indent, from, word.closed ? word.after : word.end, word);
      return word.after;
    }
    const plain = plainEnd(this.#text, at, end);
    const to = plain.comment === undefined ? end : Math.max(plain.end, plain.comment - 1);
    const word = { start: at, end: plain.end, quote: undefined };
    this.#found.slot(kind, seat, undefined, undefined, indent, from, to, word);
    return plain.end;
  }

  #isBlockHeader(at: number, end: number): boolean {
    const char = this.#text[at];
    return (char === '|' || char === '>') && /^[|>][-+\d]*\s*(#.*)?$/.test(this.#text.slice(at, end));
  }

  #popTo(column: number): void {
    while (this.#top && this.#top.indent > column) this.#top = this.#top.up;
  }

  #listFrame(column: number, item: Seat | undefined): Frame & { readonly node: ReturnType<typeof listIn> } {
    let seat = item;
    if (!seat) {
      this.#popTo(column);
      const top = this.#top;
      if (top?.indent === column && top.node.kind === 'list') return top as Frame & { node: ReturnType<typeof listIn> };
      // A list may stand under its key without being indented.
      seat = lastSeat(top) ?? this.#root;
    }
    return this.#push(column, listIn(seat));
  }

  #mapFrame(column: number, item: Seat | undefined): Frame & { readonly node: ReturnType<typeof mapIn> } {
    let seat = item;
    if (!seat) {
      this.#popTo(column);
      if (this.#top?.indent === column && this.#top.node.kind === 'list' && this.#top.up?.indent === column) {
        this.#top = this.#top.up;
      }
      const top = this.#top;
      if (top?.indent === column && top.node.kind === 'map') return top as Frame & { node: ReturnType<typeof mapIn> };
      seat = top?.indent === column ? top.node.seat : (lastSeat(top) ?? this.#root);
    }
    return this.#push(column, mapIn(seat));
  }

  #push<T extends Frame['node']>(indent: number, node: T): Frame & { readonly node: T } {
    node.indent ??= indent;
    const frame = { indent, node, up: this.#top };
    this.#top = frame;
    return frame;
  }

  /** Where a word without dash and colon belongs; undefined where it goes on with the text above it. */
  #seatFor(column: number): { readonly at: 'key'; readonly seat: Seat } | undefined {
    this.#popTo(column);
    const top = this.#top;
    if (!top) return { at: 'key', seat: this.#root };
    if (top.indent === column) {
      const same = top.node.kind === 'list' && top.up?.indent === column ? top.up : top;
      return { at: 'key', seat: same.node.seat };
    }
    const seat = lastSeat(top) ?? top.node.seat;
    return seat.value.kind === 'scalar' ? undefined : { at: 'key', seat };
  }
}

/** The value that lines indented further than a collection belong to. */
function lastSeat(frame: Frame | undefined): Seat | undefined {
  if (!frame) return undefined;
  return frame.node.kind === 'map' ? frame.node.entries.at(-1) : frame.node.items.at(-1);
}
