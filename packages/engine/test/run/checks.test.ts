import assert from 'node:assert/strict';
import { type CheckedRun, failedChecks, type RunFacts } from '../../src/run/checks.ts';

const facts = (rows: number, sourceColumns = {}): RunFacts => ({ rows, sourceColumns });
const run = (rows: number, more: Partial<CheckedRun> = {}): CheckedRun => ({
  rows,
  sourceColumns: {},
  storedColumns: {},
  emptyCells: {},
  ...more,
});
const codes = (...args: Parameters<typeof failedChecks>) => failedChecks(...args).map(p => p.code);

describe('checks before delivery', () => {
  const rowsTable: [title: string, rows: number, before: number[], passes: boolean][] = [
    ['the first run has nothing to be compared with', 5, [], true],
    ['within the allowed share', 130, [100, 100, 100], true],
    ['above it', 131, [100, 100, 100], false],
    ['below it', 69, [100, 100, 100], false],
    ['one odd run does not move the measure', 100, [5000, 100, 101, 99], true],
    ['only the last seven runs count', 100, [100, 100, 100, 100, 100, 100, 100, 1, 1, 1, 1, 1, 1, 1, 1, 1], true],
    ['none before and none now', 0, [0, 0], true],
    ['none before and some now', 1, [0, 0], false],
    ['some before and none now', 0, [100], false],
    ['an even number of runs: between the middle two', 120, [50, 150], true],
  ];
  for (const [title, rows, before, passes] of rowsTable)
    it(`O7 rows: ${title}`, () => {
      assert.deepEqual(
        codes(
          { rows: '30 %' },
          run(rows),
          before.map(count => facts(count)),
        ),
        passes ? [] : ['check-rows'],
      );
    });

  it('O7 nulls: the share of empty values of a field', () => {
    const check = { nulls: { email: '5 %', name: '0 %' } };
    assert.deepEqual(codes(check, run(100, { emptyCells: { email: 5, name: 0 } }), []), []);
    const [found] = failedChecks(check, run(100, { emptyCells: { email: 6, name: 0 } }), []);
    assert.equal(found?.message, 'The field email is empty in 6 of 100 rows (6 %); 5 % is allowed.');
    assert.deepEqual(codes(check, run(0, { emptyCells: {} }), []), []);
  });

  const check = { columns: 'frozen' } as const;
  const stored = { 't.a': 'bigint', 't.b': 'text', 't.unused': 'text' };
  const used = (sourceColumns: RunFacts['sourceColumns'], outputColumns: readonly string[] = ['A', 'B']) => ({
    rows: 1,
    sourceColumns,
    outputColumns,
  });
  const before = [used({ 't.a': 'bigint', 't.b': 'text' }), used({ 't.z': 'text' })];
  const columnsTable: [title: string, now: Partial<CheckedRun>, then: readonly RunFacts[], says: RegExp | undefined][] =
    [
      ['as they were', used({ 't.b': 'text', 't.a': 'bigint' }), before, undefined],
      [
        'one that was read is gone',
        { ...used({ 't.a': 'bigint' }), storedColumns: { 't.a': 'bigint' } },
        before,
        /: t\.b is gone\./,
      ],
      [
        'one is of another type',
        used({ 't.a': 'integer', 't.b': 'text' }),
        before,
        /: t\.a was bigint and is integer\./,
      ],
      ['one that is no longer read is still there', used({ 't.a': 'bigint' }), before, undefined],
      [
        'a changed filter reads one more',
        used({ 't.a': 'bigint', 't.b': 'text', 't.unused': 'text' }),
        before,
        undefined,
      ],
      [
        'the file has one more',
        used(before[0]?.sourceColumns ?? {}, ['A', 'B', 'C']),
        before,
        /the file has "C" besides\./,
      ],
      ['the file has one less', used(before[0]?.sourceColumns ?? {}, ['B']), before, /the file is without "A"\./],
      [
        'the file has another order',
        used(before[0]?.sourceColumns ?? {}, ['B', 'A']),
        before,
        /in another order, from "B" on\./,
      ],
      [
        'facts of whole tables: what is not read says nothing',
        used({ 't.a': 'bigint' }),
        [facts(1, { 't.a': 'bigint', 't.old': 'text' })],
        undefined,
      ],
      [
        'facts of whole tables: one is of another type',
        used({ 't.a': 'bigint' }),
        [facts(1, { 't.a': 'int', 't.unused': 'x' })],
        /: t\.a was int and is bigint\./,
      ],
      ['the first run', used({ 't.a': 'bigint' }), [], undefined],
    ];
  for (const [title, now, then, says] of columnsTable)
    it(`O7 columns: ${title}`, () => {
      const [found] = failedChecks(check, run(1, { storedColumns: stored, ...now }), then);
      if (says) assert.match(found?.message ?? '', says);
      else assert.equal(found, undefined);
    });

  it('O7 a file can fail several checks at once', () => {
    const all = { rows: '10 %', nulls: { email: '1 %' }, columns: 'frozen' } as const;
    assert.deepEqual(
      codes(all, run(10, { emptyCells: { email: 10 }, sourceColumns: { a: 'int' } }), [facts(100, { a: 'text' })]),
      ['check-rows', 'check-nulls', 'check-columns'],
    );
  });
});
