import type { FieldType } from '../catalog/schema.ts';
import { nearest } from '../errors/index.ts';
import { OPERATORS, type Operator } from './filter-schema.ts';

/** Fields whose values are compared in the same way (D3). */
export type Family = 'string' | 'number' | 'boolean' | 'date' | 'json';

export const FAMILY: Readonly<Record<FieldType, Family>> = {
  string: 'string',
  enum: 'string',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
  json: 'json',
};

/** D3: what may be asked of a field of this type; predicates come on top. */
export function operatorsFor(type: FieldType): readonly string[] {
  const family = FAMILY[type];
  return family === 'json' ? OPERATORS.any : [...OPERATORS[family], ...OPERATORS.any];
}

export const ALL_OPERATORS: ReadonlySet<string> = new Set(Object.values(OPERATORS).flat());

/** What people write elsewhere, and the words of which the first that fits the type is meant. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  '=': ['equals', 'is'],
  '==': ['equals', 'is'],
  eq: ['equals', 'is'],
  equal: ['equals', 'is'],
  equals: ['is'],
  is: ['equals'],
  '!=': ['not_equals'],
  '<>': ['not_equals'],
  ne: ['not_equals'],
  neq: ['not_equals'],
  is_not: ['not_equals'],
  '>': ['greater_than', 'after'],
  gt: ['greater_than', 'after'],
  greater_than: ['after'],
  after: ['greater_than'],
  '<': ['less_than', 'before'],
  lt: ['less_than', 'before'],
  less_than: ['before'],
  before: ['less_than'],
  '>=': ['at_least', 'between'],
  gte: ['at_least', 'between'],
  greater_or_equal: ['at_least', 'between'],
  at_least: ['between'],
  '<=': ['at_most', 'between'],
  lte: ['at_most', 'between'],
  at_most: ['between'],
  like: ['contains'],
  includes: ['contains'],
  begins_with: ['starts_with'],
  is_null: ['is_empty'],
  null: ['is_empty'],
  empty: ['is_empty'],
  is_not_null: ['is_not_empty'],
  not_null: ['is_not_empty'],
  not_empty: ['is_not_empty'],
  in: ['in_date', 'is'],
  one_of: ['in', 'in_date'],
  birthday: ['anniversary'],
  age: ['age_range'],
};

/** The operator that was meant, of those that are allowed. */
export function nearestOperators(typed: string, allowed: readonly string[]): string[] {
  const elsewhere = (ELSEWHERE[typed.toLowerCase()] ?? []).filter(word => allowed.includes(word));
  return [...new Set([...elsewhere.slice(0, 1), ...nearest(typed, allowed)])].slice(0, 3);
}

/** How an operator reads between an attribute and its values, and what else is to be known of it. */
const IN_WORDS: Readonly<Record<Operator, readonly [words: string, note?: string]>> = {
  equals: ['is', 'A text must match exactly, in its case too; a day means the whole day.'],
  not_equals: ['is not', 'Rows whose value is empty are kept.'],
  contains: ['contains', 'The case counts.'],
  not_contains: ['does not contain', 'The case counts; rows whose value is empty are kept.'],
  starts_with: ['starts with', 'The case counts.'],
  ends_with: ['ends with', 'The case counts.'],
  in: ['is one of', 'The value is a list.'],
  not_in: ['is none of', 'The value is a list; rows whose value is empty are kept.'],
  greater_than: ['is greater than'],
  at_least: ['is at least'],
  less_than: ['is less than'],
  at_most: ['is at most'],
  between: ['is between', 'The value is a list of two, and both ends are included.'],
  is: ['is'],
  before: ['is before', 'A day means the whole day: what happened on it is left out.'],
  after: ['is after', 'A day means the whole day: the first that counts is the next one.'],
  in_date: ['is one of the days', 'The value is a list of days.'],
  anniversary: [
    'has its anniversary on',
    'Day and month match, with days `before` and `after`; 29 February counts on the 28th in common years.',
  ],
  age_range: ['is an age from', "Whole years on the run's day, a list of two; both ends are included."],
  is_empty: ['is empty', 'NULL and an empty text are empty. It takes no value.'],
  is_not_empty: ['is not empty', 'NULL and an empty text are empty. It takes no value.'],
};

const inWords = (operator: string) => (Object.hasOwn(IN_WORDS, operator) ? IN_WORDS[operator as Operator] : undefined);

/** An operator as it reads in a sentence: `amount is at least 10`. A predicate by its name. */
export const operatorInWords = (operator: string): string => inWords(operator)?.[0] ?? operator.replaceAll('_', ' ');

/** What is to be known of an operator beyond its words; undefined where there is nothing, and for predicates. */
export const operatorNote = (operator: string): string | undefined => inWords(operator)?.[1];
