import type { Temporal } from 'temporal-polyfill';
import { at, type LocalProblem } from './checked.ts';
import { monthName, weekdayName } from './names.ts';

export type StrftimeEngine = 'postgres' | 'duckdb' | 'trino';
/** Where a format is used: in a file name, or as `format:` of a date, which the databases render too. */
export type StrftimeUse = 'file-name' | 'value';

/** How a token is written for the databases. */
export type StrftimeSql =
  /** A pattern per engine: `to_char` of PostgreSQL, `strftime` of DuckDB, `format_datetime` of Trino. */
  | { readonly kind: 'pattern'; readonly postgres: string; readonly duckdb: string; readonly trino: string }
  /** The offset from UTC, `+0100` or with a colon `+01:00`; a dialect renders it with an expression of its own. */
  | { readonly kind: 'offset'; readonly colon: boolean }
  /** Not the same everywhere; in file names only. */
  | { readonly kind: 'none' };

export interface StrftimeToken {
  /** As written, e.g. `%Y`. */
  readonly token: string;
  readonly meaning: string;
  /** What it gives for Thursday 5 March 2026, 06:07:08.009 in Europe/Vienna. */
  readonly example: string;
  readonly sql: StrftimeSql;
  /** False for the few tokens that only file names take. */
  readonly inValues: boolean;
}

/** A format cut into what an engine's pattern says and what the dialect renders itself. */
export type StrftimePiece =
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'offset'; readonly colon: boolean };

const pattern = (postgres: string, duckdb: string, trino: string): StrftimeSql => ({
  kind: 'pattern',
  postgres,
  duckdb,
  trino,
});
const value = (token: string, meaning: string, example: string, sql: StrftimeSql): StrftimeToken => ({
  token,
  meaning,
  example,
  sql,
  inValues: true,
});
const fileOnly = (token: string, meaning: string, example: string): StrftimeToken => ({
  token,
  meaning,
  example,
  sql: { kind: 'none' },
  inValues: false,
});

/**
 * Every token that file names (O5) and date formats (D2) take, in English whatever the locale. A token is in values
 * only when all engines write the same for it; the others (zone names, a space-padded day) are left out altogether.
 */
export const STRFTIME_TOKENS: readonly StrftimeToken[] = [
  value('%Y', 'year, four digits', '2026', pattern('YYYY', '%Y', 'yyyy')),
  value('%y', 'year, two digits', '26', pattern('YY', '%y', 'yy')),
  value('%m', 'month, 01 to 12', '03', pattern('MM', '%m', 'MM')),
  value('%-m', 'month, 1 to 12', '3', pattern('FMMM', '%-m', 'M')),
  value('%b', 'month, short name', 'Mar', pattern('Mon', '%b', 'MMM')),
  value('%B', 'month, name', 'March', pattern('FMMonth', '%B', 'MMMM')),
  value('%d', 'day of the month, 01 to 31', '05', pattern('DD', '%d', 'dd')),
  value('%-d', 'day of the month, 1 to 31', '5', pattern('FMDD', '%-d', 'd')),
  value('%j', 'day of the year, 001 to 366', '064', pattern('DDD', '%j', 'DDD')),
  value('%a', 'weekday, short name', 'Thu', pattern('Dy', '%a', 'EEE')),
  value('%A', 'weekday, name', 'Thursday', pattern('FMDay', '%A', 'EEEE')),
  value('%u', 'weekday, 1 (Monday) to 7', '4', pattern('ID', '%u', 'e')),
  value('%V', 'ISO week, 01 to 53', '10', pattern('IW', '%V', 'ww')),
  value('%G', 'year of the ISO week, four digits', '2026', pattern('IYYY', '%G', 'xxxx')),
  value('%H', 'hour, 00 to 23', '06', pattern('HH24', '%H', 'HH')),
  value('%-H', 'hour, 0 to 23', '6', pattern('FMHH24', '%-H', 'H')),
  value('%I', 'hour, 01 to 12', '06', pattern('HH12', '%I', 'hh')),
  value('%-I', 'hour, 1 to 12', '6', pattern('FMHH12', '%-I', 'h')),
  value('%p', 'AM or PM', 'AM', pattern('AM', '%p', 'a')),
  value('%M', 'minute, 00 to 59', '07', pattern('MI', '%M', 'mm')),
  value('%S', 'second, 00 to 59', '08', pattern('SS', '%S', 'ss')),
  value('%L', 'milliseconds, 000 to 999', '009', pattern('MS', '%g', 'SSS')),
  value('%F', 'the same as %Y-%m-%d', '2026-03-05', pattern('YYYY-MM-DD', '%Y-%m-%d', 'yyyy-MM-dd')),
  value('%T', 'the same as %H:%M:%S', '06:07:08', pattern('HH24:MI:SS', '%H:%M:%S', 'HH:mm:ss')),
  value('%R', 'the same as %H:%M', '06:07', pattern('HH24:MI', '%H:%M', 'HH:mm')),
  value('%z', 'offset from UTC', '+0100', { kind: 'offset', colon: false }),
  value('%:z', 'offset from UTC with a colon', '+01:00', { kind: 'offset', colon: true }),
  value('%%', 'a percent sign', '%', pattern('%', '%%', '%')),
  fileOnly('%q', 'quarter, 1 to 4', '1'),
  fileOnly('%w', 'weekday, 0 (Sunday) to 6', '4'),
  fileOnly('%s', 'seconds since 1970-01-01 00:00 UTC', '1772687228'),
];

