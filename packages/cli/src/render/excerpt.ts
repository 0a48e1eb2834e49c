import type { Place } from '@waybill/engine/errors';
import type { Colours } from '../io.ts';
import { visible, widthOf } from './visible.ts';

/** Characters of a long line that are shown before and after the place. */
const BEFORE = 40;
const AFTER = 80;

/** The line of a file that a problem is in, with the place underlined; empty when there is no such line. */
export function excerpt(text: string, place: Place, colours: Colours): readonly string[] {
  const { line, column = 1 } = place;
  if (line === undefined) return [];
  const whole = lineOf(text, line);
  if (whole === undefined || whole.trim() === '') return [];
  const start = Math.min(Math.max(1, column) - 1, whole.length);
  const endsHere = place.endLine === undefined || place.endLine === line;
  const end = Math.min(Math.max(endsHere ? (place.endColumn ?? column) - 1 : whole.length, start), whole.length);

  const from = start > BEFORE + 20 ? start - BEFORE : 0;
  const to = whole.length - end > AFTER + 20 ? end + AFTER : whole.length;
  const before = `${from > 0 ? '…' : ''}${visible(expandTabs(whole.slice(from, start)))}`;
  const marked = visible(expandTabs(whole.slice(start, end)));
  const after = `${visible(expandTabs(whole.slice(end, to)))}${to < whole.length ? '…' : ''}`;

  const gutter = String(line).padStart(5);
  const underline = '^'.repeat(Math.max(1, widthOf(marked)));
  return [
    `${colours.dim(`${gutter} |`)} ${before}${marked}${after}`,
    `${colours.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(widthOf(before))}${colours.red(underline)}`,
  ];
}

const expandTabs = (text: string): string => text.replaceAll('\t', '  ');

/** A line by its number, without splitting a file that may be long. */
function lineOf(text: string, number: number): string | undefined {
  const clean = text.startsWith('\ufeff') ? text.slice(1) : text;
  let start = 0;
  for (let at = 1; at < number; at++) {
    const next = clean.indexOf('\n', start);
    if (next === -1) return undefined;
    start = next + 1;
  }
  const end = clean.indexOf('\n', start);
  return clean.slice(start, end === -1 ? clean.length : end).replace(/\r$/, '');
}
