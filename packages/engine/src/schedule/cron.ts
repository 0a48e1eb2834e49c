import { at, type Checked, goodUnless, type LocalProblem } from '../time/checked.ts';

/** A cron expression (S1), each field as the sorted values at which it matches. Sunday is 0. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** A bare `*` in the field: no DST policy applies to hours; the other day field decides alone. */
  readonly every: {
    readonly minutes: boolean;
    readonly hours: boolean;
    readonly days: boolean;
    readonly weekdays: boolean;
  };
}

interface CronField {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
}

const FIELDS: readonly CronField[] = [
  { name: 'minute', from: 0, to: 59, names: [] },
  { name: 'hour', from: 0, to: 23, names: [] },
  { name: 'day of month', from: 1, to: 31, names: [] },
  {
    name: 'month',
    from: 1,
    to: 12,
    names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of week', from: 0, to: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** What other dialects of cron write, and what says it here. */
const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** Reads five fields: minute, hour, day of month, month, day of week; `*`, lists, ranges, steps, names (S1). */
export function parseCron(text: string): Checked<Cron> {
  const words = [...text.matchAll(/\S+/g)].map(match => ({ text: match[0], offset: match.index }));
  const [first] = words;
  if (first?.text.startsWith('@')) {
    const instead = NICKNAMES[first.text.toLowerCase()];
    const expected = 'five fields: minute, hour, day of month, month, day of week';
    const details = { found: text, expected, ...(instead === undefined ? {} : { suggestions: [instead] }) };
    return { ok: false, problems: [at('cron', { found: `"${first.text}"`, expected }, {}, details)] };
  }
  if (words.length !== FIELDS.length) {
    const expected = 'five fields: minute, hour, day of month, month, day of week';
    const detail = words.length === 6 ? `${expected} (seconds are not among them)` : expected;
    const suggestions =
      words.length === 6 && words[0]?.text === '0'
        ? [
            words
              .slice(1)
              .map(w => w.text)
              .join(' '),
          ]
        : [];
    const found = `an expression of ${words.length} field${words.length === 1 ? '' : 's'}`;
    const details = { found: text, expected, ...(suggestions.length > 0 ? { suggestions } : {}) };
    return { ok: false, problems: [at('cron', { found, expected: detail }, {}, details)] };
  }
  const problems: LocalProblem[] = [];
  const sets = FIELDS.map((field, i) => {
    const word = words[i] ?? { text: '', offset: 0 };
    return readField(field, word.text, word.offset, problems);
  });
  return goodUnless(problems, () => {
    const [minutes = [], hours = [], days = [], months = [], weekdays = []] = sets;
    const bare = (i: number) => words[i]?.text === '*';
    const every = { minutes: bare(0), hours: bare(1), days: bare(2), weekdays: bare(4) };
    return {
      minutes,
      hours,
      days,
      months,
      weekdays: [...new Set(weekdays.map(d => d % 7))].sort((a, b) => a - b),
      every,
    };
  });
}

function readField(field: CronField, text: string, offset: number, problems: LocalProblem[]): number[] {
  const values = new Set<number>();
  let from = offset;
  for (const part of text.split(',')) {
    const span = { offset: from, length: part.length };
    from += part.length + 1;
    const [range = '', step, ...more] = part.split('/');
    const bounds = readRange(field, range, step !== undefined);
    const every = step === undefined ? 1 : /^\d{1,2}$/.test(step) ? Number(step) : 0;
    if (typeof bounds === 'string' || every < 1 || more.length > 0) {
      const expected = typeof bounds === 'string' ? bounds : 'a step such as `*/15`';
      const where = span.length > 0 ? { span } : {};
      problems.push(
        at('cron', { found: `"${part}" as the ${field.name}`, expected }, where, { found: part, expected }),
      );
      continue;
    }
    for (let value = bounds[0]; value <= bounds[1]; value += every) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** First and last value of a part, or what should stand there. */
function readRange(field: CronField, text: string, stepped: boolean): readonly [number, number] | string {
  if (text === '*') return [field.from, field.name === 'day of week' ? 6 : field.to];
  if (/^l|l$/i.test(text) && field.name === 'day of month')
    return 'a day; for the last day of the month use `monthly: {days: [last], at: […]}`';
  if (/[?#lw]/i.test(text.replace(/^(jul|wed)/i, '')) && !/^[a-z]{3}(-[a-z]{3})?$/i.test(text)) {
    return 'numbers, names, `*`, ranges, lists and steps only';
  }
  const ends = text.split('-').map(end => numberAt(field, end));
  const [first, last = first] = ends;
  if (ends.length > 2 || first === undefined || last === undefined) return choices(field);
  // `5/15` means different things in different crons.
  if (ends.length === 1 && stepped) return `a range before the step, as \`${text}-${field.to}/…\``;
  return first <= last ? [first, last] : `a range whose first value is the lesser one; write two with a comma`;
}

function numberAt(field: CronField, text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) {
    const value = Number(text);
    return value >= field.from && value <= field.to ? value : undefined;
  }
  const index = text === '' ? -1 : field.names.indexOf(text.toLowerCase());
  return index < 0 ? undefined : index;
}

const choices = ({ from, to, names }: CronField): string =>
  `a number from ${from} to ${to}${names.length > 0 ? ` or a name such as ${(names[1] ?? '').toUpperCase()}` : ''}`;
