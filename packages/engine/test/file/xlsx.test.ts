import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import readWorkbook from 'read-excel-file/node';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { xlsx } from '../../src/file/xlsx.ts';
import { isExactNumber } from '../../src/file/xlsx-cell.ts';
import { lettersOf, MOST_SHEET_ROWS } from '../../src/file/xlsx-sheet.ts';
import type { OutputColumn, Row } from '../../src/rows/source.ts';
import { type ExportWorkspace, exportWorkspace } from './export-workspace.ts';
import { askPython, pythonWith } from './python.ts';
import { collect, optionsOf, streamOf, textColumns } from './support.ts';
import { unzipped } from './unzip.ts';

const columnsOf = (types: Record<string, OutputColumn['type']>): OutputColumn[] =>
  Object.entries(types).map(([header, type]) => ({ header, type }));

const write = async (columns: readonly OutputColumn[], rows: readonly Row[]) =>
  collect(xlsx.open(optionsOf({ format: 'xlsx' }), columns).fromRows(streamOf([rows])));

/** Rows of the first sheet, with the header, as an independent reader sees them. */
const read = async (file: Buffer) => (await readWorkbook(file, { trim: false }))[0]?.data;

const cellsOf = async (type: OutputColumn['type'], cells: readonly (string | null)[]) => {
  // A column beside it, since readers leave rows without any cell out.
  const columns = columnsOf({ value: type, number: 'number' });
  const rows = await read(
    await write(
      columns,
      cells.map((cell, i) => [cell, String(i)]),
    ),
  );
  return rows?.slice(1).map(row => row[0]);
};

