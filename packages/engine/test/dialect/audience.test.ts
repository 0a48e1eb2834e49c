import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { readAudienceFile } from '../../src/audience/read-audience-file.ts';
import { WaybillError } from '../../src/errors/index.ts';
import { ask, catalogOf, ENGINES, type Engine, OPENING, type SetupEngine, SIGNAL } from './engines.ts';

const catalog = catalogOf(
  `
version: 1
model: customers
table: customers
key: id
fields: {id: integer, code: string, ref: string}
custom: {nick: string}
relations: {memberships: {many: memberships, match: {id: customer_id}}}
predicates:
  in_segment: {exists: memberships, value: name}
  in_group: {exists: memberships, value: kind}
`,
  'version: 1\nmodel: memberships\ntable: memberships\nfields: {customer_id: integer, name: string, kind: string}',
  'version: 1\nmodel: sales\ntable: sales\nkey: id\nfields: {id: integer, customer_id: integer}\nrelations: {customer: {one: customers, match: {customer_id: id}}}',
);
const people = catalog.models.get('customers');
assert.ok(people);

const N = 'cast(n as varchar)';
/** The numbers from 1 to 1000. */
const THOUSAND: Readonly<Record<SetupEngine, string>> = {
  postgres: 'generate_series(1, 1000)',
  duckdb: 'range(1, 1001)',
  trino: 'unnest(sequence(1, 1000))',
};
const setup = (engine: SetupEngine) => [
  `create table customers (id bigint primary key, code text, ref uuid, nick text)`,
  'create table memberships (customer_id bigint, name text, kind text)',
  'create table sales (id int primary key, customer_id bigint)',
  `insert into customers select n, 'C' || ${N}, cast('00000000-0000-4000-8000-' || lpad(${N}, 12, '0') as uuid), 'nick, "' || ${N} || '"' from ${THOUSAND[engine]} as g(n)`,
  "insert into memberships values (1, 'vip', 'a'), (2, 'vip', 'b'), (2, 'new', 'b')",
  'insert into sales values (1, 1), (2, 2), (3, 3), (4, null)',
];

const SETTINGS = { model: 'customers', segment: 'in_segment', group: 'in_group' };

describe('audience files', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
  });
  after(() => folder[Symbol.asyncDispose]());

  const read = async (text: string) => {
    await writeFile(join(folder.path, 'list.csv'), text);
    const { field, entries, count } = await readAudienceFile(folder.path, 'list.csv', people, SIGNAL);
    return [field.path, entries.split('\u001f'), count];
  };
  const code = async (text: string) => {
    const error = await read(text).then(
      () => assert.fail('it was read'),
      (e: unknown) => e,
    );
    assert.ok(error instanceof WaybillError, String(error));
    return error.problems[0];
  };

  it('D7 a header that names a field, in any column and with any usual delimiter', async () => {
    assert.deepEqual(await read('name;code\nAnna;C1\n"B;ob"; C2 \n'), ['code', ['C1', 'C2'], 2]);
    assert.deepEqual(await read('\ufeffcustom.nick\r\n"nick, ""1"""\r\n'), ['custom.nick', ['nick, "1"'], 1]);
  });
  it('D7 a bare list is one of keys', async () => {
    assert.deepEqual(await read('1\n2\n\n3\n'), ['id', ['1', '2', '3'], 3]);
  });
  it('D7 what is not a list of people says what is wrong and where', async () => {
    assert.equal((await code('')).code, 'audience-empty');
    assert.equal((await code('id\n')).code, 'audience-empty');
    assert.equal((await code('1,2\n3,4\n')).code, 'audience-column');
    const wrong = await code('id\n1\nx\n');
    assert.deepEqual([wrong.code, wrong.place?.line, wrong.found], ['audience-entry', 3, 'x']);
  });
  it('Q2 a link that leads out of the workspace is refused', async () => {
    await symlink('/etc/hostname', join(folder.path, 'link.csv'));
    await assert.rejects(readAudienceFile(folder.path, 'link.csv', people, SIGNAL), { code: 'audience-file-outside' });
  });
});

for (const { label, open } of ENGINES) {
  describe(`audiences on ${label}`, () => {
    let engine: Engine;
    let folder: TempFolder;
    before(async function () {
      this.timeout(OPENING);
      engine = await open(setup);
      folder = await tempFolder();
    });
    after(async () => {
      await engine[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    });

    const ids = async (definition: string, list?: string) => {
      let audienceList: Awaited<ReturnType<typeof readAudienceFile>> | undefined;
      if (list !== undefined) {
        await writeFile(join(folder.path, 'list.csv'), list);
        audienceList = await readAudienceFile(folder.path, 'list.csv', people, SIGNAL);
      }
      const { rows, csv, sql } = await ask(engine.source, catalog, `${definition}\nfilters: none`, {
        audienceSettings: SETTINGS,
        audienceList,
      });
      assert.equal(csv, rows.map(row => `${row[0]}\n`).join(''));
      assert.ok(sql.length < 2000, 'the list is not in the query');
      return rows.map(row => row[0]);
    };

    it('D7 a segment and a group, of the customers and of what is related to them', async () => {
      assert.deepEqual(await ids('model: customers\nfields: [id]\naudience: {segment: vip}'), ['1', '2']);
      assert.deepEqual(await ids('model: sales\nfields: [id]\naudience: {segment: new}'), ['2']);
      assert.deepEqual(await ids('model: sales\nfields: [id]\naudience: {group: a}'), ['1']);
    });
    it('D7 a file of keys', async () => {
      assert.deepEqual(await ids('model: sales\nfields: [id]\naudience: {file: list.csv}', '2\n3\n3\n999999999999\n'), [
        '2',
        '3',
      ]);
    });
    it('D7 a file of another field', async () => {
      assert.deepEqual(await ids('model: sales\nfields: [id]\naudience: {file: list.csv}', 'code\nC3\nC1\n'), [
        '1',
        '3',
      ]);
      assert.deepEqual(
        await ids(
          'model: customers\nfields: [id]\naudience: {file: list.csv}',
          'ref\n00000000-0000-4000-8000-000000000007\n',
        ),
        ['7'],
      );
      assert.deepEqual(
        await ids('model: customers\nfields: [id]\naudience: {file: list.csv}', 'custom.nick\n"nick, ""5"""\n'),
        ['5'],
      );
    });
    it('D7 a million ids', async function () {
      this.timeout(60_000);
      const list = Array.from({ length: 1_000_000 }, (_, i) => i + 998).join('\n');
      assert.deepEqual(await ids('model: customers\nfields: [id]\naudience: {file: list.csv}', list), [
        '998',
        '999',
        '1000',
      ]);
    });
  });
}