const TOKEN = new Map(STRFTIME_TOKENS.map(t => [t.token, t]));

/** What people write elsewhere, and the token that says it here. */
const ELSEWHERE: { readonly [token: string]: string } = {
  '%e': '%-d',
  '%k': '%-H',
  '%l': '%-I',
  '%h': '%b',
  '%D': '%m/%d/%y',
  '%r': '%I:%M:%S %p',
  '%P': '%p',
  '%f': '%L',
  '%N': '%L',
  '%g': '%G',
  '%U': '%V',
  '%W': '%V',
  '%i': '%M',
  '%Z': '%z',
  '%x': '%F',
  '%X': '%T',
  '%c': '%F %T',
  '%-M': '%M',
  '%-S': '%S',
  '%-y': '%y',
  '%-j': '%j',
};

/** A format cut at its tokens; `token` is what follows a percent sign, known or not. */
interface Segment {
  readonly text: string;
  readonly offset: number;
  readonly token: boolean;
}

function cut(format: string): Segment[] {
  const segments: Segment[] = [];
  for (const match of format.matchAll(/%(?:[-:]?\p{L}|[^\p{L}]|$)|[^%]+/gsu)) {
    segments.push({ text: match[0], offset: match.index, token: match[0].startsWith('%') });
  }
  return segments;
}

/** What is wrong with a format: tokens that are not known, or not in values; and a value's format without any. */
export function checkStrftime(format: string, use: StrftimeUse): LocalProblem[] {
  const segments = cut(format);
  const where = use === 'value' ? 'date formats' : 'file names';
  const problems = segments
    .filter(s => s.token && !isKnown(s.text, use))
    .map(s =>
      at(
        'unknown-token',
        { token: s.text, where },
        { span: { offset: s.offset, length: s.text.length } },
        { found: s.text, suggestions: nearestTokens(s.text, use) },
      ),
    );
  if (use === 'value' && !segments.some(s => s.token && s.text !== '%%')) {
    problems.push(at('format-without-token', { format }, {}, { found: format }));
  }
  return problems;
}

const isKnown = (token: string, use: StrftimeUse): boolean => {
  const known = TOKEN.get(token);
  return known !== undefined && (use === 'file-name' || known.inValues);
};

/** By what it is called elsewhere, then the same letter in the other case. A lone percent sign is a percent sign. */
function nearestTokens(token: string, use: StrftimeUse): string[] {
  const elsewhere = ELSEWHERE[token];
  const swapped = [...TOKEN.keys()].filter(t => t.toLowerCase() === token.toLowerCase() && isKnown(t, use));
  const plain = /\p{L}/u.test(token) ? [] : ['%%'];
  return [...(elsewhere === undefined ? [] : [elsewhere]), ...swapped, ...plain].slice(0, 3);
}

const two = (n: number): string => String(n).padStart(2, '0');
const four = (n: number): string => String(n).padStart(4, '0');
const hour12 = (hour: number): number => hour % 12 || 12;

