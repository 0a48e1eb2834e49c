import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csv } from '../../src/file/delimited.ts';
import { formatOf } from '../../src/file/formats.ts';
import type { WrittenFile } from '../../src/file/options-schema.ts';
import { type OpenPart, openFile } from '../../src/file/write-file.ts';
import type { Row } from '../../src/rows/source.ts';
import { canonical, collect, cut, inReusedMemory, optionsOf, streamOf, textColumns } from './support.ts';

const TWO = textColumns('a', 'b');

interface Part {
  readonly text: string;
  readonly bytes: Buffer;
  readonly rows: number;
}

async function read(parts: AsyncIterable<{ bytes: AsyncIterable<Buffer>; rows: () => number }>): Promise<Part[]> {
  const all: Part[] = [];
  for await (const part of parts) {
    const bytes = await collect(part.bytes);
    all.push({ bytes, text: bytes.toString(), rows: part.rows() });
  }
  return all;
}

/** Both ways of writing, which must cut alike. `size`: bytes of a chunk of the copy. */
async function bothWays(written: WrittenFile, rows: readonly Row[], size = 7): Promise<Part[]> {
  const options = optionsOf(written);
  const byRows = await read(
    formatOf(options.format)
      .open(options, TWO)
      .partsFromRows(streamOf([rows])),
  );
  const writer = csv.open(options, TWO);
  if (options.format === 'csv' && writer.layout) {
    const input = cut(canonical(rows, writer.layout), [size]);
    const byCopy = await read(writer.partsFromCopy(inReusedMemory(input)));
    assert.deepEqual(
      byCopy.map(p => [p.text, p.rows]),
      byRows.map(p => [p.text, p.rows]),
    );
  }
  return byRows;
}

