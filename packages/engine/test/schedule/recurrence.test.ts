import assert from 'node:assert/strict';
import { type FiringsAsked, firings, type Schedule } from '../../src/schedule/index.ts';
import { Temporal } from '../../src/time/index.ts';
import { shown } from './oracle.ts';

/** The firings of a schedule, as `instant day`. */
function listed(schedule: Schedule, timezone: string, from: string, more: Partial<FiringsAsked> = { count: 5 }) {
  const found = firings(schedule, { timezone, from: Temporal.Instant.from(from), ...more });
  assert.ok(found.ok);
  return [...found.value].map(shown);
}

const at = (time: string, policy: object = {}): Schedule => ({
  weekly: {
    days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    at: [time],
  },
  ...policy,
});
const skip = { skipped: 'skip' } as const;
const twice = { repeated: 'twice' } as const;

/** What the day of a change of the clocks gives, all firings of that named day. */
const CHANGES: readonly (readonly [
  zone: string,
  day: string,
  time: string,
  policy: { readonly skipped?: 'skip'; readonly repeated?: 'twice' },
  instants: readonly string[],
  why: string,
])[] = [
  ['Europe/Vienna', '2026-03-29', '02:30', {}, ['2026-03-29T01:00:00Z'], 'a skipped time runs at the end of the gap'],
  ['Europe/Vienna', '2026-03-29', '02:30', skip, [], 'or not at all'],
  ['Europe/Vienna', '2026-03-29', '02:00', skip, [], 'the first skipped minute'],
  ['Europe/Vienna', '2026-03-29', '03:00', skip, ['2026-03-29T01:00:00Z'], 'the end of the gap is there'],
  ['Europe/Vienna', '2026-03-29', '01:59', skip, ['2026-03-29T00:59:00Z'], 'the minute before is there'],
  ['Europe/Vienna', '2026-10-25', '02:30', {}, ['2026-10-25T00:30:00Z'], 'the first of the two'],
  ['Europe/Vienna', '2026-10-25', '02:30', twice, ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'], 'or both of them'],
  ['Europe/Vienna', '2026-10-25', '03:00', twice, ['2026-10-25T02:00:00Z'], 'comes once'],
  ['America/New_York', '2026-03-08', '02:30', {}, ['2026-03-08T07:00:00Z'], 'skipped'],
  ['America/New_York', '2026-11-01', '01:30', twice, ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'], 'comes twice'],
  ['America/Sao_Paulo', '2018-11-04', '00:00', {}, ['2018-11-04T03:00:00Z'], 'midnight is skipped'],
  ['America/Sao_Paulo', '2018-11-04', '00:30', skip, [], 'with the half hour after it'],
  ['America/Sao_Paulo', '2018-02-17', '23:30', twice, ['2018-02-18T01:30:00Z', '2018-02-18T02:30:00Z'], 'late evening'],
  ['Asia/Beirut', '2022-03-27', '00:30', {}, ['2022-03-26T22:00:00Z'], 'the gap at midnight'],
  ['Asia/Beirut', '2022-03-27', '00:00', skip, [], 'midnight itself left out'],
  ['Asia/Beirut', '2022-10-29', '23:30', twice, ['2022-10-29T20:30:00Z', '2022-10-29T21:30:00Z'], 'comes twice'],
  ['Africa/Cairo', '2024-04-26', '00:15', {}, ['2024-04-25T22:00:00Z'], 'Friday begins at one'],
  ['Africa/Cairo', '2024-10-31', '23:30', {}, ['2024-10-31T20:30:00Z'], 'the first of the two'],
  ['Australia/Lord_Howe', '2026-10-04', '02:15', {}, ['2026-10-03T15:30:00Z'], 'a gap of half an hour'],
  ['Australia/Lord_Howe', '2026-10-04', '02:30', skip, ['2026-10-03T15:30:00Z'], 'its end'],
  [
    'Australia/Lord_Howe',
    '2026-04-05',
    '01:45',
    twice,
    ['2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
    'half an hour twice',
  ],
  ['Australia/Lord_Howe', '2026-04-05', '01:15', twice, ['2026-04-04T14:15:00Z'], 'the half hour before comes once'],
  ['Pacific/Apia', '2011-12-30', '12:00', {}, ['2011-12-30T10:00:00Z'], 'a day that the zone left out'],
  ['Pacific/Apia', '2011-12-30', '12:00', skip, [], 'left out with its day'],
  ['Pacific/Apia', '2011-12-31', '12:00', {}, ['2011-12-30T22:00:00Z'], 'the day after it'],
  ['Asia/Kathmandu', '1986-01-01', '00:10', {}, ['1985-12-31T18:30:00Z'], 'a gap of a quarter of an hour'],
  ['Asia/Kathmandu', '2026-03-29', '02:30', twice, ['2026-03-28T20:45:00Z'], 'no changes any more'],
  ['America/St_Johns', '2026-03-08', '02:30', {}, ['2026-03-08T05:30:00Z'], 'skipped'],
  ['America/St_Johns', '2010-11-06', '23:30', twice, ['2010-11-07T02:00:00Z', '2010-11-07T03:00:00Z'], 'twice'],
  ['America/St_Johns', '2010-11-07', '00:00', {}, ['2010-11-07T02:30:00Z'], 'midnight comes twice: the first'],
  ['America/Nuuk', '2026-03-28', '23:30', {}, ['2026-03-29T01:00:00Z'], 'moved past midnight, the day stays'],
  ['UTC', '2026-03-29', '02:30', { ...skip, ...twice }, ['2026-03-29T02:30:00Z'], 'nothing ever happens'],
];

describe('S2 DST: named hours on the days when clocks are changed', () => {
  for (const [zone, day, time, policy, instants, why] of CHANGES) {
    it(`S2 DST: ${zone} ${day} ${time} ${JSON.stringify(policy)}: ${why}`, () => {
      const from = Temporal.PlainDate.from(day).subtract({ days: 2 }).toZonedDateTime('UTC').toInstant();
      const until = from.add({ hours: 24 * 6 });
      const found = listed(at(time, policy), zone, from.toString(), { until });
      const expected = instants.map(instant => `${instant} ${day}`);
      assert.deepEqual(
        found.filter(line => line.endsWith(day)),
        expected,
      );
      const [date, clock] = [day, time];
      assert.deepEqual(listed({ at: `${date} ${clock}`, ...policy }, zone, from.toString()), expected, '`at` the same');
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      const daily: Schedule = { daily: { hours: [hour], minutes: [minute] }, ...policy };
      assert.deepEqual(listed(daily, zone, from.toString(), { until }), found, '`daily` the same');
      const cron: Schedule = { cron: `${minute} ${hour} * * *`, ...policy };
      assert.deepEqual(listed(cron, zone, from.toString(), { until }), found, '`cron` the same');
      const monthly: Schedule = { monthly: { days: [Number(day.slice(8))], at: [time] }, ...policy };
      assert.deepEqual(
        listed(monthly, zone, from.toString(), { until }),
        found.filter(line => line.endsWith(day)),
        '`monthly` the same',
      );
    });
  }

  it('S2 DST: times that meet after a gap are one firing', () => {
    const schedule: Schedule = { daily: { hours: [2, 3], minutes: [0, 30] } };
    assert.deepEqual(listed(schedule, 'Europe/Vienna', '2026-03-29T00:00:00Z', { count: 3 }), [
      '2026-03-29T01:00:00Z 2026-03-29',
      '2026-03-29T01:30:00Z 2026-03-29',
      '2026-03-30T00:00:00Z 2026-03-30',
    ]);
  });

  it('S2 DST: times of two days that meet at midnight keep their days', () => {
    const schedule: Schedule = { daily: { hours: [0, 23], minutes: [30, 0] } };
    assert.deepEqual(listed(schedule, 'America/Nuuk', '2026-03-29T00:00:00Z', { count: 3 }), [
      '2026-03-29T01:00:00Z 2026-03-28',
      '2026-03-29T01:00:00Z 2026-03-29',
      '2026-03-29T01:30:00Z 2026-03-29',
    ]);
  });

  it('S2 DST: with every hour no policy applies', () => {
    for (const schedule of [
      { daily: { hours: '*', minutes: [30] }, ...skip },
      { cron: '30 * * * *', ...skip },
    ] as const) {
      assert.deepEqual(listed(schedule, 'Europe/Vienna', '2026-10-24T23:00:00Z', { count: 4 }), [
        '2026-10-24T23:30:00Z 2026-10-25',
        '2026-10-25T00:30:00Z 2026-10-25',
        '2026-10-25T01:30:00Z 2026-10-25',
        '2026-10-25T02:30:00Z 2026-10-25',
      ]);
      assert.deepEqual(listed(schedule, 'Europe/Vienna', '2026-03-29T00:00:00Z', { count: 3 }), [
        '2026-03-29T00:30:00Z 2026-03-29',
        '2026-03-29T01:30:00Z 2026-03-29',
        '2026-03-29T02:30:00Z 2026-03-29',
      ]);
    }
  });

  it('S2 DST: hours that are all named are named all the same', () => {
    for (const cron of ['30 0-23 * * *', '30 */1 * * *']) {
      assert.deepEqual(listed({ cron }, 'Europe/Vienna', '2026-10-25T00:00:00Z', { count: 2 }), [
        '2026-10-25T00:30:00Z 2026-10-25',
        '2026-10-25T02:30:00Z 2026-10-25',
      ]);
    }
  });

  it('S2 DST: midnight that comes twice keeps the order of the instants', () => {
    const schedule: Schedule = { daily: { hours: [0, 23], minutes: [0, 30] }, ...twice };
    assert.deepEqual(listed(schedule, 'America/St_Johns', '2010-11-07T01:00:00Z', { count: 6 }), [
      '2010-11-07T01:30:00Z 2010-11-06',
      '2010-11-07T02:00:00Z 2010-11-06',
      '2010-11-07T02:30:00Z 2010-11-07',
      '2010-11-07T03:00:00Z 2010-11-06',
      '2010-11-07T03:30:00Z 2010-11-07',
      '2010-11-07T04:00:00Z 2010-11-07',
    ]);
  });
});

describe('S1 schedule: which days', () => {
  const days = (schedule: Schedule, from: string, count = 5) =>
    listed(schedule, 'UTC', `${from}T00:00:00Z`, { count }).map(line => line.slice(-10));

  const cases: readonly (readonly [name: string, schedule: Schedule, from: string, days: readonly string[]])[] = [
    [
      'a month without a 31st has no run on it',
      { monthly: { days: [31], at: ['06:30'] } },
      '2026-01-01',
      ['2026-01-31', '2026-03-31', '2026-05-31', '2026-07-31', '2026-08-31'],
    ],
    [
      '`last` is the last day',
      { monthly: { days: ['last'], at: ['06:30'] } },
      '2028-01-15',
      ['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'],
    ],
    [
      'the 31st and the last day are one',
      { monthly: { days: [31, 'last'], at: ['06:30'] } },
      '2026-01-01',
      ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'],
    ],
    [
      'the days of a week, in any order',
      { weekly: { days: ['sunday', 'monday', 'sunday'], at: ['06:30'] } },
      '2026-11-23',
      ['2026-11-23', '2026-11-29', '2026-11-30', '2026-12-06', '2026-12-07'],
    ],
    [
      'cron: 7 is Sunday',
      { cron: '0 6 * * 7' },
      '2026-11-23',
      ['2026-11-29', '2026-12-06', '2026-12-13', '2026-12-20', '2026-12-27'],
    ],
    [
      'cron: names',
      { cron: '0 6 * jan,FEB Mon-tue' },
      '2026-11-23',
      ['2027-01-04', '2027-01-05', '2027-01-11', '2027-01-12', '2027-01-18'],
    ],
    [
      'cron: either day field when both are restricted',
      { cron: '0 0 13 * 5' },
      '2026-11-01',
      ['2026-11-06', '2026-11-13', '2026-11-20', '2026-11-27', '2026-12-04'],
    ],
    [
      'cron: a day of the month alone',
      { cron: '0 0 13 * *' },
      '2026-11-01',
      ['2026-11-13', '2026-12-13', '2027-01-13', '2027-02-13', '2027-03-13'],
    ],
    [
      'cron: 29 February comes every four years, and not in 2100',
      { cron: '0 0 29 2 *' },
      '2090-01-01',
      ['2092-02-29', '2096-02-29', '2104-02-29', '2108-02-29', '2112-02-29'],
    ],
    ['cron: 31 February never comes', { cron: '0 0 31 2 *' }, '2026-11-01', []],
    ['cron: nor does the 31st of a short month', { cron: '0 0 31 4,6,9,11 *' }, '2026-11-01', []],
    [
      'both days of the validity are included',
      { daily: { hours: [6] }, from: '2026-12-01', until: '2026-12-03' },
      '2026-11-01',
      ['2026-12-01', '2026-12-02', '2026-12-03'],
    ],
    ['a day alone', { daily: { hours: [6] }, from: '2026-12-01', until: '2026-12-01' }, '2026-11-01', ['2026-12-01']],
    [
      'none when it ends before it begins',
      { daily: { hours: [6] }, from: '2026-12-02', until: '2026-12-01' },
      '2026-11-01',
      [],
    ],
    ['none when it is over', { daily: { hours: [6] }, until: '2026-10-31' }, '2026-11-01', []],
    ['on a date', { at: '2026-12-01 06:30' }, '2026-11-01', ['2026-12-01']],
    ['on a date that is past', { at: '2026-10-01 06:30' }, '2026-11-01', []],
    ['now fires by no clock', 'now', '2026-11-01', []],
  ];
  for (const [name, schedule, from, expected] of cases) {
    it(`S1 schedule: ${name}`, () => assert.deepEqual(days(schedule, from), expected));
  }

  it('S1 schedule: validity is about days of the zone', () => {
    const schedule: Schedule = { daily: { hours: [0, 23] }, from: '2026-12-01', until: '2026-12-01' };
    assert.deepEqual(listed(schedule, 'Asia/Tokyo', '2026-11-01T00:00:00Z'), [
      '2026-11-30T15:00:00Z 2026-12-01',
      '2026-12-01T14:00:00Z 2026-12-01',
    ]);
  });

  it('S1 schedule: a run that is moved past midnight belongs to its day, also the last', () => {
    const schedule: Schedule = { daily: { hours: [23], minutes: [30] }, until: '2026-03-28' };
    assert.deepEqual(listed(schedule, 'America/Nuuk', '2026-03-28T12:00:00Z'), ['2026-03-29T01:00:00Z 2026-03-28']);
    assert.deepEqual(listed(schedule, 'America/Nuuk', '2026-03-29T01:00:00Z'), ['2026-03-29T01:00:00Z 2026-03-28']);
    assert.deepEqual(listed(schedule, 'America/Nuuk', '2026-03-29T01:00:00.000000001Z'), []);
  });

  it('S1 schedule: `from` is included, `until` is not', () => {
    const schedule: Schedule = { daily: { hours: [6, 7] } };
    const until = Temporal.Instant.from('2026-11-01T07:00:00Z');
    assert.deepEqual(listed(schedule, 'UTC', '2026-11-01T06:00:00Z', { until }), ['2026-11-01T06:00:00Z 2026-11-01']);
    assert.deepEqual(listed(schedule, 'UTC', '2026-11-01T06:00:00Z', { count: 0 }), []);
  });

  it('S1 schedule: the list can be gone through again', () => {
    const found = firings(
      { daily: { hours: [6] } },
      { timezone: 'UTC', from: Temporal.Instant.from('2026-11-01T00:00Z'), count: 2 },
    );
    assert.ok(found.ok);
    assert.deepEqual([...found.value].map(shown), [...found.value].map(shown));
  });

  it('S1 schedule: a rare day is found at once, and that there is none', () => {
    const began = performance.now();
    for (const cron of ['0 0 29 2 *', '0 0 31 2 *', '59 23 31 12 *'])
      listed({ cron }, 'Europe/Vienna', '2096-03-01T00:00:00Z', { count: 1 });
    assert.ok(performance.now() - began < 1000);
  });

  it('S1 cron: an expression that cannot be read is told, not thrown', () => {
    const found = firings(
      { cron: '0 24 * * *' },
      { timezone: 'UTC', from: Temporal.Instant.from('2026-11-01T00:00Z') },
    );
    assert.equal(found.ok, false);
  });
});
