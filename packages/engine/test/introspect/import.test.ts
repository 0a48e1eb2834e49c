import { strict as assert } from 'node:assert';
import { rename, rm } from 'node:fs/promises';
import type { WaybillError } from '../../src/errors/index.ts';
import { SHOP_SQL, shopRows } from './shop-database.ts';
import { duckdbWorkspace, isCode, postgresWorkspace, previewOfAll, type TestWorkspace } from './support.ts';

const ORDERS = (
  table: string,
) => `# Read from the table ${table} of crm. It is yours to edit: importing again only adds what is new.
version: 1
model: orders
label: Orders
source: crm
table: ${table}
key: id
event_date: ordered_at # guessed
updated_at: last_update # guessed
fields:
  id: {type: integer, label: ID, identifier: true}
  customer_id: {type: integer, label: Customer ID}
  ordered_at: {type: datetime, label: Ordered at}
  shipped_at: {type: datetime, label: Shipped at}
  total_amount: {type: decimal, label: Total amount}
  discount: {type: decimal, label: Discount}
  currency: {type: string, label: Currency}
  ship_address: {type: string, label: Ship address, pii: true}
  last_update: {type: datetime, label: Last update}
relations:
  customer: {one: customers, match: {customer_id: id}}
  items: {many: order_items, match: {id: order_id}}
kpis:
  orders: {label: Orders, count: true}
  total_amount: {label: Total amount, sum: total_amount}
  total_discount: {label: Total discount, sum: discount}
dimensions: [ordered_at.day, ordered_at.month]
`;

const ENGINES: readonly { label: string; table: (name: string) => string; open: () => Promise<TestWorkspace> }[] = [
  { label: 'PostgreSQL', table: name => `public.${name}`, open: () => postgresWorkspace(18, ...SHOP_SQL) },
  { label: 'DuckDB', table: name => name, open: () => duckdbWorkspace(...SHOP_SQL) },
];

