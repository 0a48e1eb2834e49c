import assert from 'node:assert/strict';
import { cp, readdir, readFile } from 'node:fs/promises';
import { formatText, parseExport } from '@waybill/engine/definition';
import * as openpgp from 'openpgp';
import { WAYBILL_YAML } from '../../../../../test/cli/small-workspace.ts';
import type { SlackPerson } from '../../../../../test/support/slack/slack-person.ts';
import { endSlackServices, slackService } from '../../../../../test/support/slack/slack-service.ts';
import { tempFolder } from '../../../../../test/support/temp-folder.ts';
import { demoWorkspaceFolder } from '../../../../demo/src/workspace-folder.ts';
import { SALES_FILES } from './sales-workspace.ts';

const step = (anna: SlackPerson): string => /Step \d+ of \d+: \*(.+?)\*/.exec(anna.modalText())?.[1] ?? '';

/** Clones an export, goes through every step without a change, and gives the review and what was created. */
async function cloned(anna: SlackPerson, name: string, copy: string): Promise<string> {
  await anna.command(`clone "${name}"`);
  const seen = [step(anna)];
  await anna.fill({ 'wb:create:name:name': copy });
  while (step(anna) !== 'Review') {
    const { payload } = await anna.submit();
    assert.equal((payload as { errors?: unknown } | undefined)?.errors, undefined, `${name}: ${anna.modalText()}`);
    assert.notEqual(step(anna), seen.at(-1), `${name}: ${anna.modalText()}`);
    seen.push(step(anna));
  }
  assert.ok(seen.length >= 8, seen.join());
  const review = anna.modalText();
  await anna.submit();
  assert.match(anna.modalText(), / is created/, `${name}: ${anna.modalText()}`);
  await anna.close({ all: true });
  return review;
}

