import type { KeyPath } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { Position } from '../positions.ts';
import type { Place } from './place.ts';
import { scanOf } from './scan.ts';
import { isDash, isMarker, widthOf } from './scan-text.ts';
import { pathOf, type Scan, type Seat, type Slot, type SlotRange, seatAt, textOf } from './scan-tree.ts';

/**
 * What a position is in (V2), by a scan of the lines: right in documents that no parser understands. Undefined in
 * comments, in text that holds no names, and where nothing can be written.
 */
export function placeAt(document: LanguageDocument, position: Position): Place | undefined {
  const scan = scanOf(document);
  const offset = document.offsetAt(position);
  const { line, character } = document.positionAt(offset);
  const text = document.lines[line] ?? '';
  const inText = scan.blockTexts.get(line);
  if (inText) return inBlockText(document, inText, line, character);
  if (scan.markers.has(line)) return undefined;
  const comment = scan.comments.get(line);
  if (comment !== undefined && offset > comment) return undefined;
  const before = text.slice(0, character);
  const blank = before.trim() === '' && (comment !== undefined ? offset <= comment : text.trim() === '');
  const column = blank ? columnsOf(before) : 0;
  const slot = slotAt(scan.slots, offset);
  // A bracket that is not closed yet does not keep the lines of the block around it.
  const leaves = blank && slot?.flow !== undefined && !slot.flow.closed && column <= slot.flow.base;
  if (slot && !leaves && document.positionAt(slot.start).line <= line) {
    const found = inSlot(document, slot, offset);
    if (found || !blank) return found;
  }
  return blank ? onBlankLine(document, scan, line, column, offset) : undefined;
}

/** What the scan knows of a document beyond one place; cheap to ask often. */
export interface Surroundings {
  /** Keys of the mapping at a path, with their values where they are plain. */
  siblingsOf(path: KeyPath): ReadonlyMap<string, string | undefined> | undefined;
  /** The text of a single value. */
  textOf(path: KeyPath): string | undefined;
  /** What stands at a path: `nothing` for a key without value, undefined for a path that leads nowhere. */
  kindOf(path: KeyPath): 'nothing' | 'scalar' | 'block-text' | 'map' | 'list' | undefined;
  /** Plain values of the list at a path. */
  itemsOf(path: KeyPath): readonly (string | undefined)[];
  /** Of each item of the list at a path: its plain value, or that of one of its keys. */
  itemsNamedBy(path: KeyPath, key: string): readonly (string | undefined)[];
}

/** What stands around a place, by the same scan; a marker for what has no place of its own. */
export function surroundingsOf(document: LanguageDocument): Surroundings {
  const { root } = scanOf(document);
  const { text } = document;
  return {
    siblingsOf: path => keysOf(text, seatAt(root, path)),
    textOf: path => textOf(text, seatAt(root, path)),
    kindOf: path => seatAt(root, path)?.value.kind,
    itemsOf: path => {
      const value = seatAt(root, path)?.value;
      return value?.kind === 'list' ? value.items.map(item => textOf(text, item)) : [];
    },
    itemsNamedBy: (path, key) => {
      const value = seatAt(root, path)?.value;
      if (value?.kind !== 'list') return [];
      const first = new RegExp(`\\{\\s*${key}:\\s+([A-Za-z_][\\w.]*)\\s*[,}]`, 'y');
      const named = (item: Seat) => textOf(text, item) ?? textOf(text, seatAt(item, [key]));
      return value.items.map(item => beginning(text, item, first) ?? named(item));
    },
  };
}

/** What a pattern finds at the bracket of an item that may not be read yet: of a thousand items the first key is enough. */
function beginning(text: string, { bracket }: Seat, pattern: RegExp): string | undefined {
  if (bracket === undefined) return undefined;
  pattern.lastIndex = bracket;
  return pattern.exec(text)?.[1];
}

function slotAt(slots: Scan['slots'], offset: number): Slot | undefined {
  let low = 0;
  let high = slots.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const slot = slots[middle] as Slot | SlotRange;
    if (offset < slot.from) high = middle - 1;
    else if (offset > slot.to) low = middle + 1;
    else return slot.kind === 'range' ? slotAt(slot.open(), offset) : slot;
  }
  return undefined;
}

