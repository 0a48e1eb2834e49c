import { Findings } from './scan-slots.ts';
import { closesBefore, isBreak, isComment, isSpace, plainRun, quoteAt, unquoted } from './scan-text.ts';
import {
  addEntry,
  addItem,
  type Collection,
  type FlowSpan,
  listIn,
  mapIn,
  type Quote,
  type ScanList,
  type ScanMap,
  type Seat,
} from './scan-tree.ts';

/** One open bracket. `implicit`: the one-pair mapping of `[a: b]`, which ends with its item. */
interface Open {
  readonly node: Collection;
  readonly implicit: boolean;
}

/** What is being read. */
interface Reading {
  readonly at: 'key' | 'value' | 'item';
  readonly seat: Seat;
  readonly from: number;
  /** Its end grows with each character: no new one is made for them. */
  word: { start: number; end: number; readonly quote: Quote | undefined; readonly closed: boolean } | undefined;
}

/**
 * Scans `[…]` or `{…}` from its bracket on, over as many lines as it takes. One that is never closed ends where the
 * block around it goes on. Gives the offset behind it.
 */
export function scanFlow(found: Findings, seat: Seat, start: number, base: number): number {
  return new FlowScanner(found, base).scan(seat, start);
}

/**
 * As {@link scanFlow}, put off until somebody asks, where the bracket surely closes before `end`: most files are made of
 * such lines, and of all of them a place is in one at most.
 */
export function scanFlowLater(found: Findings, seat: Seat, start: number, base: number, end: number): number {
  const after = seat.value.kind === 'nothing' ? closesBefore(found.lines.text, start, end) : undefined;
  if (after === undefined) return scanFlow(found, seat, start, base);
  let slots: Findings['slots'] | undefined;
  const open = () => {
    if (slots) return slots;
    const inner = new Findings(found.lines);
    slots = inner.slots;
    scanFlow(inner, seat, start, base);
    return slots;
  };
  seat.later = open;
  seat.bracket = start;
  found.slots.push({ kind: 'range', from: start + 1, to: after - 1, open });
  return after;
}

class FlowScanner {
  readonly #found: Findings;
  readonly #text: string;
  readonly #span: FlowSpan;
  readonly #open: Open[] = [];
  #reading: Reading | undefined;

  constructor(found: Findings, base: number) {
    this.#found = found;
    this.#text = found.lines.text;
    this.#span = { base, closed: false };
  }

  scan(seat: Seat, start: number): number {
    const text = this.#text;
    this.#enter(seat, start);
    let at = start + 1;
    while (at < text.length) {
      const char = text[at] as string;
      if (isBreak(char)) {
        const line = this.#found.lineOf(at) + 1;
        if (!this.#found.goesOn(line, this.#span.base, ']}') || this.#lacksComma(line)) return this.#stop(at);
        at = this.#found.nextLine(at) ?? at + 1;
      } else if (isSpace(char)) at++;
      else if (isComment(text, at)) {
        this.#found.comment(at);
        at = this.#found.lines.ends[this.#found.lineOf(at)] as number;
      } else if (char === ']' || char === '}') {
        this.#finish(at);
        this.#leave(char);
        at++;
        if (this.#open.length === 0) {
          this.#span.closed = true;
          return at;
        }
      } else at = this.#character(char, at);
    }
    return this.#stop(text.length);
  }

  /** A value is written, no comma follows, and the next line is a pair: of the block that was there before the bracket. */
  #lacksComma(line: number): boolean {
    const { starts, ends } = this.#found.lines;
    const { at, word } = this.#reading ?? {};
    if (!word || at === 'key') return false;
    return /^[ \t]*["']?[\w-]+["']?:(\s|$)/.test(this.#text.slice(starts[line], ends[line]));
  }

  #character(char: string, at: number): number {
    const reading = this.#reading;
    if (char === ',') {
      this.#finish(at);
      if (this.#open.at(-1)?.implicit) this.#open.pop();
      this.#begin(at + 1);
      return at + 1;
    }
    if (!reading) return at + 1;
    if (char === '{' || char === '[') {
      // Within a word it is a slip; what follows is read as if the word were not there.
      this.#reading = undefined;
      this.#enter(reading.at === 'key' ? addEntry(this.#map(), '') : reading.seat, at);
      return at + 1;
    }
    if (char === ':' && this.#isColon(reading, at)) return this.#colon(reading, at);
    if (!reading.word && quoteAt(this.#text, at)) {
      const word = this.#found.quoted(at, this.#span.base);
      reading.word = word;
      return Math.max(word.after, at + 1);
    }
    const end = plainRun(this.#text, at);
    if (!reading.word) reading.word = { start: at, end, quote: undefined, closed: false };
    else if (reading.word.quote === undefined) reading.word.end = end;
    return end;
  }

  #isColon({ at, word }: Reading, offset: number): boolean {
    if (at === 'value') return false;
    const next = this.#text[offset + 1];
    return word?.quote !== undefined || next === undefined || isSpace(next) || isBreak(next) || ',]}'.includes(next);
  }

  #colon(reading: Reading, at: number): number {
    const { word } = reading;
    if (reading.at === 'item') this.#open.push({ node: mapIn(reading.seat, true), implicit: true });
    const map = this.#map();
    const entry = addEntry(map, word ? unquoted(this.#text, word) : '');
    this.#slot('key', map.seat, entry, reading.from, at, word);
    this.#reading = { at: 'value', seat: entry, from: at + 1, word: undefined };
    return at + 1;
  }

  /** The mapping whose key is being read. */
  #map(): ScanMap {
    return this.#open.at(-1)?.node as ScanMap;
  }

  #enter(seat: Seat, at: number): void {
    const node = this.#text[at] === '{' ? mapIn(seat, true) : listIn(seat, true);
    this.#open.push({ node, implicit: false });
    this.#begin(at + 1);
  }

  /** A closing bracket closes what is open inside of its own; one that nothing opened closes nothing. */
  #leave(char: ']' | '}'): void {
    const kind = char === '}' ? 'map' : 'list';
    const index = this.#open.findLastIndex(({ node, implicit }) => node.kind === kind && !implicit);
    if (index >= 0) this.#open.length = index;
  }

  #begin(from: number): void {
    const node = this.#open.at(-1)?.node;
    if (!node) return;
    const seat = node.kind === 'map' ? node.seat : addItem(node as ScanList);
    this.#reading = { at: node.kind === 'map' ? 'key' : 'item', seat, from, word: undefined };
  }

  #finish(to: number): void {
    const reading = this.#reading;
    this.#reading = undefined;
    if (!reading) return;
    this.#slot(reading.at, reading.seat, undefined, reading.from, to, reading.word);
    // An item without a word is one that is still to come.
    const { parent } = reading.seat;
    if (reading.at === 'item' && !reading.word && this.#text[to] !== ',') (parent as ScanList).items.pop();
  }

  #slot(at: Reading['at'], seat: Seat, entry: Seat | undefined, from: number, to: number, word: Reading['word']): void {
    const flow = this.#span;
    const indent = Math.max(0, flow.base);
    this.#found.slot(at, seat, entry, flow, indent, from, to, word);
  }

  /** It was not closed. Empty lines that follow may be where it goes on. */
  #stop(at: number): number {
    const { starts, ends } = this.#found.lines;
    let to = at;
    for (let line = this.#found.lineOf(at) + 1; line < starts.length; line++) {
      if (this.#text.slice(starts[line], ends[line]).trim() !== '') break;
      to = ends[line] as number;
    }
    this.#finish(this.#reading?.word ? at : to);
    return at;
  }
}
