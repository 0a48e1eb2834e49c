import { Temporal } from 'temporal-polyfill';
import { nearest } from '../errors/index.ts';
import { at, bad, type Checked, good } from './checked.ts';
import type { DateExpression, DateStep, NamedPeriod, PeriodUnit, Relative } from './date-expression.ts';
import { type DateToken, lexDate } from './date-lexer.ts';
import { type DurationUnit, isTooLong, unitOf } from './duration.ts';
import { MONTHS, WEEKDAYS } from './names.ts';

/*
 * The grammar of `date:` expressions (D4), in the spirit of PHP's strtotime, of which every reading that is not plain
 * is left out. Case does not matter. Each step counts from what the step before it gives; the first from the run's day.
 *
 *   expression = [anchor] {step}                            (at least one of them)
 *   anchor     = today | yesterday | tomorrow | now | 2026-12-01
 *   step       = (+|-) NUMBER unit | NUMBER unit ago | in NUMBER unit
 *              | (last|previous|next) (week|month|quarter|year)      one of them earlier or later, same day in it
 *              | (last|previous|next) WEEKDAY                        never the day itself
 *              | WEEKDAY (this|last|previous|next) week
 *              | (first|last) day of period | (start|end) of period
 *              | (first|second|third|fourth|last) WEEKDAY of period
 *              | [at] 13:45[:10] | noon | midnight                   once
 *   period     = [the] [this|last|previous|next] (week|month|quarter|year)
 *              | MONTH [2026 | (this|last|previous|next) year]
 *   unit       = day week month quarter year, and of real time: second (s) minute (min) hour (h)
 */

export interface Expected {
  /** What a reader is told: a word in quotes, or a class such as `a weekday`. */
  readonly label: string;
  /** What an editor inserts. */
  readonly text: string;
  readonly detail: string;
}

const DETAILS: { readonly [word: string]: string } = {
  today: "the run's day",
  yesterday: 'the day before',
  tomorrow: 'the day after',
  now: "the run's instant",
  noon: '12:00',
  midnight: "the day's first instant",
  at: 'a time follows',
  first: 'first day or weekday of a period',
  last: 'the one before, or the last of a period',
  previous: 'the one before',
  next: 'the one after',
  this: 'the one that the day is in',
  start: 'first day of a period',
  end: 'last day of a period',
  in: 'so much later',
  ago: 'so much earlier',
};

const PERIOD_UNITS: readonly PeriodUnit[] = ['week', 'month', 'quarter', 'year'];
const UNIT_WORDS = ['days', 'weeks', 'months', 'quarters', 'years', 'h', 'min', 's'] as const;
const RELATIVE: { readonly [word: string]: Relative } = { last: -1, previous: -1, this: 0, next: 1 };
const NTH: { readonly [word: string]: 1 | 2 | 3 | 4 } = { first: 1, second: 2, third: 3, fourth: 4 };

/** Thrown inside this file only, where an expression cannot go on. */
class Stop extends Error {
  readonly instead: string | undefined;
  constructor(instead?: string) {
    super('stop');
    this.instead = instead;
  }
}

class Reader {
  readonly tokens: readonly DateToken[];
  index = 0;
  /** All that could stand at `index`; what stood before is forgotten with each step on. */
  expected: Expected[] = [];
  hasTime = false;
  readonly steps: DateStep[] = [];

  constructor(tokens: readonly DateToken[]) {
    this.tokens = tokens;
  }

  get token(): DateToken | undefined {
    return this.tokens[this.index];
  }

  /** Takes one of the words if it stands here; remembers all of them as possible. */
  word<W extends string>(words: readonly W[], label?: string): W | undefined {
    for (const text of words) this.expect(text, label ?? `"${text}"`);
    const typed = this.token?.kind === 'word' ? this.token.text.toLowerCase() : undefined;
    const found = words.find(w => w === typed);
    if (found !== undefined) this.advance();
    return found;
  }

