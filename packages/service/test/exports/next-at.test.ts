import assert from 'node:assert/strict';
import type { Schedule } from '@waybill/engine/schedule';
import { Temporal } from '@waybill/engine/time';
import { nextAt, scheduleKind } from '../../src/schedule/next-at.ts';

interface Row {
  readonly what: string;
  readonly schedule: Schedule;
  readonly from: string;
  readonly paused?: boolean;
  readonly until?: string;
  readonly expected: string | null;
}

const DAILY: Schedule = { daily: { hours: [6] } };
const ROWS: readonly Row[] = [
  { what: 'the next firing', schedule: DAILY, from: '2026-12-01T05:30:00Z', expected: '2026-12-02T05:00:00Z' },
  {
    what: 'a firing at this very instant',
    schedule: DAILY,
    from: '2026-12-01T05:00:00Z',
    expected: '2026-12-01T05:00:00Z',
  },
  { what: 'after a firing', schedule: DAILY, from: '2026-12-01T05:00:00.000000001Z', expected: '2026-12-02T05:00:00Z' },
  {
    what: 'an hour that the clock jumps over',
    schedule: { daily: { hours: [2] } },
    from: '2026-03-28T12:00:00Z',
    expected: '2026-03-29T01:00:00Z',
  },
  {
    what: 'a date to come',
    schedule: { at: '2026-12-01 06:30' },
    from: '2026-11-30T00:00:00Z',
    expected: '2026-12-01T05:30:00Z',
  },
  { what: 'a date that is past', schedule: { at: '2026-12-01 06:30' }, from: '2026-12-01T05:30:01Z', expected: null },
  {
    what: 'a schedule that is over',
    schedule: { ...DAILY, until: '2026-11-30' },
    from: '2026-12-01T05:30:00Z',
    expected: null,
  },
  {
    what: 'a schedule that can never fire',
    schedule: { cron: '0 6 31 2 *' },
    from: '2026-12-01T05:30:00Z',
    expected: null,
  },
  { what: 'now', schedule: 'now', from: '2026-12-01T05:30:00Z', expected: null },
  { what: 'paused', schedule: DAILY, from: '2026-12-01T05:30:00Z', paused: true, expected: null },
  {
    what: 'paused until a day',
    schedule: DAILY,
    from: '2026-12-01T05:30:00Z',
    paused: true,
    until: '2026-12-23T23:00:00Z',
    expected: '2026-12-23T23:00:00Z',
  },
];

describe('S1 S4 next at', () => {
  for (const { what, schedule, from, paused = false, until, expected } of ROWS) {
    it(`S1 S4 next at: ${what} → ${expected ?? 'nothing'}`, () => {
      const found = nextAt({
        schedule,
        timezone: 'Europe/Vienna',
        from: Temporal.Instant.from(from),
        paused,
        pausedUntil: until === undefined ? null : Temporal.Instant.from(until),
      });
      assert.equal(found?.toString() ?? null, expected);
    });
  }

  const KINDS: readonly [Schedule, string][] = [
    ['now', 'now'],
    [{ at: '2026-12-01 06:30' }, 'at'],
    [DAILY, 'repeated'],
    [{ cron: '0 6 * * 1-5' }, 'repeated'],
    [{ monthly: { days: ['last'], at: ['06:30'] } }, 'repeated'],
  ];
  for (const [schedule, kind] of KINDS) {
    it(`S1 kind of a schedule: ${JSON.stringify(schedule)} → ${kind}`, () =>
      assert.equal(scheduleKind(schedule), kind));
  }
});