for (const { label, table, open } of ENGINES) {
  describe(`catalog import from ${label}`, () => {
    let workspace: TestWorkspace;
    const edit = async (name: string, change: (text: string) => string) => {
      const before = await workspace.read(`${name}.model.yaml`);
      const after = change(before);
      assert.notEqual(after, before);
      await workspace.write(`${name}.model.yaml`, after);
      return after;
    };
    beforeEach(async () => {
      workspace = await open();
      await workspace.import();
    });
    afterEach(() => workspace[Symbol.asyncDispose]());

    it('K8 writes model files that people can go on with', async () => {
      assert.equal(await workspace.read('orders.model.yaml'), ORDERS(table('orders')));
      assert.deepEqual((await workspace.model('order_items')).relations, {
        order: { one: 'orders', match: { order_id: 'id' } },
        product: { one: 'products', match: { product_id: 'product_id' } },
      });
      assert.deepEqual((await workspace.model('customers')).relations, {
        orders: { many: 'orders', match: { id: 'customer_id' } },
      });
      const sales = await workspace.model('daily_sales');
      assert.equal(sales.event_date, 'sales_day');
      assert.equal(sales.key, undefined);
      await workspace.sql(...shopRows('2026-01-01'));
      for (const name of workspace.load().catalog.models.keys()) await previewOfAll(workspace.load(), name);
    });

    it('K8 importing again changes no byte', async () => {
      const before = await workspace.all();
      const again = await workspace.import();
      assert.deepEqual([again.files, again.record.changed, again.findings], [[], false, []]);
      assert.deepEqual(await workspace.all(), before);
    });

    it('K8 what is new in the database is added at the end; every other byte stays', async () => {
      const edited = await edit('customers', text =>
        text
          .replace('# Read from', '# Our members.\n\n# Read from')
          .replace('label: E-mail', "label:   'Mail'   ")
          .replace('fields:\n', 'fields:   # the important ones first\n\n')
          .replace('\nrelations:', '\n  # nothing follows\n\nrelations:')
          .replace('kpis:', 'custom:\n  shoe_size: integer\nkpis:'),
      );
      await workspace.sql(
        `alter table customers add column tier varchar(10)`,
        `alter table customers add column shoe_size integer`,
        `create table visits (id integer primary key, customer_id bigint references customers (id), visited_at timestamp)`,
      );
      const result = await workspace.import();
      const lines = (text: string) => text.split('\n');
      const after = await workspace.read('customers.model.yaml');
      const added = lines(after).filter(line => !lines(edited).includes(line));
      assert.deepEqual(added, [
        '  tier: {type: string, label: Tier}',
        '  visits: {many: visits, match: {id: customer_id}}',
      ]);
      assert.deepEqual(
        lines(after).filter(line => !added.includes(line)),
        lines(edited),
      );
      assert.deepEqual(
        result.files.map(({ model, status, fields, relations }) => ({ model, status, fields, relations })),
        [
          { model: 'customers', status: 'changed', fields: ['tier'], relations: ['visits'] },
          { model: 'visits', status: 'new', fields: ['id', 'customer_id', 'visited_at'], relations: ['customer'] },
        ],
      );
    });

    it('K8 what the user removed, renamed, moved or replaced stays so', async () => {
      await edit('orders', text =>
        text
          .replace(/ {2}currency:.*\n/, '')
          .replace(/ {2}items:.*\n/, '')
          .replace(/ {2}discount:.*\n/, '  rebate: {type: decimal, column: discount}\n')
          .replace('sum: discount', 'sum: rebate')
          .replace(/ {2}ship_address:.*\n/, '')
          .replace(/ {2}shipped_at:.*\n/, '  shipped_at: {type: date, computed: "cast(shipped_at as date)"}\n')
          .replace('relations:', 'extended: {address: {type: string, column: ship_address}}\nrelations:')
          .replace('customer: {one', 'buyer: {one')
          .replace('event_date: ordered_at # guessed\n', ''),
      );
      const before = await workspace.all();
      const result = await workspace.import();
      assert.deepEqual([result.files, result.findings], [[], []]);
      assert.deepEqual(await workspace.all(), before);
    });

    it('K8 a model that was renamed, in a file that was renamed, is found by its table', async () => {
      await edit('customers', text => text.replace('model: customers', 'model: members'));
      await edit('orders', text => text.replace('one: customers', 'one: members'));
      const path = (name: string) => workspace.folder.join('catalog', `${name}.model.yaml`);
      await rename(path('customers'), path('people'));
      await workspace.sql(`alter table customers add column tier varchar(10)`);
      const result = await workspace.import();
      assert.deepEqual(
        result.files.map(({ file, status, fields, relations }) => [file, status, fields, relations]),
        [['catalog/people.model.yaml', 'changed', ['tier'], []]],
      );
    });

    it('K8 a model that was removed stays away until it is asked for', async () => {
      await rm(workspace.folder.join('catalog', 'daily_sales.model.yaml'));
      const result = await workspace.import();
      assert.deepEqual([result.files, result.findings.map(({ kind }) => kind)], [[], ['model-removed']]);
      const restored = await workspace.import({ restore: true });
      assert.deepEqual(
        restored.files.map(({ model }) => model),
        ['daily_sales'],
      );
    });

    it('K8 what vanished from the database is reported and not removed', async () => {
      await workspace.sql(`drop view daily_sales`, `alter table vouchers drop column note`);
      const before = await workspace.read('vouchers.model.yaml');
      for (let time = 0; time < 2; time++) {
        const { findings, files } = await workspace.import();
        assert.deepEqual(files, []);
        assert.deepEqual(
          findings.map(({ kind, model, key, file }) => [kind, model, key, file]),
          [
            ['column-gone', 'vouchers', 'fields.note', 'catalog/vouchers.model.yaml'],
            ['table-gone', 'daily_sales', 'table', 'catalog/daily_sales.model.yaml'],
          ],
        );
      }
      assert.equal(await workspace.read('vouchers.model.yaml'), before);
    });

    it('K8 a column of another type is reported until the file says something else', async () => {
      const kind = label === 'DuckDB' ? 'set data type varchar' : 'type varchar';
      await workspace.sql(`alter table vouchers alter column uses ${kind}`);
      for (let time = 0; time < 2; time++) {
        const { findings, files } = await workspace.import();
        assert.deepEqual(files, []);
        assert.deepEqual(
          findings.map(({ kind, model, key }) => [kind, model, key]),
          [['type-changed', 'vouchers', 'fields.uses.type']],
        );
      }
      await edit('vouchers', text => text.replace('uses: {type: integer', 'uses: {type: string'));
      assert.deepEqual((await workspace.import()).findings, []);
    });

    it('K8 --check says what would be written, and writes nothing', async () => {
      await workspace.sql(`alter table customers add column tier varchar(10)`);
      const before = await workspace.all();
      const result = await workspace.import({ write: false });
      assert.deepEqual(
        result.files.map(({ file, fields }) => [file, fields]),
        [['catalog/customers.model.yaml', ['tier']]],
      );
      assert.deepEqual(await workspace.all(), before);
    });

    it('K8 a model file with errors stops the import before anything is written', async () => {
      await edit('customers', text => text.replace('type: string', 'type: text'));
      await workspace.sql(`alter table orders add column note varchar(10)`);
      const before = await workspace.all();
      await assert.rejects(() => workspace.import(), isCode('import-over-broken'));
      assert.deepEqual(await workspace.all(), before);
    });

    it('K8 a record that cannot be read stops the import, too', async () => {
      await workspace.write('.imported.json', '{"version": 1, ');
      await assert.rejects(() => workspace.import(), isCode('import-record-broken'));
    });

    it('K8 only the tables that are named', async () => {
      await workspace.sql(
        `create table visits (id integer primary key)`,
        `create table coupons (id integer primary key)`,
      );
      const result = await workspace.import({ only: ['COUP*'] });
      assert.deepEqual(
        result.files.map(({ model }) => model),
        ['coupons'],
      );
      await assert.rejects(() => workspace.import({ only: ['nothing'] }), isCode('import-no-tables'));
      await assert.rejects(
        () => workspace.import({ only: ['ordrs'] }),
        (error: WaybillError) => isCode('import-no-tables')(error) && error.problems[0].suggestions?.[0] === 'orders',
      );
    });
  });
}
