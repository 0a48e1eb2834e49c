/** Cells of a spreadsheet (O1): typed where a spreadsheet holds the value exactly, text where it does not (O6). */
import { fail } from '../errors/index.ts';
import type { OutputColumn } from '../rows/source.ts';

/** Indexes into the cell formats of `xlsx-parts.ts`. */
export const STYLE = { plain: 0, header: 1, text: 2, date: 3, datetime: 4, millisecond: 5 } as const;

/** UTF-16 units that a cell holds. */
const MOST_CHARACTERS = 32_767;
/** Digits that a spreadsheet keeps of a number. */
const MOST_DIGITS = 15;
/** Powers of ten that are surely inside what a double holds. */
const MOST_EXPONENT = 300;

/** Where a cell is, for its reference and for errors. `row` counts data rows of the run from 1; 0 is the header. */
export interface CellPlace {
  /** `B7`. */
  readonly ref: string;
  readonly row: number;
  readonly column: OutputColumn;
}

/** The cell as XML. */
export function cellXml(value: string, place: CellPlace): string {
  switch (place.column.type) {
    case 'number':
      return isExactNumber(value) ? `<c r="${place.ref}"><v>${value}</v></c>` : textCell(value, place, STYLE.text);
    case 'boolean':
      if (value !== 'true' && value !== 'false') return textCell(value, place, STYLE.text);
      return `<c r="${place.ref}" t="b"><v>${value === 'true' ? 1 : 0}</v></c>`;
    case 'date':
    case 'datetime': {
      const found = serial(value);
      if (found === undefined) return textCell(value, place, STYLE.text);
      return `<c r="${place.ref}" s="${found.style}"><v>${found.days}</v></c>`;
    }
    default:
      return textCell(value, place, STYLE.text);
  }
}

/** Text is never a formula, whatever it begins with: its cell says that it is text, and its format that it stays so. */
export function textCell(text: string, { ref, row, column }: CellPlace, style: number): string {
  if (text.length > MOST_CHARACTERS)
    fail('xlsx-cell-too-long', { row, column: column.header, characters: text.length, most: MOST_CHARACTERS });
  const space = NEEDS_PRESERVING.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t${space}>${escaped(text)}</t></is></c>`;
}

const NEEDS_PRESERVING = /^\s|\s$|[\t\n]/;

/** What XML cannot hold as it is; and text that looks like the escapes of spreadsheets. */
const TO_ESCAPE = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff\p{Surrogate}]|_(?=x[0-9A-Fa-f]{4}_)/gu;

/** A quick look, which most texts pass; whole surrogate pairs are sorted out after it. */
const MAY_NEED_ESCAPING = /[&<>\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]|_x/;

/** Lossless: a character that XML forbids, and CR, which XML readers change, become `_x000D_` as spreadsheets have it. */
export function escaped(text: string): string {
  if (!MAY_NEED_ESCAPING.test(text)) return text;
  return text.replace(TO_ESCAPE, character => {
    if (character === '&') return '&amp;';
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  });
}

/** A number as databases write it, apart from `-0`, whose sign a spreadsheet drops. */
const NUMBER = /^-?(?:0|([1-9]\d*))(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Most numbers: those that need no counting of digits where they are no longer than the digits that are kept. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d*)(?:\.\d+)?$/;

/** Whether a spreadsheet keeps every digit. */
export function isExactNumber(text: string): boolean {
  if (text.length <= MOST_DIGITS && PLAIN_NUMBER.test(text)) return true;
  const match = NUMBER.exec(text);
  if (!match) return false;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '').replace(/0+$/, '');
  if (digits === '') return !text.startsWith('-');
  const magnitude = (whole === '' ? -fraction.search(/[1-9]/) : whole.length) + Number(exponent);
  return digits.length <= MOST_DIGITS && Math.abs(magnitude) < MOST_EXPONENT;
}

/** A day, or date and time with an offset; the fraction of a second as far as a spreadsheet shows one. */
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,3}0*)?(?:[+-]\d\d:\d\d(?::\d\d)?|Z))?$/;
const DATE_LENGTH = '2026-11-28'.length;
const DAY = 86_400_000;
/** Days from the beginning of a spreadsheet's calendar to 1970. */
const TO_1970 = 25_569;
/** 1 March 1900: before it spreadsheets disagree, since one of them knows a 29 February 1900. */
const FIRST_SERIAL = 61;

/** The day number of a date in its own zone; undefined for what a spreadsheet cannot hold. */
function serial(text: string): { readonly days: number; readonly style: number } | undefined {
  if (!INSTANT.test(text)) return undefined;
  const year = two(text, 0) * 100 + two(text, 2);
  // Not Date.UTC, which takes the years 1 to 99 for those of the last century.
  const whole = new Date(0).setUTCFullYear(year, two(text, 5) - 1, two(text, 8)) / DAY + TO_1970;
  if (whole < FIRST_SERIAL) return undefined;
  if (text.length === DATE_LENGTH) return { days: whole, style: STYLE.date };
  const seconds = (two(text, 11) * 60 + two(text, 14)) * 60 + two(text, 17);
  const milliseconds = text[19] === '.' ? Number((/^\d{1,3}/.exec(text.slice(20)) ?? '0')[0].padEnd(3, '0')) : 0;
  const style = milliseconds === 0 ? STYLE.datetime : STYLE.millisecond;
  return { days: notBelow(whole, seconds * 1000 + milliseconds), style };
}

/** The two digits that stand there; without a text of their own, of which a large file would make millions. */
const two = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * 48;

/**
 * The nearest number to day and time that is not below it: readers that cut off what is smaller than a millisecond see
 * the same millisecond as those that round.
 */
function notBelow(day: number, milliseconds: number): number {
  const days = day + milliseconds / DAY;
  // Taking the whole days off is exact, so this sees less than a microsecond.
  return (days - day) * DAY < milliseconds ? days * (1 + Number.EPSILON) : days;
}
