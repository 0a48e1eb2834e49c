import { strict as assert } from 'node:assert';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { sharedPostgres } from '../../../../test/support/postgres.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { checkDefinition } from '../../src/definition/check-definition.ts';
import { parseExport } from '../../src/definition/parse-definition.ts';
import { type InitFromResult, initFromDatabase } from '../../src/introspect/index.ts';
import { previewExport } from '../../src/preview-export.ts';
import { prepareExport } from '../../src/run/prepare-export.ts';
import { runExport } from '../../src/run-export.ts';
import { Temporal } from '../../src/time/index.ts';
import { loadWorkspace } from '../../src/workspace/index.ts';
import { SHOP_SQL, shopRows } from './shop-database.ts';
import { isCode, SIGNAL } from './support.ts';

const yesterday = () => Temporal.Now.plainDateISO('UTC').subtract({ days: 1 }).toString();

async function postgresShop(...more: readonly string[]): Promise<string> {
  const url = await (await sharedPostgres(18)).createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const sql of [...SHOP_SQL, ...more]) await client.query(sql);
  await client.end();
  return url;
}

async function duckdb(file: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const sql of statements) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

describe('init from a database', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  afterEach(() => folder.remove());

  const init = (from: string, to = 'shop'): Promise<InitFromResult> =>
    initFromDatabase({ from, folder: to, timezone: 'Europe/Vienna', env: {}, cwd: folder.path, signal: SIGNAL });

  /** Validates, previews and runs the first export, as a person would who sets no variable. */
  async function runs(result: InitFromResult): Promise<string> {
    const workspace = loadWorkspace(result.folder, { env: {}, cwd: folder.path });
    assert.deepEqual([...workspace.problems, ...workspace.catalogProblems()], []);
    assert.ok(result.export);
    const text = await readFile(folder.join(result.export.file), 'utf8');
    assert.deepEqual(checkDefinition(parseExport(text), workspace), []);
    const prepared = prepareExport({ workspace, text, runAt: Temporal.Now.instant() });
    const preview = await previewExport(prepared, { rows: 3, showPersonalData: false, signal: SIGNAL });
    const ran = await runExport(prepared, { runId: 'first', keepFolder: folder.join('kept'), signal: SIGNAL });
    assert.equal(ran.status, 'success');
    const [kept = ''] = await readdir(folder.join('kept'));
    const file = await readFile(folder.join('kept', kept), 'utf8');
    assert.ok(file.startsWith(preview.bytes.toString('utf8').slice(0, 40)));
    return file;
  }

  it('K8 PostgreSQL: models and a first export that validates, previews and runs', async () => {
    const result = await init(await postgresShop(...shopRows(`${yesterday()} 12:00:00`)));
    assert.equal(result.export?.model, 'orders');
    assert.equal(
      await readFile(folder.join(result.export?.file ?? ''), 'utf8'),
      `# A first export, made from what the database looks like. Change whatever does not fit; \`waybill preview\` shows the file.
version: 1
name: orders
description: Orders of the last 30 days
model: orders
fields:
  - id
  - customer_id
  - ordered_at
  - shipped_at
  - total_amount
  - discount
  - currency
  - {from: ship_address, protect: hash}
  - last_update
  - {from: customer.email, protect: hash}
filters: none
window: {by: event_date, last: 30 days}
file: {format: csv}
`,
    );
    const file = await runs(result);
    assert.equal(file.trim().split('\n').length, 2);
    assert.match(file, /^id,customer_id,ordered_at,.*\n10,1,/);
  });

  it('K8 K1 the password stands in no file that git takes, and the workspace works without a variable', async () => {
    const url = await postgresShop();
    const result = await init(url);
    const password = decodeURIComponent(new URL(url).password);
    for (const file of result.files) {
      const text = await readFile(folder.join(file), 'utf8');
      const secret = file.startsWith('shop/.waybill/secrets/');
      if (!secret) assert.ok(!text.includes(password) && !text.includes(new URL(url).password), file);
      else if (process.platform !== 'win32') assert.equal((await stat(folder.join(file))).mode & 0o777, 0o600, file);
    }
    assert.match(await readFile(folder.join('shop/.gitignore'), 'utf8'), /^\.waybill\/$/m);
    const secrets = await readdir(folder.join('shop/.waybill/secrets'));
    assert.deepEqual(secrets.sort(), ['hash_key', `${result.source}_password`].sort());
    assert.match(await readFile(folder.join('shop/waybill.yaml'), 'utf8'), /WAYBILL_SECRET_TEST_[0-9A-F]+_PASSWORD/);
  });

  it('K8 without rows in the last 30 days the first export has no window, and says so', async () => {
    const result = await init(await postgresShop(...shopRows('2021-01-01 12:00:00')));
    const text = await readFile(folder.join(result.export?.file ?? ''), 'utf8');
    assert.doesNotMatch(text, /^window/m);
    assert.match(text, /^# All there is\. For the last month only: window: \{by: event_date, last: 30 days\}$/m);
    assert.ok(result.notes.some(note => note.key === 'window' && note.file === result.export?.file));
    assert.equal((await runs(result)).trim().split('\n').length, 3);
  });

  it('K8 of a database without a row, an export that gives none', async () => {
    const result = await init(await postgresShop());
    assert.equal(result.export?.hasRows, false);
    assert.equal((await runs(result)).trim().split('\n').length, 1);
  });

  it('K8 a DuckDB database, by its path', async () => {
    await duckdb(folder.join('old data.duckdb'), ...SHOP_SQL, ...shopRows(`${yesterday()} 12:00:00`));
    const result = await init('old data.duckdb');
    assert.equal(result.source, 'old_data');
    assert.equal(result.export?.model, 'orders');
    assert.match(await runs(result), /\n10,1,/);
  });

  it('K8 a folder of files, named from the workspace when it lies inside', async () => {
    await mkdir(folder.join('shop', 'data'), { recursive: true });
    await writeFile(
      folder.join('shop/data/Bills 2026.csv'),
      'Bill No,Customer E-Mail,Bill Date,Amount\n1,a@b.at,2020-05-05,1.50\n',
    );
    await duckdb(
      ':memory:',
      `copy (select 1 as id, {'a': [1]} as nested, ['x'] as tags) to '${folder.join('shop/data/odd.parquet')}'`,
    );
    const result = await init('shop/data');
    assert.match(await readFile(folder.join('shop/waybill.yaml'), 'utf8'), /data: \{type: duckdb, folder: data\}/);
    assert.equal(result.export?.model, 'bills_2026');
    assert.match(await runs(result), /^bill_no,customer_e_mail,bill_date,amount\n1,[0-9a-f]{64},2020-05-05,1.50?\n$/);
  });

  it('K8 files have no keys: those that their names tell and their rows confirm, and relations by them', async () => {
    await mkdir(folder.join('data'));
    await writeFile(folder.join('data/customers.csv'), 'customer_id,email\nC1,a@b.at\nC2,c@d.at\n');
    await writeFile(folder.join('data/stores.json'), '[{"id": 1, "zone": "west"}, {"id": 1, "zone": "east"}]');
    await writeFile(folder.join('data/visits.csv'), 'id,who\n1,a\n,b\n');
    await duckdb(
      ':memory:',
      `copy (select 7 as id, 'C1' as customer_id, 1 as store_id, 2.5 as amount, date '2020-01-01' as day)
       to '${folder.join('data/transactions.parquet')}'`,
    );
    const result = await init('data');
    const model = async (name: string) => readFile(folder.join(`shop/catalog/${name}.model.yaml`), 'utf8');
    assert.match(await model('customers'), /^key: customer_id # guessed$/m);
    assert.match(await model('customers'), /transactions: \{many: transactions, match: \{customer_id: customer_id\}\}/);
    assert.match(await model('transactions'), /^key: id # guessed$/m);
    assert.match(await model('transactions'), /customer: \{one: customers, match: \{customer_id: customer_id\}\}/);
    // Twice the same id, and one that is empty: neither is a key, and nothing is related to it.
    assert.doesNotMatch(await model('transactions'), /stores/);
    assert.doesNotMatch((await model('stores')) + (await model('visits')), /^key:/m);
    const notes = result.notes.map(({ file, key, text }) => `${file} ${key} ${text}`).join('\n');
    assert.match(notes, /customers\.model\.yaml key customer_id: by its name, and unique in all 2 rows/);
    assert.match(
      notes,
      /transactions\.model\.yaml relations\.customer guessed from the names customer_id and customers/,
    );
    assert.match(notes, /stores\.model\.yaml key none was found/);
    await runs(result);
  });

  it('K8 one data file', async () => {
    await writeFile(folder.join('visits.ndjson'), '{"id": 1, "visited_at": "2020-01-01T10:00:00"}\n');
    assert.match(await runs(await init('visits.ndjson')), /^id,visited_at\n1,/);
  });

  it('K8 notes name a file that is there and a key of it', async () => {
    const result = await init(await postgresShop());
    assert.ok(result.notes.length > 10);
    for (const { file } of result.notes) await stat(folder.join(file));
  });

  it('K8 never over a workspace, and nothing is left when it fails', async () => {
    await mkdir(folder.join('shop'));
    await writeFile(folder.join('shop/waybill.yaml'), '');
    await assert.rejects(() => init('whatever'), isCode('workspace-exists'));
    await assert.rejects(() => init('nothing.duckdb', 'other'), isCode('init-from-unknown'));
    await assert.rejects(() => init('postgres://nobody:secret@127.0.0.1:1/none', 'other'), { name: 'WaybillError' });
    await assert.rejects(
      () => init('mysql://me:secret@host/db', 'other'),
      (error: Error) => {
        assert.ok(!JSON.stringify(error).includes('secret') && !error.message.includes('secret'));
        return true;
      },
    );
    assert.deepEqual(await readdir(folder.path), ['shop']);
  });
});
