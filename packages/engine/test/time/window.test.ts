import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  atTime,
  CALENDAR_PERIODS,
  checkWindow,
  describeWindow,
  describeWindowSpec,
  type EffectiveWindow,
  effectiveWindow,
  resolveWindow,
  runMoment,
  startOfDay,
  startOfPeriod,
  Temporal,
  type Window,
  type WindowContext,
  type WindowSpec,
} from '../../src/time/index.ts';

const ZONES = [
  'Europe/Vienna',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/St_Johns',
  'UTC',
] as const;

const day = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) => Temporal.Instant.from(text);

/** A run at 06:30 on a day. */
function run(on: string, zone = 'Europe/Vienna', more: Partial<WindowContext> = {}): WindowContext {
  return { ...runMoment(atTime(day(on), Temporal.PlainTime.from('06:30'), zone), zone), ...more };
}

const by = (spec: WindowSpec): EffectiveWindow => ({ by: 'event_date', ...spec });

function resolve(spec: WindowSpec, context: WindowContext): Window {
  const window = resolveWindow(by(spec), context);
  assert.ok(window.ok, window.ok ? '' : window.problems[0].problem.message);
  return window.value;
}

function refused(spec: WindowSpec, context: WindowContext) {
  const window = resolveWindow(by(spec), context);
  assert.ok(!window.ok, 'it is refused');
  return window.problems[0];
}

/** First and last day inside, as in a file name. */
const days = (window: Window): string => `${window.firstDay} ${window.lastDay}`;

