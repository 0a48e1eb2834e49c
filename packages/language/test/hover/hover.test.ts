import assert from 'node:assert/strict';
import { Temporal } from '@waybill/engine/time';
import { hover } from '../../src/hover/hover.ts';
import type { LanguageWorkspace } from '../../src/language-workspace.ts';
import { atCursor } from '../support/cursor.ts';
import { documentOf, nowhere, textOf, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

/** What a person reads at the bar of a text; empty for nothing. */
function shown(file: string, marked: string, workspace: LanguageWorkspace = demo): string {
  const { text, position } = atCursor(marked);
  return hover(documentOf(file, text), position, workspace)?.markdown ?? '';
}

/** The text that the hover is about. */
function about(file: string, marked: string): string | undefined {
  const { text, position } = atCursor(marked);
  const document = documentOf(file, text);
  const found = hover(document, position, demo);
  return found && text.slice(document.offsetAt(found.range.start), document.offsetAt(found.range.end));
}

const EXPORT = 'exports/x.export.yaml';
const MODEL = 'catalog/x.model.yaml';
const head = 'version: 1\nname: x\nmodel: transactions\n';

describe('hover', () => {
  describe('names of the catalog', () => {
    const cases: readonly (readonly [title: string, marked: string, ...expected: RegExp[]])[] = [
      [
        'a field',
        `${head}fields: [am|ount]`,
        /\*\*Amount\*\* · decimal · `transactions.amount`/,
        /Gross, in the store's/,
        /Column: `amount` of `loyalty.transactions`/,
      ],
      ['personal data', `${head}fields: [em|ail]`, /Personal data: masked/, /Column: `email_address`/],
      ['an identifier', `${head}fields: [i|d]`, /Identifier/, /Key of `transactions`/],
      [
        'a computed field',
        `${head}fields: [net_am|ount]`,
        /Computed in the database: `amount - coalesce\(discount, 0\)`/,
      ],
      ['an enum', `${head}fields: [chan|nel]`, /Values: `instore` In store, `online` Online, `app` App/],
      [
        'a custom field',
        `${head}fields: [custom.gift|_wrap]`,
        /Gift wrap.*boolean.*`transactions.custom.gift_wrap`/,
        /Custom field: offered with `transactions` only/,
      ],
      ['the group of fields', `${head}fields: [cus|tom.gift_wrap]`, /Custom fields of the model/],
      [
        'a relation on the way',
        `${head}fields: [sto|re.name]`,
        /relation of `transactions` to one/,
        /`transactions.store_id` = `stores.id`/,
      ],
      ['the field at the end', `${head}fields: [store.na|me]`, /`stores.name`/],
      ['`all`', `${head}fields: al|l`, /Every standard field.*`id`, `bill_number`/],
      [
        'a model',
        'version: 1\nmodel: trans|actions',
        /\*\*Transactions\*\* · model/,
        /Source: `demo`/,
        /Table: `loyalty.transactions`/,
        /Key: `id`/,
        /Event date: `event_date`/,
        /15 fields, 3 custom fields, 2 extended fields, 4 relations, 9 KPIs/,
      ],
      [
        'a KPI',
        `${head}kpis: [online_rev|enue]`,
        /KPI of `transactions` · decimal/,
        /The sum of `amount`, where `channel` is `online`\./,
      ],
      ['a KPI that counts', `${head}kpis: [bil|ls]`, /How many `transactions`\./],
      ['a dimension', `${head}dimensions: [store.zo|ne]`, /`stores.zone`/],
      ['a part of a date', `${head}dimensions: [event_date.mo|nth]`, /cut to its month; now `2026-11`/],
      [
        'a predicate',
        'model: customers\nfilters: {all: [{operator: item_pur|chased}]}',
        /predicate of `customers`/,
        /that have at least one of `transactions.items` whose `product_id` is the `value`, within the `period` by `transactions.event_date`/,
      ],
      [
        'a predicate turned round',
        'model: customers\nfilters: {all: [{operator: item_not_pur|chased}]}',
        /have fewer than one of `transactions.items`/,
        /The opposite of `item_purchased`/,
      ],
      [
        'a predicate of a related model',
        `${head}filters: {all: [{attribute: customer, operator: in_|segment}]}`,
        /predicate of `customers`/,
      ],
      [
        'an operator',
        `${head}filters: {all: [{attribute: amount, operator: betw|een}]}`,
        /\*\*amount is between\*\*/,
        /both ends are included/,
      ],
      [
        'a value of an enum',
        `${head}filters: {all: [{attribute: kind, operator: equals, value: sa|le}]}`,
        /`sale`: \*\*Sale\*\*, a value of Kind/,
      ],
      [
        'a value that is replaced',
        `${head}fields:\n  - {from: channel, replace: {inst|ore: Shop}}`,
        /`instore`: \*\*In store\*\*/,
      ],
      [
        'what it is replaced by',
        `${head}fields:\n  - {from: channel, replace: {instore: Sh|op}}`,
        /in place of `instore`/,
      ],
      ['a header', `${head}fields:\n  - {from: amount, to: Am|t}`, /Header of the column/, /\*\*Amount\*\* · decimal/],
      [
        'a destination',
        `${head}deliver: {to: partner|-sftp}`,
        /destination · sftp/,
        /SFTP: files over SSH/,
        /Folder: `\/upload`/,
      ],
      ['a template', 'version: 1\nname: x\nextends: sal|es@1', /template `sales@2`/, /Releases: 1, 2/],
      [
        'its release',
        'version: 1\nname: x\nextends: sales@|1',
        /template `sales@1`/,
        /Published/,
        /Release 2 is newer/,
      ],
      ['a key for encryption', `${head}file: {encrypt: {pgp: part|ner}}`, /`keys\/partner.asc`/],
    ];
    for (const [title, marked, ...expected] of cases) {
      it(`V3: ${title}`, () => {
        const text = shown(EXPORT, marked);
        for (const pattern of expected) assert.match(text, pattern);
      });
    }

    it('V3: the range is the very segment of a path', () => {
      assert.equal(about(EXPORT, `${head}fields: [customer.home_|store.name]`), 'home_store');
      assert.equal(about(EXPORT, `${head}fields: ["customer.ti|er"]`), 'tier');
    });

    it('V3: sample values are shown where some were seen, of personal data never', () => {
      const asked: string[] = [];
      const samples = (model: string, field: string) => {
        asked.push(`${model}.${field}`);
        return ['EUR', 'CHF'];
      };
      const workspace = { ...demo, samples };
      assert.match(shown(EXPORT, `${head}fields: [curr|ency]`, workspace), /Seen in the last preview: `EUR`, `CHF`/);
      assert.doesNotMatch(shown(EXPORT, `${head}fields: [em|ail]`, workspace), /EUR/);
      assert.deepEqual(asked, ['transactions.currency']);
    });

    it('V3: names of a model file: declarations, match, paths', () => {
      const text = textOf('catalog/transactions.model.yaml');
      const at = (before: string, after: string) =>
        shown('catalog/transactions.model.yaml', text.replace(before + after, `${before}|${after}`));
      assert.match(at('  am', 'ount: {type'), /\*\*Amount\*\* · decimal/);
      assert.match(at('  customer: {one: cust', 'omers'), /model `customers`/);
      assert.match(at('match: {custom', 'er_id'), /Customer ID/);
      assert.match(at('match: {customer_id: i', 'd}'), /`customers.id`/);
      assert.match(at('sum: items.qu', 'antity'), /`transaction_items.quantity`/);
      assert.match(at('source: de', 'mo'), /source · duckdb/);
    });
  });

  describe('what depends on the day', () => {
    it('V3: a schedule in words with its next five firings and their windows, for the key and each of its parts', () => {
      const text = textOf('exports/daily-sales.export.yaml');
      for (const part of [
        'sched|ule: {daily',
        'schedule: {dai|ly',
        '{daily: {ho|urs: [6]',
        'hours: [|6]',
        'minutes: [3|0]',
      ]) {
        const marked = text.replace(part.replace('|', ''), part);
        const words = shown('exports/daily-sales.export.yaml', marked);
        assert.match(words, /\*\*Every day at 06:30, Europe\/Vienna\*\*/);
        assert.match(words, /Sunday 29 November 2026, 06:30 \+01:00: Saturday 28 November 2026 \(Europe\/Vienna\)/);
        assert.equal(words.match(/^- \w+day \d+ \w+ 2026, 06:30/gm)?.length, 5, part);
      }
    });

    it('V3: a schedule is explained in a document that breaks off further down', () => {
      const words = shown(
        EXPORT,
        `${head}schedule:\n  wee|kly: {days: [monday], at: ["06:30"]}\nfields: [{from: amount, to: "Am`,
      );
      assert.match(words, /On Mondays at 06:30, Europe\/Vienna/);
      assert.match(words, /Monday 30 November 2026, 06:30/);
    });

    it('V3: cron in words', () => {
      const words = shown(EXPORT, `${head}schedule: {cron: "0 6 * * |1-5"}`);
      assert.match(words, /06:00/);
      assert.match(words, /Monday 30 November 2026, 06:00/);
    });

    it('V3: the window in words with the days that it means today', () => {
      const words = shown(EXPORT, `${head}window: {la|st: 7 days}`);
      assert.match(words, /Rows of the 7 days before the run's day/);
      assert.match(words, /covers Saturday 21 November 2026 to Friday 27 November 2026 \(7 days, Europe\/Vienna\)/);
      assert.match(shown(EXPORT, `${head}window: {last: 7 d|ays}`), /\*\*7 days\*\*[\s\S]*21 November 2026/);
    });

    it('V3: the window comes from the template where the export says none', () => {
      assert.match(
        shown(EXPORT, 'version: 1\nname: x\nextends: sales@2\nmo|de: full'),
        /covers Friday 27 November 2026/,
      );
    });

    it('V3: a `date:` expression with the dates that it means today, in the zone of the definition', () => {
      const date = (zone: string) =>
        shown(
          EXPORT,
          `${head}timezone: ${zone}\nfilters: {all: [{attribute: event_date, operator: after, value: "date:first day of |last month"}]}`,
        );
      assert.match(
        date('Europe/Vienna'),
        /Today it means \*\*Thursday 1 October 2026, the whole day in Europe\/Vienna\*\*/,
      );
      const late = { ...demo, now: Temporal.Instant.from('2026-11-30T23:30:00Z') };
      const marked = `${head}timezone: ZONE\nwindow: {from: "date:tod|ay"}`;
      assert.match(shown(EXPORT, marked.replace('ZONE', 'Europe/Vienna'), late), /Tuesday 1 December 2026/);
      assert.match(shown(EXPORT, marked.replace('ZONE', 'America/New_York'), late), /Monday 30 November 2026/);
    });

    it('V3: a `date:` expression that is not right says what would be', () => {
      assert.match(shown(EXPORT, `${head}window: {from: "date:yester|dya"}`), /yesterdya/);
    });

    it('V3: a path with the name that it makes today', () => {
      const words = shown(
        EXPORT,
        `${head}window: {previous: month}\nfile: {archive: zip}\ndeliver: {to: share, path: "a/b_%Y-%|m_{window.from}"}`,
      );
      assert.match(words, /A run of today makes `a\/b_2026-11_2026-10-01.csv.zip`/);
      assert.match(words, /`%Y` year, four digits/);
      assert.match(words, /`{window.from}` the window's first day/);
      assert.equal(words.match(/makes/g)?.length, 1);
    });

    it('V3: a name with the file that it makes', () => {
      assert.match(
        shown(EXPORT, 'version: 1\nna|me: Sales: new\nfile: {format: xlsx}'),
        /makes `Sales- new.xlsx`|`name`/,
      );
      assert.match(shown(EXPORT, 'version: 1\nname: sal|es\nfile: {format: xlsx}'), /makes `sales.xlsx`/);
    });

    it('V3: a format of dates with what it writes now, a zone with its time', () => {
      assert.match(
        shown(EXPORT, `${head}fields: [{from: event_date, format: "%d.%|m.%Y"}]`),
        /Now it writes `28.11.2026`/,
      );
      assert.match(
        shown(EXPORT, `${head}timezone: Asia/Tok|yo`),
        /\*\*Asia\/Tokyo\*\*: now Saturday 28 November 2026, 21:00 \+09:00/,
      );
    });
  });

  describe('keys', () => {
    it('V3: a key with its description, what may be written and its rule', () => {
      const words = shown(EXPORT, `${head}on_emp|ty: send`);
      assert.match(words, /\*\*`on_empty`\*\* · one of send, header\\_only, skip, fail/);
      assert.match(words, /When there are no rows\. Default `send`\./);
      assert.match(words, /Rule O7$/);
    });

    it('V3: the rule links to where the rules are, when that is known', () => {
      const workspace = { ...demo, ruleLink: (rule: string) => `https://docs.example/rules#${rule}` };
      assert.match(
        shown(EXPORT, `${head}win|dow: {previous: day}`, workspace),
        /\[Rule D9\]\(https:\/\/docs.example\/rules#D9\)/,
      );
    });

    it('V3: a key that depends on another is the one of its kind', () => {
      const folder = (type: string) =>
        shown('waybill.yaml', `destinations:\n  x:\n    type: ${type}\n    fol|der: out\n`);
      assert.match(folder('local'), /relative ones count from the workspace/);
      assert.match(folder('sftp'), /Folder on the server/);
    });

    it('V3: a key that is not known, a comment and an empty line say nothing', () => {
      assert.equal(shown(EXPORT, `${head}nonse|nse: 1`), '');
      assert.equal(shown(EXPORT, `${head}# win|dow: x`), '');
      assert.equal(shown(EXPORT, `${head}|\n`), '');
    });
  });

  describe('secrets and strange texts', () => {
    const secretive = workspaceOf({
      'waybill.yaml': `version: 1
brand: {name: B}
sources:
  crm: {type: postgres, url: "postgres://bob:hunter2@db.example:5432/crm?password=hunter3", password: hunter4}
  odd: {type: postgres, url: "bob:hunter2@db.example/crm", password: hunter4}
destinations:
  p: {type: sftp, host: h.example, user: bob, password: hunter5, key: hunter6, passphrase: hunter7, host_key: any}
  s: {type: s3, bucket: b, region: r, access_key: hunter8, secret_key: hunter9}
`,
    });

    it('V3 Q1: what opens a source or a destination is never shown', () => {
      for (const name of ['p', 's']) {
        const words = shown(EXPORT, `${head}deliver: {to: |${name}}`, secretive);
        assert.match(words, /destination/);
        assert.doesNotMatch(words, /hunter/);
      }
      for (const name of ['crm', 'odd']) {
        const words = shown(MODEL, `model: x\nsource: |${name}`, secretive);
        assert.match(words, /Address: `(postgres:\/\/)?db\.example/);
        assert.doesNotMatch(words, /hunter/);
      }
    });

    it('V3: a placeholder says where its value comes from, and not what it is', () => {
      process.env.WAYBILL_HOVER_TEST = 'hunter2';
      const words = shown('waybill.yaml', 'sources:\n  x: {type: postgres, url: "${env:WAYBILL_HOVER|_TEST}"}');
      delete process.env.WAYBILL_HOVER_TEST;
      assert.match(words, /the environment variable `WAYBILL_HOVER_TEST`/);
      assert.doesNotMatch(words, /hunter2/);
      assert.match(shown('waybill.yaml', 'protect: {hash_key: "${secret:has|h_key}"}'), /the secret `hash_key`/);
    });

    it('V3: markup in labels is text', () => {
      const workspace = workspaceOf({
        'catalog/challenges.model.yaml': `version: 1
model: odd
label: "[click](command:evil) <img src=x> **b** \`c\`"
source: demo
table: odd
key: id
fields: {id: {type: integer, label: "# Heading\\n- list"}, constructor: string}
`,
      });
      const model = shown(EXPORT, 'version: 1\nmodel: o|dd', workspace);
      assert.match(model, /\*\*\\\[click\\\]\(command:evil\) \\<img src=x\\> \\\*\\\*b\\\*\\\* \\`c\\`\*\*/);
      assert.match(shown(EXPORT, 'version: 1\nmodel: odd\nfields: [i|d]', workspace), /^\*\*\\# Heading - list\*\*/);
      assert.doesNotThrow(() => shown(EXPORT, 'version: 1\nmodel: odd\nfields: [constr|uctor]', workspace));
    });
  });

  it('V3: outside any workspace keys, dates and zones are still explained', () => {
    assert.match(shown(EXPORT, `${head}win|dow: {previous: day}`, nowhere), /Which period the export covers/);
    assert.match(
      shown(EXPORT, `${head}window: {from: "date:to|day"}`, nowhere),
      /Saturday 28 November 2026, the whole day in UTC/,
    );
    assert.match(shown(EXPORT, `${head}fields: [am|ount]`, nowhere), /^\*\*`fields`\*\*/);
  });
});
