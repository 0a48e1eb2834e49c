import type { DateSuggestion } from './date-expression.ts';
import { lexDate } from './date-lexer.ts';
import { expectedAfter, PREFIX } from './date-parser.ts';

/** Whole expressions that people ask for most, best first. */
const PHRASES: readonly (readonly [text: string, detail: string])[] = [
  ['today', "the run's day"],
  ['yesterday', "the day before the run's day"],
  ['now', "the run's instant"],
  ['-7 days', 'a week ago'],
  ['first day of this month', 'the first of the month'],
  ['first day of last month', 'the first of the month before'],
  ['last day of last month', 'the last day of the month before'],
  ['start of week', 'Monday of this week'],
  ['monday last week', 'Monday of the week before'],
  ['last monday', 'the Monday before, never the day itself'],
  ['start of quarter', 'first day of this quarter'],
  ['start of year', '1 January'],
  ['first monday of this month', 'its first Monday'],
  ['yesterday 13:45', 'that time on the day before'],
];

/**
 * How a `date:` expression can go on (D4, V2). `before` is the text from the beginning of the value to the cursor, with
 * or without `date:`. Each suggestion replaces what stands from its `offset` to the cursor.
 */
export function dateSuggestions(before: string): DateSuggestion[] {
  const start = PREFIX.exec(before)?.[0].length ?? 0;
  const tokens = lexDate(before, start);
  const last = tokens.at(-1);
  const partial = last?.kind === 'word' && last.offset + last.length === before.length ? last : undefined;
  const typed = partial?.text.toLowerCase() ?? '';
  const offset = partial?.offset ?? before.length;
  // `-7` and `7` still want a space before the unit.
  const space = partial === undefined && last !== undefined && !/[\s+-]$/.test(before) ? ' ' : '';
  const words = (expectedAfter(partial ? tokens.slice(0, -1) : tokens) ?? [])
    .filter(e => e.text.startsWith(typed) && e.text !== typed)
    .map(e => ({ text: space + e.text, detail: e.detail, offset }));
  const written = before.slice(start).trimStart().toLowerCase();
  const phrases = PHRASES.filter(([text]) => text.startsWith(written) && text !== written).map(([text, detail]) => ({
    text,
    detail,
    offset: start,
  }));
  const all = [...phrases, ...words];
  return all.filter((s, i) => all.findIndex(o => o.text === s.text && o.offset === s.offset) === i);
}