describe('D9 window', () => {
  const wholeDays: readonly (readonly [runDay: string, spec: WindowSpec, inside: string])[] = [
    ['2026-11-22', { last: '7 days' }, '2026-11-15 2026-11-21'],
    ['2026-11-22', { last: '7 days', include_today: true }, '2026-11-16 2026-11-22'],
    ['2026-11-22', { last: '7 days', include_today: false }, '2026-11-15 2026-11-21'],
    ['2026-11-22', { last: '1 day' }, '2026-11-21 2026-11-21'],
    ['2026-11-22', { last: '1 day', include_today: true }, '2026-11-22 2026-11-22'],
    ['2026-11-22', { last: '2 weeks' }, '2026-11-08 2026-11-21'],
    ['2026-11-22', { last: '1 month' }, '2026-10-22 2026-11-21'],
    ['2026-03-31', { last: '1 month' }, '2026-02-28 2026-03-30'],
    ['2024-03-31', { last: '1 month' }, '2024-02-29 2024-03-30'],
    ['2026-05-31', { last: '3 months' }, '2026-02-28 2026-05-30'],
    ['2026-12-31', { last: '1 quarter' }, '2026-09-30 2026-12-30'],
    ['2026-11-22', { last: '1 year' }, '2025-11-22 2026-11-21'],
    ['2024-02-29', { last: '1 year' }, '2023-02-28 2024-02-28'],
    ['2025-02-28', { last: '1 year' }, '2024-02-28 2025-02-27'],
    ['2026-03-30', { last: '1 month', include_today: true }, '2026-02-28 2026-03-30'],
    ['2026-11-22', { previous: 'day' }, '2026-11-21 2026-11-21'],
    ['2026-11-22', { previous: 'week' }, '2026-11-09 2026-11-15'],
    ['2026-11-23', { previous: 'week' }, '2026-11-16 2026-11-22'],
    ['2026-11-22', { previous: 'month' }, '2026-10-01 2026-10-31'],
    ['2026-03-31', { previous: 'month' }, '2026-02-01 2026-02-28'],
    ['2026-01-01', { previous: 'month' }, '2025-12-01 2025-12-31'],
    ['2026-11-22', { previous: 'quarter' }, '2026-07-01 2026-09-30'],
    ['2026-02-01', { previous: 'quarter' }, '2025-10-01 2025-12-31'],
    ['2026-11-22', { previous: 'year' }, '2025-01-01 2025-12-31'],
    ['2025-11-22', { previous: 'year' }, '2024-01-01 2024-12-31'],
    ['2026-11-22', { from: '2026-11-01', to: '2026-11-08' }, '2026-11-01 2026-11-07'],
    ['2026-11-22', { from: '2026-11-01', to: '2026-11-22' }, '2026-11-01 2026-11-21'],
    ['2026-11-22', { from: '2026-11-01' }, '2026-11-01 2026-11-21'],
    ['2026-11-22', { from: '2025-11-22', to: '2026-11-22' }, '2025-11-22 2026-11-21'],
    ['2026-11-22', { from: '2023-06-01', to: '2024-06-01' }, '2023-06-01 2024-05-31'],
    ['2026-11-22', { from: 'date:first day of last month', to: 'date:start of month' }, '2026-10-01 2026-10-31'],
    ['2026-11-22', { from: 'date:-7 days', to: 'date:today' }, '2026-11-15 2026-11-21'],
    ['2026-11-22', { from: 'date:start of month' }, '2026-11-01 2026-11-21'],
  ];
  for (const [runDay, spec, inside] of wholeDays) {
    it(`D9 window: ${JSON.stringify(spec)} on ${runDay} is ${inside}`, () => {
      for (const zone of ZONES) {
        const window = resolve(spec, run(runDay, zone));
        assert.equal(days(window), inside, zone);
        assert.ok(window.firstDay);
        assert.ok(window.from?.equals(startOfDay(window.firstDay, zone)), 'from is the first instant of its day');
        assert.ok(window.until.equals(startOfDay(window.lastDay.add({ days: 1 }), zone)), 'until is not inside');
      }
    });
  }

  const instants: readonly (readonly [zone: string, runDay: string, spec: WindowSpec, from: string, until: string])[] =
    [
      ['Europe/Vienna', '2026-03-30', { previous: 'day' }, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
      ['Europe/Vienna', '2026-10-26', { previous: 'day' }, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
      ['America/New_York', '2026-03-09', { previous: 'day' }, '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
      ['America/Sao_Paulo', '2018-11-05', { previous: 'day' }, '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
      ['Asia/Beirut', '2022-03-28', { previous: 'day' }, '2022-03-26T22:00:00Z', '2022-03-27T21:00:00Z'],
      ['Asia/Beirut', '2022-10-30', { previous: 'day' }, '2022-10-28T21:00:00Z', '2022-10-29T22:00:00Z'],
      ['Africa/Cairo', '2024-04-27', { previous: 'day' }, '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z'],
      ['Australia/Lord_Howe', '2026-10-05', { previous: 'day' }, '2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z'],
      ['Pacific/Apia', '2011-12-31', { previous: 'day' }, '2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z'],
      ['Pacific/Apia', '2012-01-01', { last: '3 days' }, '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z'],
      ['Asia/Kathmandu', '2026-03-30', { previous: 'day' }, '2026-03-28T18:15:00Z', '2026-03-29T18:15:00Z'],
      ['America/St_Johns', '2010-11-07', { previous: 'day' }, '2010-11-06T02:30:00Z', '2010-11-07T02:30:00Z'],
      ['UTC', '2026-03-30', { previous: 'day' }, '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z'],
      ['Europe/Vienna', '2026-11-01', { previous: 'month' }, '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
      // real hours end at the run, whatever the clocks do
      ['Europe/Vienna', '2026-03-29', { last: '24 h' }, '2026-03-28T04:30:00Z', '2026-03-29T04:30:00Z'],
      ['Europe/Vienna', '2026-10-25', { last: '24 h' }, '2026-10-24T05:30:00Z', '2026-10-25T05:30:00Z'],
      ['Pacific/Apia', '2011-12-31', { last: '36 h' }, '2011-12-29T04:30:00Z', '2011-12-30T16:30:00Z'],
      ['UTC', '2026-11-22', { last: '90 min' }, '2026-11-22T05:00:00Z', '2026-11-22T06:30:00Z'],
    ];
  for (const [zone, runDay, spec, from, until] of instants) {
    it(`D9 window: ${JSON.stringify(spec)} on ${runDay} in ${zone} is [${from}, ${until})`, () => {
      const window = resolve(spec, run(runDay, zone));
      assert.equal(window.from?.toString(), from);
      assert.equal(window.until.toString(), until);
    });
  }

  it("D9 window: it counts from the run's day, also where DST moved the run past midnight", () => {
    // 23:30 is in a gap that ends at midnight: the run of the 29th starts on the 30th.
    const zone = 'America/Scoresbysund';
    const runAt = atTime(day('2025-03-29'), Temporal.PlainTime.from('23:30'), zone);
    assert.equal(runAt.toZonedDateTimeISO(zone).toPlainDate().toString(), '2025-03-30');
    const context = runMoment(runAt, zone, day('2025-03-29'));
    assert.equal(days(resolve({ previous: 'day' }, context)), '2025-03-28 2025-03-28');
    assert.equal(days(resolve({ last: '1 day', include_today: true }, context)), '2025-03-29 2025-03-29');
    assert.equal(resolve({ since_last_success: true }, context).lastDay.toString(), '2025-03-28');
  });

  it('D9 window: real hours know the days they touch', () => {
    assert.equal(days(resolve({ last: '24 h' }, run('2026-11-22'))), '2026-11-21 2026-11-22');
  });

  describe('since_last_success', () => {
    it('D9 window: the first has no beginning and is not subject to the limit', () => {
      const window = resolve({ since_last_success: true }, run('2026-11-22'));
      assert.equal(window.from, null);
      assert.equal(window.firstDay, null);
      assert.equal(window.until.toString(), '2026-11-21T23:00:00Z');
      assert.equal(window.lastDay.toString(), '2026-11-21');
    });

    it('D9 window: it begins where the last successful window ended', () => {
      const lastSuccess = instant('2026-11-17T23:00:00Z');
      const window = resolve({ since_last_success: true }, run('2026-11-22', 'Europe/Vienna', { lastSuccess }));
      assert.ok(window.from?.equals(lastSuccess));
      assert.equal(days(window), '2026-11-18 2026-11-21');
    });

    it('D9 window: with include_today it ends at the run', () => {
      const context = run('2026-11-22', 'Europe/Vienna', { lastSuccess: instant('2026-11-21T05:30:00Z') });
      const window = resolve({ since_last_success: true, include_today: true }, context);
      assert.ok(window.until.equals(context.runAt));
      assert.equal(days(window), '2026-11-21 2026-11-22');
    });

    it('D9 window: after more than max_window it catches up in one window', () => {
      const context = run('2026-11-22', 'UTC', { lastSuccess: instant('2024-01-01T00:00:00Z') });
      assert.equal(days(resolve({ since_last_success: true }, context)), '2024-01-01 2026-11-21');
    });

    it('D9 window: a second run on one day holds nothing', () => {
      const lastSuccess = instant('2026-11-22T00:00:00Z');
      const window = resolve({ since_last_success: true }, run('2026-11-22', 'UTC', { lastSuccess }));
      assert.ok(window.from?.equals(window.until));
      assert.equal(days(window), '2026-11-22 2026-11-21');
      assert.match(describeWindow(window), /^nothing/);
    });

    it('D9 window: it never goes back behind where the last one ended', () => {
      const lastSuccess = instant('2026-11-22T05:00:00Z');
      const window = resolve({ since_last_success: true }, run('2026-11-22', 'UTC', { lastSuccess }));
      assert.ok(window.from?.equals(lastSuccess) && window.until.equals(lastSuccess));
    });

    it('D9 window: whatever the runs and the options, nothing overlaps and nothing is left out', () => {
      const steps = fc.array(fc.record({ hours: fc.nat({ max: 100 }), today: fc.boolean(), fails: fc.boolean() }), {
        minLength: 1,
        maxLength: 20,
      });
      fc.assert(
        fc.property(fc.constantFrom(...ZONES), steps, (zone, runs) => {
          let runAt = instant('2026-03-01T12:00:00Z');
          let lastSuccess: Temporal.Instant | undefined;
          for (const { hours, today, fails } of runs) {
            runAt = runAt.add({ hours });
            const context = { ...runMoment(runAt, zone), lastSuccess };
            const window = resolve({ since_last_success: true, include_today: today }, context);
            assert.ok(lastSuccess === undefined ? window.from === null : window.from?.equals(lastSuccess));
            assert.ok(Temporal.Instant.compare(window.until, runAt) <= 0, 'never later than the run');
            if (window.from) assert.ok(Temporal.Instant.compare(window.from, window.until) <= 0);
            if (!fails) lastSuccess = window.until;
          }
        }),
        { numRuns: 100 },
      );
    });
  });

  describe('properties', () => {
    const anyZone = fc.constantFrom(...ZONES);
    const anyDay = fc.integer({ min: 0, max: 9000 }).map(n => day('2005-01-01').add({ days: n }).toString());

    it('D9 window: last N days has N days, and daily runs of `last: 1 day` follow each other', () => {
      fc.assert(
        fc.property(anyZone, anyDay, fc.integer({ min: 1, max: 365 }), fc.boolean(), (zone, runDay, n, today) => {
          const window = resolve({ last: `${n} days`, include_today: today }, run(runDay, zone));
          assert.ok(window.firstDay);
          assert.equal(window.firstDay.until(window.lastDay).days + 1, n);
          assert.equal(
            window.lastDay.toString(),
            day(runDay)
              .subtract({ days: today ? 0 : 1 })
              .toString(),
          );
        }),
        { numRuns: 200 },
      );
    });

    it('D9 window: windows of `previous` follow each other and are whole calendar periods', () => {
      fc.assert(
        fc.property(anyZone, anyDay, fc.constantFrom(...CALENDAR_PERIODS), (zone, runDay, previous) => {
          const window = resolve({ previous }, run(runDay, zone));
          assert.ok(window.from && window.firstDay);
          assert.ok(Temporal.Instant.compare(window.from, window.until) <= 0);
          assert.ok(startOfPeriod(window.firstDay, previous).equals(window.firstDay));
          assert.ok(startOfPeriod(window.lastDay, previous).equals(window.firstDay), 'one period');
          const next = resolve({ previous }, run(window.lastDay.add({ days: 1 }).toString(), zone));
          assert.ok(next.until.equals(window.from) || next.until.equals(window.until));
          const after = startOfPeriod(day(runDay), previous);
          assert.ok(window.lastDay.add({ days: 1 }).equals(after), 'the period before the one of the run');
        }),
        { numRuns: 200 },
      );
    });

    it('D9 window: include_today is what a run on the day after gets without it', () => {
      const anyLast = fc.constantFrom('1 day', '7 days', '2 weeks', '1 month', '3 months', '1 year');
      fc.assert(
        fc.property(anyZone, anyDay, anyLast, (zone, runDay, last) => {
          const today = resolve({ last, include_today: true }, run(runDay, zone));
          const after = resolve({ last }, run(day(runDay).add({ days: 1 }).toString(), zone));
          assert.ok(today.from && after.from?.equals(today.from) && after.until.equals(today.until));
        }),
        { numRuns: 100 },
      );
    });

    it('D9 window: real hours are exactly as long as they say', () => {
      fc.assert(
        fc.property(anyZone, anyDay, fc.integer({ min: 1, max: 2000 }), (zone, runDay, n) => {
          const context = run(runDay, zone);
          const window = resolve({ last: `${n} h` }, context);
          assert.equal(window.from?.until(window.until).total('hours'), n);
          assert.ok(window.until.equals(context.runAt));
        }),
        { numRuns: 100 },
      );
    });
  });

  describe('refused', () => {
    const wrong: readonly (readonly [spec: WindowSpec, code: string, path: readonly string[]])[] = [
      [{}, 'window-period', []],
      [{ since_last_success: false }, 'window-period', []],
      [{ last: '7 days', previous: 'day' }, 'window-period', ['previous']],
      [{ last: '7 days', since_last_success: true }, 'window-period', ['since_last_success']],
      [{ previous: 'day', from: '2026-11-01' }, 'window-period', ['from']],
      [{ last: '7 days', to: '2026-11-01' }, 'window-period', ['to']],
      [{ to: '2026-11-01' }, 'window-to-alone', ['to']],
      [{ last: '7' }, 'duration', ['last']],
      [{ last: '0 days' }, 'duration', ['last']],
      [{ previous: 'day', include_today: true }, 'window-include-today', ['include_today']],
      [{ from: '2026-11-01', include_today: true }, 'window-include-today', ['include_today']],
      [{ from: '2026-11-01', to: '2026-11-08', include_today: true }, 'window-include-today', ['include_today']],
      [{ last: '24 h', include_today: true }, 'window-include-today', ['include_today']],
      [{ from: '2026-11-01 06:30' }, 'window-whole-days', ['from']],
      [{ from: '2026-11-01', to: 'date:now' }, 'window-whole-days', ['to']],
      [{ from: 'yesterday' }, 'date-value', ['from']],
      [{ from: 'date:frist day of month' }, 'date-expression', ['from']],
      [{ from: '2026-11-08', to: '2026-11-08' }, 'window-empty', ['to']],
      [{ from: '2026-11-08', to: '2026-11-01' }, 'window-empty', ['to']],
      [{ from: '2020-01-01', to: '2026-11-01' }, 'window-too-long', ['to']],
      [{ from: '2023-02-28', to: '2024-02-29' }, 'window-too-long', ['to']],
      [{ last: '2 years' }, 'window-too-long', ['last']],
      [{ last: '13 months' }, 'window-too-long', ['last']],
      [{ last: '9000 h' }, 'window-too-long', ['last']],
      [{ last: '367 days' }, 'window-too-long', ['last']],
    ];
    for (const [spec, code, path] of wrong) {
      it(`D9 window: ${JSON.stringify(spec)} is ${code}, seen without a run`, () => {
        const problems = checkWindow(spec);
        assert.deepEqual(
          problems.map(p => [p.problem.code, p.path]),
          [[code, path]],
        );
        const found = refused(spec, run('2026-11-22'));
        assert.deepEqual([found.problem.code, found.path], [code, path]);
      });
    }

    const onlyInRun: readonly (readonly [spec: WindowSpec, code: string, path: readonly string[]])[] = [
      [{ from: '2026-11-01', to: '2026-11-23' }, 'window-reaches-today', ['to']],
      [{ from: '2026-11-22', to: '2026-11-23' }, 'window-reaches-today', ['to']],
      [{ from: '2027-01-01', to: '2027-02-01' }, 'window-reaches-today', ['to']],
      [{ from: '2026-11-01', to: 'date:tomorrow' }, 'window-reaches-today', ['to']],
      [{ from: '2026-11-23' }, 'window-reaches-today', ['from']],
      [{ from: '2026-11-22' }, 'window-empty', ['from']],
      [{ from: '2025-11-21', to: 'date:today' }, 'window-too-long', ['to']],
      [{ from: '2025-11-21' }, 'window-too-long', ['from']],
    ];
    for (const [spec, code, path] of onlyInRun) {
      it(`D9 window: ${JSON.stringify(spec)} is ${code} on 2026-11-22`, () => {
        assert.deepEqual(
          checkWindow(spec).filter(p => p.problem.severity === 'error' && !p.path.includes('to')),
          [],
        );
        const found = refused(spec, run('2026-11-22'));
        assert.deepEqual([found.problem.code, found.path], [code, path]);
      });
    }

    it('D9 window: one that begins after the run’s day is told to begin earlier, not to end so', () => {
      const { message, fix } = refused({ from: '2026-11-23' }, run('2026-11-22')).problem;
      assert.equal(message, "The window begins on 2026-11-23, after the run's day, 2026-11-22.");
      assert.match(fix ?? '', /^Begin it earlier/);
    });

    it('D9 window: several mistakes are told together', () => {
      const codes = checkWindow({ from: 'x', to: 'y', include_today: true }).map(p => p.problem.code);
      assert.deepEqual(codes, ['date-value', 'date-value', 'window-include-today']);
    });

    it('D9 window: the place of a wrong word is inside its key', () => {
      const [found] = checkWindow({ from: 'date:first day of lst month' });
      assert.deepEqual(found?.path, ['from']);
      assert.deepEqual(found?.span, { offset: 18, length: 3 });
      assert.equal(found?.problem.suggestions?.[0], 'last');
    });

    it('D9 window: the limit is counted by the calendar and can be set or lifted', () => {
      const leap = { from: '2024-01-01', to: '2025-01-01' };
      assert.equal(days(resolve(leap, run('2026-11-22'))), '2024-01-01 2024-12-31');
      const month = { amount: 1, unit: 'month' } as const;
      assert.equal(
        refused({ last: '32 days' }, run('2026-11-22', 'UTC', { maxWindow: month })).problem.code,
        'window-too-long',
      );
      assert.equal(
        days(resolve({ previous: 'month' }, run('2026-11-22', 'UTC', { maxWindow: month }))),
        '2026-10-01 2026-10-31',
      );
      assert.equal(
        refused({ previous: 'year' }, run('2026-11-22', 'UTC', { maxWindow: month })).problem.code,
        'window-too-long',
      );
      const none = run('2026-11-22', 'UTC', { maxWindow: null });
      assert.equal(days(resolve({ from: '2001-01-01' }, none)), '2001-01-01 2026-11-21');
      assert.deepEqual(checkWindow({ last: '20 years' }, { maxWindow: null }), []);
      assert.deepEqual(checkWindow({ from: '2001-01-01', to: '2021-01-01' }, { maxWindow: null }), []);
      assert.deepEqual(checkWindow(leap), []);
      const two = { amount: 48, unit: 'hour' } as const;
      assert.equal(
        days(resolve({ last: '2 days' }, run('2026-11-22', 'UTC', { maxWindow: two }))),
        '2026-11-20 2026-11-21',
      );
      assert.equal(
        refused({ last: '3 days' }, run('2026-11-22', 'UTC', { maxWindow: two })).problem.code,
        'window-too-long',
      );
    });

    it('D9 window: what is too long on some days only is a warning', () => {
      const [found] = checkWindow({ last: '366 days' });
      assert.equal(found?.problem.code, 'window-sometimes-too-long');
      assert.equal(found?.problem.severity, 'warning');
      for (const last of ['1 year', '12 months', '4 quarters', '52 weeks', '365 days', '8760 h']) {
        assert.deepEqual(checkWindow({ last }), [], last);
      }
    });
  });
});

describe('D10 mode', () => {
  it('D10 mode: full is the window as written, by event_date where nothing is said', () => {
    assert.deepEqual(effectiveWindow('full', undefined), { ok: true, value: null });
    assert.deepEqual(effectiveWindow(undefined, { last: '7 days' }), {
      ok: true,
      value: { last: '7 days', by: 'event_date' },
    });
    assert.deepEqual(effectiveWindow('full', { by: 'updated_at', last: '7 days' }), {
      ok: true,
      value: { last: '7 days', by: 'updated_at' },
    });
  });

  it('D10 mode: incremental is the window over updated_at, since the last success where none is written', () => {
    assert.deepEqual(effectiveWindow('incremental', undefined), {
      ok: true,
      value: { by: 'updated_at', since_last_success: true },
    });
    assert.deepEqual(effectiveWindow('incremental', { previous: 'day' }), {
      ok: true,
      value: { previous: 'day', by: 'updated_at' },
    });
  });

  it('D10 mode: incremental by event_date is refused', () => {
    const window = effectiveWindow('incremental', { by: 'event_date', last: '7 days' });
    assert.ok(!window.ok);
    assert.equal(window.problems[0].problem.code, 'window-mode');
    assert.deepEqual(window.problems[0].path, ['by']);
  });
});

describe('V6 window: in words', () => {
  it('V6 window: whole days, real hours, and everything so far', () => {
    const words = (spec: WindowSpec, more: Partial<WindowContext> = {}) =>
      describeWindow(resolve(spec, run('2026-11-22', 'Europe/Vienna', more)));
    assert.equal(words({ previous: 'day' }), 'Saturday 21 November 2026 (Europe/Vienna)');
    assert.equal(
      words({ last: '7 days' }),
      'Sunday 15 November 2026 to Saturday 21 November 2026 (7 days, Europe/Vienna)',
    );
    assert.equal(
      words({ last: '24 h' }),
      'Saturday 21 November 2026, 06:30:00 to Sunday 22 November 2026, 06:30:00 (Europe/Vienna)',
    );
    assert.equal(
      words({ since_last_success: true }),
      'everything up to the end of Saturday 21 November 2026 (Europe/Vienna)',
    );
    assert.equal(
      words({ since_last_success: true, include_today: true }),
      'everything up to Sunday 22 November 2026, 06:30:00 (Europe/Vienna)',
    );
  });

  const specs: readonly (readonly [spec: WindowSpec, words: string])[] = [
    [{ last: '7 days' }, "of the 7 days before the run's day"],
    [{ last: '1 day', by: 'updated_at' }, "changed in the day before the run's day"],
    [{ last: '7 days', include_today: true }, "of the last 7 days up to and including the run's day"],
    [{ last: '24 h' }, 'of the last 24 hours up to the run'],
    [{ previous: 'week' }, 'of the previous week'],
    [{ since_last_success: true }, "of the time since the last successful run, up to the run's day"],
    [{ from: '2026-11-01' }, "of the time from 2026-11-01 up to the run's day"],
    [{ from: '2026-11-01', to: '2026-11-08' }, 'of the time from 2026-11-01 up to, not including, 2026-11-08'],
  ];
  for (const [spec, words] of specs) {
    it(`V6 window: ${JSON.stringify(spec)} says "${words}"`, () => assert.equal(describeWindowSpec(spec), words));
  }
});
