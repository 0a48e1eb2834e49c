import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExport } from '../../src/definition/index.ts';
import { compile, dialectOf, tablesOf } from '../../src/dialect/index.ts';
import { type FileOptions, openFile, resolveFileOptions } from '../../src/file/index.ts';
import { buildPlan } from '../../src/plan/index.ts';
import type { Source, StoredTable } from '../../src/rows/index.ts';
import { runMoment, Temporal } from '../../src/time/index.ts';
import { catalogOf, type Engine, type SetupEngine, SIGNAL, WRITING_ENGINES } from './engines.ts';

const catalog = catalogOf(`
version: 1
model: odd
source: db
table: odd
key: id
fields: {id: integer, text: string, other: string, amount: decimal, flag: boolean, day: date, at: datetime, naive: datetime}
`);

/** What breaks files: separators, enclosures, line ends, spreadsheet formulas, tokens, letters of all kinds. */
const hostile = fc
  .oneof(
    fc.constantFrom(
      '',
      '""',
      '"',
      "'",
      ',',
      ';',
      '|',
      '\t',
      '\n',
      '\r\n',
      '\r',
      '\\.',
      '\\',
      '\\N',
      'NULL',
      '#x',
      ' lead',
      'trail ',
      '=1+1',
      '+49',
      '-5',
      '@cmd',
      "='",
      '\u0001',
      '\u000b\u001f\\u001F',
      '\b\f\u007f',
      '\u2028',
      '\ufeff',
      '🎉',
      'é',
      'e\u0301',
      'مرحبا',
      '\u202e',
      '%',
      '_',
      '$1',
      '--',
      ';drop',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', "'", '=', 'a', ' ', ';', '|', '\\', '.'), maxLength: 8 }),
  )
  .filter(text => !text.includes('\0') && text.isWellFormed());

const instants = [
  '1889-06-01T00:00:00Z',
  '1950-01-01T00:00:00.000001Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T01:30:00Z',
  '2399-12-31T23:59:59.5Z',
];
const amounts = [
  '0',
  '-0.01',
  '99999999999999999999999999.9999999999',
  '-99999999999999999999999999.9999999999',
  '0.0000000001',
  '1.5',
  '1000',
];
const cell = (text: fc.Arbitrary<string>) => fc.option(text, { freq: 6 });
const row = fc.tuple(
  cell(hostile),
  cell(hostile),
  cell(fc.constantFrom(...amounts)),
  cell(fc.constantFrom('true', 'false')),
  cell(fc.constantFrom('1582-10-15', '1899-12-31', '2024-02-29', '9999-12-31')),
  cell(fc.constantFrom(...instants)),
  cell(fc.constantFrom(...instants.map(i => i.replace('Z', '')))),
);

const rows = fc.sample(row, { numRuns: 400, seed: 20_261_122 });
const quoted = (value: string | null) => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`);
const setup = (engine: SetupEngine) => {
  const decimal = engine === 'postgres' ? 'numeric' : 'decimal(38,10)';
  return [
    `create table odd (id int primary key, text text, other text, amount ${decimal}, flag boolean, day date, "at" timestamptz, naive timestamp)`,
    `insert into odd values ${rows.map((cells, i) => `(${[String(i), ...cells.map(quoted)].join(',')})`).join(',')}`,
  ];
};

const character = fc.constantFrom(',', ';', '|', '\t', '"', "'", '#', '~', '^', 'x', ' ', '¦', '☃');
const written = fc.record(
  {
    format: fc.constantFrom('csv', 'csv', 'csv', 'psv', 'json', 'ndjson'),
    profile: fc.constantFrom('machine', 'excel', 'excel-eu', 'sfmc'),
    delimiter: character,
    enclosure: character,
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    header: fc.boolean(),
    quote: fc.constantFrom('needed', 'always'),
    encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le'),
    null: fc.constantFrom('', 'NULL', '\\N', '-', '=', '-5'),
    formula_guard: fc.boolean(),
  },
  { requiredKeys: ['format'] },
);
const fields = fc.constantFrom(
  'all',
  '[text]',
  '[other, {from: text, default: "=x"}, id]',
  '[{from: amount, format: {decimals: 2}}, text, {from: flag, replace: {true: "+"}}]',
  '[{from: at, format: "%d.%m.%Y %H:%M"}, {from: day, default: "-"}, naive, {from: other, protect: mask}]',
);

async function bytesOf(
  source: Source,
  stored: readonly StoredTable[],
  options: FileOptions,
  definition: string,
  way: 'copy' | 'rows',
) {
  const parsed = parseExport(`version: 1\nname: t\nmodel: odd\nfilters: none\nfields: ${definition}`).value;
  assert.ok(parsed);
  const moment = runMoment(Temporal.Instant.from('2026-11-22T09:00:00Z'), 'Europe/Vienna');
  const plan = buildPlan({
    definition: parsed,
    catalog,
    sourceTimezone: 'America/New_York',
    moment,
    decimalComma: options.decimalComma,
  });
  const dialect = dialectOf(source.type as 'duckdb' | 'postgres');
  const cells = compile(plan, stored, dialect, { answer: 'cells' });
  const file = openFile({ options, columns: cells.columns, entryName: () => 'x', modified: new Date(0) });
  const chunks: Buffer[] = [];
  const layout = file.layout;
  const query = layout?.kind === 'lines' ? compile(plan, stored, dialect, { answer: 'json' }) : cells;
  const copy = way === 'copy' && layout ? await source.copy(query, layout, SIGNAL) : undefined;
  if (way === 'copy' && !copy) return undefined;
  for await (const { bytes } of file.parts(
    copy ? { kind: 'copy', copy } : { kind: 'rows', batches: source.rows(cells, SIGNAL) },
  ))
    for await (const chunk of bytes) chunks.push(Buffer.from(chunk));
  return { bytes: Buffer.concat(chunks), counts: file.counts(), tables: tablesOf(plan) };
}

for (const { label, open } of WRITING_ENGINES) {
  describe(`the two ways of writing on ${label}`, () => {
    let engine: Engine;
    let stored: readonly StoredTable[];
    before(async () => {
      engine = await open(setup);
      stored = await engine.source.describe([['odd']], SIGNAL);
    });
    after(() => engine[Symbol.asyncDispose]());

    it('O2 O3: the database’s own writer and decoded rows give the same bytes and counts', async function () {
      this.timeout(120_000);
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(written, fields, async (file, definition) => {
          const { options, problems } = resolveFileOptions(file as Parameters<typeof resolveFileOptions>[0]);
          fc.pre(problems.length === 0);
          const native = await bytesOf(engine.source, stored, options, definition, 'copy');
          if (!native) return;
          const decoded = await bytesOf(engine.source, stored, options, definition, 'rows');
          assert.ok(decoded);
          if (!native.bytes.equals(decoded.bytes)) {
            const at = native.bytes.findIndex((byte, i) => byte !== decoded.bytes[i]);
            const around = (bytes: Buffer) => JSON.stringify(bytes.subarray(Math.max(0, at - 60), at + 60).toString());
            assert.fail(`they differ at byte ${at}:\n copy ${around(native.bytes)}\n rows ${around(decoded.bytes)}`);
          }
          assert.deepEqual(native.counts, decoded.counts);
          compared++;
        }),
        { numRuns: 60, seed: 7 },
      );
      assert.ok(compared >= 20, `only ${compared} files were compared`);
    });
  });
}
