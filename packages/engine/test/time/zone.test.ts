import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  atTime,
  dayOf,
  isZone,
  parseZone,
  runMoment,
  startOfDay,
  Temporal,
  ZONE_NAMES,
  zoneDataVersion,
} from '../../src/time/index.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const time = (text: string) => Temporal.PlainTime.from(text);

/** zone, day, time on its clocks, the instant that D4 gives; what makes the day special. */
const TRANSITIONS: readonly (readonly [zone: string, day: string, time: string, instant: string, why: string])[] = [
  ['Europe/Vienna', '2026-03-29', '00:00', '2026-03-28T23:00:00Z', 'an ordinary midnight'],
  ['Europe/Vienna', '2026-03-29', '02:00', '2026-03-29T01:00:00Z', 'the first skipped minute'],
  ['Europe/Vienna', '2026-03-29', '02:30', '2026-03-29T01:00:00Z', 'skipped: 03:00, not 03:30'],
  ['Europe/Vienna', '2026-03-29', '03:00', '2026-03-29T01:00:00Z', 'the end of the gap'],
  ['Europe/Vienna', '2026-10-25', '02:30', '2026-10-25T00:30:00Z', 'comes twice: the first'],
  ['Europe/Vienna', '2026-10-25', '03:00', '2026-10-25T02:00:00Z', 'comes once'],
  ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00Z', 'skipped'],
  ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z', 'comes twice'],
  ['America/Sao_Paulo', '2018-11-04', '00:00', '2018-11-04T03:00:00Z', 'midnight is skipped'],
  ['America/Sao_Paulo', '2018-02-17', '23:30', '2018-02-18T01:30:00Z', 'comes twice, before midnight'],
  ['America/Sao_Paulo', '2018-02-18', '00:00', '2018-02-18T03:00:00Z', 'midnight after the repeated hour'],
  ['Asia/Beirut', '2022-03-27', '00:00', '2022-03-26T22:00:00Z', 'midnight is skipped'],
  ['Asia/Beirut', '2022-03-27', '00:59', '2022-03-26T22:00:00Z', 'skipped with it'],
  ['Asia/Beirut', '2022-10-29', '23:30', '2022-10-29T20:30:00Z', 'comes twice'],
  ['Africa/Cairo', '2024-04-26', '00:00', '2024-04-25T22:00:00Z', 'midnight is skipped'],
  ['Africa/Cairo', '2024-10-31', '23:30', '2024-10-31T20:30:00Z', 'comes twice'],
  ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00Z', 'a gap of half an hour'],
  ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z', 'half an hour twice'],
  ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00:00Z', 'a day that was left out'],
  ['Pacific/Apia', '2011-12-30', '00:00', '2011-12-30T10:00:00Z', 'begins where the next one does'],
  ['Pacific/Apia', '2011-12-31', '00:00', '2011-12-30T10:00:00Z', 'the day after it'],
  ['Asia/Kathmandu', '2026-03-29', '02:30', '2026-03-28T20:45:00Z', 'no summer time, 45 minutes'],
  ['Asia/Kathmandu', '1986-01-01', '00:00', '1985-12-31T18:30:00Z', 'a gap of a quarter of an hour at midnight'],
  ['America/St_Johns', '2026-03-08', '02:30', '2026-03-08T05:30:00Z', 'skipped'],
  ['America/St_Johns', '2026-11-01', '01:30', '2026-11-01T04:00:00Z', 'comes twice'],
  ['America/St_Johns', '2010-11-07', '00:00', '2010-11-07T02:30:00Z', 'midnight itself comes twice'],
  ['UTC', '2026-03-29', '02:30', '2026-03-29T02:30:00Z', 'nothing ever happens'],
];

const ZONES = [...new Set(TRANSITIONS.map(t => t[0]))];