function inSlot(document: LanguageDocument, slot: Slot, offset: number): Place | undefined {
  const hasWord = slot.end > slot.start || slot.quote !== undefined;
  let [start, end] = hasWord ? [slot.start, slot.end] : [offset, offset];
  if (offset < start) return undefined;
  if (offset > end) {
    // Behind a plain word it may go on: `30 |`. Behind a closing quote, or a line further down, it does not.
    if (slot.quote !== undefined || document.text.slice(end, offset).trim() !== '') return undefined;
    end = offset;
  }
  const range = document.rangeAt(start, end);
  if (range.start.line !== range.end.line) {
    if (hasWord && offset > slot.end) return undefined;
    start = Math.max(start, document.offsetAt({ line: document.positionAt(offset).line, character: 0 }));
    if (start !== slot.start) return undefined;
    end = document.offsetAt({ line: range.start.line, character: Number.MAX_SAFE_INTEGER });
  }
  const word = {
    text: document.text.slice(start, end),
    range: document.rangeAt(start, end),
    before: document.text.slice(start, offset),
  };
  const { seat } = slot;
  const common = { word, quote: slot.quote, flow: slot.flow !== undefined, indent: slot.indent, colon: slot.colon };
  // The first key of an item whose other keys are there already is nothing but a key.
  if (slot.at === 'key' || (slot.at === 'item' && seat.value.kind === 'map')) {
    const indent = slot.at === 'key' ? slot.indent : slot.indent + 2;
    return { ...common, indent, path: pathOf(seat), at: 'key', siblings: othersThan(document.text, seat, slot.entry) };
  }
  return {
    ...common,
    path: pathOf(seat),
    at: slot.at,
    siblings: keysOf(document.text, scanMapAbove(seat)) ?? new Map(),
  };
}

/**
 * An empty line is where a key, an item or a value would begin; which one its column says. Undefined at a column at
 * which nothing can begin, since it would tear apart what stands around it.
 */
function onBlankLine(
  document: LanguageDocument,
  scan: Scan,
  line: number,
  column: number,
  offset: number,
): Place | undefined {
  const next = nextContent(document, line);
  if (next && next.column > column) return undefined;
  let above = line - 1;
  while (above >= 0 && !scan.standing.has(above)) above--;
  let { frame, last } = scan.standing.get(above) ?? { frame: undefined, last: undefined };
  // A list may stand at the column of its key: then a key begins there, unless the list goes on.
  const listGoesOn = next?.isDash === true && next.column === column;
  while (frame && (frame.indent > column || (!listGoesOn && frame.indent === column && frame.up?.indent === column))) {
    last = frame.node.seat;
    frame = frame.up;
  }
  let seat = !frame ? scan.root : frame.indent === column ? frame.node.seat : last;
  if (listGoesOn && frame?.indent === column && frame.node.kind === 'map') seat = last;
  if (!seat || seat.value.kind === 'block-text') return undefined;
  if (seat.value.kind === 'map' || seat.value.kind === 'list') {
    if (seat.value.flow || (seat.value.indent ?? column) !== column) return undefined;
  }
  // Below a value that is said already only its own text could go on; a file that is one word is being begun.
  if (seat.value.kind === 'scalar' && seat !== scan.root) return undefined;
  return blankPlace(document, seat, column, offset);
}

/** The next line that says something. */
function nextContent(
  { lines }: LanguageDocument,
  line: number,
): { readonly column: number; readonly isDash: boolean } | undefined {
  for (let i = line + 1; i < lines.length; i++) {
    const text = lines[i] as string;
    const content = text.trimStart();
    if (content === '' || content.startsWith('#') || isMarker(text, 0, text.length)) continue;
    const space = text.slice(0, text.length - content.length);
    return { column: columnsOf(space), isDash: isDash(content, 0) };
  }
  return undefined;
}

const columnsOf = (space: string): number => [...space].reduce((sum, char) => sum + widthOf(char), 0);

function blankPlace(document: LanguageDocument, seat: Seat, column: number, offset: number): Place {
  return {
    path: pathOf(seat),
    at: 'key',
    word: { text: '', range: document.rangeAt(offset, offset), before: '' },
    quote: undefined,
    flow: false,
    siblings: othersThan(document.text, seat, undefined),
    indent: column,
    colon: false,
  };
}

const scanMapAbove = (seat: Seat): Seat | undefined => {
  for (let at = seat.parent; at; at = at.seat.parent) if (at.kind === 'map') return at.seat;
  return undefined;
};

function keysOf(text: string, seat: Seat | undefined): ReadonlyMap<string, string | undefined> | undefined {
  return seat?.value.kind === 'map'
    ? new Map(seat.value.entries.map(entry => [String(entry.step), textOf(text, entry)]))
    : undefined;
}

/** The keys of a mapping but the one that is being written, unless it is there twice. */
function othersThan(text: string, seat: Seat, own: Seat | undefined): ReadonlyMap<string, string | undefined> {
  if (seat.value.kind !== 'map') return new Map();
  return new Map(
    seat.value.entries.filter(entry => entry !== own).map(entry => [String(entry.step), textOf(text, entry)]),
  );
}

const NAME = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** SQL names columns; no other block text names anything. */
function inBlockText(document: LanguageDocument, seat: Seat, line: number, character: number): Place | undefined {
  if (seat.step !== 'computed') return undefined;
  const text = document.lines[line] ?? '';
  const match = [...text.matchAll(NAME)].find(m => m.index <= character && character <= m.index + m[0].length);
  const start = match?.index ?? character;
  const end = start + (match?.[0].length ?? 0);
  return {
    path: pathOf(seat),
    at: 'value',
    word: {
      text: text.slice(start, end),
      range: { start: { line, character: start }, end: { line, character: end } },
      before: text.slice(start, character),
    },
    quote: undefined,
    flow: false,
    siblings: keysOf(document.text, seat.parent?.seat) ?? new Map(),
    indent: text.length - text.trimStart().length,
    colon: false,
  };
}
