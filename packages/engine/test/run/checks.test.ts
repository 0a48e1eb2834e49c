import assert from 'node:assert/strict';
import { type CheckedRun, failedChecks, type RunFacts } from '../../src/run/checks.ts';

const facts = (rows: number, sourceColumns = {}): RunFacts => ({ rows, sourceColumns });
const run = (rows: number, more: Partial<CheckedRun> = {}): CheckedRun => ({
  rows,
  sourceColumns: {},
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

  it('O7 columns: schema drift against the last run', () => {
    const check = { columns: 'frozen' } as const;
    const before = [facts(1, { 't.a': 'bigint', 't.b': 'text' }), facts(1, { 't.z': 'text' })];
    assert.deepEqual(codes(check, run(1, { sourceColumns: { 't.b': 'text', 't.a': 'bigint' } }), before), []);
    const [found] = failedChecks(check, run(1, { sourceColumns: { 't.a': 'integer', 't.c': 'text' } }), before);
    assert.match(found?.message ?? '', /t\.b is gone; t\.c is new; t\.a was bigint and is integer/);
    assert.deepEqual(codes(check, run(1), []), []);
  });

  it('O7 a file can fail several checks at once', () => {
    const all = { rows: '10 %', nulls: { email: '1 %' }, columns: 'frozen' } as const;
    assert.deepEqual(codes(all, run(10, { emptyCells: { email: 10 } }), [facts(100, { a: 'text' })]), [
      'check-rows',
      'check-nulls',
      'check-columns',
    ]);
  });
});