  kind(kinds: readonly DateToken['kind'][], label: string, example: string): DateToken | undefined {
    this.expect(example, label);
    const token = this.token;
    if (!token || !kinds.includes(token.kind)) return undefined;
    this.advance();
    return token;
  }

  /** Takes a word that has to stand here. */
  need<W extends string>(words: readonly W[], label?: string): W {
    const found = this.word(words, label);
    if (found === undefined) throw new Stop();
    return found;
  }

  advance(): void {
    this.index++;
    this.expected = [];
  }

  /** A token that is of the right kind but says something impossible. */
  refuse(why: string): never {
    this.index--;
    throw new Stop(why);
  }

  private expect(text: string, label: string): void {
    this.expected.push({ text, label, detail: DETAILS[text] ?? label.replaceAll('"', '') });
  }
}

const weekdayNumber = (name: (typeof WEEKDAYS)[number]): number => WEEKDAYS.indexOf(name) + 1;

function readStep(reader: Reader): DateStep {
  return (
    readAnchor(reader) ??
    readShift(reader) ??
    readEdge(reader) ??
    readRelative(reader) ??
    readWeekdayOfWeek(reader) ??
    readTime(reader) ??
    stop()
  );
}

const stop = (): never => {
  throw new Stop();
};

function readAnchor(reader: Reader): DateStep | undefined {
  if (reader.steps.length > 0) return undefined;
  const word = reader.word(['today', 'yesterday', 'tomorrow', 'now'] as const);
  if (word) {
    if (word === 'now') reader.hasTime = true;
    return { kind: 'anchor', word };
  }
  const date = reader.kind(['date'], 'a day such as 2026-12-01', '2026-12-01');
  if (!date) return undefined;
  if (!isDay(date.text)) reader.refuse('a day that exists');
  return { kind: 'date', day: date.text };
}

function readTime(reader: Reader): DateStep | undefined {
  if (reader.hasTime) return undefined;
  const joined = reader.word(['at'] as const) !== undefined;
  const token = reader.kind(['time'], 'a time such as 13:45', '13:45');
  const named = token ? undefined : reader.word(['noon', 'midnight'] as const);
  if (!token && !named) return joined ? stop() : undefined;
  reader.hasTime = true;
  if (!token) return { kind: 'time', time: named === 'noon' ? '12:00:00' : '00:00:00' };
  const time = canonicalTime(token.text);
  return time === undefined ? reader.refuse('a time from 00:00 to 23:59') : { kind: 'time', time };
}

function readShift(reader: Reader): DateStep | undefined {
  const sign = reader.kind(['sign'], '"-" or "+" and a length of time', '-7 days');
  if (sign) return readLength(reader, sign.text === '-' ? -1 : 1);
  if (reader.word(['in'] as const)) return readLength(reader, 1);
  const number = reader.kind(['number', 'year'], 'a length of time', '7 days ago');
  if (!number) return undefined;
  const step = readUnit(reader, number, -1);
  reader.need(['ago'] as const);
  return step;
}

function readLength(reader: Reader, sign: 1 | -1): DateStep {
  const number = reader.kind(['number', 'year'], 'a number', '7');
  return number ? readUnit(reader, number, sign) : stop();
}

function readUnit(reader: Reader, number: DateToken, sign: 1 | -1): DateStep {
  const unit: DurationUnit | undefined = reader.token?.kind === 'word' ? unitOf(reader.token.text) : undefined;
  if (unit === undefined) {
    reader.word(UNIT_WORDS);
    return stop();
  }
  const amount = Number(number.text);
  if (isTooLong({ amount, unit })) throw new Stop('a length of up to 1000 years');
  reader.advance();
  return { kind: 'shift', amount: sign * amount, unit };
}

