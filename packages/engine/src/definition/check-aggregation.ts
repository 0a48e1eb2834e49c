import type { Checks } from './check-context.ts';
import type { CheckedField } from './check-fields.ts';
import { FAMILY } from './operator-words.ts';

/** D5: what makes an aggregation impossible, each with its own code. */
export function checkAggregation(checks: Checks, fields: readonly CheckedField[]): void {
  const listed = fields.filter(({ everything }) => !everything);
  if (listed.length > 0 && !listed.some(({ spec }) => spec.aggregate === 'group')) {
    // Without any aggregation at all, every field says what it lacks.
    if (listed.some(({ spec }) => spec.aggregate !== undefined)) {
      checks.add('aggregate-without-group', {}, ['aggregate'], {}, 'key');
    }
  }
  let counted: string | undefined;
  for (const { spec, path, field } of listed) {
    const { aggregate } = spec;
    const at = [...path, 'aggregate'];
    if (aggregate === undefined) {
      const meaning = 'With `aggregate: true` every field says group, count, sum, average, min or max.';
      checks.add('missing-key', { key: 'aggregate', where: checks.where(path), meaning }, path, {
        expected: 'aggregate',
      });
      continue;
    }
    const details = { found: aggregate };
    if (aggregate === 'count') {
      if (counted !== undefined) checks.add('aggregate-count-twice', { other: counted }, at, details);
      counted ??= checks.where(path);
    }
    for (const key of ['replace', 'protect'] as const) {
      if (spec[key] !== undefined && ['count', 'sum', 'average'].includes(aggregate)) {
        checks.add('option-not-for-aggregate', { key, aggregate }, [...path, key], { found: key }, 'key');
      }
    }
    if (!field) continue;
    const params = { field: field.path, type: field.type, aggregate };
    if (field.computed !== undefined) checks.add('aggregate-computed', params, at, details);
    else if (aggregate === 'group' && field.identifier) checks.add('aggregate-group-identifier', params, at, details);
    else if ((aggregate === 'sum' || aggregate === 'average') && FAMILY[field.type] !== 'number') {
      checks.add('not-a-number', params, at, { ...details, suggestions: ['count'] });
    } else if (field.type === 'json' && aggregate !== 'count')
      checks.add('aggregate-not-for-type', params, at, details);
    else if (field.type === 'boolean' && (aggregate === 'min' || aggregate === 'max')) {
      checks.add('aggregate-not-for-type', params, at, details);
    }
  }
}
