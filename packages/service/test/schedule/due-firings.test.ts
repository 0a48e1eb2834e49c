import assert from 'node:assert/strict';
import type { Schedule } from '@waybill/engine/schedule';
import { Temporal } from '@waybill/engine/time';
import fc from 'fast-check';
import { type CatchUp, type Due, dueFirings } from '../../src/schedule/due-firings.ts';

const MINUTE = 60_000;
const instant = (text: string) => Temporal.Instant.from(text);

interface Case {
  readonly title: string;
  readonly schedule: Schedule;
  readonly zone?: string;
  readonly from: string;
  readonly now: string;
  readonly catchUp?: CatchUp;
  readonly most?: number;
  readonly due: readonly string[];
  readonly leftOut?: number;
  readonly next: string | null;
}

const daily: Schedule = { daily: { hours: [6] } };
const hourly: Schedule = { cron: '0 * * * *' };

const CASES: readonly Case[] = [
  {
    title: 'what is due at this very instant is run',
    schedule: daily,
    from: '2026-12-01T05:00:00Z',
    now: '2026-12-01T05:00:00Z',
    due: ['2026-12-01T05:00:00Z 2026-12-01'],
    next: '2026-12-02T05:00:00Z',
  },
  {
    title: 'nothing before its time',
    schedule: daily,
    from: '2026-12-01T05:00:00Z',
    now: '2026-12-01T04:59:59.999Z',
    due: [],
    next: '2026-12-01T05:00:00Z',
  },
  {
    title: 'all that was missed in three days',
    schedule: daily,
    from: '2026-12-01T05:00:00Z',
    now: '2026-12-03T12:00:00Z',
    due: ['2026-12-01T05:00:00Z 2026-12-01', '2026-12-02T05:00:00Z 2026-12-02', '2026-12-03T05:00:00Z 2026-12-03'],
    next: '2026-12-04T05:00:00Z',
  },
  {
    title: 'the latest of what was missed',
    schedule: daily,
    from: '2026-12-01T05:00:00Z',
    now: '2026-12-03T12:00:00Z',
    catchUp: 'latest',
    due: ['2026-12-03T05:00:00Z 2026-12-03'],
    leftOut: 2,
    next: '2026-12-04T05:00:00Z',
  },
  {
    title: 'the latest of what was missed, and what is not missed yet',
    schedule: hourly,
    from: '2026-12-01T01:00:00Z',
    now: '2026-12-01T05:00:30Z',
    catchUp: 'latest',
    due: ['2026-12-01T04:00:00Z 2026-12-01', '2026-12-01T05:00:00Z 2026-12-01'],
    leftOut: 3,
    next: '2026-12-01T06:00:00Z',
  },
  {
    title: 'nothing of what was missed, and what is not missed yet',
    schedule: hourly,
    from: '2026-12-01T01:00:00Z',
    now: '2026-12-01T05:00:30Z',
    catchUp: 'none',
    due: ['2026-12-01T05:00:00Z 2026-12-01'],
    leftOut: 4,
    next: '2026-12-01T06:00:00Z',
  },
  {
    title: 'no more than so many at once; the rest with the next look',
    schedule: hourly,
    from: '2026-12-01T01:00:00Z',
    now: '2026-12-01T05:00:30Z',
    most: 2,
    due: ['2026-12-01T01:00:00Z 2026-12-01', '2026-12-01T02:00:00Z 2026-12-01'],
    next: '2026-12-01T03:00:00Z',
  },
  {
    title: 'a time that the clock jumps over, right after the gap',
    schedule: { daily: { hours: [2], minutes: [30] } },
    from: '2026-03-29T01:00:00Z',
    now: '2026-03-29T01:00:00Z',
    due: ['2026-03-29T01:00:00Z 2026-03-29'],
    next: '2026-03-30T00:30:00Z',
  },
  {
    title: 'the end of a schedule',
    schedule: { ...daily, until: '2026-12-02' } as Schedule,
    from: '2026-12-01T05:00:00Z',
    now: '2026-12-09T00:00:00Z',
    due: ['2026-12-01T05:00:00Z 2026-12-01', '2026-12-02T05:00:00Z 2026-12-02'],
    next: null,
  },
  {
    title: 'a date that comes once',
    schedule: { at: '2026-12-01 06:30' },
    from: '2026-12-01T05:30:00Z',
    now: '2026-12-01T05:31:00Z',
    due: ['2026-12-01T05:30:00Z 2026-12-01'],
    next: null,
  },
];

function look({
  schedule,
  zone = 'Europe/Vienna',
  from,
  now,
  catchUp = 'all',
  most = 1000,
}: Omit<Case, 'title' | 'due' | 'next'>) {
  return dueFirings({
    schedule,
    timezone: zone,
    window: { by: 'event_date', previous: 'day' },
    from: instant(from),
    now: instant(now),
    catchUp,
    missedAfter: MINUTE,
    most,
  });
}

const said = (due: Due) => due.occasions.map(({ at, day }) => `${at} ${day}`);

describe('due firings', () => {
  for (const one of CASES) {
    it(`S3 due: ${one.title}`, () => {
      const found = look(one);
      assert.deepEqual(said(found), one.due);
      assert.equal(found.leftOut?.count ?? 0, one.leftOut ?? 0);
      assert.equal(found.next?.toString() ?? null, one.next);
    });
  }

  it('D9 S3 due: each missed day has the window of its own day', () => {
    const { occasions } = look({ schedule: daily, from: '2026-12-01T05:00:00Z', now: '2026-12-03T12:00:00Z' });
    assert.deepEqual(
      occasions.map(({ window }) => `${window?.from} ${window?.until}`),
      [
        '2026-11-29T23:00:00Z 2026-11-30T23:00:00Z',
        '2026-11-30T23:00:00Z 2026-12-01T23:00:00Z',
        '2026-12-01T23:00:00Z 2026-12-02T23:00:00Z',
      ],
    );
  });

  it('S3 due: however often and whenever somebody looks, every firing is owed once', () => {
    const start = instant('2026-10-20T00:00:00Z').epochMilliseconds;
    const zones = fc.constantFrom('Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const schedules = fc.constantFrom<Schedule>(
      { daily: { hours: '*', minutes: [0, 30] } },
      { daily: { hours: [2, 23], minutes: [30] } },
      { daily: { hours: [1, 2, 3] }, repeated: 'twice' },
      { weekly: { days: ['sunday'], at: ['02:30'] } },
      { cron: '15 */3 * * *' },
    );
    const looks = fc.array(fc.integer({ min: 0, max: 14 * 24 * 60 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(zones, schedules, looks, fc.integer({ min: 1, max: 40 }), (zone, schedule, minutes, most) => {
        const end = start + 14 * 24 * 60 * MINUTE;
        const wanted = said(
          look({
            schedule,
            zone,
            from: new Date(start).toISOString(),
            now: new Date(end).toISOString(),
            most: 100_000,
          }),
        );
        const found: string[] = [];
        let from: Temporal.Instant | null = Temporal.Instant.fromEpochMilliseconds(start);
        // The clock may be set back between two looks.
        for (const now of [...minutes.map(minute => start + minute * MINUTE), ...Array(1000).fill(end)]) {
          if (from === null || from.epochMilliseconds > now) continue;
          const due = look({ schedule, zone, from: from.toString(), now: new Date(now).toISOString(), most });
          found.push(...said(due));
          from = due.next;
        }
        assert.deepEqual(found, wanted);
      }),
      { numRuns: 60 },
    );
  });
});
