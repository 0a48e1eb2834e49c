/** The formats with types, from every database: the same values in the same types. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import readWorkbook from 'read-excel-file/node';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { parseExport } from '../../src/definition/index.ts';
import { compile, dialectOf, tablesOf } from '../../src/dialect/index.ts';
import { type Answer, openFile } from '../../src/file/index.ts';
import { buildPlan } from '../../src/plan/index.ts';
import { runMoment, Temporal } from '../../src/time/index.ts';
import { catalogOf, type Engine, SIGNAL, WRITING_ENGINES } from '../dialect/engines.ts';
import { collect, optionsOf } from './support.ts';

const catalog = catalogOf(`
version: 1
model: typed
source: db
table: typed
key: id
fields: {id: integer, amount: decimal, free: decimal, rate: decimal, flag: boolean, day: date, at: datetime, naive: datetime, note: string, doc: json}
`);
const FIELDS = '[id, amount, rate, flag, day, at, naive, note, doc]';
const TOTALS =
  '[{from: flag, aggregate: group}, {from: amount, aggregate: sum}, {from: id, to: ids, aggregate: sum}, {from: id, to: n, aggregate: count}, {from: rate, aggregate: max}]';
const WHEN = `timestamptz '2026-10-25 00:30:00.25+00'`;

for (const { label, open } of WRITING_ENGINES) {
  describe(`formats with types on ${label}`, () => {
    let engine: Engine;
    before(async () => {
      engine = await open(kind => [
        `create table typed (id bigint, amount numeric(20,4), free ${kind === 'duckdb' ? 'double' : 'numeric'}, rate double precision, flag boolean, day date, "at" timestamptz, naive timestamp, note varchar, doc json)`,
        `insert into typed values (9007199254740993, 1234567890123456.7000, 1.5, 0.1, true, date '2026-10-25', ${WHEN}, timestamp '2026-07-01 08:00:00', '=1 "x", y', '{"a": 1.50}'), (2, -0.0001, null, 1e-300, false, date '1970-01-01', ${WHEN}, null, '', null), (3, null, null, null, null, null, null, null, null, null)`,
      ]);
    });
    after(() => engine[Symbol.asyncDispose]());

    const make = async (format: 'parquet' | 'xlsx', fields: string, more: string, way: 'copy' | 'rows') => {
      const { source } = engine;
      const parsed = parseExport(`version: 1\nname: t\nmodel: typed\nfilters: none\nfields: ${fields}\n${more}`).value;
      assert.ok(parsed);
      const plan = buildPlan({
        definition: parsed,
        catalog,
        sourceTimezone: 'America/New_York',
        moment: runMoment(Temporal.Instant.from('2026-11-22T09:00:00Z'), 'Europe/Vienna'),
        decimalComma: false,
      });
      const stored = await source.describe(tablesOf(plan), SIGNAL);
      const query = compile(plan, stored, dialectOf(source.type as 'duckdb' | 'postgres'), { answer: 'cells' });
      const options = optionsOf({ format });
      const file = openFile({ options, columns: query.columns, entryName: () => 'x', modified: new Date(0) });
      const copy = way === 'copy' && file.layout ? await source.copy(query, file.layout, SIGNAL) : undefined;
      const answer: Answer = copy ? { kind: 'copy', copy } : { kind: 'rows', batches: source.rows(query, SIGNAL) };
      const parts: Buffer[] = [];
      for await (const part of file.parts(answer)) parts.push(await collect(part.bytes));
      assert.equal(file.counts().rows, 3);
      return Buffer.concat(parts);
    };
    const readParquet = async (bytes: Buffer) => {
      await using folder = await tempFolder();
      const path = `${folder.path}/x.parquet`;
      await writeFile(path, bytes);
      const connection = await (await DuckDBInstance.create()).connect();
      try {
        await connection.run(`set TimeZone = 'UTC'`);
        const types = await connection.runAndReadAll(`describe from '${path}'`);
        const rows = await connection.runAndReadAll(`select columns(*)::varchar from '${path}'`);
        return { types: types.getRowsJson().map(([, type]) => type), rows: rows.getRowsJson() };
      } finally {
        connection.closeSync();
      }
    };

    for (const way of ['copy', 'rows'] as const)
      it(`O1 O3 parquet: types and values as the database has them, by ${way}`, async () => {
        const { types, rows } = await readParquet(await make('parquet', FIELDS, '', way));
        const zoned = 'TIMESTAMP WITH TIME ZONE';
        assert.deepEqual(types, [
          'BIGINT',
          'DECIMAL(20,4)',
          'DOUBLE',
          'BOOLEAN',
          'DATE',
          zoned,
          zoned,
          'VARCHAR',
          'JSON',
        ]);
        const at = '2026-10-25 00:30:00.25+00';
        assert.deepEqual(rows, [
          ['2', '-0.0001', '1e-300', 'false', '1970-01-01', at, null, '', null],
          ['3', null, null, null, null, null, null, null, null],
          [
            '9007199254740993',
            '1234567890123456.7000',
            '0.1',
            'true',
            '2026-10-25',
            at,
            '2026-07-01 12:00:00+00',
            '=1 "x", y',
            '{"a": 1.50}',
          ],
        ]);
      });

    it('O1 O3 parquet: totals keep every digit', async () => {
      const { types, rows } = await readParquet(await make('parquet', TOTALS, 'aggregate: true', 'copy'));
      assert.deepEqual(types, ['BOOLEAN', 'DECIMAL(38,4)', 'DECIMAL(38,0)', 'BIGINT', 'DOUBLE']);
      assert.deepEqual(rows, [
        ['false', '-0.0001', '2', '1', '1e-300'],
        ['true', '1234567890123456.7000', '9007199254740993', '1', '0.1'],
        [null, null, '3', '1', null],
      ]);
    });

    it('O1 O3 xlsx: numbers that are exact, else text with every digit', async () => {
      const [sheet] = await readWorkbook(await make('xlsx', FIELDS, '', 'rows'));
      assert.deepEqual(sheet?.data.at(-1), [
        '9007199254740993',
        '1234567890123456.7000',
        0.1,
        true,
        new Date('2026-10-25T00:00:00Z'),
        new Date('2026-10-25T02:30:00.250Z'),
        new Date('2026-07-01T14:00:00Z'),
        '=1 "x", y',
        '{"a": 1.50}',
      ]);
      assert.deepEqual(sheet?.data[1]?.slice(0, 4), [2, -0.0001, 1e-300, false]);
    });
  });
}
