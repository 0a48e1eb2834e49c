import assert from 'node:assert/strict';
import {
  type Model,
  resolveDimension,
  resolveField,
  resolveKpi,
  resolveModel,
  resolvePredicate,
  resolveRelation,
  tableParts,
} from '../../src/catalog/index.ts';
import { catalogOf, MODELS } from '../definition/expect-problems.ts';

const catalog = catalogOf(MODELS);
const model = (name: string) => catalog.models.get(name) as Model;
const transactions = model('transactions');

describe('catalog/resolve', () => {
  it('K5 relations: a field over relations, with the way to it', () => {
    const resolved = resolveField(catalog, transactions, 'customer.extended.vat_id');
    assert.ok(resolved.ok);
    assert.deepEqual(
      resolved.value.hops.map(hop => [hop.name, hop.target, hop.match]),
      [['customer', 'customers', [['customer_id', 'id']]]],
    );
    assert.equal(resolved.value.field.path, 'extended.vat_id');
    assert.equal(resolved.value.model.name, 'customers');
  });

  it('K3 fields: defaults are filled in', () => {
    const { fields, custom } = transactions;
    assert.deepEqual(
      [fields.get('amount')?.column, fields.get('amount')?.label, fields.get('amount')?.pii],
      ['amount', 'amount', false],
    );
    assert.deepEqual([fields.get('net_amount')?.column, fields.get('net_amount')?.computed], [undefined, 'amount - 1']);
    assert.equal(custom.get('favourite_color')?.column, 'cf_color');
    assert.deepEqual(
      [...(fields.get('channel')?.values ?? [])],
      [
        ['instore', 'In store'],
        ['online', 'Online'],
      ],
    );
    assert.deepEqual(transactions.table, ['loyalty', 'transactions']);
    assert.deepEqual(tableParts('a."b.c"."d""e"'), ['a', 'b.c', 'd"e']);
    assert.equal(fields.get('channel')?.place?.line, 16);
  });

  const failures: readonly (readonly [path: string, code: string, segment: string, suggestion?: string])[] = [
    ['amuont', 'unknown-field', 'amuont', 'amount'],
    ['vat_id', 'unknown-field', 'vat_id', 'extended.vat_id'],
    ['favourite_color', 'unknown-field', 'favourite_color', 'custom.favourite_color'],
    ['store.nam', 'unknown-field', 'nam', 'name'],
    ['stor.name', 'unknown-relation', 'stor', 'store'],
    ['items.quantity', 'to-many-in-field', 'items'],
    ['customer.transactions.amount', 'to-many-in-field', 'transactions'],
    ['customer', 'path-is-relation', 'customer', 'customer.name'],
    ['customer.custom.shoe_size', 'custom-of-other-model', 'custom.shoe_size'],
    ['customer.extended.vat', 'unknown-group-field', 'vat'],
    ['extended', 'group-needs-field', 'extended'],
    ['custom.favourite_color.x', 'field-has-no-parts', 'x'],
    ['amount.x', 'field-has-no-parts', 'x'],
    ['customer.', 'path-incomplete', 'customer.'],
    ['.', 'path-incomplete', ''],
    ['toString', 'unknown-field', 'toString'],
    ['__proto__', 'unknown-field', '__proto__'],
  ];
  for (const [path, code, segment, suggestion] of failures) {
    it(`K5 paths: ${path} is ${code} at "${segment}"`, () => {
      const resolved = resolveField(catalog, transactions, path);
      assert.ok(!resolved.ok);
      const { problem, span } = resolved.failure;
      assert.equal(problem.code, code);
      assert.equal(path.slice(span.offset, span.offset + span.length), segment);
      if (suggestion !== undefined) assert.equal(problem.suggestions?.[0], suggestion);
    });
  }

  it('K5 relations: to-many where it may be', () => {
    const relation = resolveRelation(catalog, model('customers'), 'transactions.items');
    assert.ok(relation.ok);
    assert.equal(relation.value.model.name, 'items');
    const field = resolveRelation(catalog, transactions, 'amount');
    assert.equal(field.ok ? '' : field.failure.problem.code, 'field-is-no-relation');
  });

  it('K7 predicates: value, period and negation are followed', () => {
    const resolved = resolvePredicate(catalog, model('customers'), 'item_not_purchased');
    assert.ok(resolved.ok);
    const { negated, exists, value, period, atLeast } = resolved.value;
    assert.equal(negated, true);
    assert.deepEqual(
      exists.hops.map(hop => hop.name),
      ['transactions', 'items'],
    );
    assert.equal(value?.field.name, 'product_id');
    assert.deepEqual([period?.shared, period?.field.hops.length, period?.field.field.name], [1, 0, 'event_date']);
    assert.equal(atLeast, 1);
  });

  it('K6 KPIs and dimensions: paths and periods of a date', () => {
    const kpi = resolveKpi(catalog, transactions, 'pieces');
    assert.ok(kpi.ok);
    assert.deepEqual([kpi.value.aggregate, kpi.value.field?.path], ['sum', 'items.quantity']);
    const dimension = resolveDimension(catalog, transactions, 'event_date.month');
    assert.deepEqual(dimension.ok && [dimension.value.field.name, dimension.value.part], ['event_date', 'month']);
    const wrong = resolveDimension(catalog, transactions, 'event_date.mont');
    assert.deepEqual(
      !wrong.ok && [wrong.failure.problem.code, wrong.failure.problem.suggestions?.[0], wrong.failure.span.offset],
      ['unknown-date-part', 'month', 11],
    );
    const hour = resolveDimension(catalog, transactions, 'day.hour');
    assert.equal(hour.ok ? '' : hour.failure.problem.code, 'unknown-date-part');
  });

  it('K3 models: unknown and broken ones are told apart', () => {
    const broken = catalogOf({ ...MODELS, stores: 'version: 1\nmodel: stores\ntable: [\n' });
    const code = (name: string) => {
      const resolved = resolveModel(broken, name);
      return resolved.ok ? 'ok' : resolved.failure.problem.code;
    };
    assert.deepEqual(['stores', 'store', 'items'].map(code), ['model-broken', 'unknown-model', 'ok']);
    const path = resolveField(broken, broken.models.get('transactions') as Model, 'store.name');
    assert.equal(path.ok ? '' : path.failure.problem.code, 'relation-broken');
  });
});
