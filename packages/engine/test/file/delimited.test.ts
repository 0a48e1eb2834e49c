import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { csv, psv } from '../../src/file/delimited.ts';
import type { WrittenFile } from '../../src/file/options-schema.ts';
import type { OutputColumn, Row } from '../../src/rows/source.ts';
import { asSourcesGive, collect, csvFromCopy, csvFromRows, optionsOf, streamOf, textColumns } from './support.ts';

const TWO = textColumns('a', 'b');

/** Both ways, the copied one cut after every byte, must give these bytes. */
async function gives(written: WrittenFile, columns: readonly OutputColumn[], rows: readonly Row[], expected: string) {
  const byRows = await csvFromRows(written, columns, rows);
  assert.equal(byRows.bytes.toString(), expected);
  const length = expected.length + 20;
  for (let size = 1; size <= length; size++) {
    for (const eager of [false, true]) {
      const byCopy = await csvFromCopy(written, columns, rows, { size, eager });
      assert.equal(byCopy.bytes.toString(), expected, `in chunks of ${size} bytes`);
      assert.equal(byCopy.counts.guardedCells, byRows.counts.guardedCells);
    }
  }
  return byRows.counts;
}

/** The message that the run fails with, the same both ways. */
async function fails(written: WrittenFile, columns: readonly OutputColumn[], rows: readonly Row[], expected: string) {
  await assert.rejects(csvFromRows(written, columns, rows), { message: expected });
  for (const size of [1, 3, 1000]) {
    await assert.rejects(csvFromCopy(written, columns, rows, { size }), { message: expected });
  }
}

