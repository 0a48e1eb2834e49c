import type { KeyPath } from '@waybill/engine/definition';
import { unquoted } from './scan-text.ts';

const NOTHING: ScanValue = { kind: 'nothing' };

/** Where a value stands or would stand: the whole file, the value of a key, an item of a list. */
export class Seat {
  readonly parent: Collection | undefined;
  /** Key or position in the parent; nothing of the file itself. */
  readonly step: string | number;
  /** Reads the value where that was put off until somebody asks. */
  later: (() => unknown) | undefined;
  /** Offset of the bracket of a value that was put off, for who can read the little that is asked from the text itself. */
  bracket: number | undefined;
  #value: ScanValue = NOTHING;

  constructor(parent: Collection | undefined, step: string | number) {
    this.parent = parent;
    this.step = step;
    this.later = undefined;
    this.bracket = undefined;
  }

  get value(): ScanValue {
    const { later } = this;
    if (later) {
      this.later = undefined;
      later();
    }
    return this.#value;
  }

  set value(value: ScanValue) {
    this.#value = value;
  }
}

export type ScanValue =
  | { readonly kind: 'nothing' }
  /** A single value; its text is cut out when it is asked for. */
  | Slot
  /** `|` or `>`: text that no one looks into. */
  | { readonly kind: 'block-text' }
  | Collection;

export type Quote = '"' | "'";
export type Collection = ScanMap | ScanList;

export interface ScanMap {
  readonly kind: 'map';
  readonly seat: Seat;
  /** Written in braces: no further lines belong to it. */
  readonly flow: boolean;
  /** Column of its keys in block style. */
  indent: number | undefined;
  /** In the order of the file; a key that comes twice is there twice. */
  readonly entries: Seat[];
}

export interface ScanList {
  readonly kind: 'list';
  readonly seat: Seat;
  readonly flow: boolean;
  /** Column of its dashes in block style. */
  indent: number | undefined;
  readonly items: Seat[];
}

/** A `[…]` or `{…}` with all that is nested in it. */
export interface FlowSpan {
  /** Column of the block that it belongs to; what follows is indented further. */
  readonly base: number;
  closed: boolean;
}

/** A stretch of the text in which one key, value or item stands, or would stand. Slots never overlap. */
export interface Slot {
  readonly kind: 'scalar';
  readonly at: 'key' | 'value' | 'item';
  /** For `key` that of the mapping, or where a mapping would begin; else that of the value. */
  readonly seat: Seat;
  /** The key's own entry, once a `:` follows it. */
  readonly entry: Seat | undefined;
  /** Offsets that belong to it, both ends included. */
  readonly from: number;
  readonly to: number;
  /** Offsets of the word without its quotes, the end exclusive; equal and meaningless when there is none. */
  readonly start: number;
  readonly end: number;
  readonly quote: Quote | undefined;
  readonly colon: boolean;
  readonly flow: FlowSpan | undefined;
  readonly indent: number;
}

/** A stretch whose slots are found when somebody asks for one of them. */
export interface SlotRange {
  readonly kind: 'range';
  readonly from: number;
  readonly to: number;
  open(): readonly (Slot | SlotRange)[];
}

/** The block collections that are open after a line, innermost first. */
export interface Frame {
  readonly indent: number;
  readonly node: Collection;
  readonly up: Frame | undefined;
}

/** How things stand after a line: what is open, and the value of the innermost that was begun last. */
export interface Standing {
  readonly frame: Frame | undefined;
  readonly last: Seat | undefined;
}

/** What a scan of the whole text found. */
export interface Scan {
  readonly root: Seat;
  /** In the order of the text. */
  readonly slots: readonly (Slot | SlotRange)[];
  /** By line, where structure begins on it. */
  readonly standing: ReadonlyMap<number, Standing>;
  /** By line: the value whose block text it is part of. */
  readonly blockTexts: ReadonlyMap<number, Seat>;
  /** By line: the offset of its `#`. */
  readonly comments: ReadonlyMap<number, number>;
  /** Lines that are no YAML: `---`, merge markers. */
  readonly markers: ReadonlySet<number>;
}

export function pathOf(seat: Seat): KeyPath {
  const path: (string | number)[] = [];
  for (let at = seat; at.parent; at = at.parent.seat) path.push(at.step);
  return path.reverse();
}

/** What stands at a path; the last of keys that come twice. */
export function seatAt(root: Seat, path: KeyPath): Seat | undefined {
  let seat: Seat | undefined = root;
  for (const step of path) {
    const value: ScanValue | undefined = seat?.value;
    if (value?.kind === 'map') seat = value.entries.findLast(entry => entry.step === String(step));
    else if (value?.kind === 'list' && typeof step === 'number') seat = value.items[step];
    else return undefined;
  }
  return seat;
}

/** The text of a single value, unquoted; undefined for anything else. */
export const textOf = (text: string, seat: Seat | undefined): string | undefined =>
  seat?.value.kind === 'scalar' ? unquoted(text, seat.value) : undefined;

/** The collection that stands at a seat, made where nothing of this kind stands there yet. */
export function mapIn(seat: Seat, flow = false): ScanMap {
  if (seat.value.kind === 'map') return seat.value;
  const map: ScanMap = { kind: 'map', seat, flow, indent: undefined, entries: [] };
  if (seat.value.kind !== 'list') seat.value = map;
  return map;
}

export function listIn(seat: Seat, flow = false): ScanList {
  if (seat.value.kind === 'list') return seat.value;
  const list: ScanList = { kind: 'list', seat, flow, indent: undefined, items: [] };
  if (seat.value.kind !== 'map') seat.value = list;
  return list;
}

export function addEntry(map: ScanMap, key: string): Seat {
  const entry = new Seat(map, key);
  map.entries.push(entry);
  return entry;
}

export function addItem(list: ScanList): Seat {
  const item = new Seat(list, list.items.length);
  list.items.push(item);
  return item;
}
