import type { Field } from '../catalog/catalog.ts';
import { nearest } from '../errors/index.ts';
import { parseDateValue } from '../time/date-parser.ts';
import { hasTime } from '../time/evaluate-date.ts';
import type { Checks } from './check-context.ts';
import { compareDecimals, isDecimal } from './compare-decimals.ts';
import { foundWords } from './expectation.ts';
import type { Scalar } from './field-schema.ts';
import type { Criterion } from './filter-schema.ts';
import { FAMILY } from './operator-words.ts';
import type { KeyPath } from './parse-yaml.ts';

/** How many values a criterion takes: none, one, one or none, a list, or the two ends of a range. */
export type ValueShape = 'none' | 'one' | 'maybe-one' | 'list' | 'ends';

const BOOLEANS: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  '1': 'true',
  no: 'false',
  off: 'false',
  '0': 'false',
};
/** Operators that compare with a part of a text: there an enum's values are not all there is. */
const PARTS = ['contains', 'not_contains', 'starts_with', 'ends_with'];

/** The value of a criterion: as many as the operator takes, each of the field's type (D3). */
export function checkValues(
  checks: Checks,
  field: Field,
  criterion: Criterion,
  shape: ValueShape,
  path: KeyPath,
): void {
  const { value, operator } = criterion;
  const at = [...path, 'value'];
  if (shape === 'none') {
    if (value !== undefined) checks.add('value-not-allowed', { operator }, at, { found: 'value' }, 'key');
    return;
  }
  if (value === undefined) {
    if (shape === 'maybe-one') return;
    const meaning = `"${operator}" compares with ${meaningOf(field, shape)}.`;
    // The key is there without a value: that was said when the file was read.
    if (!checks.exists(at))
      checks.add('missing-key', { key: 'value', where: checks.where(path), meaning }, path, { expected: 'value' });
    return;
  }
  const isList = Array.isArray(value);
  if (shape === 'one' || shape === 'maybe-one') {
    if (!isList) return void checkItem(checks, field, operator, value, at);
    const suggestions = operator === 'equals' ? ['in'] : operator === 'not_equals' ? ['not_in'] : [];
    checks.add('wrong-type', { found: 'a list', expected: `one value for "${operator}"` }, at, {
      expected: 'one value',
    });
    if (suggestions.length > 0) replaceSuggestion(checks, suggestions);
    return;
  }
  if (!isList) {
    const expected = shape === 'ends' ? 'a list of two values' : 'a list';
    const suggestions = shape === 'list' ? [`[${String(value)}]`] : [];
    checks.add('wrong-type', { found: foundWords(value), expected }, at, {
      found: String(value),
      expected,
      suggestions,
    });
    return;
  }
  if (shape === 'ends' && value.length !== 2) {
    checks.add('two-ends', { operator, count: value.length }, at, { expected: 'two values' });
    return;
  }
  const good = value.map((item, i) => checkItem(checks, field, operator, item, [...at, i]));
  if (shape === 'ends' && good.every(Boolean)) checkOrder(checks, field, operator, value, at);
}

/** The quick fix changes the operator and not the value, so it is part of the words only. */
function replaceSuggestion(checks: Checks, [word]: readonly string[]): void {
  const last = checks.problems.pop();
  if (last) checks.problems.push({ ...last, fix: `Write one value, or use the operator \`${word}\` for a list.` });
}

function meaningOf(field: Field, shape: ValueShape): string {
  if (shape === 'ends') return 'two values, the ends of the range';
  const noun = { string: 'a text', number: 'a number', boolean: 'true or false', date: 'a date', json: 'a value' };
  return shape === 'list' ? 'a list of values' : noun[FAMILY[field.type]];
}

/** Whether one value is of the field's type; says what is wrong when it is not. */
function checkItem(checks: Checks, field: Field, operator: string, value: Scalar, at: KeyPath): boolean {
  const text = String(value);
  const wrong = (expected: string, suggestions: readonly string[] = []): false => {
    checks.add('value-not-of-type', { found: foundWords(value), field: field.path, type: field.type, expected }, at, {
      found: text,
      expected,
      suggestions,
    });
    return false;
  };
  if (operator === 'age_range') {
    const years = typeof value === 'number' ? value : Number.NaN;
    return (Number.isInteger(years) && years >= 0 && years <= 150) || wrong('a whole number of years from 0 to 150');
  }
  switch (FAMILY[field.type]) {
    case 'number': {
      if (isDecimal(text)) return true;
      const bare = text.replaceAll(/[\s_']/g, '');
      const point = /^-?\d+,\d+$/.test(bare) ? bare.replace(',', '.') : bare;
      return wrong('a number', isDecimal(point) ? [point] : []);
    }
    case 'boolean':
      if (typeof value === 'boolean') return true;
      return wrong(
        'true or false',
        [BOOLEANS[text.toLowerCase()] ?? ''].filter(word => word !== ''),
      );
    case 'date':
      return checkDate(checks, operator, text, at, wrong);
    default:
      return field.type !== 'enum' || PARTS.includes(operator) || checkEnum(checks, field, text, at);
  }
}

function checkDate(
  checks: Checks,
  operator: string,
  text: string,
  at: KeyPath,
  wrong: (expected: string) => false,
): boolean {
  const parsed = parseDateValue(text);
  if (!parsed.ok) {
    checks.local(at, parsed.problems);
    return false;
  }
  const wholeDay = operator === 'in_date' || operator === 'anniversary';
  return !(wholeDay && hasTime(parsed.value)) || wrong('a day without a time');
}

function checkEnum(checks: Checks, field: Field, text: string, at: KeyPath): boolean {
  const values = field.values ?? new Map<string, string>();
  if (values.has(text)) return true;
  const byLabel = [...values]
    .filter(([, label]) => label.toLowerCase() === text.toLowerCase())
    .map(([stored]) => stored);
  const suggestions = [...new Set([...byLabel, ...nearest(text, [...values.keys()])])];
  const all = [...values.keys()];
  checks.add('not-an-enum-value', { value: text, field: field.path, values: all }, at, {
    found: text,
    expected: all.join(', '),
    suggestions,
  });
  return false;
}

/** The two ends of a range, the lesser first; only where both are known without a run. */
function checkOrder(checks: Checks, field: Field, operator: string, value: readonly Scalar[], at: KeyPath): void {
  const [first = '', second = ''] = value.map(String);
  const number = operator === 'age_range' || FAMILY[field.type] === 'number';
  const plainDay = /^\d{4}-\d{2}-\d{2}$/;
  const reversed = number
    ? compareDecimals(first, second) > 0
    : plainDay.test(first) && plainDay.test(second) && first > second;
  if (reversed) checks.add('ends-reversed', { first, second }, at, { suggestions: [`[${second}, ${first}]`] });
}
