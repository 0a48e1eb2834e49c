import type { FieldType } from '../catalog/schema.ts';
import { checkStrftime } from '../time/strftime.ts';
import type { Checks } from './check-context.ts';
import type { Aggregation, ValueFormat } from './field-schema.ts';
import { FAMILY } from './operator-words.ts';
import type { KeyPath } from './parse-yaml.ts';

/** What a column shows. */
export interface ShownValue {
  /** What people call it: a field's path, a KPI. */
  readonly name: string;
  /** Of the field; undefined where entries are counted. */
  readonly type: FieldType | undefined;
  readonly aggregate: Aggregation | 'count_distinct' | undefined;
}

/** D2, D6: a format fits what is shown, and what it makes of a number can be read again. */
export function checkFormat(
  checks: Checks,
  { name, type: stored, aggregate }: ShownValue,
  format: ValueFormat,
  path: KeyPath,
  decimalComma: boolean,
): void {
  const counted = aggregate === 'count' || aggregate === 'count_distinct' || stored === undefined;
  const number = counted || aggregate === 'sum' || aggregate === 'average';
  const type = number ? 'integer' : stored;
  const family = FAMILY[type];
  if (family === 'date' && typeof format === 'string') {
    checks.local(path, checkStrftime(format, 'value'));
    return;
  }
  if (family !== 'number' || typeof format === 'string') {
    const expected =
      family === 'date'
        ? 'strftime tokens, e.g. "%d.%m.%Y"'
        : family === 'number'
          ? 'decimals and separators, e.g. {decimals: 2}'
          : 'no format';
    const found = typeof format === 'string' ? { found: format } : {};
    checks.add('format-not-for-type', { field: name, type, expected }, path, { ...found, expected }, 'key');
    return;
  }
  const { decimal = decimalComma ? ',' : '.', group = '' } = format;
  const whole = counted || (stored === 'integer' && aggregate !== 'average');
  const hasMark = format.decimals === undefined ? !whole : format.decimals > 0;
  for (const key of ['decimal', 'group'] as const) {
    const mark = format[key];
    if (mark !== undefined && /[\d+\-eE]/.test(mark)) {
      checks.add('separator-unreadable', { key, mark }, [...path, key], { found: mark });
    }
  }
  if (hasMark && decimal === group) {
    checks.add('separators-equal', { mark: group }, [...path, format.group === undefined ? 'decimal' : 'group'], {
      found: group,
    });
  }
}
