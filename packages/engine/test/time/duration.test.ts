import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  DURATION_UNITS,
  type Duration,
  isClockUnit,
  parseDuration,
  printDuration,
  toTemporal,
} from '../../src/time/index.ts';

describe('D9 duration', () => {
  const right: readonly (readonly [text: string, amount: number, unit: Duration['unit'], printed: string])[] = [
    ['7 days', 7, 'day', '7 days'],
    ['1 day', 1, 'day', '1 day'],
    ['1 days', 1, 'day', '1 day'],
    ['8 h', 8, 'hour', '8 h'],
    ['24 hours', 24, 'hour', '24 h'],
    ['1 hour', 1, 'hour', '1 h'],
    ['30 min', 30, 'minute', '30 min'],
    ['30 minutes', 30, 'minute', '30 min'],
    ['90 s', 90, 'second', '90 s'],
    ['2 weeks', 2, 'week', '2 weeks'],
    ['3 months', 3, 'month', '3 months'],
    ['1 quarter', 1, 'quarter', '1 quarter'],
    ['1 year', 1, 'year', '1 year'],
    ['  7   DAYS ', 7, 'day', '7 days'],
    ['7days', 7, 'day', '7 days'],
    ['0 days', 0, 'day', '0 days'],
  ];
  for (const [text, amount, unit, printed] of right) {
    it(`D9 duration: "${text}" is ${printed}`, () => {
      assert.deepEqual(parseDuration(text), { ok: true, value: { amount, unit } });
      assert.equal(printDuration({ amount, unit }), printed);
    });
  }

  const wrong: readonly (readonly [text: string, message: RegExp, found?: string, nearest?: string])[] = [
    ['', /a number and a unit/],
    ['days', /a number and a unit/],
    ['7', /unit is missing/],
    ['7 dyas', /"dyas" is not a unit/, 'dyas', 'days'],
    ['7 m', /"m" is not a unit/, 'm'],
    ['-7 days', /a number and a unit/],
    ['1.5 h', /a number and a unit/],
    ['7 days 2 h', /a number and a unit/],
    ['2000 years', /longer than 1000 years/],
    ['99999999999999999999 s', /longer than 1000 years/],
  ];
  for (const [text, message, found, near] of wrong) {
    it(`D9 duration: "${text}" is refused`, () => {
      const duration = parseDuration(text);
      assert.ok(!duration.ok);
      const [{ problem, span }] = duration.problems;
      assert.equal(problem.code, 'duration');
      assert.match(problem.message, message);
      if (found) assert.equal(text.slice(span?.offset, (span?.offset ?? 0) + (span?.length ?? 0)), found);
      if (near) assert.equal(problem.suggestions?.[0], near);
    });
  }

  it('D9 duration: what is printed is read as the same', () => {
    const unit = fc.constantFrom<Duration['unit']>(
      'second',
      'minute',
      'hour',
      'day',
      'week',
      'month',
      'quarter',
      'year',
    );
    fc.assert(
      fc.property(fc.nat({ max: 999 }), unit, (amount, u) => {
        assert.deepEqual(parseDuration(printDuration({ amount, unit: u })), { ok: true, value: { amount, unit: u } });
      }),
    );
  });

  it('D9 duration: every unit on offer is read; only hours and shorter are real time; a quarter is three months', () => {
    for (const unit of DURATION_UNITS) assert.ok(parseDuration(`2 ${unit}`).ok, unit);
    assert.deepEqual(
      (['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const).filter(isClockUnit),
      ['second', 'minute', 'hour'],
    );
    assert.equal(toTemporal({ amount: 2, unit: 'quarter' }).toString(), 'P6M');
    assert.equal(toTemporal({ amount: 8, unit: 'hour' }).toString(), 'PT8H');
  });
});
