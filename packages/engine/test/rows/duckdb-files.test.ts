import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import type { Source } from '../../src/rows/index.ts';
import { bytesOf, CSV, inDuckdb, queryOf, rowsOf, SIGNAL, sourceOf } from './support.ts';

describe('K2 sources: files that DuckDB reads', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
    await mkdir(folder.join('data'));
    await mkdir(folder.join('days'));
    await inDuckdb(
      ':memory:',
      `copy (select i as id, 'P-' || i as code, 1.10::decimal(9, 2) as price, timestamptz '2026-01-02 03:04:05+00' as seen from range(3) as r(i))
         to '${folder.join('data', 'products.parquet')}'`,
      `copy (select 1 as id, 'a' as name) to '${folder.join('days', '2026-01-01.parquet')}'`,
      `copy (select 'b' as name, 2 as id) to '${folder.join('days', '2026-01-02.parquet')}'`,
    );
    const csv = [
      'id,code,amount,large,at,zoned,flag,day,guess,note',
      '1,00012,1.50,12345678901234567890,2026-01-02 03:04:05,2026-01-02T03:04:05Z,true,2026-01-02,01/02/2026,"a, ""b"""',
      '2,123,-2.255,1,2026-01-02 03:04:06,2026-01-02T03:04:05+02:00,false,2026-01-03,01/03/2026,',
      '3,7,0.1,2,,,,,,x',
    ];
    await writeFile(folder.join('data', 'sales.csv'), `${csv.join('\n')}\n`);
    const json = [
      {
        id: 1,
        name: 'é',
        at: '2026-01-02T03:04:05+02:00',
        plain: '2026-01-02T03:04:05',
        mixed: '2026-01-02T03:04:05',
        tags: ['a', 'b'],
        more: { x: 1.5 },
      },
      {
        id: 2,
        name: null,
        at: '2026-01-02T03:04:05Z',
        plain: '2026-01-02 03:04:06',
        mixed: '2026-01-02T03:04:05Z',
        code: '001',
      },
    ];
    await writeFile(folder.join('data', 'people.json'), JSON.stringify(json));
    await writeFile(folder.join('data', 'events.ndjson'), json.map(row => JSON.stringify(row)).join('\n'));
    await writeFile(folder.join('data', 'readme.txt'), 'not data');
  });
  after(() => folder.remove());

  const columnsOf = async (source: Source, table: string) => {
    const [found] = await source.describe([[table]], SIGNAL);
    return Object.fromEntries(
      [...(found?.columns.values() ?? [])].map(c => [c.name, `${c.databaseType}, ${c.storage}`]),
    );
  };
  const all = (table: string) => queryOf(`select cast(columns(*) as varchar) from ${table} order by id`);

  it('a folder is a table for each readable file', async () => {
    await using source = await sourceOf({ type: 'duckdb', folder: 'data' }, folder.path);
    const found = await source.describe([['products'], ['sales'], ['people'], ['events'], ['readme']], SIGNAL);
    assert.deepEqual(
      found.map(table => table.name[0]),
      ['products', 'sales', 'people', 'events'],
    );
  });

  it('O3 csv keeps every digit and every leading zero', async () => {
    await using source = await sourceOf({ type: 'duckdb', files: { sales: 'data/sales.csv' } }, folder.path);
    assert.deepEqual(await columnsOf(source, 'sales'), {
      id: 'bigint, integer',
      code: 'varchar, text',
      amount: 'decimal(38,3), decimal',
      large: 'decimal(38,0), decimal',
      at: 'timestamp, naive',
      zoned: 'timestamp with time zone, zoned',
      flag: 'boolean, boolean',
      day: 'date, date',
      guess: 'varchar, text',
      note: 'varchar, text',
    });
    assert.deepEqual(await rowsOf(source.rows(all('sales'), SIGNAL)), [
      [
        '1',
        '00012',
        '1.500',
        '12345678901234567890',
        '2026-01-02 03:04:05',
        '2026-01-02 03:04:05+00',
        'true',
        '2026-01-02',
        '01/02/2026',
        'a, "b"',
      ],
      [
        '2',
        '123',
        '-2.255',
        '1',
        '2026-01-02 03:04:06',
        '2026-01-02 01:04:05+00',
        'false',
        '2026-01-03',
        '01/03/2026',
        null,
      ],
      ['3', '7', '0.100', '2', null, null, null, null, null, 'x'],
    ]);
  });

  for (const [table, file] of Object.entries({ people: 'data/people.json', events: 'data/events.ndjson' }))
    it(`D1 ${file}: a time with an offset is an instant, one without has no zone`, async () => {
      await using source = await sourceOf({ type: 'duckdb', files: { [table]: file } }, folder.path);
      assert.deepEqual(await columnsOf(source, table), {
        id: 'bigint, integer',
        name: 'varchar, text',
        at: 'timestamp with time zone, zoned',
        plain: 'timestamp, naive',
        mixed: 'varchar, text',
        tags: 'json, json',
        more: 'json, json',
        code: 'varchar, text',
      });
      assert.deepEqual(await rowsOf(source.rows(all(table), SIGNAL)), [
        [
          '1',
          'é',
          '2026-01-02 01:04:05+00',
          '2026-01-02 03:04:05',
          '2026-01-02T03:04:05',
          '["a","b"]',
          '{"x":1.5}',
          null,
        ],
        ['2', null, '2026-01-02 03:04:05+00', '2026-01-02 03:04:06', '2026-01-02T03:04:05Z', null, null, '001'],
      ]);
    });

  it('patterns and lists are one table, their columns matched by name', async () => {
    const list = ['days/2026-01-02.parquet', 'days/2026-01-01.parquet'];
    await using source = await sourceOf({ type: 'duckdb', files: { days: 'days/*.parquet', list } }, folder.path);
    for (const table of ['days', 'list']) {
      const stream = await source.copy(
        queryOf(`select cast(id as varchar), name from ${table} order by id`),
        CSV,
        SIGNAL,
      );
      assert.equal((await bytesOf(stream)).toString(), '1,a\n2,b\n');
    }
  });

  it('O6 a later row that does not fit fails the query, it is not rounded', async () => {
    const many = Array.from({ length: 1_000_001 }, (_, i) => `${i},1.25`);
    await writeFile(folder.join('late.csv'), `id,amount\n${many.join('\n')}\n1000001,1.255\n`);
    await using source = await sourceOf({ type: 'duckdb', files: { late: 'late.csv' } }, folder.path);
    const query = queryOf('select cast(id as varchar), cast(amount as varchar) from late');
    await assert.rejects(rowsOf(source.rows(query, SIGNAL)), { code: 'source-value', message: /1\.255/ });
  });

  it('Q2 only the files that the source names can be read', async () => {
    await using source = await sourceOf({ type: 'duckdb', files: { sales: 'data/sales.csv' } }, folder.path);
    const sql = `select cast(id as varchar), name from read_json('${folder.join('data', 'people.json')}')`;
    await assert.rejects(rowsOf(source.rows(queryOf(sql), SIGNAL)), { code: 'source-sql' });
  });

  it('what is missing, broken or ambiguous is named', async () => {
    const open = (written: object) => sourceOf({ type: 'duckdb', ...written }, folder.path);
    await assert.rejects(open({ files: { a: 'data/none.csv' } }), {
      code: 'source-file-missing',
      message: /none\.csv/,
    });
    await assert.rejects(open({ files: { a: 'none/*.parquet' } }), { code: 'source-file-missing', message: /none/ });
    await assert.rejects(open({ folder: 'none' }), { code: 'source-file-missing', message: /none/ });
    await writeFile(folder.join('bad.parquet'), 'no parquet');
    await assert.rejects(open({ files: { a: 'bad.parquet' } }), {
      code: 'source-file-unreadable',
      message: /bad\.parquet/,
    });
    await writeFile(folder.join('days', '2026-01-01.csv'), 'id,name\n3,c\n');
    await assert.rejects(open({ folder: 'days' }), { code: 'source-settings', message: /2026-01-01/ });
  });
});
