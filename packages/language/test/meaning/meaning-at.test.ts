import assert from 'node:assert/strict';
import type { KeyPath } from '@waybill/engine/definition';
import { keyMeaningAt, meaningAt } from '../../src/meaning/meaning-at.ts';
import { occurrences } from '../../src/meaning/occurrences.ts';
import { placeAt } from '../../src/place/place-at.ts';
import { atCursor } from '../support/cursor.ts';
import { documentOf, SAMPLES, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

/** A meaning in one line: its kind, then what is said about it. */
function inShort(meaning: object | undefined): string {
  if (!meaning) return '-';
  const { kind, ...rest } = meaning as { kind: string };
  const said = Object.entries(rest).filter(([, value]) => value !== undefined && value !== false);
  return [kind, ...said.map(([key, value]) => (value === true ? key : `${key}=${value}`))].join(' ');
}

const EXPORT = `version: 1
name: x
model: transactions
timezone: Europe/Vienna
fields: [id, {from: amount, format: "%Y", default: 0, replace: {a: b}}, {from: id, aggregate: count}]
kpis: [revenue, {kpi: bills, to: B, format: {decimals: 2}}]
dimensions: [channel, {dimension: store.zone}]
filters: {any: [{all: [{attribute: amount, operator: between, value: [1, 2], period: 1 day, before: 1 day}]}]}
audience: {segment: vip}
window: {last: 7 days, from: 2026-01-01}
file: {encrypt: {pgp: partner}}
deliver: [{to: share, path: x}]
checks: {nulls: {amount: 5 %}}
schedule: {cron: "0 6 * * *", from: 2026-12-01, at: "2026-12-01 06:30"}
remove: {fields: [id], kpis: [revenue], filters: [{all: [{attribute: amount}]}]}
add: {fields: [id], criteria: [{operator: in_group}]}
`;
const MODEL = `model: transactions
source: demo
table: loyalty.transactions
key: [id]
event_date: event_date
fields: {id: integer, net: {type: decimal, computed: amount, column: c}}
relations: {customer: {one: customers, match: {customer_id: id}}}
predicates: {bought: {exists: items, value: product_id, period: event_date}, never: {not: bought}}
kpis: {pieces: {sum: items.quantity, where: {attribute: channel, operator: equals, value: online}}, lines: {count: items}}
dimensions: [store.zone]
`;

const cases: readonly (readonly [file: string, text: string, path: KeyPath, expected: string])[] = [
  ['x.export.yaml', EXPORT, ['name'], 'definition of=export'],
  ['x.export.yaml', EXPORT, ['model'], 'model'],
  ['x.export.yaml', EXPORT, ['timezone'], 'zone'],
  ['x.export.yaml', EXPORT, ['fields'], 'field all model=transactions'],
  ['x.export.yaml', EXPORT, ['fields', 0], 'field all model=transactions'],
  ['x.export.yaml', EXPORT, ['fields', 1, 'from'], 'field all model=transactions'],
  ['x.export.yaml', EXPORT, ['fields', 1, 'format'], 'strftime use=format'],
  ['x.export.yaml', EXPORT, ['fields', 1, 'default'], 'field-value field=amount model=transactions'],
  ['x.export.yaml', EXPORT, ['fields', 1, 'replace', 'a'], '-'],
  ['x.export.yaml', EXPORT, ['fields', 2, 'aggregate'], 'aggregation word=count field=id model=transactions'],
  ['x.export.yaml', EXPORT, ['kpis', 0], 'kpi model=transactions'],
  ['x.export.yaml', EXPORT, ['kpis', 1, 'kpi'], 'kpi model=transactions'],
  ['x.export.yaml', EXPORT, ['kpis', 1, 'to'], '-'],
  ['x.export.yaml', EXPORT, ['dimensions', 1, 'dimension'], 'dimension model=transactions'],
  ['x.export.yaml', EXPORT, ['filters', 'any', 0, 'all', 0, 'attribute'], 'attribute model=transactions'],
  [
    'x.export.yaml',
    EXPORT,
    ['filters', 'any', 0, 'all', 0, 'operator'],
    'operator attribute=amount model=transactions',
  ],
  [
    'x.export.yaml',
    EXPORT,
    ['filters', 'any', 0, 'all', 0, 'value', 1],
    'filter-value attribute=amount operator=between model=transactions',
  ],
  ['x.export.yaml', EXPORT, ['filters', 'any', 0, 'all', 0, 'period'], 'duration units=all'],
  ['x.export.yaml', EXPORT, ['filters', 'any', 0, 'all', 0, 'before'], 'duration units=days'],
  ['x.export.yaml', EXPORT, ['audience', 'segment'], 'segment model=customers'],
  ['x.export.yaml', EXPORT, ['window', 'last'], 'duration units=all'],
  ['x.export.yaml', EXPORT, ['window', 'from'], 'date expressions'],
  ['x.export.yaml', EXPORT, ['file', 'encrypt', 'pgp'], 'key-file'],
  ['x.export.yaml', EXPORT, ['deliver', 0, 'to'], 'destination'],
  ['x.export.yaml', EXPORT, ['deliver', 'to'], 'destination'],
  ['x.export.yaml', EXPORT, ['deliver', 0, 'path'], 'strftime use=name'],
  ['x.export.yaml', EXPORT, ['schedule', 'cron'], 'cron'],
  ['x.export.yaml', EXPORT, ['schedule', 'from'], 'date'],
  ['x.export.yaml', EXPORT, ['schedule', 'at'], 'date time'],
  ['x.export.yaml', EXPORT, ['remove', 'fields', 0], 'column of=fields model=transactions'],
  ['x.export.yaml', EXPORT, ['remove', 'kpis', 0], 'column of=kpis model=transactions'],
  ['x.export.yaml', EXPORT, ['remove', 'filters', 0, 'all', 0, 'attribute'], 'attribute model=transactions'],
  ['x.export.yaml', EXPORT, ['add', 'fields', 0], 'field all model=transactions'],
  ['x.export.yaml', EXPORT, ['add', 'criteria', 0, 'operator'], 'operator model=transactions'],
  ['x.export.yaml', EXPORT, ['on_empty'], '-'],
  ['x.export.yaml', 'extends: sales@1\n', ['fields', 0], 'field all model=transactions'],
  ['x.export.yaml', 'extends: sales@1\n', ['extends'], 'template'],
  ['x.export.yaml', 'fields: [', ['fields', 0], 'field all'],
  ['x.template.yaml', 'template: t\nmodel: stores\n', ['template'], 'definition of=template'],
  ['x.template.yaml', 'template: t\nmodel: stores\n', ['fields', 0], 'field all model=stores'],
  ['x.template.yaml', 'template: t\nmodel: stores\n', ['schedule', 'cron'], '-'],
  ['x.model.yaml', MODEL, ['model'], 'definition of=model'],
  ['x.model.yaml', MODEL, ['source'], 'source'],
  ['x.model.yaml', MODEL, ['table'], 'table model=transactions'],
  ['x.model.yaml', MODEL, ['key', 0], 'field own model=transactions'],
  ['x.model.yaml', MODEL, ['key'], 'field own model=transactions'],
  ['x.model.yaml', MODEL, ['event_date'], 'field own model=transactions'],
  ['x.model.yaml', MODEL, ['fields', 'id'], '-'],
  ['x.model.yaml', MODEL, ['fields', 'net', 'computed'], 'sql model=transactions'],
  ['x.model.yaml', MODEL, ['fields', 'net', 'column'], 'database-column model=transactions'],
  ['x.model.yaml', MODEL, ['relations', 'customer', 'one'], 'model'],
  ['x.model.yaml', MODEL, ['relations', 'customer', 'match', 'customer_id'], 'field own model=customers'],
  ['x.model.yaml', MODEL, ['predicates', 'bought', 'exists'], 'relation many model=transactions'],
  ['x.model.yaml', MODEL, ['predicates', 'bought', 'value'], 'field model=transaction_items'],
  ['x.model.yaml', MODEL, ['predicates', 'bought', 'period'], 'field many model=transactions'],
  ['x.model.yaml', MODEL, ['predicates', 'never', 'not'], 'predicate model=transactions'],
  ['x.model.yaml', MODEL, ['kpis', 'pieces', 'sum'], 'field many model=transactions'],
  ['x.model.yaml', MODEL, ['kpis', 'lines', 'count'], 'relation many model=transactions'],
  ['x.model.yaml', MODEL, ['kpis', 'pieces', 'where', 'attribute'], 'attribute many model=transactions'],
  [
    'x.model.yaml',
    MODEL,
    ['kpis', 'pieces', 'where', 'value'],
    'filter-value attribute=channel operator=equals model=transactions',
  ],
  ['x.model.yaml', MODEL, ['kpis', 'pieces', 'where', 0, 'operator'], 'operator model=transactions'],
  ['x.model.yaml', MODEL, ['dimensions', 0], 'dimension declares model=transactions'],
  ['waybill.yaml', '', ['brand', 'timezone'], 'zone'],
  ['waybill.yaml', '', ['sources', 's', 'timeout'], 'duration units=clock'],
  ['waybill.yaml', '', ['sources', 's', 'type'], '-'],
  ['waybill.yaml', '', ['sources', 's', 'password'], 'secret'],
  ['waybill.yaml', '', ['destinations', 'd', 'host_key', 0], 'secret'],
  ['waybill.yaml', '', ['audience', 'model'], 'model'],
  ['waybill.yaml', '', ['audience', 'segment'], 'predicate model=customers'],
  ['waybill.yaml', '', ['limits', 'keep_files'], 'duration units=calendar'],
];

describe('meaning', () => {
  for (const [file, text, path, expected] of cases) {
    it(`V2 V3 V5: ${file} ${path.join('.')}: ${expected}`, () => {
      assert.equal(inShort(meaningAt(documentOf(file, text), path, demo)), expected);
    });
  }

  it('V2 V3 V5: keys that people choose', () => {
    const at = (file: string, text: string, mapping: KeyPath) =>
      inShort(keyMeaningAt(documentOf(file, text), mapping, demo));
    assert.equal(at('x.model.yaml', MODEL, ['custom']), 'definition of=field model=transactions group=custom');
    assert.equal(at('x.model.yaml', MODEL, ['relations', 'customer', 'match']), 'field own model=transactions');
    assert.equal(at('x.model.yaml', MODEL, ['kpis', 'pieces']), '-');
    assert.equal(at('x.export.yaml', EXPORT, ['fields', 1, 'replace']), 'field-value field=amount model=transactions');
    assert.equal(at('x.export.yaml', EXPORT, ['checks', 'nulls']), 'column of=any model=transactions');
    assert.equal(at('waybill.yaml', '', ['destinations']), 'definition of=destination');
  });

  it('V2 V3: at a cursor in documents that no parser reads', () => {
    const at = (marked: string, file = 'x.export.yaml') => {
      const { text, position } = atCursor(marked);
      const document = documentOf(file, text);
      const place = placeAt(document, position);
      return place && inShort(meaningAt(document, place.path, demo, place));
    };
    const head = 'model: transactions\n';
    assert.equal(at(`${head}fields:\n  - {from: |`), 'field all model=transactions');
    assert.equal(
      at(`${head}filters:\n  all:\n    - attribute: amount\n      operator: |\n`),
      'operator attribute=amount model=transactions',
    );
    assert.equal(
      at(`${head}filters: {all: [{attribute: kind, operator: in, value: [sale, |`),
      'filter-value attribute=kind operator=in model=transactions',
    );
    assert.equal(at(`${head}fields: [{from: kind, replace: {|`), 'field-value field=kind model=transactions');
    assert.equal(
      at(`model: x\nrelations:\n  store:\n    one: stores\n    match: {store_id: |`, 'x.model.yaml'),
      'field own model=stores',
    );
  });

  it('V5: every occurrence of every sample is what its place says, found by the parser and by the scan', () => {
    for (const file of SAMPLES) {
      const document = documentOf(file);
      for (const { path, at, meaning, text, start, range } of occurrences(document, demo)) {
        const place = placeAt(document, document.positionAt(start));
        const found = place && meaningAt(document, place.path, demo, place);
        assert.deepEqual(found, meaning, `${file}:${range.start.line + 1} ${path.join('.')}`);
        assert.equal(place?.word.text, text);
        assert.equal(place?.at === 'key', at === 'key');
      }
    }
  });

  it('V5: names of the demo that nothing is known of are headers, and nothing else', () => {
    const unknown = SAMPLES.flatMap(file =>
      occurrences(documentOf(file), demo).flatMap(({ meaning, segments }) =>
        meaning.kind === 'definition' && meaning.of === 'export'
          ? []
          : segments.filter(({ target, word }) => !target && !word).map(({ text }) => `${file}: ${text}`),
      ),
    );
    assert.deepEqual(unknown, ['exports/web-shop-sales.export.yaml: Store']);
  });
});
