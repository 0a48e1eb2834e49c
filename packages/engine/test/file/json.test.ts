import assert from 'node:assert/strict';
import { formatOf } from '../../src/file/formats.ts';
import { jsonCell, jsonKeys } from '../../src/file/json-cell.ts';
import type { OutputColumn, Row } from '../../src/rows/source.ts';
import { collect, cut, optionsOf, streamOf } from './support.ts';

const COLUMNS: readonly OutputColumn[] = [
  { header: 'id', type: 'number' },
  { header: 'a "b"', type: 'text' },
  { header: 'ok', type: 'boolean' },
  { header: 'more', type: 'json' },
];
const ROWS: readonly Row[] = [
  ['9007199254740993', 'é😀"\\/', 'true', '{"a": [1,\n2]}'],
  ['1.50', 'a\nb\r\t\u0001\u007f', 'false', 'null'],
  ['NaN', '', null, null],
];
const LINES = [
  '{"id":9007199254740993,"a \\"b\\"":"é😀\\"\\\\/","ok":true,"more":{"a": [1, 2]}}',
  '{"id":1.50,"a \\"b\\"":"a\\nb\\r\\t\\u0001\u007f","ok":false,"more":null}',
  '{"id":"NaN","a \\"b\\"":"","ok":null,"more":null}',
];

const open = (format: 'json' | 'ndjson') => formatOf(format).open(optionsOf({ format }), COLUMNS);

describe('json and ndjson', () => {
  it('O1 json: an array of objects, an object a line; numbers exact', async () => {
    const writer = open('json');
    const bytes = await collect(writer.fromRows(streamOf([ROWS.slice(0, 1), [], ROWS.slice(1)])));
    assert.equal(bytes.toString(), `[\n${LINES.join(',\n')}\n]\n`);
    assert.deepEqual(writer.counts(), { rows: 3, guardedCells: 0 });
    assert.equal(JSON.parse(bytes.toString()).length, 3);
  });

  it('O1 ndjson: an object a line', async () => {
    const bytes = await collect(open('ndjson').fromRows(streamOf([ROWS])));
    assert.equal(bytes.toString(), `${LINES.join('\n')}\n`);
  });

  it('O1 json: without rows an empty array, ndjson an empty file', async () => {
    assert.equal((await collect(open('json').fromRows(streamOf([])))).toString(), '[]\n');
    assert.equal((await collect(open('json').fromCopy(streamOf([])))).toString(), '[]\n');
    assert.equal((await collect(open('ndjson').fromRows(streamOf([])))).toString(), '');
  });

  it("O1 json: the database's lines give the same bytes, cut anywhere", async () => {
    const lines = Buffer.from(`${LINES.join('\n')}\n`);
    for (let size = 1; size <= lines.length; size++) {
      const bytes = await collect(open('json').fromCopy(streamOf(cut(lines, [size]))));
      assert.equal(bytes.toString(), `[\n${LINES.join(',\n')}\n]\n`, `in chunks of ${size} bytes`);
    }
    const untouched = Buffer.from('{}\n');
    for await (const out of open('ndjson').fromCopy(streamOf([untouched]))) assert.equal(out, untouched);
  });

  it('O1 json: cells by type', () => {
    for (const bare of ['0', '-0.10', '1e5', '12345678901234567890.000000001'])
      assert.equal(jsonCell(bare, 'number'), bare);
    for (const text of ['NaN', 'Infinity', '-Infinity', '1,50', '007', '.5', '+1', '']) {
      assert.equal(jsonCell(text, 'number'), JSON.stringify(text));
    }
    assert.equal(jsonCell('yes', 'boolean'), '"yes"');
    assert.equal(jsonCell('2026-10-25', 'date'), '"2026-10-25"');
    assert.equal(jsonCell(null, 'json'), 'null');
    assert.deepEqual(jsonKeys(COLUMNS), ['{"id":', ',"a \\"b\\"":', ',"ok":', ',"more":']);
  });

  it('O6 json: a cell that is no JSON fails instead of breaking the file', async () => {
    const rows: Row[] = [
      ['1', 'a', 'true', '{}'],
      ['2', 'b', 'true', '{broken'],
    ];
    await assert.rejects(collect(open('ndjson').fromRows(streamOf([rows]))), {
      message: 'Row 2, column "more" is declared json and holds no valid JSON ("{broken").',
    });
  });
});