describe('xlsx', () => {
  it('O1 O6 xlsx: numbers that a spreadsheet holds exactly are numbers, others text', async () => {
    const exact = ['0', '1.50', '-0.001', '123456789012345', '1e+20', '2.5E-7', '100000000000000000000', '0.1'];
    assert.deepEqual(await cellsOf('number', exact), exact.map(Number));
    const text = ['1234567890123456', '0.1234567890123456', 'nan', 'Infinity', '1e400', '-0', '12345678901234.56'];
    assert.deepEqual(await cellsOf('number', text), text);
    assert.deepEqual(await cellsOf('number-text', ['1.234,50', 'n/a']), ['1.234,50', 'n/a']);
    assert.deepEqual(['1e298', '1e-298', '1e300', '0e5', '.5', '5.', '+1', '007'].map(isExactNumber), [
      true,
      true,
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('O1 xlsx: days and instants are dates in the zone that they were written in', async () => {
    assert.deepEqual(await cellsOf('date', ['2026-10-25', '1900-03-01', '9999-12-31']), [
      new Date('2026-10-25T00:00:00Z'),
      new Date('1900-03-01T00:00:00Z'),
      new Date('9999-12-31T00:00:00Z'),
    ]);
    assert.deepEqual(
      await cellsOf('datetime', [
        '2026-10-25T02:30:00+01:00',
        '2026-10-25T02:30:00.120+02:00',
        '2026-12-31T23:59:59-05:30',
      ]),
      [new Date('2026-10-25T02:30:00Z'), new Date('2026-10-25T02:30:00.120Z'), new Date('2026-12-31T23:59:59Z')],
    );
  });

  it('O1 O6 xlsx: dates that spreadsheets disagree about or cannot show whole are text', async () => {
    const days = [
      '1900-02-28',
      '0001-01-01',
      '0099-12-31',
      '1899-12-31',
      '0044-03-15 BC',
      'infinity',
      '10000-01-01',
      'unknown',
    ];
    assert.deepEqual(await cellsOf('date', days), days);
    const instants = ['2026-10-25T02:30:00.123456+02:00', '1900-01-01T00:00:00+00:00'];
    assert.deepEqual(await cellsOf('datetime', instants), instants);
  });

  it('O1 xlsx: every millisecond of a day reads back as itself, rounded or cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.date({ min: new Date('1900-03-01'), max: new Date('9999-12-31'), noInvalidDate: true }), {
          minLength: 1,
          maxLength: 40,
        }),
        async dates => {
          const cells = dates.map(date => date.toISOString().replace('Z', '+01:00'));
          assert.deepEqual(await cellsOf('datetime', cells), dates);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('O1 xlsx: booleans, json, NULL', async () => {
    assert.deepEqual(await cellsOf('boolean', ['true', 'false', null, 'maybe']), [true, false, null, 'maybe']);
    assert.deepEqual(await cellsOf('json', ['{"a":1}', null]), ['{"a":1}', null]);
  });

  it('O3 xlsx: text is never a formula', async () => {
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', "'=1", '=HYPERLINK("http://x")'];
    const file = await write(
      textColumns('=header', 'b'),
      texts.map(text => [text, 'x']),
    );
    assert.deepEqual(
      (await read(file))?.map(row => row[0]),
      ['=header', ...texts],
    );
  });

  it('O6 xlsx: text comes back whole, whatever its characters', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({
        unit: fc.constantFrom(
          '\r',
          '\n',
          '\t',
          ' ',
          '_',
          'x',
          '0',
          'D',
          '_x000D_',
          '<',
          '&',
          ']]>',
          '\0',
          '\ufffe',
          '"',
        ),
        minLength: 1,
        maxLength: 12,
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async rows => {
        const file = await write(textColumns('a', 'b'), rows);
        assert.deepEqual((await read(file))?.slice(1), rows);
      }),
      { numRuns: 40 },
    );
  });

  it('O6 xlsx: a text that no cell holds fails the run, and names row and column', async () => {
    const longest = 'x'.repeat(32_767);
    assert.deepEqual(await cellsOf('text', [longest]), [longest]);
    await assert.rejects(
      write(textColumns('a', 'note'), [
        ['1', 'x'],
        ['2', `${longest}x`],
      ]),
      {
        code: 'xlsx-cell-too-long',
        message: 'Row 2, column "note" has 32768 characters, and a cell of a spreadsheet holds 32767.',
      },
    );
    await assert.rejects(write(textColumns(`${longest}x`), []), { code: 'xlsx-cell-too-long' });
    assert.throws(
      () => xlsx.open(optionsOf({ format: 'xlsx' }), textColumns(...Array.from({ length: 16_385 }, String))),
      {
        code: 'xlsx-too-many-columns',
      },
    );
    assert.deepEqual([0, 25, 26, 701, 702, 16_383].map(lettersOf), ['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  });

  it('O4 xlsx: parts by rows, each a whole file with its header; an empty result is one file', async () => {
    const writer = xlsx.open(optionsOf({ format: 'xlsx', split: { rows: 2 } }), columnsOf({ n: 'number' }));
    const parts: unknown[] = [];
    for await (const part of writer.partsFromRows(streamOf([[['1'], ['2'], ['3']]])))
      parts.push([await read(await collect(part.bytes)), part.rows()]);
    assert.deepEqual(parts, [
      [[['n'], [1], [2]], 2],
      [[['n'], [3]], 1],
    ]);
    assert.deepEqual(await read(await write(columnsOf({ n: 'number' }), [])), [['n']]);
  });

  it('O4 xlsx: parts by size, none larger, and not much smaller', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => [String(i), `${Math.sin(i)}`]);
    for (const size of [20_000, 100_000]) {
      const writer = xlsx.open(
        optionsOf({ format: 'xlsx', split: { size: `${size} B` } }),
        columnsOf({ n: 'number', t: 'text' }),
      );
      const sizes: number[] = [];
      let first = 0;
      const batches = [rows.slice(0, 7), rows.slice(7, 9000), rows.slice(9000)];
      for await (const part of writer.partsFromRows(streamOf(batches))) {
        const bytes = await collect(part.bytes);
        sizes.push(bytes.length);
        const data = await read(bytes);
        assert.equal(data?.length, part.rows() + 1);
        assert.equal(data?.[1]?.[0], first);
        first += part.rows();
      }
      assert.equal(first, rows.length);
      assert.ok(sizes.length > 4 && sizes.every(bytes => bytes <= size), String(sizes));
      assert.ok(Math.min(...sizes.slice(0, -1)) > size / 3, String(sizes));
    }
    const tiny = xlsx.open(optionsOf({ format: 'xlsx', split: { size: '1 KB' } }), columnsOf({ n: 'number' }));
    const rowsOfParts: number[] = [];
    for await (const part of tiny.partsFromRows(streamOf([[['1'], ['2']]]))) {
      await collect(part.bytes);
      rowsOfParts.push(part.rows());
    }
    assert.deepEqual(rowsOfParts, [1, 1]);
  });

  it('O1 O6 xlsx: more rows than a sheet holds go on on the next one, and it is said', async () => {
    const writer = xlsx.open(optionsOf({ format: 'xlsx' }), columnsOf({ n: 'number' }));
    const row: Row = ['7'];
    const batch = Array.from({ length: 50_000 }, () => row);
    const last: Row[] = [['8'], ['9']];
    const batches = [...Array.from({ length: 21 }, () => batch), last];
    // Larger than the other reader takes.
    const members = unzipped(await collect(writer.fromRows(streamOf(batches))));
    const rowsOf = (sheet: number) => members.get(`xl/worksheets/sheet${sheet}.xml`)?.toString().split('<row ').length;
    assert.equal(rowsOf(1), MOST_SHEET_ROWS + 2);
    const onSecond = 21 * 50_000 + 2 - MOST_SHEET_ROWS;
    assert.equal(rowsOf(2), onSecond + 2);
    assert.match(members.get('xl/worksheets/sheet2.xml')?.toString() ?? '', /<v>8<.*<c r="A1428"><v>9<\/v>/);
    assert.match(members.get('xl/workbook.xml')?.toString() ?? '', /"Rows".*"Rows 2"/);
    assert.equal(rowsOf(3), undefined);
    assert.deepEqual(writer.counts().rows, 21 * 50_000 + 2);
    assert.deepEqual(
      writer.remarks?.().map(p => [p.code, p.severity]),
      [['xlsx-several-sheets', 'warning']],
    );
  }).timeout(120_000);

  it('O1 xlsx: the same rows give the same bytes', async () => {
    const rows = [['1', 'x']];
    assert.ok((await write(textColumns('a', 'b'), rows)).equals(await write(textColumns('a', 'b'), rows)));
  });

  describe('a run', () => {
    let workspace: ExportWorkspace;
    let folder: TempFolder;
    before(async () => {
      folder = await tempFolder();
      workspace = await exportWorkspace(
        '{id: integer, amount: decimal, big: decimal, at: datetime, day: date, ok: boolean, note: string, doc: json}',
        `create table t as select * from (values
          (1, 1.50::decimal(10,2), 12345678901234567890.12::decimal(30,2), timestamptz '2026-10-25 00:30:00+00', date '2026-10-25', true, '=1+1', '{"a": 1}'::json),
          (2, null, null, timestamptz '2026-10-25 01:30:00+00', null, null, null, null)
        ) v(id, amount, big, "at", day, ok, note, doc)`,
      );
    });
    after(async () => {
      await workspace[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    });

    const definition = 'fields: all\nfilters: none\nfile: {format: xlsx}\ndeliver: {to: share}';
    it('O1 xlsx: typed cells in the definition’s zone', async () => {
      const { receipt } = await workspace.run(definition);
      assert.equal(receipt.files[0]?.name, 't.xlsx');
      assert.equal(receipt.rows, 2);
      const [sheet] = await readWorkbook(workspace.at('share/t.xlsx'));
      const at = new Date('2026-10-25T02:30:00Z');
      assert.deepEqual(sheet?.data, [
        ['id', 'amount', 'big', 'at', 'day', 'ok', 'note', 'doc'],
        [1, 1.5, '12345678901234567890.12', at, new Date('2026-10-25T00:00:00Z'), true, '=1+1', '{"a": 1}'],
        [2, null, null, at, null, null, null, null],
      ]);
    });

    const python = pythonWith('openpyxl', 'xlsx files read by another program');
    if (python)
      it('O1 xlsx: openpyxl reads the same values, types and formats', async () => {
        await workspace.run(definition);
        const program = `
import sys, json, openpyxl
ws = openpyxl.load_workbook(sys.argv[1]).active
print(json.dumps({'freeze': ws.freeze_panes, 'filter': ws.auto_filter.ref, 'bold': ws['A1'].font.b,
  'cells': [[[str(c.value), c.data_type, c.number_format] for c in row] for row in ws.iter_rows(min_row=2, max_row=2)]}))`;
        assert.deepEqual(askPython(python, program, workspace.at('share/t.xlsx')), {
          freeze: 'A2',
          filter: 'A1:H3',
          bold: true,
          cells: [
            [
              ['1', 'n', 'General'],
              ['1.5', 'n', 'General'],
              ['12345678901234567890.12', 's', '@'],
              ['2026-10-25 02:30:00', 'd', 'yyyy\\-mm\\-dd\\ hh:mm:ss'],
              ['2026-10-25 00:00:00', 'd', 'yyyy\\-mm\\-dd'],
              ['True', 'b', 'General'],
              ['=1+1', 's', '@'],
              ['{"a": 1}', 's', '@'],
            ],
          ],
        });
        const hostile = ['=1', 'a\r\nb', '_x000D_', ' x ', '\u0001', '😀'];
        const path = `${folder.path}/hostile.xlsx`;
        await writeFile(
          path,
          await write(
            textColumns('a'),
            hostile.map(text => [text]),
          ),
        );
        const texts = `
import sys, json, openpyxl
from openpyxl.utils.escape import unescape
print(json.dumps([unescape(c.value) for (c,) in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(min_row=2)]))`;
        assert.deepEqual(askPython(python, texts, path), hostile);
      });
  });
});
