import assert from 'node:assert/strict';
import { demoExports, demoModels, fieldOf, type WrittenExport } from './demo-models.ts';

/** Which operators fit which types of fields (D3). */
const CLASS_OF_TYPE: Readonly<Record<string, string>> = {
  string: 'string',
  enum: 'string',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
};
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  string: ['equals', 'not_equals', 'contains', 'not_contains', 'starts_with', 'ends_with', 'in', 'not_in'],
  number: ['equals', 'not_equals', 'greater_than', 'at_least', 'less_than', 'at_most', 'between', 'in', 'not_in'],
  boolean: ['is'],
  date: ['equals', 'not_equals', 'before', 'after', 'between', 'in_date', 'anniversary', 'age_range'],
};
const FOR_EVERY_TYPE = ['is_empty', 'is_not_empty'];

const criteriaOf = ({ filters }: WrittenExport) => {
  if (filters === 'none') return [];
  return ('any' in filters ? filters.any : [filters]).flatMap(set => set.all);
};

describe('K9 demo samples', () => {
  const models = demoModels();
  const samples = [...demoExports().values()];
  /** Everything of one key that the samples say. */
  const said = (values: readonly unknown[]): ReadonlySet<string> => new Set(values.map(String));
  const fields = samples.flatMap(sample => sample.fields).filter(field => typeof field === 'object');

  it('D3 use every operator for every kind of field', () => {
    const predicates = Object.keys(models.get('customers')?.predicates ?? {});
    const used = new Set<string>();
    for (const sample of samples) {
      const model = models.get(sample.model);
      assert.ok(model, sample.model);
      for (const { attribute, operator } of criteriaOf(sample)) {
        if (attribute === undefined || predicates.includes(operator) || FOR_EVERY_TYPE.includes(operator)) {
          used.add(operator);
        } else {
          used.add(`${CLASS_OF_TYPE[fieldOf(models, model, attribute).type]}: ${operator}`);
        }
      }
    }
    const wanted = [
      ...Object.entries(OPERATORS).flatMap(([kind, operators]) => operators.map(operator => `${kind}: ${operator}`)),
      ...FOR_EVERY_TYPE,
      ...predicates,
    ];
    assert.deepEqual([...used].sort(), wanted.sort());
  });

  it('D5 use every aggregation', () => {
    const used = said(fields.map(field => field.aggregate).filter(Boolean));
    assert.deepEqual([...used].sort(), ['average', 'count', 'group', 'max', 'min', 'sum']);
  });

  it('O1 O2 O4 use every format, profile, archive and encoding, and say nothing of formats that come later', () => {
    const of = (key: string) =>
      [...said(samples.map(sample => sample.file?.[key]).filter(value => value !== undefined))].sort();
    assert.deepEqual(of('format'), ['csv', 'json', 'ndjson', 'psv']);
    assert.deepEqual(of('profile'), ['excel', 'excel-eu', 'sfmc']);
    assert.deepEqual(of('archive'), ['gzip', 'zip']);
    assert.deepEqual(of('encoding'), ['utf-16le', 'utf-8', 'utf-8-bom']);
    assert.deepEqual(of('split'), []);
    assert.deepEqual(of('encrypt'), []);
    assert.ok(
      samples.some(({ file }) => file?.format === 'csv' && file.profile === undefined),
      'the machine profile',
    );
  });

  it('D2 use replace, default, protect, both kinds of format, custom and extended fields, relations and all', () => {
    const has = (key: string, test: (value: unknown) => boolean = value => value !== undefined) =>
      assert.ok(
        fields.some(field => test(field[key])),
        key,
      );
    has('replace');
    has('default');
    has('protect', value => value === 'hash');
    has('protect', value => value === 'mask');
    has('format', value => typeof value === 'string');
    has('format', value => typeof value === 'object' && value !== null);
    const paths = samples
      .flatMap(sample => sample.fields)
      .map(field => (typeof field === 'string' ? field : String(field.from)));
    for (const pattern of [/^all$/, /^custom\./, /^extended\./, /\.extended\./, /^\w+\.\w+\.\w+$/]) {
      assert.ok(
        paths.some(path => pattern.test(path)),
        String(pattern),
      );
    }
    assert.ok(samples.some(sample => sample.fields === 'all'));
    assert.ok(samples.some(sample => sample.filters === 'none'));
  });

  it('D9 D10 use every kind of window', () => {
    const keys = samples.flatMap(({ window }) => Object.entries(window ?? {}).map(([key, value]) => `${key} ${value}`));
    for (const wanted of ['previous day', 'previous week', 'previous month', 'previous quarter', 'previous year']) {
      assert.ok(keys.includes(wanted), wanted);
    }
    for (const unit of ['days', 'weeks', 'months', 'h']) {
      assert.ok(
        keys.some(key => key.startsWith('last ') && key.endsWith(` ${unit}`)),
        unit,
      );
    }
    for (const wanted of ['since_last_success true', 'include_today true', 'by event_date', 'by updated_at']) {
      assert.ok(keys.includes(wanted), wanted);
    }
    assert.ok(samples.some(({ window }) => window?.from && window.to));
    assert.ok(samples.some(({ window }) => window?.from && !window.to));
    assert.ok(samples.some(sample => sample.mode === 'incremental'));
  });

  it('X1 X2 deliver to both destinations, with manifest and trigger', () => {
    const text = JSON.stringify(samples.map(sample => sample.deliver));
    for (const word of ['partner-sftp', 'share', '"manifest":"json"', '"manifest":"trigger"', 'version', 'fail']) {
      assert.ok(text.includes(word), word);
    }
  });
});
