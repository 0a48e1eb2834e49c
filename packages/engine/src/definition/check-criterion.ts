import type { Field, Model, ModelRelation, ResolvedPredicate } from '../catalog/catalog.ts';
import { resolveField, resolvePredicate, resolveRelation } from '../catalog/resolve.ts';
import { nearest } from '../errors/index.ts';
import { parseDuration } from '../time/duration.ts';
import type { Checks } from './check-context.ts';
import { checkValues, type ValueShape } from './check-value.ts';
import type { Criterion } from './filter-schema.ts';
import { ALL_OPERATORS, nearestOperators, operatorsFor } from './operator-words.ts';
import type { KeyPath } from './parse-yaml.ts';

/** How many values an operator takes. */
const SHAPES: Readonly<Record<string, ValueShape>> = {
  is_empty: 'none',
  is_not_empty: 'none',
  in: 'list',
  not_in: 'list',
  in_date: 'list',
  between: 'ends',
  age_range: 'ends',
  anniversary: 'maybe-one',
};

/** How many values an operator for fields takes. */
export const valueShape = (operator: string): ValueShape =>
  (Object.hasOwn(SHAPES, operator) ? SHAPES[operator] : undefined) ?? 'one';

/**
 * One criterion of a filter, or of a KPI's `where`, asked of `model` (D3, K7). `counted` are the relations whose entries a
 * KPI counts: only its own filter may go through the to-many ones among them (K6).
 */
export function checkCriterion(
  checks: Checks,
  model: Model,
  criterion: Criterion,
  path: KeyPath,
  counted: readonly ModelRelation[] = [],
): void {
  const { attribute } = criterion;
  if (attribute === undefined) {
    checkWithoutAttribute(checks, model, criterion, path);
    return;
  }
  const relation = resolveRelation(checks.catalog, model, attribute, { many: false });
  if (relation.ok) {
    checkPredicate(checks, relation.value.model, criterion, path);
    return;
  }
  const further = resolveField(checks.catalog, model, attribute, { many: true });
  const field =
    further.ok && isCounted(further.value.hops, counted) ? further : resolveField(checks.catalog, model, attribute);
  if (field.ok) checkField(checks, field.value.model, field.value.field, attribute, criterion, path);
  else checks.failure([...path, 'attribute'], field.failure);
}

/** Whether a path goes through no other to-many relations than those whose entries a KPI counts (K6). */
function isCounted(hops: readonly ModelRelation[], counted: readonly ModelRelation[]): boolean {
  const last = hops.findLastIndex(hop => hop.kind === 'many');
  return last >= 0 && hops.slice(0, last + 1).every((hop, i) => hop === counted[i]);
}

function checkWithoutAttribute(checks: Checks, model: Model, criterion: Criterion, path: KeyPath): void {
  if (!model.predicates.has(criterion.operator) && ALL_OPERATORS.has(criterion.operator)) {
    const where = checks.where(path);
    checks.add(
      'missing-key',
      { key: 'attribute', where, meaning: `It is the field that "${criterion.operator}" is asked of.` },
      path,
      {
        expected: 'attribute',
      },
    );
    return;
  }
  checkPredicate(checks, model, criterion, path);
}

function checkField(
  checks: Checks,
  model: Model,
  field: Field,
  attribute: string,
  criterion: Criterion,
  path: KeyPath,
): void {
  const { operator } = criterion;
  const allowed = operatorsFor(field.type);
  const at = [...path, 'operator'];
  if (!allowed.includes(operator)) {
    const expected = allowed.join(', ');
    const params = { operator, attribute, type: field.type, allowed };
    if (model.predicates.has(operator)) {
      const to = attribute.split('.').slice(0, -1).join('.');
      checks.add('predicate-on-field', { predicate: operator, attribute, model: model.name, relation: to }, at, {
        found: operator,
      });
    } else {
      const suggestions = nearestOperators(operator, allowed);
      const code = ALL_OPERATORS.has(operator) ? 'operator-not-for-type' : 'unknown-operator';
      checks.add(code, params, at, { found: operator, expected, suggestions });
    }
    return;
  }
  for (const key of ['period', 'at_least'] as const) {
    if (criterion[key] !== undefined) {
      checks.add('key-not-for-operator', { key, operator, only: 'predicates' }, [...path, key], { found: key }, 'key');
    }
  }
  checkDays(checks, criterion, path);
  checkValues(checks, field, criterion, valueShape(operator), path);
}

/** `before` and `after` of an anniversary: whole days. */
function checkDays(checks: Checks, criterion: Criterion, path: KeyPath): void {
  for (const key of ['before', 'after'] as const) {
    const text = criterion[key];
    if (text === undefined) continue;
    const at = [...path, key];
    if (criterion.operator !== 'anniversary') {
      const { operator } = criterion;
      checks.add('key-not-for-operator', { key, operator, only: '`anniversary`' }, at, { found: key }, 'key');
      continue;
    }
    const parsed = parseDuration(text);
    if (!parsed.ok) checks.local(at, parsed.problems);
    else if (parsed.value.unit !== 'day' && parsed.value.unit !== 'week') {
      checks.add('wrong-value', { found: `"${text}"`, expected: 'a number of days, as `3 days`' }, at, { found: text });
    }
  }
}

function checkPredicate(checks: Checks, model: Model, criterion: Criterion, path: KeyPath): void {
  const { operator } = criterion;
  const at = [...path, 'operator'];
  const resolved = resolvePredicate(checks.catalog, model, operator);
  if (!resolved.ok) {
    if (model.predicates.has(operator)) {
      checks.add('predicate-broken', { predicate: operator, model: model.name }, at, { found: operator });
      return;
    }
    const names = [...model.predicates.keys()];
    if (ALL_OPERATORS.has(operator)) {
      // The attribute is a relation: an operator for fields wants a field of it.
      const attribute = criterion.attribute ?? '';
      const field = model.fields.has('name') ? 'name' : (model.key[0] ?? [...model.fields.keys()][0] ?? '');
      const suggestions = field === '' ? [] : [`${attribute}.${field}`];
      const details = { found: attribute, suggestions };
      checks.add('path-is-relation', { relation: attribute, model: model.name }, [...path, 'attribute'], details);
      return;
    }
    const suggestions = nearest(operator, names);
    const details = { found: operator, expected: names.join(', '), suggestions };
    checks.add('unknown-predicate', { predicate: operator, model: model.name }, at, details);
    return;
  }
  checkDays(checks, criterion, path);
  checkPredicateValue(checks, resolved.value, criterion, path);
  if (criterion.period === undefined) return;
  const periodAt = [...path, 'period'];
  if (!resolved.value.period) {
    checks.add(
      'predicate-without',
      { predicate: operator, model: model.name, what: 'period' },
      periodAt,
      { found: 'period' },
      'key',
    );
    return;
  }
  const parsed = parseDuration(criterion.period);
  if (!parsed.ok) checks.local(periodAt, parsed.problems);
}

function checkPredicateValue(checks: Checks, predicate: ResolvedPredicate, criterion: Criterion, path: KeyPath): void {
  if (criterion.value === undefined) return;
  const at = [...path, 'value'];
  if (!predicate.value) {
    const params = { predicate: predicate.name, model: predicate.model.name, what: 'value' };
    checks.add('predicate-without', params, at, { found: 'value' }, 'key');
    return;
  }
  const shape: ValueShape = Array.isArray(criterion.value) ? 'list' : 'one';
  checkValues(checks, predicate.value.field, { ...criterion, operator: 'equals' }, shape, path);
}