describe('csv and psv', () => {
  it('O2 csv: only what needs it is enclosed, enclosures inside are doubled', async () => {
    await gives(
      {},
      TWO,
      [
        ['plain', 'a,b'],
        ['say "hi"', 'two\nlines'],
        ['CR\rhere', ' blanks '],
        ['é 😀', "#tag \\. it's"],
      ],
      'a,b\nplain,"a,b"\n"say ""hi""","two\nlines"\n"CR\rhere", blanks \né 😀,#tag \\. it\'s\n',
    );
  });

  it('O2 csv: NULL is never enclosed, a text equal to the null token is', async () => {
    const rows = [
      ['', null],
      ['NULL', 'x'],
    ];
    await gives({}, TWO, rows, 'a,b\n"",\nNULL,x\n');
    await gives({ null: 'NULL' }, TWO, rows, 'a,b\n,NULL\n"NULL",x\n');
    await gives({ quote: 'always' }, TWO, rows, '"a","b"\n"",\n"NULL","x"\n');
    await gives({ quote: 'always', null: 'NULL' }, TWO, rows, '"a","b"\n"",NULL\n"NULL","x"\n');
  });

  it('O2 csv: delimiter, enclosure, newline and no header', async () => {
    const rows = [
      ["it's", 'a;b'],
      ['x', null],
    ];
    await gives(
      { delimiter: ';', enclosure: "'", newline: '\r\n', header: false },
      TWO,
      rows,
      "'it''s';'a;b'\r\nx;\r\n",
    );
    await gives({ delimiter: '\t', newline: '\r' }, TWO, rows, "a\tb\rit's\ta;b\rx\t\r");
  });

  it('O2 csv: characters that no database writes go by rows', async () => {
    const written = { delimiter: '😀', enclosure: '«' } as const;
    assert.equal(csv.open(optionsOf(written), TWO).layout, undefined);
    const { bytes } = await csvFromRows(written, TWO, [
      ['a😀b', 'c«d'],
      ['', null],
    ]);
    assert.equal(bytes.toString(), 'a😀b\n«a😀b«😀«c««d«\n««😀\n');
  });

  it('O2 csv: a single column', async () => {
    const one = textColumns('a');
    await gives({}, one, [['\\.'], [null], [''], ['a']], 'a\n\\.\n\n""\na\n');
  });

  it('O2 csv: without enclosure a quote is a character like others', async () => {
    await gives(
      { enclosure: 'none' },
      TWO,
      [
        ['say "hi"', '"'],
        [null, "it's"],
      ],
      'a,b\nsay "hi","\n,it\'s\n',
    );
  });

  it('O2 csv: without enclosure a cell that needs one fails the run and is named', async () => {
    const none = { enclosure: 'none' } as const;
    const ok = ['x', 'y'];
    await fails(
      none,
      TWO,
      [ok, ['x', 'a,"b"']],
      'Row 2, column "b" holds the delimiter ("a,\\"b\\""), and `enclosure` is none.',
    );
    await fails(none, TWO, [['a\nb', 'y']], 'Row 1, column "a" holds a line break ("a\\nb"), and `enclosure` is none.');
    await fails(
      none,
      TWO,
      [ok, ok, ['x', '']],
      'Row 3, column "b" is an empty text, which without enclosure is NULL (""), and `enclosure` is none.',
    );
    await fails(
      { ...none, null: 'N' },
      TWO,
      [['N', 'y']],
      'Row 1, column "a" equals the null token ("N"), and `enclosure` is none.',
    );
    await assert.rejects(csvFromRows(none, textColumns('a,b'), []), {
      message: 'The header "a,b" holds the delimiter, and `enclosure` is none.',
    });
  });

  it('O2 csv: headers follow the rules of cells', async () => {
    const columns = textColumns('plain', 'a "b", c', '', '=x');
    assert.equal((await csvFromRows({}, columns, [])).bytes.toString(), 'plain,"a ""b"", c","",=x\n');
    assert.equal(
      (await csvFromCopy({ formula_guard: true }, columns, [])).bytes.toString(),
      'plain,"a ""b"", c","",\'=x\n',
    );
  });

  it('O2 csv: the encodings, byte for byte', async () => {
    const rows = [['é', '😀']];
    for (const write of [
      csvFromRows,
      (...[w, c, r]: Parameters<typeof csvFromRows>) => csvFromCopy(w, c, r, { size: 1 }),
    ]) {
      const mark = await write({ encoding: 'utf-8-bom', header: false }, TWO, rows);
      assert.equal(mark.bytes.toString('hex'), 'efbbbfc3a92cf09f98800a');
      const wide = await write({ encoding: 'utf-16le', header: false }, TWO, rows);
      assert.equal(wide.bytes.toString('hex'), 'e9002c003dd800de0a00');
    }
  });

  it('O6 csv: bytes that are no UTF-8 fail instead of becoming question marks', async () => {
    const writer = csv.open(optionsOf({ encoding: 'utf-16le' }), TWO);
    const bytes = collect(writer.fromCopy(streamOf([Buffer.from([0x61, 0xff, 0x2c, 0x62, 0x0a])])));
    await assert.rejects(bytes, { code: 'rows-not-utf8' });
  });

  it('O6 csv: an answer that ends inside a row fails', async () => {
    for (const rest of ['a,b', '"a', '"a"', 'x,']) {
      const writer = csv.open(optionsOf({ newline: '\r\n' }), TWO);
      await assert.rejects(collect(writer.fromCopy(streamOf([Buffer.from(`1,2\n${rest}`)]))), {
        code: 'internal-fault',
      });
    }
  });

  it('O3 formula guard: text that a spreadsheet would run, never numbers, and its count', async () => {
    const columns: OutputColumn[] = [
      { header: 'text', type: 'text' },
      { header: 'number', type: 'number' },
    ];
    const rows = [
      ['=cmd', '-1'],
      ['+1', '+2'],
      ['-x', '-3.50'],
      ['@sum', null],
      ['\ttab', '4'],
      ['\rcr', '5'],
      ['=1,"2"', '6'],
      ["'=x", '7'],
      [' =x', '8'],
      ['', '9'],
      [null, '10'],
    ];
    const counts = await gives(
      { formula_guard: true },
      columns,
      rows,
      'text,number\n\'=cmd,-1\n\'+1,+2\n\'-x,-3.50\n\'@sum,\n\'\ttab,4\n"\'\rcr",5\n"\'=1,""2""",6\n\'=x,7\n =x,8\n"",9\n,10\n',
    );
    assert.equal(counts.guardedCells, 7);
  });

  it('O3 formula guard: a null token that looks like a formula is NULL, not text', async () => {
    const counts = await gives(
      { formula_guard: true, null: '-' },
      TWO,
      [
        [null, '-'],
        ['--', null],
      ],
      "a,b\n-,'-\n'--,-\n",
    );
    assert.equal(counts.guardedCells, 2);
  });

  it('O3 formula guard: where the guard itself needs the enclosure, rows are written', async () => {
    const written = { formula_guard: true, enclosure: "'" } as const;
    assert.equal(csv.open(optionsOf(written), TWO).layout, undefined);
    const { bytes } = await csvFromRows(written, TWO, [['=x', 'y']]);
    assert.equal(bytes.toString(), "a,b\n'''=x',y\n");
  });

  it('O2 csv: the profiles, byte for byte', async () => {
    const rows = [['=1', 'a;b']];
    const text = async (written: WrittenFile) => (await csvFromRows(written, TWO, rows)).bytes.toString();
    assert.equal(await text({ profile: 'machine' }), 'a,b\n=1,a;b\n');
    assert.equal(await text({ profile: 'excel' }), "\ufeffa,b\r\n'=1,a;b\r\n");
    assert.equal(await text({ profile: 'excel-eu' }), '\ufeffa;b\r\n\'=1;"a;b"\r\n');
    assert.equal(await text({ profile: 'sfmc' }), '"a","b"\r\n"=1","a;b"\r\n');
  });

  it('O1 psv: a bar between cells', async () => {
    const writer = psv.open(optionsOf({ format: 'psv' }), TWO);
    assert.equal((await collect(writer.fromRows(streamOf([[['a,b', 'c|d']]])))).toString(), 'a|b\na,b|"c|d"\n');
    assert.deepEqual(writer.layout, { kind: 'csv', delimiter: '|', enclosure: '"', nullToken: '', quoteAll: false });
  });

  it('O2 csv: canonical bytes pass through as the same buffers', async () => {
    const chunk = Buffer.from('1,2\n');
    const seen: Buffer[] = [];
    for await (const out of csv.open(optionsOf({ header: false }), TWO).fromCopy(streamOf([chunk]))) seen.push(out);
    assert.equal(seen[0], chunk);
  });

  it('O2 csv: a cell much longer than a chunk', async () => {
    const long = `=${'x,"y"\n'.repeat(50_000)}`;
    const written = { newline: '\r\n', formula_guard: true } as const;
    const byRows = await csvFromRows(written, TWO, [[long, '#'.repeat(300_000)]]);
    for (const size of [4096, 65_537]) {
      const byCopy = await csvFromCopy(written, TWO, [[long, '#'.repeat(300_000)]], { size, eager: true });
      assert.ok(byCopy.bytes.equals(byRows.bytes));
    }
  });

  it('O2 csv: what DuckDB really writes becomes the same file as its rows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-csv-'));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const hostile = [
        '#',
        'a#b',
        ' a ',
        'a,b',
        '"',
        "'",
        '\n',
        '\r',
        '',
        '\\.',
        '[1]',
        '{"a":1}',
        '=x',
        '😀',
        '~',
        'NULL',
        '\t',
        '-',
      ];
      const rows: Row[] = [...hostile.map(value => [value, 'z']), [null, 'z']];
      const literal = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);
      const values = rows.map((row, i) => `(${i}, ${literal(row[0] ?? null)}, 'z')`).join(', ');
      for (const written of [
        {},
        { null: 'NULL' },
        { profile: 'excel' },
        { profile: 'sfmc' },
        { delimiter: '\t', enclosure: '~' },
      ] as WrittenFile[]) {
        const writer = csv.open(optionsOf(written), TWO);
        if (writer.layout?.kind !== 'csv') throw new Error('no layout');
        const { delimiter, enclosure, nullToken, quoteAll } = writer.layout;
        const path = join(folder, 'x.csv');
        const character = literal(enclosure);
        await connection.run(
          `COPY (SELECT a, b FROM (VALUES ${values}) v(i, a, b) ORDER BY i) TO '${path}' (FORMAT csv, HEADER false, ` +
            `DELIMITER ${literal(delimiter)}, QUOTE ${character}, ESCAPE ${character}, NULLSTR ${literal(nullToken)}` +
            `${quoteAll ? ', FORCE_QUOTE *' : ''})`,
        );
        const copied = await collect(writer.fromCopy(asSourcesGive(await readFile(path), writer.layout)));
        assert.equal(copied.toString(), (await csvFromRows(written, TWO, rows)).bytes.toString());
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true });
    }
  });
});