function readEdge(reader: Reader): DateStep | undefined {
  const edge = reader.word(['start', 'end'] as const);
  if (edge) {
    reader.need(['of'] as const);
    return { kind: 'edge', edge: edge === 'start' ? 'first' : 'last', period: readPeriod(reader) };
  }
  const nth = reader.word(['first', 'second', 'third', 'fourth'] as const);
  if (!nth) return undefined;
  if (nth === 'first' && reader.word(['day'] as const)) return readDayOf(reader, 'first');
  const weekday = reader.need(WEEKDAYS, 'a weekday');
  reader.need(['of'] as const);
  return {
    kind: 'nth-weekday',
    nth: NTH[nth] ?? 1,
    weekday: weekdayNumber(weekday),
    period: readPeriod(reader),
  };
}

function readDayOf(reader: Reader, edge: 'first' | 'last'): DateStep {
  reader.need(['of'] as const);
  return { kind: 'edge', edge, period: readPeriod(reader) };
}

function readRelative(reader: Reader): DateStep | undefined {
  const word = reader.word(['last', 'previous', 'next'] as const);
  if (!word) return undefined;
  if (word === 'last' && reader.word(['day'] as const)) return readDayOf(reader, 'last');
  const relative = word === 'next' ? 1 : -1;
  const unit = reader.word(PERIOD_UNITS);
  if (unit) return { kind: 'shift', amount: relative, unit };
  const weekday = weekdayNumber(reader.need(WEEKDAYS, 'a weekday'));
  if (word === 'last' && reader.word(['of'] as const)) {
    return { kind: 'nth-weekday', nth: 'last', weekday, period: readPeriod(reader) };
  }
  return { kind: 'weekday', relative, weekday };
}

function readWeekdayOfWeek(reader: Reader): DateStep | undefined {
  const weekday = reader.word(WEEKDAYS, 'a weekday');
  if (!weekday) return undefined;
  const relative = reader.need(['this', 'last', 'previous', 'next'] as const);
  reader.need(['week'] as const);
  return { kind: 'weekday-of-week', weekday: weekdayNumber(weekday), relative: RELATIVE[relative] ?? 0 };
}

function readPeriod(reader: Reader): NamedPeriod {
  reader.word(['the'] as const);
  const relative = reader.word(['this', 'last', 'previous', 'next'] as const);
  if (relative) return { kind: 'unit', unit: reader.need(PERIOD_UNITS), relative: RELATIVE[relative] ?? 0 };
  const unit = reader.word(PERIOD_UNITS);
  if (unit) return { kind: 'unit', unit, relative: 0 };
  const month = MONTHS.indexOf(reader.need(MONTHS, 'a month')) + 1;
  const year = reader.kind(['year'], 'a year', '2026');
  if (year) return { kind: 'month', month, year: Number(year.text), relative: 0 };
  return { kind: 'month', month, year: null, relative: readYear(reader) };
}

/** `last year` after a month's name is its year; `last` alone there begins another step. */
function readYear(reader: Reader): Relative {
  const [word, next] = [reader.token, reader.tokens[reader.index + 1]];
  const relative = RELATIVE[word?.text.toLowerCase() ?? ''];
  if (relative === undefined || next?.text.toLowerCase() !== 'year') return 0;
  reader.advance();
  reader.advance();
  return relative;
}

/** The prefix that marks an expression among plain values. */
export const PREFIX = /^\s*date:/i;

/** True for texts that say they are a `date:` expression, right or wrong. */
export const isDateExpression = (text: string): boolean => PREFIX.test(text);

/**
 * Reads a `date:` expression (D4); the prefix may be missing where only an expression can stand. Nothing is counted
 * yet: the same expression means another date in every run.
 */
export function parseDateExpression(text: string): Checked<DateExpression> {
  const reader = new Reader(lexDate(text, PREFIX.exec(text)?.[0].length ?? 0));
  try {
    while (reader.index < reader.tokens.length || reader.steps.length === 0) reader.steps.push(readStep(reader));
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return bad(expressionProblem(text, reader, error.instead));
  }
  const [first, ...rest] = reader.steps;
  return first ? good({ text, steps: [first, ...rest] }) : bad(expressionProblem(text, reader, undefined));
}

