import { strict as assert } from 'node:assert';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { commandLine } from '../../../test/support/command-line.ts';
import { sharedPostgres } from '../../../test/support/postgres.ts';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';

const waybill = (cwd: string, ...argv: readonly string[]) => commandLine(cwd, argv);

const SQL = [
  `create table customers (id int primary key, email text, created_at timestamptz not null)`,
  `create table orders (id int primary key, customer_id int references customers, ordered_at timestamptz, amount numeric(10,2))`,
  `insert into customers values (1, 'a@example.com', '2024-05-05T10:00:00Z')`,
  `insert into orders values (10, 1, '2024-05-05T10:00:00Z', 12.50)`,
];

describe('waybill catalog and init --from', () => {
  let folder: TempFolder;
  let client: pg.Client;
  let shop: string;
  before(async () => {
    const url = await (await sharedPostgres(18)).createDatabase();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const sql of SQL) await client.query(sql);
    folder = await tempFolder();
    shop = folder.join('shop');
    const made = await waybill(folder.path, 'init', 'shop', '--from', url);
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /^✓ A workspace in shop, on your own data\n✓ test_\w+: 2 new models\n/);
    assert.match(made.out, /waybill preview exports\/orders\.export\.yaml/);
    assert.ok(!made.out.includes(new URL(url).password));
  });
  after(async () => {
    await client.end();
    await folder.remove();
  });

  it('K8 C1 the new workspace validates, previews and runs, in the canonical form', async () => {
    for (const command of [['validate'], ['format', '--check']]) {
      const { code, out, err } = await waybill(shop, ...command);
      assert.equal(code, 0, out + err);
    }
    const preview = await waybill(shop, 'preview', 'exports/orders.export.yaml', '--format', 'bytes');
    assert.equal(preview.code, 0, preview.err);
    assert.match(preview.out, /^id,customer_id,ordered_at,amount,customer\.email\n10,1,2024-05-05T/);
    const run = await waybill(shop, 'run', 'exports/orders.export.yaml', '--json');
    assert.equal(run.code, 0, run.err);
    assert.equal(JSON.parse(run.out).rows, 1);
  });

  it('K8 Q1 secrets are for the owner only, and git takes none', async () => {
    if (process.platform === 'win32') return;
    assert.equal((await stat(folder.join('shop/.waybill/secrets'))).mode & 0o777, 0o700);
    assert.equal((await stat(shop)).mode & 0o055, 0o055);
    for (const name of await readdir(folder.join('shop/.waybill/secrets')))
      assert.equal((await stat(folder.join('shop/.waybill/secrets', name))).mode & 0o777, 0o600);
    assert.equal(await readFile(folder.join('shop/.waybill/.gitignore'), 'utf8'), '*\n');
  });

  it('K8 import: nothing new, --check fails when there is something, import adds it', async () => {
    const same = await waybill(shop, 'catalog', 'import');
    assert.deepEqual([same.code, same.out.split(': ')[1]], [0, '2 models as before\n']);
    assert.equal((await waybill(shop, 'catalog', 'import', '--check')).code, 0);

    await client.query('alter table customers add column tier text');
    const check = await waybill(shop, 'catalog', 'import', '--check');
    assert.equal(check.code, 2);
    assert.match(check.out, /~ catalog\/customers\.model\.yaml {2}adds tier/);
    assert.match(check.err, /catalog-behind .*: 1 model file would be written\./);
    const data = JSON.parse((await waybill(shop, 'catalog', 'import', '--check', '--json')).out);
    assert.equal(data.written, false);
    assert.deepEqual(
      data.files.map((file: { file: string; fields: string[] }) => [file.file, file.fields]),
      [['catalog/customers.model.yaml', ['tier']]],
    );
    assert.equal(data.problems[0].code, 'catalog-behind');

    assert.equal((await waybill(shop, 'catalog', 'import')).code, 0);
    assert.match(await readFile(folder.join('shop/catalog/customers.model.yaml'), 'utf8'), /^ {2}tier: /m);

    await client.query('alter table customers drop column tier');
    const gone = await waybill(shop, 'catalog', 'import');
    assert.equal(gone.code, 0);
    assert.match(gone.out, /! catalog\/customers\.model\.yaml fields\.tier: the column tier is not there any more/);
    assert.equal((await waybill(shop, 'catalog', 'import', '--check')).code, 2);
    await client.query('alter table customers add column tier text');
  });

  it('K8 import asks which of several sources is meant', async () => {
    const path = folder.join('shop/waybill.yaml');
    const before = await readFile(path, 'utf8');
    await writeFile(path, before.replace('sources:\n', 'sources:\n  lake: {type: duckdb, file: lake.duckdb}\n'));
    const { code, err } = await waybill(shop, 'catalog', 'import');
    await writeFile(path, before);
    assert.equal(code, 2);
    assert.match(err, /import-which-source.*2 sources[\s\S]*lake, test_/);
    assert.equal((await waybill(shop, 'catalog', 'import', '--source', 'nope')).code, 2);
  });

  it('K3 show lists the models, and what one of them has', async () => {
    const all = await waybill(shop, 'catalog', 'show');
    assert.match(all.out, /^model +label +source +table +fields +relations\n/);
    assert.match(all.out, /^orders +Orders +test_\w+ +public\.orders +4 +1$/m);
    assert.match(all.out, /2 models\n$/);
    const one = await waybill(shop, 'catalog', 'show', 'customers');
    assert.match(one.out, /^email +string +E-mail +personal$/m);
    assert.match(one.out, /^ {2}orders: many of orders \(id = orders\.customer_id\)$/m);
    const data = JSON.parse((await waybill(shop, 'catalog', 'show', 'orders', '--json')).out);
    assert.deepEqual(data.relations, [
      { relation: 'customer', kind: 'one', model: 'customers', match: { customer_id: 'id' } },
    ]);
    const wrong = await waybill(shop, 'catalog', 'show', 'order');
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /unknown-model.*Did you mean "orders"\?/);
  });

  it('K8 init --from leaves nothing behind when the database cannot be read', async () => {
    const failed = await waybill(folder.path, 'init', 'other', '--from', 'postgres://nobody:hidden@127.0.0.1:1/none');
    assert.equal(failed.code, 3);
    assert.ok(!(failed.out + failed.err).includes('hidden'));
    const unknown = await waybill(folder.path, 'init', 'other', '--from', 'mysql://x');
    assert.equal(unknown.code, 2);
    assert.deepEqual(await readdir(folder.path), ['shop']);
  });
});
