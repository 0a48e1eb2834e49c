import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { WaybillError } from '../../src/errors/index.ts';
import { guardedStarts, startsWithOneOf } from '../../src/file/cell-rules.ts';
import { csv } from '../../src/file/delimited.ts';
import { resolveFileOptions } from '../../src/file/options.ts';
import type { WrittenFile } from '../../src/file/options-schema.ts';
import type { OutputColumn, Row } from '../../src/rows/source.ts';
import { asSourcesGive, canonical, collect, streamOf } from './support.ts';

const TYPES: readonly OutputColumn['type'][] = ['text', 'number', 'boolean', 'date', 'datetime', 'json'];
/** Made of what is special somewhere, so that a few hundred runs meet every pair of them. */
const PIECES = [
  '"',
  "'",
  ',',
  ';',
  '|',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '=',
  '+',
  '-',
  '@',
  '#',
  '\\.',
  'N',
  'é',
  '😀',
  ' ',
  'a',
  '\ufeff',
];
const text = fc.oneof(
  fc.constantFrom('', 'N', '-', '=cmd|calc', "'=x", '\\.', 'NULL'),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map(parts => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map(value => value.replaceAll('\0', '')),
);
const cell = fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 5, arbitrary: text });
const block: fc.Arbitrary<WrittenFile> = fc.record(
  {
    profile: fc.constantFrom('machine', 'excel', 'excel-eu', 'sfmc'),
    delimiter: fc.constantFrom(',', ';', '\t', '|', "'", '"', ' ', 'a', 'é', '😀', '-'),
    enclosure: fc.constantFrom('"', "'", 'none', '~', '=', '«', 'a'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    header: fc.boolean(),
    quote: fc.constantFrom('needed', 'always'),
    encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le'),
    null: fc.constantFrom('', 'N', 'NULL', '-', "'=x", '\\N', '=', 'é'),
    formula_guard: fc.boolean(),
  },
  { requiredKeys: [] },
);
const answer = fc
  .array(fc.record({ header: text, type: fc.constantFrom(...TYPES) }), { minLength: 1, maxLength: 4 })
  .chain(columns =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 8 }),
    }),
  );

/** Bytes, or the problem that the run ends with. */
async function outcome(run: () => AsyncIterable<Buffer>): Promise<Buffer | string> {
  try {
    return await collect(run());
  } catch (error) {
    if (error instanceof WaybillError) return error.message;
    throw error;
  }
}

describe('csv, any rows and options', () => {
  it("O2 csv: the database's bytes and rows give the same file, cut anywhere, and it reads back", async function () {
    this.timeout(120_000);
    let copies = 0;
    let readBack = 0;
    await fc.assert(
      fc.asyncProperty(
        block,
        answer,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.boolean(),
        async (written, { columns, rows }, sizes, eager) => {
          const { options, problems } = resolveFileOptions(written);
          fc.pre(problems.length === 0);
          const byRows = csv.open(options, columns);
          const half = Math.floor(rows.length / 2);
          const expected = await outcome(() => byRows.fromRows(streamOf([rows.slice(0, half), [], rows.slice(half)])));

          const byCopy = csv.open(options, columns);
          if (byCopy.layout) {
            const { layout } = byCopy;
            const input = asSourcesGive(canonical(rows, layout, eager), layout, sizes);
            const actual = await outcome(() => byCopy.fromCopy(input));
            assert.deepEqual(actual.toString(), expected.toString());
            if (typeof expected !== 'string') assert.equal(byCopy.counts().guardedCells, byRows.counts().guardedCells);
            copies++;
          }
          if (typeof expected === 'string') return;
          assert.equal(byRows.counts().rows, rows.length);

          // Read back by another program's rules. It takes a lone empty line for no row, and has no utf-16le.
          const { enclosure, encoding, nullToken } = options;
          if (enclosure === undefined || encoding === 'utf-16le' || nullToken !== '' || columns.length === 1) return;
          const read = parse(expected, {
            bom: encoding === 'utf-8-bom',
            delimiter: options.delimiter,
            quote: enclosure,
            escape: enclosure,
            record_delimiter: options.newline,
            cast: (value: string, { quoting }: { quoting: boolean }) => ({ value, bare: !quoting }),
          }) as unknown as { value: string; bare: boolean }[][];
          const guarded = (value: string, column: OutputColumn | undefined) =>
            options.formulaGuard && column !== undefined && startsWithOneOf(value, guardedStarts(column))
              ? `'${value}`
              : value;
          const wanted: Row[] = rows.map(row =>
            row.map((value, i) => (value === null ? null : guarded(value, columns[i]))),
          );
          const body = options.header ? read.slice(1) : read;
          const values = body.map(row => row.map(({ value, bare }) => (value === '' && bare ? null : value)));
          assert.deepEqual(values, wanted);
          readBack++;
        },
      ),
      { numRuns: 1500 },
    );
    assert.ok(copies > 300 && readBack > 50, `${copies} copies, ${readBack} read back`);
  });
});