function expressionProblem(text: string, reader: Reader, instead: string | undefined) {
  const token = reader.token;
  const found = token?.text ?? '';
  const labels = [...new Set(reader.expected.map(e => e.label))];
  const expected = instead ?? (labels.length === 0 ? 'nothing more' : orList(labels));
  const words = reader.expected.map(e => e.text).filter(w => /^[a-z]+$/.test(w));
  const suggestions = token?.kind === 'word' && instead === undefined ? nearest(found, words) : [];
  const span = token ? { offset: token.offset, length: token.length } : { offset: text.length, length: 0 };
  return at('date-expression', { found, expected }, { span }, { found: found || text, expected, suggestions });
}

function orList(labels: readonly string[]): string {
  const last = labels.at(-1) ?? '';
  return labels.length < 2 ? last : `${labels.slice(0, -1).join(', ')} or ${last}`;
}

/** What could stand after these tokens; `undefined` when the tokens themselves are wrong. */
export function expectedAfter(tokens: readonly DateToken[]): readonly Expected[] | undefined {
  const reader = new Reader(tokens);
  try {
    for (;;) reader.steps.push(readStep(reader));
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return reader.index === tokens.length ? reader.expected : undefined;
  }
}

/** True for `2026-12-01` where that day is in the calendar, in the years 1 to 9999. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
}

/** `6:30` → `06:30:00`; `undefined` for a time that no clock shows. */
function canonicalTime(text: string): string | undefined {
  const [hour = 0, minute = 0, second = 0] = text.split(':').map(Number);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return [hour, minute, second].map(n => String(n).padStart(2, '0')).join(':');
}

const DATETIME =
  /^\s*(\d{4}-\d{2}-\d{2})(?:(?:[Tt]|\s+)(\d{1,2}:\d{2}(?::\d{2})?)(\.\d{1,9})?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?\s*$/;

/**
 * Reads a date as definitions write it (D3, D4): a day `2026-12-01`; a time on it, in the definition's zone,
 * `2026-12-01 06:30`; an instant `2026-12-01T06:30:00+01:00`; or a `date:` expression.
 */
export function parseDateValue(text: string): Checked<DateExpression> {
  if (isDateExpression(text)) return parseDateExpression(text);
  const match = DATETIME.exec(text);
  if (!match) {
    const suggestions = parseDateExpression(text).ok && text.trim() !== '' ? [`date:${text.trim()}`] : [];
    return bad(
      at(
        'date-value',
        { text, detail: 'it is neither a day, a day with a time, nor a `date:` expression' },
        {},
        { found: text, suggestions },
      ),
    );
  }
  const [, day = '', clock, fraction = '', offset] = match;
  if (!isDay(day)) return bad(at('date-value', { text, detail: 'no calendar has this day' }, {}, { found: text }));
  if (clock === undefined) return good({ text, steps: [{ kind: 'date', day }] });
  const time = canonicalTime(clock);
  if (time === undefined)
    return bad(at('date-value', { text, detail: 'no clock shows this time' }, {}, { found: text }));
  if (offset === undefined)
    return good({
      text,
      steps: [
        { kind: 'date', day },
        { kind: 'time', time: time + fraction },
      ],
    });
  return instantValue(text, `${day}T${time}${fraction}${offset.toUpperCase()}`);
}

function instantValue(text: string, iso: string): Checked<DateExpression> {
  try {
    return good({ text, steps: [{ kind: 'instant', instant: Temporal.Instant.from(iso).toString() }] });
  } catch {
    // Only an offset such as +25:00 is left that can be wrong here.
    return bad(at('date-value', { text, detail: 'its offset from UTC does not exist' }, {}, { found: text }));
  }
}
