import assert from 'node:assert/strict';
import { Cron } from 'croner';
import fc from 'fast-check';
import { firings, type Schedule } from '../../src/schedule/index.ts';
import { Temporal } from '../../src/time/index.ts';
import { naiveFirings, namesOf, shown } from './oracle.ts';

/** Days on which the clocks of a zone were or will be changed, and two zones where nothing happens. */
const CHANGES = [
  ['Europe/Vienna', '2026-03-29'],
  ['Europe/Vienna', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['Asia/Beirut', '2022-03-27'],
  ['Asia/Beirut', '2022-10-30'],
  ['Africa/Cairo', '2024-04-26'],
  ['Africa/Cairo', '2024-11-01'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Kathmandu', '1986-01-01'],
  ['America/St_Johns', '2026-03-08'],
  ['America/St_Johns', '2010-11-07'],
  ['America/Nuuk', '2026-03-29'],
  ['UTC', '2026-03-01'],
] as const;

const hour = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 }));
const minute = fc.oneof(fc.constantFrom(0, 15, 30, 59), fc.integer({ min: 0, max: 59 }));
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const time = fc.tuple(hour, minute).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const policy = fc.record(
  {
    skipped: fc.constantFrom('run_after' as const, 'skip' as const),
    repeated: fc.constantFrom('once' as const, 'twice' as const),
  },
  { requiredKeys: [] },
);
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Every kind but cron, near a day; validity at times begins or ends around it. */
const scheduleNear = (day: string): fc.Arbitrary<Exclude<Schedule, 'now'>> => {
  const near = fc.integer({ min: -2, max: 2 }).map(days => Temporal.PlainDate.from(day).add({ days }).toString());
  const validity = fc.record({ from: near, until: near }, { requiredKeys: [] });
  const kinds = fc.oneof(
    fc.record({
      daily: fc.record({
        hours: fc.oneof(fc.constant('*' as const), some(hour)),
        minutes: fc.oneof({ weight: 1, arbitrary: fc.constant('*' as const) }, { weight: 4, arbitrary: some(minute) }),
      }),
    }),
    fc.record({ weekly: fc.record({ days: some(fc.constantFrom(...WEEKDAYS)), at: some(time) }) }),
    fc.record({
      monthly: fc.record({
        days: some(fc.oneof(fc.constant('last' as const), fc.integer({ min: 1, max: 31 }))),
        at: some(time),
      }),
    }),
  );
  const onDate = fc.tuple(near, time, policy).map(([date, clock, how]) => ({ at: `${date} ${clock}`, ...how }));
  const repeated = fc.tuple(kinds, validity, policy).map(([kind, days, how]) => ({ ...kind, ...days, ...how }));
  return fc.oneof({ weight: 1, arbitrary: onDate }, { weight: 6, arbitrary: repeated });
};

const around = (day: string) => {
  const middle = Temporal.PlainDate.from(day);
  const text = (days: number) => `${middle.add({ days })}T12:00:00Z`;
  return [text(-4), text(4)] as const;
};

const between = (schedule: Schedule, timezone: string, from: string, until: string) => {
  const found = firings(schedule, { timezone, from: Temporal.Instant.from(from), until: Temporal.Instant.from(until) });
  assert.ok(found.ok);
  return [...found.value];
};

describe('S2 DST: every schedule against every minute of the days around a change', () => {
  for (const [zone, day] of CHANGES) {
    it(`S1 S2 DST: ${zone}, ${day}`, () => {
      const [from, until] = around(day);
      fc.assert(
        fc.property(scheduleNear(day), schedule => {
          const naive = naiveFirings(namesOf(schedule), schedule, zone, from, until);
          assert.deepEqual(between(schedule, zone, from, until).map(shown), naive);
        }),
        { numRuns: 25 },
      );
    }).timeout(60_000);
  }

  it('S1 S2 firings increase, lie within the validity, and begin where they are asked to', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES).chain(change => fc.tuple(fc.constant(change), scheduleNear(change[1]))),
        fc.integer({ min: 0, max: 5 * 24 * 60 }),
        ([[zone, day], schedule], minutes) => {
          const [from, until] = around(day);
          const all = between(schedule, zone, from, until);
          const { from: first = '0000', until: last = '9999' } = schedule as { from?: string; until?: string };
          for (const [i, firing] of all.entries()) {
            assert.ok(first <= firing.day.toString() && firing.day.toString() <= last);
            const before = all[i - 1];
            if (!before) continue;
            const order = Temporal.Instant.compare(before.at, firing.at);
            assert.ok(order < 0 || (order === 0 && Temporal.PlainDate.compare(before.day, firing.day) < 0));
          }
          const later = Temporal.Instant.from(from).add({ minutes });
          assert.deepEqual(
            between(schedule, zone, later.toString(), until).map(shown),
            all.filter(({ at }) => Temporal.Instant.compare(at, later) >= 0).map(shown),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('S2 DST: with the defaults each named time of a day fires once, whatever the clocks do', () => {
    for (const [zone, day] of CHANGES) {
      fc.assert(
        fc.property(hour, minute, (h, m) => {
          const [from, until] = around(day);
          const days = between({ daily: { hours: [h], minutes: [m] } }, zone, from, until).map(f => f.day.toString());
          assert.equal(new Set(days).size, days.length);
          assert.ok(days.length >= 7 && days.length <= 9);
        }),
        { numRuns: 10 },
      );
    }
  });
});

describe('S1 cron: against another implementation, where the clock is never changed', () => {
  const field = (from: number, to: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 2, max: 6 }).map(step => `*/${step}`),
      fc.array(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 4 }).map(values => values.join(',')),
      fc
        .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    );
  const expression = fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
    .map(fields => fields.join(' '));

  it('S1 cron: the next firings are the same as those of croner', () => {
    fc.assert(
      fc.property(expression, fc.integer({ min: 0, max: 3_000_000 }), (cron, minutes) => {
        const from = Temporal.Instant.from('2026-01-01T00:00:00Z').add({ minutes });
        const found = firings({ cron }, { timezone: 'UTC', from, count: 3 });
        assert.ok(found.ok);
        const ours = [...found.value].map(({ at }) => at.epochMilliseconds);
        const theirs = new Cron(cron, { timezone: 'UTC' }).nextRuns(3, new Date(from.epochMilliseconds - 1));
        assert.deepEqual(
          ours,
          theirs.map(date => date.getTime()),
          cron,
        );
      }),
      { numRuns: 150 },
    );
  });
});
