import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { formatOf } from '../../src/file/formats.ts';
import { WaybillError } from '../../src/index.ts';
import type { OutputColumn, Row } from '../../src/rows/source.ts';
import { type ExportWorkspace, exportWorkspace } from './export-workspace.ts';
import { askPython, pythonWith } from './python.ts';
import { canonical, collect, cut, optionsOf, streamOf, textColumns } from './support.ts';

const INTEGER: OutputColumn = { header: 'i', type: 'number', number: { is: 'integer' } };
const DECIMAL: OutputColumn = { header: 'd', type: 'number', number: { is: 'decimal', precision: 38, scale: 2 } };

describe('parquet', () => {
  let folder: TempFolder;
  let database: DuckDBInstance;
  let files = 0;
  before(async () => {
    folder = await tempFolder();
    database = await DuckDBInstance.create();
  });
  after(async () => {
    database.closeSync();
    await folder[Symbol.asyncDispose]();
  });

  const ask = async (sql: string) => {
    const connection = await database.connect();
    try {
      await connection.run(`set TimeZone = 'UTC'`);
      return (await connection.runAndReadAll(sql)).getRowsJson();
    } finally {
      connection.closeSync();
    }
  };
  const save = async (bytes: Buffer) => {
    const path = `${folder.path}/${++files}.parquet`;
    await writeFile(path, bytes);
    return path;
  };
  const fromRows = async (columns: readonly OutputColumn[], rows: readonly Row[]) => {
    const writer = formatOf('parquet').open(optionsOf({ format: 'parquet' }), columns);
    return save(await collect(writer.fromRows(streamOf([rows]))));
  };
  /** Cells as texts again. */
  const read = async (path: string, count: number) =>
    ask(`select ${Array.from({ length: count }, (_, i) => `#${i + 1}::varchar`).join(', ')} from (from '${path}')`);
  const schema = async (path: string) =>
    ask(`select name, type, coalesce(logical_type, converted_type, '') from parquet_schema('${path}') offset 1`);
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => assert.fail('it succeeded'),
      (e: unknown) => e,
    );
    assert.ok(error instanceof WaybillError, String(error));
    return error.problems[0];
  };

  it('O1 O3 parquet: each column has its type, and every digit comes back', async () => {
    const columns: OutputColumn[] = [
      INTEGER,
      DECIMAL,
      { header: 'f', type: 'number', number: { is: 'float' } },
      { header: 'free', type: 'number' },
      { header: 'day', type: 'date' },
      { header: 'at', type: 'datetime' },
      { header: 'ok', type: 'boolean' },
      { header: 'doc', type: 'json' },
      { header: 'text', type: 'text' },
      { header: 'words', type: 'number-text' },
    ];
    const rows: Row[] = [
      [
        '-9223372036854775808',
        '-123456789012345678901234567890123456.78',
        '0.1',
        '1.23456789012345678901234567890123456789',
        '0044-03-15',
        '2026-10-25T02:30:00.123456+01:00',
        'true',
        '{"a": [1, "é"]}',
        '=1+1',
        '1.234,50',
      ],
      [null, null, null, null, null, null, null, null, null, null],
      [
        '9223372036854775807',
        '0.01',
        '1e-300',
        'NaN',
        '1970-01-01',
        '1890-01-01T00:00:00+00:34:08',
        'false',
        '1',
        '',
        '',
      ],
    ];
    const path = await fromRows(columns, rows);
    assert.deepEqual(await read(path, columns.length), [
      [...(rows[0]?.slice(0, 5) ?? []), '2026-10-25 01:30:00.123456+00', ...(rows[0]?.slice(6) ?? [])],
      rows[1],
      [...(rows[2]?.slice(0, 5) ?? []), '1889-12-31 23:25:52+00', ...(rows[2]?.slice(6) ?? [])],
    ]);
    const types = Object.fromEntries((await schema(path)).map(([name, type, logical]) => [name, [type, logical]]));
    assert.deepEqual(types.i, ['INT64', 'INT_64']);
    assert.deepEqual(types.d, ['FIXED_LEN_BYTE_ARRAY', 'DecimalType(scale=2, precision=38)']);
    assert.deepEqual(types.f, ['DOUBLE', '']);
    assert.deepEqual(types.free, ['BYTE_ARRAY', 'UTF8']);
    assert.deepEqual(types.day, ['INT32', 'DATE']);
    assert.match(String(types.at?.[1]), /isAdjustedToUTC=1.*MicroSeconds/);
    assert.deepEqual(types.ok, ['BOOLEAN', '']);
    assert.deepEqual(types.doc, ['BYTE_ARRAY', 'JsonType()']);
  });

  it('O6 parquet: texts and NULLs come back as they are, by both ways of writing, whatever the chunks', async () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.string({
        unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\\', 'N', '#', ' ', "'", '😀', '\t'),
        maxLength: 6,
      }),
      fc.string({ unit: 'grapheme' }).map(text => text.replaceAll('\0', '')),
    );
    for (const count of [1, 2]) {
      const columns = textColumns(...Array.from({ length: count }, (_, i) => `c "${i}"`));
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: 30 }),
          fc.integer({ min: 1, max: 40 }),
          async (rows, size) => {
            assert.deepEqual(await read(await fromRows(columns, rows), count), rows);
            const writer = formatOf('parquet').open(optionsOf({ format: 'parquet' }), columns);
            assert.ok(writer.layout);
            const input = cut(canonical(rows, writer.layout), [size]);
            assert.deepEqual(await read(await save(await collect(writer.fromCopy(streamOf(input)))), count), rows);
          },
        ),
        { numRuns: 4 },
      );
    }
  }).timeout(120_000);

  it('O1 parquet: without rows it is a file with its columns', async () => {
    const path = await fromRows([INTEGER, DECIMAL], []);
    assert.deepEqual(await read(path, 2), []);
    assert.equal((await schema(path)).length, 2);
  });

  it('O8 X4 parquet: many rows come in order, and the file while they are written', async () => {
    const ROWS = 200_000;
    let given = 0;
    async function* batches(): AsyncGenerator<readonly Row[]> {
      for (; given < ROWS; given += 5000)
        yield Array.from({ length: 5000 }, (_, i) => [String(given + i), randomBytes(300).toString('base64')]);
    }
    const writer = formatOf('parquet').open(optionsOf({ format: 'parquet' }), [INTEGER, ...textColumns('t')]);
    const chunks: Buffer[] = [];
    let givenAtFirst = 0;
    for await (const chunk of writer.fromRows(batches())) {
      givenAtFirst ||= given;
      chunks.push(Buffer.from(chunk));
    }
    assert.ok(givenAtFirst < ROWS, String(givenAtFirst));
    const path = await save(Buffer.concat(chunks));
    const rows = `read_parquet('${path}', file_row_number = true)`;
    assert.deepEqual(await ask(`select count(*), count(*) filter (i = file_row_number) from ${rows}`), [
      [String(ROWS), String(ROWS)],
    ]);
  }).timeout(120_000);

  it('X4 parquet: a group of wide rows ends sooner, so that memory need not hold as many of them', async () => {
    const ROWS = 60_000;
    const line = Buffer.from(`1,${'wide'.repeat(2500)}\n`.repeat(100));
    async function* bytes(): AsyncGenerator<Buffer> {
      for (let given = 0; given < ROWS; given += 100) yield line;
    }
    const writer = formatOf('parquet').open(optionsOf({ format: 'parquet' }), [INTEGER, ...textColumns('t')]);
    const path = await save(await collect(writer.fromCopy(bytes())));
    const counts = `count(*), count(*) filter (length(t) = 10000), (select count(distinct row_group_id) > 1 from parquet_metadata('${path}'))`;
    assert.deepEqual(await ask(`select ${counts} from '${path}'`), [[String(ROWS), String(ROWS), true]]);
  }).timeout(120_000);

  it('O4 parquet: parts by rows, each a whole file', async () => {
    const writer = formatOf('parquet').open(optionsOf({ format: 'parquet', split: { rows: 2 } }), [INTEGER]);
    const parts: unknown[] = [];
    for await (const part of writer.partsFromRows(streamOf([[['1'], [null], ['3']]])))
      parts.push([await read(await save(await collect(part.bytes)), 1), part.rows()]);
    assert.deepEqual(parts, [
      [[['1'], [null]], 2],
      [[['3']], 1],
    ]);
  });

  it('O3 O6 parquet: what a type cannot hold fails the run and names the column; nothing is rounded', async () => {
    const date: OutputColumn = { header: 'day', type: 'date' };
    const json: OutputColumn = { header: 'doc', type: 'json' };
    for (const [column, cell] of [
      [INTEGER, '1.5'],
      [INTEGER, '9223372036854775808'],
      [DECIMAL, '0.125'],
      [DECIMAL, 'NaN'],
      [date, 'infinity'],
      [date, '2026-02-30'],
      [{ header: 'at', type: 'datetime' }, '-infinity'],
      [json, '{'],
    ] as const) {
      const rows = [
        ['a', null],
        ['b', cell],
      ];
      const problem = await failure(fromRows([...textColumns('x'), column], rows));
      assert.equal(problem.code, 'parquet-cell', `${column.header} ${cell}: ${problem.message}`);
      assert.match(problem.message, new RegExp(`"${column.header}"`));
    }
  });

  it('O1 parquet: headers that readers take for one are an error', async () => {
    for (const headers of [['Id', 'ID'], ['']])
      assert.throws(() => formatOf('parquet').open(optionsOf({ format: 'parquet' }), textColumns(...headers)), {
        code: 'parquet-header',
      });
  });

  it('O6 X4 parquet: a source that fails, and a reader that leaves, end it at once', async () => {
    // What cannot be compressed, so that bytes of the file come soon.
    const many = Array.from({ length: 5000 }, () => [randomBytes(100).toString('base64')]);
    async function* broken(): AsyncGenerator<readonly Row[]> {
      for (let i = 0; i < 30; i++) yield many;
      throw new Error('the database is gone');
    }
    const open = () => formatOf('parquet').open(optionsOf({ format: 'parquet' }), textColumns('a'));
    await assert.rejects(collect(open().fromRows(broken())), /the database is gone/);
    let ended = false;
    async function* endless(): AsyncGenerator<readonly Row[]> {
      try {
        for (;;) yield many;
      } finally {
        ended = true;
      }
    }
    for await (const _ of open().fromRows(endless())) break;
    assert.ok(ended);
  });

  describe('a run', () => {
    let workspace: ExportWorkspace;
    before(async () => {
      workspace = await exportWorkspace(
        '{id: integer, amount: decimal, rate: decimal, big: decimal, at: datetime, local: datetime, day: date, ok: boolean, note: string, doc: json, twice: {type: integer, computed: "id * 2"}}',
        `create table t as select * from (values
          (1::bigint, 1.50::decimal(10,2), 0.1::double, 12345678901234567890.12::decimal(30,2), timestamptz '2026-10-25 00:30:00.5+00', timestamp '2026-07-01 12:00:00', date '2026-10-25', true, 'a
b', '{"a": 1.50}'::json),
          (2, null, null, null, null, null, null, null, null, null)
        ) v(id, amount, rate, big, "at", local, day, ok, note, doc)`,
      );
    });
    after(() => workspace[Symbol.asyncDispose]());

    it('O1 O3 parquet: types as the database has them; formats, words and protection as text', async () => {
      const { receipt } = await workspace.run(`
fields:
  - all
  - {from: day, to: shown, format: "%d.%m.%Y"}
  - {from: amount, to: rounded, format: {decimals: 1}}
  - {from: amount, to: comma, format: {decimals: 1, decimal: ","}}
  - {from: amount, to: filled, default: 0}
  - {from: amount, to: word, default: none}
  - {from: twice, to: double}
filters: none
file: {format: parquet}
deliver: {to: share}
`);
      const path = workspace.at('share/t.parquet');
      assert.equal(receipt.rows, 2);
      const types = (await ask(`describe from '${path}'`)).map(([name, type]) => `${name} ${type}`);
      assert.deepEqual(types, [
        'id BIGINT',
        'amount DECIMAL(10,2)',
        'rate DOUBLE',
        'big DECIMAL(30,2)',
        'at TIMESTAMP WITH TIME ZONE',
        'local TIMESTAMP WITH TIME ZONE',
        'day DATE',
        'ok BOOLEAN',
        'note VARCHAR',
        'doc JSON',
        'twice VARCHAR',
        'shown VARCHAR',
        'rounded DECIMAL(38,1)',
        'comma VARCHAR',
        'filled DECIMAL(20,2)',
        'word VARCHAR',
        'double VARCHAR',
      ]);
      assert.deepEqual(await read(path, types.length), [
        [
          '1',
          '1.50',
          '0.1',
          '12345678901234567890.12',
          '2026-10-25 00:30:00.5+00',
          '2026-07-01 10:00:00+00',
          '2026-10-25',
          'true',
          'a\nb',
          '{"a": 1.50}',
          '2',
          '25.10.2026',
          '1.5',
          '1,5',
          '1.50',
          '1.50',
          '2',
        ],
        ['2', null, null, null, null, null, null, null, null, null, '4', null, null, null, '0.00', 'none', '4'],
      ]);
    });

    it('O4 parquet: split and archived', async () => {
      const { receipt } = await workspace.run(
        'fields: [id]\nfilters: none\nfile: {format: parquet, split: {rows: 1}, archive: zip}\ndeliver: {to: other}',
      );
      assert.deepEqual(
        receipt.files.map(f => [f.name, f.rows]),
        [
          ['t_0001.parquet.zip', 1],
          ['t_0002.parquet.zip', 1],
        ],
      );
    });

    const python = pythonWith('pyarrow', 'parquet files read by another program');
    if (python)
      it('O1 O3 parquet: pyarrow reads the same values and types', async () => {
        await workspace.run(
          'fields: [id, amount, rate, at, day, ok, note, doc]\nfilters: none\nfile: {format: parquet}\ndeliver: {to: share, path: arrow}',
        );
        const program = `
import sys, json, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
print(json.dumps([[f.name, str(f.type)] for f in table.schema] + [[str(v) for v in table.slice(0, 1).to_pylist()[0].values()]]))`;
        const answer = askPython<string[][]>(python, program, workspace.at('share/arrow.parquet'));
        assert.deepEqual(answer.slice(0, 5), [
          ['id', 'int64'],
          ['amount', 'decimal128(10, 2)'],
          ['rate', 'double'],
          ['at', 'timestamp[us, tz=UTC]'],
          ['day', 'date32[day]'],
        ]);
        assert.equal(answer.at(-1)?.[1], '1.50');
        assert.match(answer.at(-1)?.[3] ?? '', /^2026-10-25 00:30:00.500000/);
        assert.equal(answer.at(-1)?.[6], 'a\nb');
      });
  });
});
