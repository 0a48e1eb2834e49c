import assert from 'node:assert/strict';
import { loadCatalog } from '../../src/catalog/index.ts';
import { type CheckedAgainst, checkDefinition, parseExport } from '../../src/definition/index.ts';
import type { Problem } from '../../src/errors/index.ts';

/** What stands at the place of a problem. */
export function textAt(text: string, { place }: Problem): string {
  const lines = text.split('\n');
  const { line = 1, column = 1, endLine = line, endColumn = column } = place ?? {};
  if (line === endLine) return (lines[line - 1] ?? '').slice(column - 1, endColumn - 1);
  const first = (lines[line - 1] ?? '').slice(column - 1);
  return [first, ...lines.slice(line, endLine - 1), (lines[endLine - 1] ?? '').slice(0, endColumn - 1)].join('\n');
}

export interface Expected {
  readonly code: string;
  /** The text that is underlined. */
  readonly at: string;
  /** `line:column`, where the text alone would not tell which one. */
  readonly place?: string;
  readonly found?: string;
  readonly suggestion?: string;
  readonly says?: RegExp;
}

/** Exactly these problems, in this order. */
export function expectProblems(text: string, problems: readonly Problem[], expected: readonly Expected[]): void {
  const seen = problems.map(p => ({ code: p.code, at: textAt(text, p) }));
  assert.deepEqual(
    seen,
    expected.map(({ code, at }) => ({ code, at })),
    JSON.stringify(problems, null, 1),
  );
  for (const [i, wanted] of expected.entries()) {
    const problem = problems[i] as Problem;
    if (wanted.place !== undefined) assert.equal(`${problem.place?.line}:${problem.place?.column}`, wanted.place);
    if (wanted.found !== undefined) assert.equal(problem.found, wanted.found);
    if (wanted.suggestion !== undefined) assert.equal(problem.suggestions?.[0], wanted.suggestion);
    if (wanted.says !== undefined) assert.match(`${problem.message} ${problem.fix}`, wanted.says);
  }
}

export const MODELS: Readonly<Record<string, string>> = {
  transactions: `version: 1
model: transactions
source: crm
table: loyalty.transactions
key: id
event_date: event_date
updated_at: updated_at
fields:
  id: {type: integer, identifier: true}
  customer_id: integer
  store_id: integer
  bill_number: string
  amount: decimal
  pieces: integer
  net_amount: {type: decimal, computed: amount - 1}
  channel: {type: enum, values: {instore: In store, online: Online}}
  gift: boolean
  extra: json
  day: date
  event_date: datetime
  updated_at: datetime
custom: {favourite_color: {type: string, column: cf_color}}
extended: {vat_id: {type: string, column: xf_vat}}
relations:
  customer: {one: customers, match: {customer_id: id}}
  store: {one: stores, match: {store_id: id}}
  items: {many: items, match: {id: transaction_id}}
kpis:
  revenue: {label: Revenue, sum: amount}
  bills: {count: true}
  pieces: {sum: items.quantity}
  online: {sum: amount, where: {attribute: channel, operator: equals, value: online}}
dimensions: [store.zone, channel, event_date.day, event_date.month]
`,
  customers: `version: 1
model: customers
source: crm
table: customers
key: id
event_date: born
fields:
  id: {type: integer, identifier: true}
  name: string
  email: {type: string, pii: true}
  born: date
custom: {shoe_size: decimal}
extended: {vat_id: string}
relations:
  transactions: {many: transactions, match: {id: customer_id}}
  memberships: {many: memberships, match: {id: customer_id}}
predicates:
  item_purchased: {exists: transactions.items, value: product_id, period: transactions.event_date}
  item_not_purchased: {not: item_purchased}
  in_segment: {exists: memberships, value: segment}
  in_group: {exists: memberships, value: segment}
  active: {exists: transactions}
`,
  stores: `version: 1
model: stores
source: crm
table: stores
key: id
fields: {id: integer, name: string, zone: string, country: string}
`,
  items: `version: 1
model: items
source: crm
table: items
fields: {transaction_id: integer, product_id: string, quantity: integer}
relations:
  transaction: {one: transactions, match: {transaction_id: id}}
`,
  memberships: `version: 1
model: memberships
source: crm
table: memberships
fields: {customer_id: integer, segment: string}
`,
  challenges: `version: 1
model: challenges
source: crm
table: challenges
formats: [json]
fields: {id: string, name: string}
`,
};

export const catalogOf = (models: Readonly<Record<string, string>>, sources: readonly string[] = ['crm']) =>
  loadCatalog(
    Object.entries(models).map(([name, text]) => ({ file: `catalog/${name}.model.yaml`, read: () => text })),
    sources,
  );

export const WORKSPACE: CheckedAgainst = {
  config: {
    version: 1,
    brand: { name: 'Northwind', timezone: 'Europe/Vienna' },
    sources: { crm: { type: 'duckdb', file: 'x.duckdb' } },
    destinations: {
      'partner-sftp': { type: 'sftp', host: 'sftp.partner.example', user: 'waybill' },
      elsewhere: { type: 'sftp', host: 'evil.example', user: 'waybill' },
      share: { type: 'local', folder: 'out' },
    },
    limits: { destination_hosts: ['*.partner.example'] },
    protect: { hash_key: 'k' },
  },
  catalog: catalogOf(MODELS),
  limits: { maxWindow: '1 year', maxDimensions: 2 },
  audience: { model: 'customers', segment: 'in_segment', group: 'in_group' },
};

/** The problems of an export; `rest` follows version, name and model. */
export function problemsOf(
  rest: string,
  workspace: CheckedAgainst = WORKSPACE,
): { text: string; problems: readonly Problem[] } {
  const text = `version: 1\nname: x\nmodel: transactions\n${rest}`;
  return { text, problems: checkDefinition(parseExport(text, 'x.export.yaml'), workspace) };
}
