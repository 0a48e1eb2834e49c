import assert from 'node:assert/strict';
import { parseExport } from '../../src/definition/index.ts';
import { personalColumns } from '../../src/plan/index.ts';
import { catalogOf, MODELS } from '../definition/expect-problems.ts';

const KPIS = `kpis: {newest: {max: customer.email}, mails: {count_distinct: customer.email}}
dimensions: [customer.email, channel]
`;
const transactions = String(MODELS.transactions);
const catalog = catalogOf({
  ...MODELS,
  letters: transactions.replace('model: transactions', 'model: letters').replace(/\nkpis:[\s\S]*$/, `\n${KPIS}`),
});

const columns = (more: string): readonly string[] => {
  const { value } = parseExport(`version: 1\nname: x\n${more}\nfilters: none\n`);
  assert.ok(value, more);
  return personalColumns(value, catalog);
};

describe('plan/personal-columns', () => {
  const cases: readonly (readonly [definition: string, personal: readonly string[]])[] = [
    ['model: customers\nfields: [id, name]', []],
    ['model: customers\nfields: [id, email]', ['email']],
    ['model: customers\nfields: [id, {from: email, to: Mail}]', ['Mail']],
    ['model: customers\nfields: all', ['email']],
    ['model: customers', ['email']],
    ['model: customers\nfields: [all, extended.vat_id]', ['email']],
    ['model: customers\nfields: [{from: email, protect: hash}, {from: email, to: m, protect: mask}]', []],
    ['model: transactions\nfields: [id, {from: customer.email, to: Mail}]', ['Mail']],
    ['model: transactions\naggregate: true\nfields: [{from: customer.email, aggregate: count}]', []],
    [
      'model: transactions\naggregate: true\nfields: [{from: customer.email, aggregate: group}, {aggregate: count}]',
      ['customer.email'],
    ],
    ['model: letters\nkpis: [mails]\ndimensions: [channel]', []],
    ['model: letters\nkpis: [mails, newest]\ndimensions: [channel]', ['newest']],
    [
      'model: letters\nkpis: [{kpi: newest, to: Last}]\ndimensions: [{dimension: customer.email, to: Who}]',
      ['Who', 'Last'],
    ],
    // What nobody knows any more may be anything.
    ['model: gone\nfields: [id]', ['gone']],
    ['model: customers\nfields: [id, phone]', ['phone']],
  ];
  for (const [definition, personal] of cases) {
    it(`D2 L4: ${definition.replaceAll('\n', ', ')}`, () => assert.deepEqual(columns(definition), personal));
  }
});