const clocks = new Map(
  ZONES.map(zone => [
    zone,
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);
/** What the zone's clocks show, from Intl and so from other code than the code that is tested. */
const shown = (epochSeconds: number, zone: string): string =>
  clocks
    .get(zone)
    ?.format(epochSeconds * 1000)
    .replace(' ', 'T') ?? '';

describe('D4 zone', () => {
  for (const [zone, d, t, instant, why] of TRANSITIONS) {
    it(`D4 zone: ${zone} ${d} ${t} is ${instant} (${why})`, () => {
      assert.equal(atTime(day(d), time(t), zone).toString(), instant);
      if (t === '00:00') assert.equal(startOfDay(day(d), zone).toString(), instant);
    });
  }

  it('D4 zone: any minute of any day is the first instant that shows it, or the first after the gap', () => {
    const anyDay = fc.oneof(
      fc.integer({ min: 0, max: 8000 }).map(n => Temporal.PlainDate.from('2006-01-01').add({ days: n })),
      fc.constantFrom(...TRANSITIONS.map(t => day(t[1]))),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyDay, fc.nat({ max: 1439 }), (zone, date, minute) => {
        const clock = time('00:00').add({ minutes: minute });
        const wanted = `${date}T${clock.toString({ smallestUnit: 'second' })}`;
        const got = atTime(date, clock, zone).epochMilliseconds / 1000;
        if (shown(got, zone) === wanted) {
          for (let back = 15; back <= 180; back += 15) assert.notEqual(shown(got - back * 60, zone), wanted);
        } else {
          assert.ok(shown(got, zone) > wanted, 'after the gap');
          assert.ok(shown(got - 1, zone) < wanted, 'and not later than its end');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('D9 zone: days follow each other without a gap, and an instant is in its own day', () => {
    const anyDay = fc.integer({ min: 0, max: 8000 }).map(n => Temporal.PlainDate.from('2006-01-01').add({ days: n }));
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyDay, fc.nat({ max: 86_399 }), (zone, date, second) => {
        const begin = startOfDay(date, zone);
        const end = startOfDay(date.add({ days: 1 }), zone);
        assert.ok(Temporal.Instant.compare(begin, end) < 0 || (zone === 'Pacific/Apia' && `${date}` === '2011-12-30'));
        const inside = begin.add({ seconds: second });
        if (Temporal.Instant.compare(inside, end) < 0 && !(zone === 'America/St_Johns' && date.year < 2012)) {
          assert.equal(dayOf(inside, zone).toString(), date.toString());
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('D1 timezone', () => {
  const spellings: readonly (readonly [typed: string, name: string])[] = [
    ['Europe/Vienna', 'Europe/Vienna'],
    ['europe/vienna', 'Europe/Vienna'],
    [' EUROPE/VIENNA ', 'Europe/Vienna'],
    ['America/New York', 'America/New_York'],
    ['asia/kathmandu', 'Asia/Kathmandu'],
    ['Asia/Katmandu', 'Asia/Katmandu'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['US/Eastern', 'US/Eastern'],
    ['us/eastern', 'America/New_York'],
    ['utc', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ];
  for (const [typed, name] of spellings) {
    it(`D1 timezone: "${typed}" is ${name}`, () => {
      assert.deepEqual(parseZone(typed), { ok: true, value: name });
      assert.ok(isZone(typed));
    });
  }

  const wrong: readonly (readonly [typed: string, nearest: string | undefined])[] = [
    ['Europe/Viena', 'Europe/Vienna'],
    ['Vienna', 'Europe/Vienna'],
    ['Kathmandu', 'Asia/Kathmandu'],
    ['New York', 'America/New_York'],
    ['Erope/Vienna', 'Europe/Vienna'],
    ['Europe/Wien', undefined],
    ['+01:00', undefined],
    ['', undefined],
    ['Z', undefined],
    ["Europe/Vienna'; drop table x", undefined],
  ];
  for (const [typed, near] of wrong) {
    it(`D1 timezone: "${typed}" is no zone${near ? `, nearest is ${near}` : ''}`, () => {
      const zone = parseZone(typed);
      assert.ok(!zone.ok);
      assert.equal(zone.problems[0].problem.code, 'unknown-timezone');
      if (near || typed === 'Europe/Wien') assert.equal(zone.problems[0].problem.suggestions?.[0], near);
    });
  }

  it('D1 timezone: every name on offer is a zone that Temporal counts in', () => {
    for (const name of ZONE_NAMES) {
      assert.deepEqual(parseZone(name), { ok: true, value: name });
      assert.ok(startOfDay(day('2026-01-01'), name) instanceof Temporal.Instant, name);
    }
  });

  it('S2 zone data: the version in use is known', () => {
    assert.match(zoneDataVersion(), /^\d{4}[a-z]$/);
  });

  it("D9 run's day: without a schedule it is the day on the zone's clocks", () => {
    const runAt = Temporal.Instant.from('2026-11-22T23:30:00Z');
    assert.equal(runMoment(runAt, 'Europe/Vienna').runDay.toString(), '2026-11-23');
    assert.equal(runMoment(runAt, 'America/New_York').runDay.toString(), '2026-11-22');
    assert.equal(runMoment(runAt, 'Europe/Vienna', day('2026-11-22')).runDay.toString(), '2026-11-22');
  });
});
