import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatText, parseExport } from '@waybill/engine/definition';
import fc from 'fast-check';
import { demoWorkspaceFolder } from '../../../../demo/src/workspace-folder.ts';
import type { DraftState } from '../../../src/views/create/draft-state.ts';
import { fromYaml } from '../../../src/views/create/from-yaml.ts';
import { toYaml } from '../../../src/views/create/to-yaml.ts';
import { draftStates } from './draft-states.ts';

const folder = join(demoWorkspaceFolder(), 'exports');
const DEMO = readdirSync(folder).filter(name => name.endsWith('.export.yaml'));
const demoText = (name: string) => readFileSync(join(folder, name), 'utf8');

const meaning = (text: string) => {
  const { value, problems } = parseExport(text);
  assert.deepEqual(problems, [], text);
  return value;
};

describe('L2 create: choices and their YAML', () => {
  it('L2 L9 what was chosen reads back from the YAML as it was', () => {
    fc.assert(
      fc.property(draftStates, state => {
        const text = toYaml(state);
        assert.deepEqual(fromYaml(text).state, state, text);
      }),
      { numRuns: 300 },
    );
  });

  it('L9 the YAML is in canonical form', () => {
    fc.assert(
      fc.property(draftStates, state => {
        const text = toYaml(state);
        assert.deepEqual(formatText(text, 'export'), { ok: true, text });
      }),
      { numRuns: 100 },
    );
  });

  it('L2 everything at once, as people read it', () => {
    const state: DraftState = {
      name: 'daily-sales',
      description: "Yesterday's sales",
      model: 'transactions',
      timezone: 'Europe/Vienna',
      fields: [
        { from: 'id' },
        { from: 'event_date', to: 'Date', format: '%d.%m.%Y' },
        { from: 'channel', replace: { instore: 'Store' }, default: 'unknown' },
      ],
      filters: {
        any: [
          {
            all: [
              { attribute: 'amount', operator: 'between', value: [10, 500] },
              { attribute: 'event_date', operator: 'after', value: 'date:first day of last month' },
            ],
          },
          {
            all: [{ attribute: 'customer', operator: 'item_purchased', value: 'P-1', period: '30 days', at_least: 2 }],
          },
        ],
      },
      audience: { segment: 'vip' },
      window: { by: 'event_date', previous: 'day' },
      file: { format: 'csv', profile: 'excel-eu', archive: 'zip' },
      deliver: [{ to: 'partner-sftp', path: 'sales_%Y%m%d', if_exists: 'version', manifest: 'json' }],
      on_empty: 'header_only',
      schedule: { weekly: { days: ['monday', 'thursday'], at: ['06:30'] }, from: '2026-12-01' },
      notify: [{ slack: '#loyalty-exports', when: ['failure'] }],
    };
    assert.equal(
      toYaml(state),
      `version: 1
name: daily-sales
description: Yesterday's sales
model: transactions
timezone: Europe/Vienna
fields:
  - id
  - {from: event_date, to: Date, format: "%d.%m.%Y"}
  - {from: channel, replace: {instore: Store}, default: unknown}
filters:
  any:
    - all:
        - {attribute: amount, operator: between, value: [10, 500]}
        - {attribute: event_date, operator: after, value: "date:first day of last month"}
    - all:
        - {attribute: customer, operator: item_purchased, value: P-1, period: 30 days, at_least: 2}
audience: {segment: vip}
window: {by: event_date, previous: day}
file: {format: csv, profile: excel-eu, archive: zip}
deliver:
  to: partner-sftp
  path: sales_%Y%m%d
  if_exists: version
  manifest: json
on_empty: header_only
schedule: {weekly: {days: [monday, thursday], at: ["06:30"]}, from: 2026-12-01}
notify:
  - {slack: "#loyalty-exports", when: [failure]}
`,
    );
  });
});

describe('R4 L2 clone: what a definition says stays', () => {
  assert.ok(DEMO.length > 20);
  for (const file of DEMO) {
    it(`R4 L2 ${file} under another name says the same`, () => {
      const text = demoText(file);
      const { state } = fromYaml(text);
      const clone = toYaml({ ...state, name: 'another name' }, text);
      assert.deepEqual(meaning(clone), { ...meaning(text), name: 'another name' });
      for (const line of text.split('\n').filter(line => line.startsWith('#'))) assert.ok(clone.includes(line), line);
      // What no step asks for is the only thing that the choices alone would lose.
      const alone = fromYaml(toYaml(state)).state;
      assert.deepEqual(alone, state);
    });
  }

  const RARE = `# For the auditors.
version: 1
name: audit
owner: anna@example.com
model: transactions
fields:
  - id
  # The partner's own number.
  - {from: bill_number, to: Bill}
  - {from: customer.email, protect: hash}
filters:
  all:
    - {attribute: amount, operator: greater_than, value: 1.50}  # not the pennies
    - {attribute: kind, operator: equals, value: sale}
order: none
file: {format: csv, split: {rows: 1000000}, encrypt: {pgp: partner-key}}
checks: {rows: 30 %, nulls: {email: 5 %}, columns: frozen}
schedule: {daily: {hours: [6]}, skipped: skip}
`;

  it('R4 L2 what is too rare for the modal is kept when everything around it changes, and shown', () => {
    const { state, kept } = fromYaml(RARE);
    assert.deepEqual(
      kept.map(({ what, words }) => `${what}: ${words}`),
      [
        'Owner: anna@example.com',
        'Order of rows: any, so that the database need not sort',
        'Split: parts of at most 1000000 rows',
        'Encryption: PGP, to the key partner-key',
        'Check: rows within 30 % of the last runs',
        'Check: at most 5 % of email empty',
        "Check: the source's columns must not change",
      ],
    );
    const [first, second] = state.filters?.any[0]?.all ?? [];
    assert.ok(first && second && Array.isArray(state.fields));
    const changed: DraftState = {
      ...state,
      name: 'audit-2',
      fields: [...state.fields.slice(1), { from: 'amount' }],
      filters: { any: [{ all: [second] }, { all: [first] }] },
      file: { format: 'csv', archive: 'zip' },
      schedule: { weekly: { days: ['monday'], at: ['07:00'] }, skipped: 'skip' },
    };
    assert.equal(
      toYaml(changed, RARE),
      `# For the auditors.
version: 1
name: audit-2
owner: anna@example.com
model: transactions
fields:
  # The partner's own number.
  - {from: bill_number, to: Bill}
  - {from: customer.email, protect: hash}
  - amount
filters:
  any:
    - all:
        - {attribute: kind, operator: equals, value: sale}
    - all:
        - {attribute: amount, operator: greater_than, value: 1.50} # not the pennies
order: none
file:
  format: csv
  archive: zip
  split: {rows: 1000000}
  encrypt: {pgp: partner-key}
checks: {rows: 30 %, nulls: {email: 5 %}, columns: frozen}
schedule: {weekly: {days: [monday], at: ["07:00"]}, skipped: skip}
`,
    );
  });

  it('R4 L2 a clone changed into anything says what was chosen, and keeps the rest', () => {
    const base = meaning(RARE);
    fc.assert(
      fc.property(draftStates, state => {
        const { state: read, kept } = fromYaml(toYaml(state, RARE));
        assert.deepEqual(read, state);
        assert.deepEqual(kept, fromYaml(RARE).kept);
      }),
      { numRuns: 150 },
    );
    assert.deepEqual(meaning(RARE), base);
  });
});
