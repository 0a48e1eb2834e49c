import type { FieldType } from '../catalog/schema.ts';
import { nearest } from '../errors/index.ts';
import { OPERATORS } from './filter-schema.ts';

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
