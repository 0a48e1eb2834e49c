import { strict as assert } from 'node:assert';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { hasTrino, sharedTrino, TRINO_START } from '../../../../test/support/trino-server.ts';
import { importCatalog } from '../../src/introspect/index.ts';
import { loadWorkspace } from '../../src/workspace/index.ts';
import { fakeTrino } from '../rows/trino-support.ts';
import { previewOfAll, SIGNAL } from './support.ts';

/** Imports from a source into a workspace of its own, and gives the model files and the notes. */
async function imported(settings: Readonly<Record<string, string>>) {
  const folder = await tempFolder();
  await mkdir(folder.join('catalog'));
  const source = JSON.stringify({ type: 'trino', ...settings });
  const config = `version: 1\nbrand: {name: T, timezone: Europe/Vienna}\nsources: {lake: ${source}}\n`;
  await writeFile(folder.join('waybill.yaml'), config);
  const load = () => loadWorkspace(folder.path, { env: {}, cwd: folder.path });
  const result = await importCatalog({ workspace: load(), source: 'lake', write: true, signal: SIGNAL });
  assert.deepEqual(load().catalogProblems(), []);
  return {
    load,
    result,
    notes: result.notes.map(({ model, key, text }) => `${model} ${key} ${text}`),
    model: (name: string) => readFile(folder.join(`catalog/${name}.model.yaml`), 'utf8'),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}

const CUSTOMERS = `# Read from the table s.customers of lake. It is yours to edit: importing again only adds what is new.
version: 1
model: customers
label: Customers
description: People
source: lake
table: s.customers
key: id # guessed
fields:
  id: {type: integer, label: ID, identifier: true}
  email: {type: string, label: E-mail, description: Where news go, pii: true}
  spent: {type: decimal, label: Spent}
  tags: {type: json, label: Tags, computed: CAST("tags" AS json)}
relations:
  orders: {many: orders, match: {id: customer_id}}
kpis:
  customers: {label: Customers, count: true}
  total_spent: {label: Total spent, sum: spent}
`;

describe('K8 import from Trino', () => {
  it('K8 trino: columns, types and comments; keys by names and rows', async () => {
    const answers: readonly (readonly [about: RegExp, rows: readonly (readonly (string | null)[])[]])[] = [
      [/table_comments/, [['customers', 'People']]],
      [/system\.jdbc\.columns/, [['customers', 'email', 'Where news go']]],
      [
        /information_schema\.tables/,
        [
          ['customers', 'BASE TABLE'],
          ['orders', 'BASE TABLE'],
        ],
      ],
      [
        /information_schema\.columns/,
        [
          ['customers', 'id', 'bigint', 'YES'],
          ['customers', 'email', 'varchar(200)', 'YES'],
          ['customers', 'spent', 'decimal(12,2)', 'YES'],
          ['customers', 'tags', 'array(varchar)', 'YES'],
          ['customers', 'photo', 'varbinary', 'YES'],
          ['orders', 'order_id', 'uuid', 'NO'],
          ['orders', 'customer_id', 'bigint', 'YES'],
          ['orders', 'at', 'timestamp(6) with time zone', 'YES'],
        ],
      ],
      [/"s"\."customers"/, [['3', '3']]],
      [/"s"\."orders"/, [['5000000', '5000000']]],
    ];
    await using trino = await fakeTrino((_, response) => {
      const sql = trino.asked.at(-1)?.body ?? '';
      const [, data = []] = answers.find(([about]) => about.test(sql)) ?? [];
      const columns = (data[0] ?? ['']).map((_, i) => ({ name: `c${i}`, type: 'varchar' }));
      response.end(JSON.stringify({ id: '1', columns, data }));
    });
    await using found = await imported({ url: trino.url, user: 'anna', catalog: 'c', schema: 'S' });
    assert.equal(await found.model('customers'), CUSTOMERS);
    assert.match(await found.model('orders'), /customer: \{one: customers, match: \{customer_id: id\}\}/);
    const notes = found.notes.join('\n');
    assert.match(notes, /customers key id: by its name, and unique in all 3 rows/);
    assert.match(
      notes,
      /orders key order_id: by its name, and unique in the 5000000 rows that were looked at; were it not/,
    );
    assert.match(notes, /customers fields photo was left out: no cell can hold varbinary/);
    for (const { body } of trino.asked) assert.doesNotMatch(body, /^(?!SELECT)\S/);
  });

  it('K8 trino: without the right to read comments there are none', async () => {
    await using trino = await fakeTrino((_, response) => {
      const sql = trino.asked.at(-1)?.body ?? '';
      const error = { errorName: 'PERMISSION_DENIED', errorCode: 4, errorType: 'USER_ERROR', message: 'Access Denied' };
      const data = /\.tables/.test(sql) ? [['t', 'BASE TABLE']] : [['t', 'a', 'date', 'NO']];
      const columns = (data[0] ?? []).map((_, i) => ({ name: `c${i}`, type: 'varchar' }));
      response.end(JSON.stringify(/system\./.test(sql) ? { id: '1', error } : { id: '1', columns, data }));
    });
    await using found = await imported({ url: trino.url, user: 'anna', catalog: 'c', schema: 's' });
    assert.match(await found.model('t'), /\n {2}a: \{type: date, label: A\}\nkpis:/);
  });

  if (hasTrino())
    it('K8 trino: a real one, whose models preview', async function () {
      this.timeout(TRINO_START);
      const server = await sharedTrino();
      const catalog = await server.createCatalog();
      await server.query(
        "create table customers (id bigint comment 'Its number', name varchar, tags array(varchar))",
        catalog,
      );
      await server.query("comment on table customers is 'People'", catalog);
      await server.query("insert into customers values (1, 'Anna', array['a', 'b']), (2, null, null)", catalog);
      await server.query("create table orders as select 7 as order_id, bigint '2' as customer_id", catalog);
      await using found = await imported({ url: server.url, user: server.user, catalog, schema: 'default' });
      const text = await found.model('customers');
      assert.match(text, /^description: People$/m);
      assert.match(text, /^key: id # guessed$/m);
      assert.match(text, /description: Its number/);
      assert.deepEqual(await previewOfAll(found.load(), 'orders'), [['7', '2', '2']]);
      assert.deepEqual((await previewOfAll(found.load(), 'customers'))[0], ['1', 'Anna', '["a","b"]']);
    });
});