const meaning = (text: string) => {
  const { value, problems } = parseExport(text);
  assert.deepEqual(problems, [], text);
  return value;
};
const comments = (text: string): readonly string[] => [...text.matchAll(/#\s.*/g)].map(([line]) => line.trim());

/** Everything that a modal has no input for, and most of what it has. */
const RARE = `# For the auditors.
version: 1
name: audit
description: Bills of the day before
owner: anna@example.com
model: sales
timezone: Europe/Vienna
fields:
  - id
  # The partner's own number.
  - {from: bill_number, to: Bill, default: none}
  - {from: amount, to: Amount, format: {decimals: 2, decimal: ","}}
  - {from: channel, replace: {instore: Store}}
  - {from: person.name, to: Name, protect: hash}
filters:
  any:
    - all:
        - {attribute: amount, operator: greater_than, value: 1.50}  # not the pennies
        - {attribute: sold_at, operator: after, value: "date:first day of last month"}
    - all:
        - {attribute: person, operator: bought, value: P-1, period: 30 days, at_least: 2}
        - {attribute: person, operator: not_bought, value: P-2}
window: {by: event_date, since_last_success: true}
order: none
file: {format: csv, profile: excel-eu, archive: gzip, split: {rows: 1000000}, encrypt: {pgp: partner-key}}
deliver:
  - {to: share, path: "audit/%Y/bills_%Y%m%d", if_exists: version, manifest: json}
  - {to: second, if_exists: fail}
on_empty: skip
checks: {rows: 30 %, nulls: {Bill: 5 %}, columns: frozen}
schedule: {weekly: {days: [monday], at: ["06:30", "18:00"]}, from: 2026-12-01, until: 2030-12-31, skipped: skip, repeated: twice, catch_up: latest}
notify:
  - {slack: "#crm-exports", when: [failure, quarantined]}
  - {email: anna@example.com}
  - {webhook: "https://hooks.example.com/x", when: [late]}
`;

const KPIS = `version: 1
name: revenue
owner: cfo
model: sales
kpis:
  - revenue
  - {kpi: bills, to: Bills}
dimensions:
  - channel
  - {dimension: sold_at.month, to: Month}
filters: none
window: {by: event_date, previous: month}
order: key
file: {format: csv, split: {size: 10 MB}}
deliver: none
checks: {rows: 50 %}
schedule: {cron: "0 6 1 * *", catch_up: none}
`;

const GROUPS = `version: 1
name: groups
model: sales
fields:
  - {from: channel, to: Channel, aggregate: group}
  - {from: amount, to: Revenue, aggregate: sum}
  - {from: id, to: Bills, aggregate: count}
aggregate: true
filters: none
mode: incremental
deliver: {to: share}
schedule: {monthly: {days: [1, last], at: ["05:00"]}}
`;

const OF_TEMPLATE = `version: 1
name: of-template
extends: sales@2
add:
  fields: [channel]
  criteria:
    - {attribute: channel, operator: equals, value: online}
remove:
  fields: [amount]
checks: {columns: frozen}
schedule: {daily: {hours: "*", minutes: [0, 30]}}
`;

describe('L2 clone in Slack', () => {
  afterEach(endSlackServices);

  it('L2 L9 R4: what is too rare for a modal is shown as kept, and everything is in the copy as it was', async function () {
    this.timeout(120_000);
    const { publicKey } = await openpgp.generateKey({ userIDs: [{ name: 'Partner' }], format: 'armored' });
    const template = String(SALES_FILES['templates/sales@1.template.yaml']);
    const files = {
      ...SALES_FILES,
      'waybill.yaml': WAYBILL_YAML.replace('out}}', 'out}, second: {type: local, folder: out2}}'),
      'keys/partner-key.asc': publicKey,
      'templates/sales@2.template.yaml': `${template.replace('release: 1', 'release: 2')}order: none\nchecks: {nulls: {amount: 1 %}}\n`,
    };
    const { bot, admin } = await slackService({ service: { files } });
    const anna = bot.person('anna');
    const reviews: Record<string, string> = {};
    for (const text of [RARE, KPIS, GROUPS, OF_TEMPLATE]) {
      const { name = '' } = meaning(text) ?? {};
      await admin.deployExport({ body: { text } });
      reviews[name] = await cloned(anna, name, `${name} copy`);
      const { text: copy } = await admin.getExport({ params: { name: `${name} copy` } });
      assert.deepEqual(meaning(copy), { ...meaning(text), name: `${name} copy` }, name);
      assert.deepEqual(comments(copy), comments(text), name);
      // What `waybill format` would make of it is what it is.
      assert.deepEqual(formatText(copy, 'export'), { ok: true, text: copy }, name);
      const formatted = formatText(text.replace(`name: ${name}`, `name: ${name} copy`), 'export');
      assert.deepEqual(formatted, { ok: true, text: copy }, name);
    }
    for (const kept of [
      'Owner: anna@example.com',
      'Order of rows: any',
      'Split: parts of at most 1000000 rows',
      'Encryption: PGP, to the key partner-key',
      'Check: rows within 30 % of the last runs',
      'Check: at most 5 % of Bill empty',
      "Check: the source's columns must not change",
      'Schedule: a time that the clock jumps over is left out',
      'Schedule: a time that comes twice runs twice',
      'Schedule: of what was missed, only the latest is caught up',
    ]) {
      assert.ok(reviews.audit?.includes(kept), `${kept} in\n${reviews.audit}`);
    }
    assert.match(reviews.audit ?? '', /Kept from audit[\s\S]*Comments in its file are kept as well/);
    assert.match(
      reviews.revenue ?? '',
      /Split: parts of at most 10 MB[\s\S]*Schedule: what was missed is not caught up/,
    );
    assert.match(
      reviews['of-template'] ?? '',
      /Kept from the template Sales of the day before[\s\S]*Order of rows: any[\s\S]*1 % of amount empty/,
    );
  });

  it('L2 R4: exports of the demo are cloned step by step, and say the same', async function () {
    this.timeout(240_000);
    await using folder = await tempFolder();
    await cp(demoWorkspaceFolder(), folder.path, { recursive: true });
    const { bot, admin } = await slackService({ service: { folder, env: { WAYBILL_RATE: '100000' } } });
    const anna = bot.person('anna');
    const all = (await readdir(folder.join('exports'))).filter(file => file.endsWith('.export.yaml')).sort();
    // `to-yaml.test.ts` has all of them, without the modals.
    const names = all.filter((_, i) => i % 4 === 1);
    assert.ok(names.length > 4);
    for (const file of names) {
      const text = await readFile(folder.join('exports', file), 'utf8');
      const { name = '' } = meaning(text) ?? {};
      await admin.deployExport({ body: { text, file: `exports/${file}` } });
      await cloned(anna, name, `copy of ${name}`);
      const { text: copy } = await admin.getExport({ params: { name: `copy of ${name}` } });
      assert.deepEqual(meaning(copy), { ...meaning(text), name: `copy of ${name}` }, file);
      assert.deepEqual(comments(copy), comments(text), file);
    }
  });
});
