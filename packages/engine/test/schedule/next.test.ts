import assert from 'node:assert/strict';
import { listingJson, occasions, type ScheduledExport, scheduleListing } from '../../src/schedule/index.ts';
import { Temporal } from '../../src/time/index.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const day = (text: string) => Temporal.PlainDate.from(text);

function listing(definition: ScheduledExport, from: string, more: object = {}, timezone = 'Europe/Vienna') {
  const found = scheduleListing(definition, { timezone, from: instant(from), ...more });
  assert.ok(found.ok);
  return listingJson(found.value, timezone);
}

describe('S1 schedule: what will run when, and over which window', () => {
  it('S1 D9 C1 schedule: five firings with full instants, over a change of the clocks', () => {
    const daily = { schedule: { daily: { hours: [2], minutes: [30] } }, window: { previous: 'day' } } as const;
    const { schedule, timezone, firings } = listing(daily, '2026-03-27T23:00:00Z');
    assert.equal(schedule, 'Every day at 02:30, Europe/Vienna');
    assert.equal(timezone, 'Europe/Vienna');
    assert.equal(firings.length, 5);
    assert.deepEqual(firings.slice(0, 3), [
      {
        at: '2026-03-28T02:30:00+01:00',
        day: '2026-03-28',
        window: { from: '2026-03-27T00:00:00+01:00', to: '2026-03-28T00:00:00+01:00' },
      },
      {
        at: '2026-03-29T03:00:00+02:00',
        day: '2026-03-29',
        window: { from: '2026-03-28T00:00:00+01:00', to: '2026-03-29T00:00:00+01:00' },
      },
      {
        at: '2026-03-30T02:30:00+02:00',
        day: '2026-03-30',
        window: { from: '2026-03-29T00:00:00+01:00', to: '2026-03-30T00:00:00+02:00' },
      },
    ]);
  });

  it('S1 C1 schedule: `window: null` without one', () => {
    const { firings } = listing({ schedule: { at: '2026-12-01 06:30' } }, '2026-11-01T00:00:00Z');
    assert.deepEqual(firings, [{ at: '2026-12-01T06:30:00+01:00', day: '2026-12-01', window: null }]);
  });

  it('S1 D9 C1 schedule: `since_last_success` as if each succeeded', () => {
    const weekly = {
      schedule: { weekly: { days: ['monday', 'thursday'], at: ['06:30'] } },
      window: { by: 'updated_at', since_last_success: true },
    } as const;
    const windows = listing(weekly, '2026-11-01T00:00:00Z', { count: 3 }).firings.map(firing => firing.window);
    assert.deepEqual(windows, [
      { from: null, to: '2026-11-02T00:00:00+01:00' },
      { from: '2026-11-02T00:00:00+01:00', to: '2026-11-05T00:00:00+01:00' },
      { from: '2026-11-05T00:00:00+01:00', to: '2026-11-09T00:00:00+01:00' },
    ]);
    const known = { count: 1, lastSuccess: instant('2026-10-01T00:00:00Z') };
    assert.equal(listing(weekly, '2026-11-01T00:00:00Z', known).firings[0]?.window?.from, '2026-10-01T02:00:00+02:00');
  });

  it('D9 D10 schedule: incremental without a window is since the last success', () => {
    const { firings } = listing({ schedule: { cron: '0 6 * * *' }, mode: 'incremental' }, '2026-11-01T00:00:00Z');
    assert.equal(firings[1]?.window?.from, firings[0]?.window?.to);
  });

  it('D9 schedule: a window that is refused on the day says why', () => {
    const fixed = { schedule: { cron: '0 6 * * *' }, window: { from: '2026-11-01', to: '2026-11-03' } } as const;
    const { firings } = listing(fixed, '2026-11-02T00:00:00Z', { count: 2 });
    assert.equal(firings[0]?.window, null);
    assert.match(firings[0]?.problems?.[0] ?? '', /beyond the start of the run's day/);
    assert.deepEqual(firings[1]?.window, { from: '2026-11-01T00:00:00+01:00', to: '2026-11-03T00:00:00+01:00' });
    assert.equal(firings[1]?.problems, undefined);
  });

  it('S1 schedule: one that never fires lists none', () => {
    for (const schedule of [{ cron: '0 0 31 2 *' }, 'now', undefined] as const) {
      assert.deepEqual(listing({ schedule }, '2026-11-01T00:00:00Z').firings, []);
    }
  });

  it('S1 schedule: a cron expression or a mode that is wrong is told', () => {
    const asked = { timezone: 'UTC', from: instant('2026-11-01T00:00:00Z') };
    assert.equal(scheduleListing({ schedule: { cron: '@daily' } }, asked).ok, false);
    const mode = {
      schedule: { cron: '0 6 * * *' },
      mode: 'incremental',
      window: { by: 'event_date', last: '1 day' },
    } as const;
    assert.equal(scheduleListing(mode, asked).ok, false);
  });
});

describe('S2 schedule: firings that meet at one instant', () => {
  // 23:30 of 28 March is moved to the midnight that begins the 29th.
  const meeting = ['2026-03-28', '2026-03-29'].map(text => ({ at: instant('2026-03-29T01:00:00Z'), day: day(text) }));
  const timezone = 'America/Nuuk';
  const met = (window: Parameters<typeof occasions>[1]['window'], lastSuccess?: Temporal.Instant) =>
    [...occasions(meeting, { timezone, window, lastSuccess })].map(one => ({
      day: one.day.toString(),
      days: one.window && `${one.window.firstDay}/${one.window.lastDay}`,
    }));

  it('S2 schedule: without a window they are one, on the day that the clocks show', () => {
    assert.deepEqual(met(null), [{ day: '2026-03-29', days: null }]);
  });

  it('S2 schedule: with one window they are one', () => {
    assert.deepEqual(met({ by: 'event_date', previous: 'month' }), [
      { day: '2026-03-29', days: '2026-02-01/2026-02-28' },
    ]);
    assert.equal(met({ by: 'event_date', last: '24 h' }).length, 1);
    const untilNow = { by: 'updated_at', since_last_success: true, include_today: true } as const;
    assert.equal(met(untilNow, instant('2026-03-01T00:00:00Z')).length, 1);
  });

  it('S2 D9 schedule: with two windows they are two', () => {
    assert.deepEqual(met({ by: 'event_date', previous: 'day' }), [
      { day: '2026-03-28', days: '2026-03-27/2026-03-27' },
      { day: '2026-03-29', days: '2026-03-28/2026-03-28' },
    ]);
  });

  it('S2 D9 schedule: since the last success, the second begins where the first ends', () => {
    assert.deepEqual(met({ by: 'updated_at', since_last_success: true }, instant('2026-03-20T02:00:00Z')), [
      { day: '2026-03-28', days: '2026-03-20/2026-03-27' },
      { day: '2026-03-29', days: '2026-03-28/2026-03-28' },
    ]);
  });
});