const RENDER: { readonly [token: string]: (t: Temporal.ZonedDateTime) => string } = {
  '%Y': t => four(t.year),
  '%y': t => two(t.year % 100),
  '%m': t => two(t.month),
  '%-m': t => String(t.month),
  '%b': t => monthName(t.month).slice(0, 3),
  '%B': t => monthName(t.month),
  '%d': t => two(t.day),
  '%-d': t => String(t.day),
  '%j': t => String(t.dayOfYear).padStart(3, '0'),
  '%a': t => weekdayName(t.dayOfWeek).slice(0, 3),
  '%A': t => weekdayName(t.dayOfWeek),
  '%u': t => String(t.dayOfWeek),
  '%V': t => two(t.weekOfYear ?? 0),
  '%G': t => four(t.yearOfWeek ?? 0),
  '%H': t => two(t.hour),
  '%-H': t => String(t.hour),
  '%I': t => two(hour12(t.hour)),
  '%-I': t => String(hour12(t.hour)),
  '%p': t => (t.hour < 12 ? 'AM' : 'PM'),
  '%M': t => two(t.minute),
  '%S': t => two(t.second),
  '%L': t => String(t.millisecond).padStart(3, '0'),
  '%F': t => `${four(t.year)}-${two(t.month)}-${two(t.day)}`,
  '%T': t => `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`,
  '%R': t => `${two(t.hour)}:${two(t.minute)}`,
  '%z': t => t.offset.replace(':', ''),
  '%:z': t => t.offset,
  '%%': () => '%',
  '%q': t => String(Math.ceil(t.month / 3)),
  '%w': t => String(t.dayOfWeek % 7),
  '%s': t => String(Math.floor(t.epochMilliseconds / 1000)),
};

/** Renders a format that {@link checkStrftime} found nothing wrong with; a token it does not know stays as written. */
export const renderStrftime = (format: string, moment: Temporal.ZonedDateTime): string =>
  cut(format)
    .map(s => (s.token ? (RENDER[s.text]?.(moment) ?? s.text) : s.text))
    .join('');

/**
 * A checked format in the words of an engine: patterns, and between them what the dialect renders with an expression
 * of its own (the offset, which a pattern over local time cannot know). All pieces are rendered apart and joined.
 */
export function translateStrftime(format: string, engine: StrftimeEngine): StrftimePiece[] {
  const pieces: StrftimePiece[] = [];
  let literal = '';
  let touching = false;
  const add = (text: string, apart: boolean) => {
    const last = pieces.at(-1);
    if (last?.kind === 'pattern' && !apart) pieces[pieces.length - 1] = { ...last, pattern: last.pattern + text };
    else pieces.push({ kind: 'pattern', pattern: text });
  };
  const flush = () => {
    if (literal !== '') add(LITERAL[engine](literal), false);
    if (literal !== '') touching = false;
    literal = '';
  };
  for (const segment of cut(format)) {
    const sql = segment.token && segment.text !== '%%' ? TOKEN.get(segment.text)?.sql : undefined;
    if (sql === undefined || sql.kind === 'none') {
      literal += segment.text === '%%' ? '%' : segment.text;
      continue;
    }
    flush();
    if (sql.kind === 'offset') pieces.push({ kind: 'offset', colon: sql.colon });
    else add(sql[engine], touching && RUNS_TOGETHER[engine](pieces.at(-1), sql[engine]));
    touching = sql.kind === 'pattern';
  }
  flush();
  return pieces;
}

/** Patterns without a marker read `DD` + `D` as `DDD`: where letters would run together, a new piece begins. */
const letters = (piece: StrftimePiece | undefined, next: string): boolean => {
  const before = piece?.kind === 'pattern' ? piece.pattern.at(-1) : undefined;
  const after = next.replace(/^FM/, '').at(0);
  return before !== undefined && before === after;
};
const RUNS_TOGETHER: {
  readonly [E in StrftimeEngine]: (piece: StrftimePiece | undefined, next: string) => boolean;
} = { postgres: letters, duckdb: () => false, trino: letters };

/** How each engine's pattern says "this text as it is". */
const LITERAL: { readonly [E in StrftimeEngine]: (text: string) => string } = {
  postgres: text => `"${text.replaceAll(/["\\]/g, '\\$&')}"`,
  duckdb: text => text.replaceAll('%', '%%'),
  trino: text => `'${text.replaceAll("'", "''")}'`,
};
