import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_MODELS, writeDuckDb } from '@waybill/demo';
import { tempFolder } from '../../../test/support/temp-folder.ts';
import { AWKWARD_LAST_NAMES, AWKWARD_NOTES } from '../src/awkward-texts.ts';
import { TABLES } from '../src/tables.ts';
import { askDuckDb } from './demo-database.ts';

const NOW = new Date('2026-11-05T14:30:00Z');

/** The first three customers of seed 1 on that day. */
const EXPECTED = [
  ['1', 'fca59356-18ac-449b-a67d-d2c8933f1e9e', 'Tomáš', '2022-11-06 02:23:59+00'],
  ['2', 'a5f65397-457a-4b89-a155-6a99a6f2db61', 'Zoltán', '2022-11-06 02:33:24+00'],
  ['3', '087e47f8-bf9a-44c3-aca0-6d617d3001d7', 'Luca', '2022-11-06 11:27:45+00'],
];

/** A number for all rows of each table, whatever their order. */
const checksums = (file: string): Promise<ReadonlyMap<string, string>> =>
  askDuckDb(file, async ask => {
    const sums = new Map<string, string>();
    for (const { name } of TABLES) {
      const [row] = await ask(`select count(*), bit_xor(md5_number(t::varchar)) from loyalty.${name} as t`);
      sums.set(name, String(row));
    }
    return sums;
  });

