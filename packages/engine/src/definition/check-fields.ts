import type { Field, Model } from '../catalog/catalog.ts';
import { resolveField } from '../catalog/resolve.ts';
import { nearest } from '../errors/index.ts';
import { checkAggregation } from './check-aggregation.ts';
import type { Checks } from './check-context.ts';
import { checkFormat } from './check-format.ts';
import type { FieldSpec } from './field-schema.ts';
import type { KeyPath } from './parse-yaml.ts';

/** A field of the export, as far as it could be followed. */
export interface CheckedField {
  readonly spec: FieldSpec;
  /** Key path of the item. */
  readonly path: KeyPath;
  /** `all` in a list. */
  readonly everything: boolean;
  readonly field: Field | undefined;
}

/** Whether an item of `fields` stands for every standard field. */
const isAll = (spec: FieldSpec): boolean =>
  spec.from === 'all' && Object.values(spec).filter(v => v !== undefined).length === 1;

export interface FieldFacts {
  readonly aggregate: boolean;
  /** The workspace has a key for `protect: hash`. */
  readonly hasHashKey: boolean;
  /** Numbers take a decimal comma where their format says nothing (profile excel-eu). */
  readonly decimalComma: boolean;
}

/** D2, D5: every field resolves, headers differ, and what is said about a field fits its type. */
export function checkFields(
  checks: Checks,
  model: Model,
  fields: 'all' | readonly FieldSpec[],
  facts: FieldFacts,
  path: KeyPath = ['fields'],
): readonly CheckedField[] {
  if (fields === 'all') {
    if (facts.aggregate) checks.add('aggregate-all', {}, path, { found: 'all' });
    return [{ spec: { from: 'all' }, path, everything: true, field: undefined }];
  }
  const checked = fields.map((spec, i) => checkOne(checks, model, spec, [...path, i], facts));
  if (facts.aggregate) checkAggregation(checks, checked);
  checkHeaders(checks, model, checked);
  return checked;
}

/** Where the path of an item stands: the item itself in the short form. */
function fromPath(checks: Checks, item: KeyPath): KeyPath {
  const long = [...item, 'from'];
  return checks.exists(long) ? long : item;
}

function checkOne(checks: Checks, model: Model, spec: FieldSpec, path: KeyPath, facts: FieldFacts): CheckedField {
  if (isAll(spec)) {
    if (facts.aggregate) checks.add('aggregate-all', {}, fromPath(checks, path), { found: 'all' });
    return { spec, path, everything: true, field: undefined };
  }
  if (spec.aggregate !== undefined && !facts.aggregate) {
    checks.add(
      'aggregate-not-on',
      { aggregate: spec.aggregate },
      [...path, 'aggregate'],
      { found: spec.aggregate },
      'key',
    );
  }
  if (spec.from === undefined) {
    if (spec.aggregate !== 'count') {
      const meaning = 'It is the field, or a path to it.';
      checks.add('missing-key', { key: 'from', where: checks.where(path), meaning }, path, { expected: 'from' });
    }
    return { spec, path, everything: false, field: undefined };
  }
  const resolved = resolveField(checks.catalog, model, spec.from);
  if (!resolved.ok) {
    checks.failure(fromPath(checks, path), resolved.failure);
    return { spec, path, everything: false, field: undefined };
  }
  const { field } = resolved.value;
  if (spec.format !== undefined) {
    const shown = { name: field.path, type: field.type, aggregate: spec.aggregate };
    checkFormat(checks, shown, spec.format, [...path, 'format'], facts.decimalComma);
  }
  if (spec.replace !== undefined) checkReplace(checks, field, Object.keys(spec.replace), [...path, 'replace']);
  checkProtect(checks, field, spec, path, facts);
  return { spec, path, everything: false, field };
}

/** `replace` matches stored values exactly: a key that cannot be one is most likely a slip (D2). */
function checkReplace(checks: Checks, field: Field, keys: readonly string[], path: KeyPath): void {
  const values =
    field.type === 'boolean'
      ? ['true', 'false']
      : field.type === 'enum'
        ? [...(field.values?.keys() ?? [])]
        : undefined;
  if (!values) return;
  for (const key of keys) {
    if (values.includes(key)) continue;
    const byLabel = [...(field.values ?? [])].filter(([, label]) => label === key).map(([stored]) => stored);
    const suggestions = [...new Set([...byLabel, ...nearest(key, values)])];
    const params = { value: key, field: field.path, values };
    checks.add(
      'replace-unknown-value',
      params,
      [...path, key],
      { found: key, expected: values.join(', '), suggestions },
      'key',
    );
  }
}

function checkProtect(checks: Checks, field: Field, spec: FieldSpec, path: KeyPath, { hasHashKey }: FieldFacts): void {
  if (spec.protect === undefined) return;
  const at = [...path, 'protect'];
  if (spec.protect === 'hash' && !hasHashKey) {
    checks.add('hash-key-missing', { column: spec.to ?? spec.from ?? '' }, at, { found: spec.protect });
  }
  if (spec.protect === 'mask' && (field.type === 'boolean' || field.type === 'json')) {
    const details = { found: spec.protect, suggestions: field.type === 'json' ? ['hash'] : [] };
    checks.add('protect-not-for-type', { field: field.path, type: field.type }, at, details);
  }
}

/** D2: two columns of one name cannot be told apart by whoever reads the file. */
function checkHeaders(checks: Checks, model: Model, fields: readonly CheckedField[]): void {
  const seen = new Map<string, string>();
  for (const { spec, path, everything } of fields) {
    const called = checks.where(path);
    if (everything) {
      const clash = [...model.fields.keys()].find(name => seen.has(name));
      for (const name of model.fields.keys()) seen.set(name, '`all`');
      if (clash !== undefined) {
        checks.add('duplicate-header', { header: clash, other: `${called} (\`all\`)` }, path, { found: 'all' });
      }
      continue;
    }
    const header = spec.to ?? spec.from ?? spec.aggregate ?? '';
    const other = seen.get(header);
    if (other === undefined) seen.set(header, called);
    else {
      const at = spec.to === undefined ? fromPath(checks, path) : [...path, 'to'];
      checks.add('duplicate-header', { header, other }, at, { found: header });
    }
  }
}
