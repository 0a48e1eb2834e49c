import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { postgresWorkspace, type TestWorkspace } from './support.ts';

describe('introspection with few rights, and without declared keys', () => {
  let workspace: TestWorkspace;
  afterEach(() => workspace[Symbol.asyncDispose]());

  it('K8 what the user may not read is left out, said, and imported once they may', async () => {
    const role = `reader_${process.pid}`;
    workspace = await postgresWorkspace(
      18,
      `drop role if exists ${role}`,
      `create role ${role} login password 'read'`,
      `create table open (id int primary key, note text, hidden text)`,
      `create table closings (id int primary key, open_id int references open)`,
      `create schema shut`,
      `create table shut.inside (id int primary key)`,
      `grant select (id, note) on open to ${role}`,
      `grant select on shut.inside to ${role}`,
    );
    try {
      const reader = workspace.as(role, 'read');
      const first = await reader.import();
      assert.deepEqual(
        first.files.map(({ model, fields }) => [model, fields]),
        [['open', ['id', 'note']]],
      );
      assert.deepEqual(
        first.findings.map(({ kind, table }) => [kind, table]),
        [
          ['table-left-out', 'public.closings'],
          ['table-left-out', 'shut.inside'],
        ],
      );
      assert.ok(first.notes.some(note => note.text === 'hidden was left out: this user may not read it'));
      await workspace.sql(`grant select on open, closings to ${role}`);
      const second = await reader.import();
      assert.deepEqual(
        second.files.map(({ model, fields, relations }) => [model, fields, relations]),
        [
          ['closings', ['id', 'open_id'], ['open']],
          ['open', ['hidden'], ['closings']],
        ],
      );
    } finally {
      await workspace.sql(`drop owned by ${role}`, `drop role ${role}`);
    }
  });

  it('K8 without foreign keys, names tell relations, where a key makes sure that no row is doubled', async () => {
    workspace = await postgresWorkspace(
      18,
      `create table customer (id int primary key)`,
      `create table stores (store_id text primary key)`,
      `create table loose (id int)`,
      `create table bills (id int primary key, customer_id int, store_id text, loose_id int, bill_id int)`,
    );
    const { notes } = await workspace.import();
    assert.deepEqual((await workspace.model('bills')).relations, {
      customer: { one: 'customer', match: { customer_id: 'id' } },
      store: { one: 'stores', match: { store_id: 'store_id' } },
    });
    assert.deepEqual((await workspace.model('customer')).relations, {
      bills: { many: 'bills', match: { id: 'customer_id' } },
    });
    const said = notes.filter(({ key }) => key.startsWith('relations.')).map(({ file, key }) => `${file} ${key}`);
    assert.deepEqual(said, ['catalog/bills.model.yaml relations.customer', 'catalog/bills.model.yaml relations.store']);
  });

  it('K8 a model of a partition, which import would not make, is not said to be gone', async () => {
    workspace = await postgresWorkspace(
      18,
      `create table logs (id int, at date) partition by range (at)`,
      `create table logs_2026 partition of logs for values from ('2026-01-01') to ('2027-01-01')`,
    );
    const text = 'version: 1\nmodel: recent\nsource: crm\ntable: public.logs_2026\nfields: {id: integer, at: date}\n';
    await workspace.write('recent.model.yaml', text);
    const { findings } = await workspace.import();
    assert.deepEqual(findings, []);
    assert.equal(await workspace.read('recent.model.yaml'), text);
  });

  it('K8 a model that was written by hand gets what it lacks, under its own names', async () => {
    workspace = await postgresWorkspace(
      18,
      `create table customers (id int primary key, email text)`,
      `create table orders (id int primary key, customer_id int references customers)`,
    );
    await workspace.write(
      'people.model.yaml',
      'version: 1\nmodel: people\ntable: customers\nkey: number\nfields:\n  number: {type: integer, column: id}\n',
    );
    await workspace.import();
    assert.deepEqual((await workspace.model('orders')).relations, {
      customer: { one: 'people', match: { customer_id: 'number' } },
    });
    assert.equal(
      await workspace.read('people.model.yaml'),
      `version: 1
model: people
table: customers
key: number
fields:
  number: {type: integer, column: id}
  email: {type: string, label: E-mail, pii: true}
relations:
  orders: {many: orders, match: {number: customer_id}}
`,
    );
  });

  it('K8 an import that was cut off before its record is finished by the next', async () => {
    workspace = await postgresWorkspace(
      18,
      `create table a (id int primary key)`,
      `create table b (id int references a)`,
    );
    await workspace.import();
    const before = await workspace.all();
    await rm(workspace.folder.join('catalog', '.imported.json'));
    await rm(workspace.folder.join('catalog', 'b.model.yaml'));
    await workspace.import();
    assert.deepEqual(await workspace.all(), before);
  });
});