describe('split', () => {
  it('O4 split by rows: a header each, cut between rows only, the last part may be shorter', async () => {
    const rows = [
      ['1', 'x'],
      ['2', 'y\ny'],
      ['3', '"\n"'],
      ['4', null],
      ['5', ''],
    ];
    const parts = await bothWays({ split: { rows: 2 } }, rows);
    assert.deepEqual(
      parts.map(p => [p.text, p.rows]),
      [
        ['a,b\n1,x\n2,"y\ny"\n', 2],
        ['a,b\n3,"""\n"""\n4,\n', 2],
        ['a,b\n5,""\n', 1],
      ],
    );
  });

  it('O4 split by rows: rows that fill the parts exactly leave no empty part behind', async () => {
    const rows = Array.from({ length: 4 }, (_, i) => [String(i), 'x']);
    assert.deepEqual(
      (await bothWays({ split: { rows: 2 } }, rows)).map(p => p.rows),
      [2, 2],
    );
  });

  it('O4 split: an empty result is one part', async () => {
    for (const split of [{ rows: 1 }, { size: '1 B' }]) {
      const parts = await bothWays({ split }, []);
      assert.deepEqual(
        parts.map(p => [p.text, p.rows]),
        [['a,b\n', 0]],
      );
    }
    const [array] = await bothWays({ format: 'json', split: { rows: 1 } }, []);
    assert.equal(array?.text, '[]\n');
  });

  it('O4 split by size: no part is larger, and each takes what fits', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => [String(i), 'é'.repeat(i % 7)]);
    for (const profile of ['machine', 'excel'] as const) {
      const parts = await bothWays({ profile, split: { size: '100 B' } }, rows);
      for (const [i, part] of parts.entries()) {
        assert.ok(part.bytes.length <= 100, `${part.bytes.length}`);
        const next = parts[i + 1];
        const first = next && /\n(?<row>.*\n)/.exec(next.text)?.groups?.row;
        if (first) assert.ok(part.bytes.length + Buffer.byteLength(first) > 100);
      }
      assert.equal(
        parts.reduce((n, p) => n + p.rows, 0),
        100,
      );
    }
  });

  it('O4 split by size: a row that is larger than the limit is a part of its own', async () => {
    const parts = await bothWays({ split: { size: '10 B' } }, [
      ['1', 'x'],
      ['2', 'y'.repeat(50)],
      ['3', 'z'],
    ]);
    assert.deepEqual(
      parts.map(p => p.text),
      ['a,b\n1,x\n', `a,b\n2,${'y'.repeat(50)}\n`, 'a,b\n3,z\n'],
    );
  });

  it('O4 split by size: counted as the file is encoded', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [String(i), '😀é,x']);
    const parts = await bothWays({ encoding: 'utf-16le', split: { size: '200 B' } }, rows);
    assert.ok(parts.length > 1);
    for (const part of parts) {
      assert.ok(part.bytes.length <= 200, String(part.bytes.length));
      if (part !== parts.at(-1)) assert.ok(part.bytes.length > 160, String(part.bytes.length));
      assert.ok(part.bytes.toString('utf16le').startsWith('a,b\n'));
    }
  });

  it('O4 split: json parts are whole arrays, ndjson parts whole lines, none larger than the size', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => [String(i), 'x\ny'.repeat(i % 4)]);
    for (const format of ['json', 'ndjson'] as const) {
      const parts = await bothWays({ format, split: { size: '150 B' } }, rows);
      assert.ok(parts.length > 5);
      for (const part of parts) assert.ok(part.bytes.length <= 150);
      const read = parts.flatMap(p =>
        format === 'json'
          ? (JSON.parse(p.text) as unknown[])
          : p.text
              .trimEnd()
              .split('\n')
              .map(line => JSON.parse(line) as unknown),
      );
      assert.deepEqual(
        read,
        rows.map(([a, b]) => ({ a, b })),
      );
      // As many bytes as are said to be in it: with one more allowed, the next row still would not fit.
      const exact = await bothWays({ format, split: { size: `${parts[0]?.bytes.length} B` } }, rows);
      assert.equal(exact[0]?.text, parts[0]?.text);
    }
  });

  it('O4 split: each part is archived by itself, under its own name', async () => {
    const file = openFile({
      columns: TWO,
      options: optionsOf({ archive: 'zip', split: { rows: 1 } }),
      entryName: part => `x_${part}.csv`,
      modified: new Date(0),
    });
    const rows = [
      ['1', 'x'],
      ['2', 'y'],
    ];
    const parts: OpenPart[] = [];
    const names: string[] = [];
    for await (const part of file.parts({ kind: 'rows', batches: streamOf([rows]) })) {
      parts.push(part);
      names.push((await collect(part.bytes)).subarray(30, 37).toString());
    }
    assert.deepEqual(names, ['x_1.csv', 'x_2.csv']);
    assert.deepEqual(
      parts.map(p => p.part),
      [1, 2],
    );
    assert.deepEqual(file.counts(), { rows: 2, guardedCells: 0 });
  });

  it('O6 split: parts that hold another number of rows than the database gave are a fault, not a delivery', async () => {
    const file = openFile({
      columns: TWO,
      options: optionsOf({ split: { rows: 1 } }),
      entryName: () => 'x',
      modified: new Date(0),
    });
    const copy = { bytes: streamOf([Buffer.from('1,2\n3,4\n')]), rows: () => 3 };
    await assert.rejects(read(file.parts({ kind: 'copy', copy })), { code: 'internal-fault' });
    const torn = { bytes: streamOf([Buffer.from('1,2\n3,"4\n')]), rows: () => 2 };
    await assert.rejects(read(file.parts({ kind: 'copy', copy: torn })), { code: 'internal-fault' });
  });

  it('O6 split: leaving in the middle of a part leaves the answer', async () => {
    let ended = false;
    async function* bytes() {
      try {
        for (;;) yield Buffer.from('1,2\n'.repeat(1000));
      } finally {
        ended = true;
      }
    }
    const writer = csv.open(optionsOf({ split: { rows: 1500 } }), TWO);
    let seen = 0;
    for await (const part of writer.partsFromCopy(bytes())) {
      for await (const _ of part.bytes) if (++seen === 3) break;
      if (seen === 3) break;
    }
    assert.ok(ended);
  });

  it('O4 O6 split: whatever the cells, options and chunks, the parts together are the rows, in order', async () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', "'", '=', 'é', '😀', ';', '#'), maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { maxLength: 12 }),
        fc.oneof(
          fc.record({ rows: fc.integer({ min: 1, max: 5 }) }),
          fc.integer({ min: 1, max: 60 }).map(n => ({ size: `${n} B` })),
        ),
        fc.constantFrom<WrittenFile>(
          {},
          { quote: 'always' },
          { newline: '\r\n' },
          { newline: '\r', enclosure: "'" },
          { enclosure: '€' },
          { delimiter: ';', enclosure: '£', formula_guard: true },
        ),
        fc.integer({ min: 1, max: 9 }),
        async (rows, split, options, size) => {
          const whole = await collect(csv.open(optionsOf(options), TWO).fromRows(streamOf([rows])));
          const parts = await bothWays({ ...options, split }, rows, size);
          const { delimiter, newline, enclosure } = optionsOf(options);
          const header = `${options.quote === 'always' ? '"a","b"' : `a${delimiter}b`}${newline}`;
          for (const part of parts) assert.ok(part.text.startsWith(header));
          assert.equal(
            parts.map((p, i) => (i === 0 ? p.text : p.text.slice(header.length))).join(''),
            whole.toString(),
          );
          for (const part of parts) {
            const records = parse(part.text, {
              delimiter,
              quote: enclosure ?? null,
              escape: enclosure ?? null,
              record_delimiter: newline,
            });
            assert.equal(records.length, part.rows + 1);
            if ('rows' in split) assert.ok(part.rows <= split.rows);
            else if (part.rows > 1) assert.ok(part.bytes.length <= Number.parseInt(split.size, 10));
          }
          assert.equal(
            parts.reduce((n, p) => n + p.rows, 0),
            rows.length,
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
