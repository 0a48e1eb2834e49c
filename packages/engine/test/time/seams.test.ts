import assert from 'node:assert/strict';
import { atTime, checkSeams, type RunMoment, runMoment, Temporal, type WindowSpec } from '../../src/time/index.ts';

/** Runs at 06:30 on days so far apart. */
function runs(first: string, count: number, apart: Temporal.DurationLike, zone = 'Europe/Vienna'): RunMoment[] {
  let day = Temporal.PlainDate.from(first);
  return Array.from({ length: count }, () => {
    const moment = runMoment(atTime(day, Temporal.PlainTime.from('06:30'), zone), zone);
    day = day.add(apart);
    return moment;
  });
}

const daily = runs('2026-03-20', 20, { days: 1 });
const weekly = runs('2026-11-02', 8, { days: 7 });
const monthly = runs('2026-01-01', 14, { months: 1 });

describe('D9 window: schedule and window', () => {
  const cases: readonly (readonly [
    name: string,
    spec: WindowSpec,
    moments: readonly RunMoment[],
    codes: readonly string[],
  ])[] = [
    ['daily, the previous day', { previous: 'day' }, daily, []],
    ['daily, the last day', { last: '1 day' }, daily, []],
    ['daily, the last 7 days', { last: '7 days' }, daily, ['windows-overlap']],
    ['daily, since the last success', { since_last_success: true }, daily, []],
    ['daily, the last 24 hours over the change of the clocks', { last: '24 h' }, daily, ['windows-overlap']],
    ['weekly, the previous week', { previous: 'week' }, weekly, []],
    ['weekly, the last 2 weeks', { last: '2 weeks' }, weekly, ['windows-overlap']],
    ['weekly, the previous day', { previous: 'day' }, weekly, ['windows-gap']],
    ['monthly, the previous month', { previous: 'month' }, monthly, []],
    ['monthly, the last 30 days', { last: '30 days' }, monthly, ['windows-overlap', 'windows-gap']],
    ['monthly, the last month', { last: '1 month' }, monthly, []],
    ['daily, a fixed week', { from: '2026-03-01', to: '2026-03-08' }, daily, ['windows-overlap']],
    ['one run', { last: '7 days' }, daily.slice(0, 1), []],
  ];
  for (const [name, spec, moments, codes] of cases) {
    it(`D9 window: ${name}: ${codes.join(' and ') || 'fits'}`, () => {
      const problems = checkSeams({ by: 'event_date', ...spec }, moments);
      assert.deepEqual(
        problems.map(p => p.problem.code),
        codes,
      );
      assert.ok(problems.every(p => p.problem.severity === 'warning'));
    });
  }

  it('D9 window: the warning names the place in time', () => {
    const [gap] = checkSeams({ by: 'event_date', previous: 'day' }, weekly);
    assert.match(gap?.problem.message ?? '', /2026-11-02T00:00\+01:00 and 2026-11-08T00:00\+01:00/);
    assert.deepEqual(gap?.path, ['previous']);
  });
});
