import { strict as assert } from 'node:assert';
import { scheduleSchema } from '@waybill/engine/definition';
import { describeSchedule } from '@waybill/engine/schedule';
import { askedSchedule, type ScheduleWords } from '../src/exports/asked-schedule.ts';
import { UsageFault } from '../src/usage-fault.ts';

const words = (asked: object) => describeSchedule(scheduleSchema.parse(asked), 'Europe/Vienna');

describe('S4 reschedule: options', () => {
  const said: readonly (readonly [ScheduleWords, string])[] = [
    [{ daily: '06:30' }, 'Every day at 06:30'],
    [{ daily: '6:30, 18:30' }, 'Every day at 06:30 and 18:30'],
    [{ daily: '06:30 18:00' }, 'Every day at 06:30 and 18:00'],
    [{ weekly: 'monday thursday 06:30' }, 'On Mondays and Thursdays at 06:30'],
    [{ weekly: 'Mon, Thu at 06:30 and 18:00' }, 'On Mondays and Thursdays at 06:30 and 18:00'],
    [{ weekly: 'fridays 23:59' }, 'On Fridays at 23:59'],
    [{ monthly: '1 15 last 06:30' }, 'On the 1st, the 15th and the last day of every month at 06:30'],
    [{ cron: '0 6 * * 1-5' }, 'Monday to Friday at 06:00'],
    [
      { daily: '06:30', from: '2026-12-01', until: '2026-12-24' },
      'Every day at 06:30, Europe/Vienna, from 1 December 2026 to 24 December 2026',
    ],
  ];
  for (const [options, sentence] of said) {
    it(`S1 S4 reschedule: ${JSON.stringify(options)} is "${sentence}"`, () => {
      assert.match(words(askedSchedule(options, 'now')), new RegExp(`^${sentence}`));
    });
  }

  const before = {
    daily: { hours: [2] },
    from: '2026-01-01',
    until: '2026-12-31',
    skipped: 'skip',
    catch_up: 'latest',
  };
  it('S4 reschedule: what is not said stays: validity, clock changes, catch-up', () => {
    const kept = { from: '2026-01-01', until: '2026-12-31', skipped: 'skip', catch_up: 'latest' };
    assert.deepEqual(askedSchedule({ cron: '0 6 * * *' }, before), { cron: '0 6 * * *', ...kept });
    assert.deepEqual(askedSchedule({ until: '2027-06-30' }, before), { ...before, until: '2027-06-30' });
    assert.deepEqual(askedSchedule({ catchUp: 'none' }, before), { ...before, catch_up: 'none' });
  });
  it('S4 reschedule: `none` takes a limit away', () => {
    const { until: _, ...rest } = before;
    assert.deepEqual(askedSchedule({ until: 'none' }, before), rest);
  });
  it('S4 reschedule: a date has no validity, so none is carried over', () => {
    assert.deepEqual(askedSchedule({ at: '2026-12-01 06:30' }, before), {
      at: '2026-12-01 06:30',
      skipped: 'skip',
      catch_up: 'latest',
    });
  });

  const wrong: readonly (readonly [ScheduleWords, string])[] = [
    [{ daily: '25:00' }, 'wrong-argument'],
    [{ daily: 'monday 06:30' }, 'wrong-argument'],
    [{ daily: '' }, 'wrong-argument'],
    [{ weekly: 'monday' }, 'wrong-argument'],
    [{ weekly: 'mnday 06:30' }, 'wrong-argument'],
    [{ weekly: 's 06:30' }, 'wrong-argument'],
    [{ monthly: '32 06:30' }, 'wrong-argument'],
    [{ daily: '06:30', cron: '* * * * *' }, 'options-exclude'],
  ];
  for (const [options, code] of wrong) {
    it(`S4 C1 reschedule: ${JSON.stringify(options)} is ${code}`, () => {
      assert.throws(
        () => askedSchedule(options, 'now'),
        (error: unknown) => error instanceof UsageFault && error.code === code,
      );
    });
  }
});
