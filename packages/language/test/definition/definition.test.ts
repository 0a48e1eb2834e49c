import assert from 'node:assert/strict';
import { definition } from '../../src/definition/definition.ts';
import { atCursor } from '../support/cursor.ts';
import { documentOf, nowhere, SAMPLES, textOf, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

/** `origin → file: declared text`, one for each target. */
function goesTo(file: string, marked: string, workspace = demo): readonly string[] {
  const { text, position } = atCursor(marked);
  const document = documentOf(file, text);
  const found = definition(document, position, workspace);
  if (!found) return [];
  const origin = text.slice(document.offsetAt(found.origin.start), document.offsetAt(found.origin.end));
  return found.targets.map(target => {
    const other = workspace.documents().find(one => one.file === target.file);
    const line = other?.lines[target.range.start.line]?.slice(target.range.start.character) ?? '';
    return `${origin} → ${target.file}: ${line.slice(0, 24)}`;
  });
}

const head = 'version: 1\nname: x\nmodel: transactions\n';
const EXPORT = 'exports/x.export.yaml';

describe('go to definition', () => {
  const cases: readonly (readonly [title: string, file: string, marked: string, ...expected: string[]])[] = [
    [
      'field → its line in the model file',
      EXPORT,
      `${head}fields: [am|ount]`,
      'amount → catalog/transactions.model.yaml: amount: {type: decimal, ',
    ],
    [
      'the relation in a path',
      EXPORT,
      `${head}fields: [cust|omer.home_store.name]`,
      'customer → catalog/transactions.model.yaml: customer: {one: customer',
    ],
    [
      'a relation further on',
      EXPORT,
      `${head}fields: [customer.home|_store.name]`,
      'home_store → catalog/customers.model.yaml: home_store: {one: stores',
    ],
    [
      'the field at its end',
      EXPORT,
      `${head}fields: [customer.home_store.na|me]`,
      'name → catalog/stores.model.yaml: name: {type: string, lab',
    ],
    [
      'an extended field',
      EXPORT,
      `${head}fields: [customer.extended.vat|_id]`,
      'vat_id → catalog/customers.model.yaml: vat_id: {type: string, l',
    ],
    [
      'model',
      EXPORT,
      'version: 1\nmodel: trans|actions',
      'transactions → catalog/transactions.model.yaml: transactions',
    ],
    [
      'KPI',
      EXPORT,
      `${head}kpis: [{kpi: rev|enue}]`,
      'revenue → catalog/transactions.model.yaml: revenue: {label: Revenue',
    ],
    [
      'predicate',
      EXPORT,
      `${head}filters: {all: [{attribute: customer, operator: in_gr|oup, value: vip}]}`,
      'in_group → catalog/customers.model.yaml: in_group: {exists: group',
    ],
    [
      'the predicate behind an audience',
      EXPORT,
      `${head}audience: {segment: v|ip}`,
      'vip → catalog/customers.model.yaml: in_segment: {exists: seg',
    ],
    [
      'attribute',
      EXPORT,
      `${head}filters: {all: [{attribute: store.co|untry, operator: in, value: [AT]}]}`,
      'country → catalog/stores.model.yaml: country: {type: string, ',
    ],
    [
      'dimension, without its part of a date',
      EXPORT,
      `${head}dimensions: [event_|date.month]`,
      'event_date → catalog/transactions.model.yaml: event_date: {type: datet',
    ],
    [
      'destination → waybill.yaml',
      EXPORT,
      `${head}deliver: [{to: sh|are}]`,
      'share → waybill.yaml: share: {type: local, fol',
    ],
    [
      'source → waybill.yaml',
      'catalog/x.model.yaml',
      'model: x\nsource: de|mo',
      'demo → waybill.yaml: demo: {type: duckdb, fil',
    ],
    [
      'template → the file of its release',
      EXPORT,
      'version: 1\nextends: sal|es@1',
      'sales → templates/sales@1.template.yaml: sales',
    ],
    ['its release', EXPORT, 'version: 1\nextends: sales@|2', '2 → templates/sales@2.template.yaml: sales'],
    ['audience file', EXPORT, `${head}audience: {file: audien|ces/vip.csv}`, 'audiences/vip.csv → audiences/vip.csv: '],
    ['key', EXPORT, `${head}file: {encrypt: {pgp: part|ner}}`, 'partner → keys/partner.asc: '],
    [
      'both sides of a match',
      'catalog/x.model.yaml',
      'model: transactions\nrelations:\n  store: {one: stores, match: {store_id: i|d}}',
      'id → catalog/stores.model.yaml: id: {type: integer, labe',
    ],
    [
      'a predicate that another turns round',
      'catalog/customers.model.yaml',
      textOf('catalog/customers.model.yaml').replaceAll('|', '\\|').replace('{not: in_group}', '{not: in_gr|oup}'),
      'in_group → catalog/customers.model.yaml: in_group: {exists: group',
    ],
    ['nothing for a name that is half typed', EXPORT, `${head}fields: [{from: "store.na|`],
    ['nothing for what is not known', EXPORT, `${head}fields: [am|mount]`],
    ['nothing outside the workspace', EXPORT, `${head}audience: {file: ../../etc/pa|sswd}`],
    ['nothing for keys of the language', EXPORT, `${head}fie|lds: all`],
  ];
  for (const [title, file, marked, ...expected] of cases) {
    it(`V5: ${title}`, () => {
      assert.deepEqual(goesTo(file, marked), expected);
    });
  }

  it('V5: an incomplete document leads to what is complete in it', () => {
    assert.deepEqual(goesTo(EXPORT, `${head}fields: [{from: "store.name|", to: [`), [
      'name → catalog/stores.model.yaml: name: {type: string, lab',
    ]);
  });

  it('V5: outside any workspace nothing is declared', () => {
    assert.deepEqual(goesTo(EXPORT, `${head}fields: [am|ount]`, nowhere), []);
  });

  it('V5: every name of every sample leads somewhere, and nothing throws', () => {
    for (const file of SAMPLES) {
      const document = documentOf(file);
      for (let offset = 0; offset < document.text.length; offset += 3) {
        definition(document, document.positionAt(offset), demo);
      }
    }
  });
});