describe('K9 demo data in DuckDB', function () {
  this.timeout(60_000);
  it('K9 is the same for the same seed and day, and other for another seed', async () => {
    await using folder = await tempFolder();
    const make = async (name: string, seed: number): Promise<ReadonlyMap<string, string>> => {
      const file = join(folder.path, name);
      await writeDuckDb({ file, customers: 60, seed, now: NOW });
      return checksums(file);
    };
    const first = await make('first.duckdb', 7);
    assert.deepEqual(await make('second.duckdb', 7), first);
    const other = await make('other.duckdb', 8);
    assert.notEqual(other.get('customers'), first.get('customers'));
    assert.notEqual(other.get('transactions'), first.get('transactions'));
  });

  it('K9 makes these very rows: a change of them is a change that users see', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'demo.duckdb');
    await writeDuckDb({ file, customers: 3, seed: 1, now: NOW });
    const rows = await askDuckDb(file, ask =>
      ask('select id, external_id, first_name, registered_at from loyalty.customers order by id'),
    );
    assert.deepEqual(rows, EXPECTED);
  });

  for (const customers of [0, 1, 250]) {
    it(`K9 has any size: ${customers} customers`, async () => {
      await using folder = await tempFolder();
      const told: string[] = [];
      const rows = await writeDuckDb({
        file: join(folder.path, 'demo.duckdb'),
        customers,
        now: NOW,
        onProgress: ({ table }) => told.push(table),
      });
      assert.equal(rows.get('customers'), customers);
      assert.deepEqual([...rows.keys()].sort(), TABLES.map(table => table.name).sort());
      assert.deepEqual(told, [...rows.keys()]);
      const perCustomer = (rows.get('transactions') ?? 0) / Math.max(customers, 1);
      if (customers === 250) {
        assert.ok(perCustomer > 8 && perCustomer < 12, `${perCustomer} bills for each customer`);
        for (const model of DEMO_MODELS) assert.ok((rows.get(model) ?? 0) > 0, `${model} has rows`);
      }
    });
  }

  it('K9 refuses a size that is none', async () => {
    await using folder = await tempFolder();
    for (const customers of [-1, 1.5, Number.NaN]) {
      await assert.rejects(writeDuckDb({ file: join(folder.path, 'demo.duckdb'), customers }), RangeError);
    }
    assert.equal(existsSync(join(folder.path, 'demo.duckdb')), false);
  });

  it('K9 leaves nothing behind when it is aborted', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'demo.duckdb');
    const abort = new AbortController();
    const making = writeDuckDb({ file, customers: 500, signal: abort.signal, onProgress: () => abort.abort() });
    await assert.rejects(making, { name: 'AbortError' });
    assert.equal(existsSync(file), false);
    assert.equal(existsSync(`${file}.partial`), false);
  });

  describe('what is in it', () => {
    let folder: Awaited<ReturnType<typeof tempFolder>>;
    let file: string;
    const one = async (sql: string): Promise<unknown> => (await askDuckDb(file, ask => ask(sql)))[0]?.[0];

    before(async () => {
      folder = await tempFolder();
      file = join(folder.path, 'demo.duckdb');
      await writeDuckDb({ file, customers: 400, now: NOW });
    });
    after(() => folder[Symbol.asyncDispose]());

    it('K9 has every awkward text, unchanged', async () => {
      const texts = async (sql: string): Promise<ReadonlySet<unknown>> =>
        new Set((await askDuckDb(file, ask => ask(sql))).map(row => row[0]));
      const notes = await texts('select distinct notes from loyalty.customers');
      const billNotes = await texts('select distinct note from loyalty.transactions');
      for (const text of AWKWARD_NOTES) assert.ok(notes.has(text) && billNotes.has(text), JSON.stringify(text));
      const names = await texts('select distinct last_name from loyalty.customers');
      for (const name of AWKWARD_LAST_NAMES) assert.ok(names.has(name), name);
    });

    it('K9 has commas, quotes, newlines, accents, emoji and a leading = in the addresses, names and notes', async () => {
      for (const [column, pattern] of [
        ['street', ','],
        ['street', '"'],
        ['street', '\\n'],
        ['street', '\\r\\n'],
        ['street', '[ßéÖ]'],
        ['last_name', '^='],
        ['last_name', '^[+]'],
        ['last_name', '^-'],
        ['last_name', '^@'],
        ['notes', '🏔'],
        ['notes', '[\\x{0590}-\\x{05FF}]'],
        ['notes', '^\\t'],
      ] as const) {
        const rows = await one(`select count(*) from loyalty.customers where regexp_matches(${column}, '${pattern}')`);
        assert.ok(Number(rows) > 0, `${column} ~ ${pattern}`);
      }
    });

    it('K9 keeps empty texts apart from NULL', async () => {
      for (const column of ['email_address', 'phone', 'notes', 'cf_favourite_color']) {
        const count = (condition: string) => one(`select count(*) from loyalty.customers where ${column} ${condition}`);
        assert.ok(Number(await count("= ''")) > 0, `${column} = ''`);
        assert.ok(Number(await count('is null')) > 0, `${column} is null`);
      }
    });

    it('K9 has birthdays before 1900 and on 29 February', async () => {
      assert.ok(Number(await one("select count(*) from loyalty.customers where birth_date < date '1900-01-01'")) >= 3);
      assert.ok(
        Number(await one("select count(*) from loyalty.customers where strftime(birth_date, '%m-%d') = '02-29'")) >= 4,
      );
    });

    it('K9 has bills about the clock changes of the last years', async () => {
      for (const instant of [
        '2025-03-30 00:59:59+00',
        '2025-03-30 01:00:00+00',
        '2025-10-26 00:30:00+00',
        '2026-10-25 01:30:00+00',
      ]) {
        assert.ok(
          Number(await one(`select count(*) from loyalty.transactions where event_date = timestamptz '${instant}'`)) >
            0,
          instant,
        );
      }
      // The door counters write wall clocks: one hour is missing in spring, one comes twice in autumn.
      const counts = (hour: string) =>
        one(`select count(*) from loyalty.footfall where store_id = 1 and counted_at = timestamp '${hour}'`);
      assert.equal(await counts('2026-03-29 01:00:00'), '1');
      assert.equal(await counts('2026-03-29 02:00:00'), '0');
      assert.equal(await counts('2026-10-25 02:00:00'), '2');
    });

    it('K9 has numbers that doubles cannot hold', async () => {
      assert.ok(BigInt(String(await one('select min(id) from loyalty.webhook_logs'))) > 2n ** 53n);
      assert.ok(BigInt(String(await one('select max(receipt_number) from loyalty.transactions'))) > 2n ** 62n);
      assert.equal(await one('select max(budget) from loyalty.campaigns'), '99999999999999999999999999.9999');
      assert.equal(await one('select min(weight_kg) from loyalty.products where weight_kg > 0'), '0.000000000001');
    });

    it('K9 ends shortly before now, with rows of today', async () => {
      const last = String(await one('select max(event_date) from loyalty.transactions'));
      assert.ok(last <= '2026-11-05 14:30:00+00' && last > '2026-11-05', last);
      for (const table of TABLES) {
        for (const { name, type } of table.columns) {
          if (type !== 'timestamptz') continue;
          const late = await one(
            `select count(*) from loyalty.${table.name} where ${name} > timestamptz '${NOW.toISOString()}'`,
          );
          assert.equal(late, '0', `${table.name}.${name}`);
        }
      }
    });

    it('K9 adds up: bills are their items, balances their entries, nothing refers to nothing', async () => {
      const wrong = `select count(*) from loyalty.transactions t where amount <> (select sum(line_total) from loyalty.transaction_items i where i.transaction_id = t.id)`;
      assert.equal(await one(wrong), '0');
      assert.equal(
        await one(
          'select count(*) from loyalty.customers c where points_balance <> (select sum(amount) from loyalty.points p where p.customer_id = c.id)',
        ),
        '0',
      );
      for (const { name, references } of TABLES) {
        for (const [column, other] of Object.entries(references)) {
          const lost = await one(
            `select count(*) from loyalty.${name} a where ${column} is not null and not exists (from loyalty.${other} b where b.id = a.${column})`,
          );
          assert.equal(lost, '0', `${name}.${column}`);
        }
      }
    });
  });
});
