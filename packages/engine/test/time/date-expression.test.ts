import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  atTime,
  type DateValue,
  dateSuggestions,
  evaluateDate,
  explainDate,
  hasTime,
  isDateExpression,
  parseDateExpression,
  parseDateValue,
  runMoment,
  startOfDay,
  Temporal,
} from '../../src/time/index.ts';

/** Sunday 22 November 2026, 09:30 in Vienna. */
const NOW = Temporal.Instant.from('2026-11-22T08:30:00Z');
const CONTEXT = runMoment(NOW, 'Europe/Vienna');
const on = (day: string, zone = 'Europe/Vienna') =>
  runMoment(atTime(Temporal.PlainDate.from(day), Temporal.PlainTime.from('06:30'), zone), zone);

const shown = (value: DateValue): string => (value.kind === 'day' ? `${value.day}` : `${value.instant}`);

function evaluate(text: string, context = CONTEXT): string {
  const parsed = parseDateValue(text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problems[0].problem.message);
  const value = evaluateDate(parsed.value, context);
  assert.equal(hasTime(parsed.value), value.kind === 'instant', 'what it is can be said before any run');
  return shown(value);
}

describe('D4 date', () => {
  const meanings: readonly (readonly [text: string, means: string])[] = [
    ['date:today', '2026-11-22'],
    ['date:yesterday', '2026-11-21'],
    ['date:tomorrow', '2026-11-23'],
    ['date:now', '2026-11-22T08:30:00Z'],
    ['date:-7 days', '2026-11-15'],
    ['date:- 7 days', '2026-11-15'],
    ['date:-7days', '2026-11-15'],
    ['date: -7 days', '2026-11-15'],
    ['date:+3 months', '2027-02-22'],
    ['date:-2 weeks', '2026-11-08'],
    ['date:-1 quarter', '2026-08-22'],
    ['date:-1 year', '2025-11-22'],
    ['date:7 days ago', '2026-11-15'],
    ['date:1 month ago', '2026-10-22'],
    ['date:in 3 days', '2026-11-25'],
    ['date:last week', '2026-11-15'],
    ['date:last month', '2026-10-22'],
    ['date:previous month', '2026-10-22'],
    ['date:next year', '2027-11-22'],
    ['date:first day of last month', '2026-10-01'],
    ['date:First Day Of Last Month', '2026-10-01'],
    ['date:last day of last month', '2026-10-31'],
    ['date:last day of this month', '2026-11-30'],
    ['date:last day of previous month', '2026-10-31'],
    ['date:first day of next month', '2026-12-01'],
    ['date:first day of the month', '2026-11-01'],
    ['date:first day of month', '2026-11-01'],
    ['date:first day of january', '2026-01-01'],
    ['date:last day of february', '2026-02-28'],
    ['date:last day of february 2028', '2028-02-29'],
    ['date:first day of january last year', '2025-01-01'],
    ['date:first day of january next year', '2027-01-01'],
    ['date:first day of this year', '2026-01-01'],
    ['date:last day of last quarter', '2026-09-30'],
    ['date:last monday', '2026-11-16'],
    ['date:previous monday', '2026-11-16'],
    ['date:last sunday', '2026-11-15'],
    ['date:next sunday', '2026-11-29'],
    ['date:next friday', '2026-11-27'],
    ['date:monday this week', '2026-11-16'],
    ['date:sunday this week', '2026-11-22'],
    ['date:monday last week', '2026-11-09'],
    ['date:friday next week', '2026-11-27'],
    ['date:start of week', '2026-11-16'],
    ['date:end of week', '2026-11-22'],
    ['date:start of month', '2026-11-01'],
    ['date:end of month', '2026-11-30'],
    ['date:start of quarter', '2026-10-01'],
    ['date:end of quarter', '2026-12-31'],
    ['date:start of year', '2026-01-01'],
    ['date:end of year', '2026-12-31'],
    ['date:start of last week', '2026-11-09'],
    ['date:end of last year', '2025-12-31'],
    ['date:first monday of next month', '2026-12-07'],
    ['date:second tuesday of this month', '2026-11-10'],
    ['date:fourth sunday of this month', '2026-11-22'],
    ['date:last friday of this month', '2026-11-27'],
    ['date:last monday of may', '2026-05-25'],
    ['date:first monday of january 2027', '2027-01-04'],
    ['date:first monday of january last year', '2025-01-06'],
    ['date:2026-12-01', '2026-12-01'],
    // one step after the other
    ['date:first day of last month -1 day', '2026-09-30'],
    ['date:start of year -1 year', '2025-01-01'],
    ['date:-1 year start of year', '2025-01-01'],
    ['date:2026-03-31 -1 month', '2026-02-28'],
    ['date:start of month last monday', '2026-10-26'],
    ['date:yesterday -1 week +1 day', '2026-11-15'],
    // with a time it is an instant
    ['date:yesterday 13:45', '2026-11-21T12:45:00Z'],
    ['date:yesterday at 13:45', '2026-11-21T12:45:00Z'],
    ['date:yesterday 13:45:10', '2026-11-21T12:45:10Z'],
    ['date:6:30', '2026-11-22T05:30:00Z'],
    ['date:today noon', '2026-11-22T11:00:00Z'],
    ['date:today midnight', '2026-11-21T23:00:00Z'],
    ['date:-7 days 06:30', '2026-11-15T05:30:00Z'],
    ['date:13:45 -1 day', '2026-11-21T12:45:00Z'],
    ['date:2026-12-01 06:30', '2026-12-01T05:30:00Z'],
    ['date:2026-12-01T06:30', '2026-12-01T05:30:00Z'],
    ['date:first day of last month 00:00', '2026-09-30T22:00:00Z'],
    // hours and shorter are real time
    ['date:-24 h', '2026-11-21T08:30:00Z'],
    ['date:2 hours ago', '2026-11-22T06:30:00Z'],
    ['date:now -30 min', '2026-11-22T08:00:00Z'],
    ['date:now -10 s', '2026-11-22T08:29:50Z'],
    ['date:today -2 h', '2026-11-21T21:00:00Z'],
    ['date:yesterday 13:45 +30 min', '2026-11-21T13:15:00Z'],
    ['date:now -1 day', '2026-11-21T08:30:00Z'],
    ['date:now -1 month', '2026-10-22T07:30:00Z'],
    // plain values
    ['2026-12-01', '2026-12-01'],
    [' 2026-12-01 ', '2026-12-01'],
    ['2026-12-01 06:30', '2026-12-01T05:30:00Z'],
    ['2026-12-01T06:30', '2026-12-01T05:30:00Z'],
    ['2026-12-01T06:30:15', '2026-12-01T05:30:15Z'],
    ['2026-12-01T06:30:15.25', '2026-12-01T05:30:15.25Z'],
    ['2026-12-01T06:30Z', '2026-12-01T06:30:00Z'],
    ['2026-12-01T06:30:00+05:45', '2026-12-01T00:45:00Z'],
    ['2026-12-01 06:30:00 -0330', '2026-12-01T10:00:00Z'],
    ['9999-12-31', '9999-12-31'],
    ['2028-02-29', '2028-02-29'],
  ];
  for (const [text, means] of meanings)
    it(`D4 date: "${text}" means ${means}`, () => assert.equal(evaluate(text), means));

  const calendars: readonly (readonly [day: string, text: string, means: string])[] = [
    ['2026-03-31', 'date:-1 month', '2026-02-28'],
    ['2024-03-31', 'date:-1 month', '2024-02-29'],
    ['2026-05-31', 'date:+1 month', '2026-06-30'],
    ['2026-05-31', 'date:last month', '2026-04-30'],
    ['2024-02-29', 'date:-1 year', '2023-02-28'],
    ['2026-03-31', 'date:first day of last month', '2026-02-01'],
    ['2026-01-31', 'date:first day of next month', '2026-02-01'],
    ['2026-11-23', 'date:last monday', '2026-11-16'],
    ['2026-11-23', 'date:next monday', '2026-11-30'],
    ['2026-11-23', 'date:monday this week', '2026-11-23'],
    ['2026-11-23', 'date:start of week', '2026-11-23'],
    ['2026-01-01', 'date:start of last quarter', '2025-10-01'],
    ['2026-02-01', 'date:first monday of this month', '2026-02-02'],
    ['2026-06-01', 'date:first monday of this month', '2026-06-01'],
  ];
  for (const [day, text, means] of calendars) {
    it(`D4 date: on ${day} "${text}" means ${means}`, () => assert.equal(evaluate(text, on(day)), means));
  }

  it('D4 date: a time that the clock jumps over is the first instant after the gap', () => {
    assert.equal(evaluate('date:today 02:30', on('2026-03-29')), '2026-03-29T01:00:00Z');
    assert.equal(evaluate('2026-03-29 02:30', on('2026-11-22')), '2026-03-29T01:00:00Z');
    assert.equal(evaluate('date:tomorrow 02:30', on('2026-03-28')), '2026-03-29T01:00:00Z');
    assert.equal(evaluate('date:today midnight', on('2022-03-27', 'Asia/Beirut')), '2022-03-26T22:00:00Z');
  });

  it('D4 date: a gap that is only passed through leaves no trace', () => {
    assert.equal(evaluate('date:02:30 -1 day', on('2026-03-29')), '2026-03-28T01:30:00Z');
  });

  it('D4 date: a time that comes twice is the first; now is the run itself, also in the second', () => {
    assert.equal(evaluate('date:today 02:30', on('2026-10-25')), '2026-10-25T00:30:00Z');
    const second = Temporal.Instant.from('2026-10-25T01:30:00Z');
    assert.equal(evaluate('date:now', runMoment(second, 'Europe/Vienna')), '2026-10-25T01:30:00Z');
  });

  it("D4 date: everything but now counts from the run's day, where DST moved the run past midnight", () => {
    const moved = runMoment(
      Temporal.Instant.from('2026-11-22T23:05:00Z'),
      'Europe/Vienna',
      Temporal.PlainDate.from('2026-11-22'),
    );
    assert.equal(evaluate('date:today', moved), '2026-11-22');
    assert.equal(evaluate('date:-1 day', moved), '2026-11-21');
    assert.equal(evaluate('date:now', moved), '2026-11-22T23:05:00Z');
  });

  it('D4 date: the same expression is another day in another zone', () => {
    const instant = Temporal.Instant.from('2026-11-22T23:30:00Z');
    assert.equal(evaluate('date:today', runMoment(instant, 'Asia/Kathmandu')), '2026-11-23');
    assert.equal(evaluate('date:today', runMoment(instant, 'America/St_Johns')), '2026-11-22');
    assert.equal(evaluate('date:today 00:00', runMoment(instant, 'Asia/Kathmandu')), '2026-11-22T18:15:00Z');
  });

  const wrong: readonly (readonly [text: string, found: string, offset: number, expected: RegExp, nearest?: string])[] =
    [
      ['date:', '', 5, /"today"/],
      ['date:todya', 'todya', 5, /"today"/, 'today'],
      ['date:frist day of last month', 'frist', 5, /"first"/, 'first'],
      ['date:first day of last mnth', 'mnth', 23, /"month"/, 'month'],
      ['date:first day off last month', 'off', 15, /"of"/, 'of'],
      ['date:first', '', 10, /"day" or a weekday/],
      ['date:first day of', '', 17, /a month/],
      ['date:-7', '', 7, /"days"/],
      ['date:-7 dayz', 'dayz', 8, /"days"/, 'days'],
      ['date:-x', 'x', 6, /a number/],
      ['date:7 days', '', 11, /"ago"/],
      ['date:in three days', 'three', 8, /a number/],
      ['date:monday', '', 11, /"this"/],
      ['date:monday this month', 'month', 17, /"week"/],
      ['date:this friday', 'this', 5, /"today"/],
      ['date:fifth monday of this month', 'fifth', 5, /"first"/],
      ['date:yesterday today', 'today', 15, /"first"/],
      ['date:yesterday 25:00', '25:00', 15, /a time from 00:00 to 23:59/],
      ['date:yesterday 13:45 14:00', '14:00', 21, /"last"/],
      ['date:now 13:45', '13:45', 9, /"-" or "\+"/],
      ['date:2026-02-30', '2026-02-30', 5, /a day that exists/],
      ['date:-5000 years', 'years', 11, /up to 1000 years/],
      ['date:today; drop table x', ';', 10, /a time such as 13:45/],
      ["date:today' or 1=1", "'", 10, /a time/],
      ['date:last monday of', '', 19, /a month/],
      ['date:at', '', 7, /a time such as 13:45/],
    ];
  for (const [text, found, offset, expected, near] of wrong) {
    it(`D4 date: "${text}" is refused at ${found === '' ? 'its end' : `"${found}"`}`, () => {
      const parsed = parseDateExpression(text);
      assert.ok(!parsed.ok);
      const [{ problem, span }] = parsed.problems;
      assert.equal(problem.code, 'date-expression');
      assert.deepEqual(span, { offset, length: found.length });
      assert.match(problem.expected ?? '', expected);
      assert.equal(problem.suggestions?.[0], near);
      assert.ok(!/undefined/.test(problem.message), problem.message);
    });
  }

  const wrongValues: readonly (readonly [text: string, message: RegExp, nearest?: string])[] = [
    ['yesterday', /neither a day/, 'date:yesterday'],
    ['last monday 13:45', /neither a day/, 'date:last monday 13:45'],
    ['2026-02-29', /no calendar has this day/],
    ['2026-13-01', /no calendar/],
    ['0000-01-01', /no calendar/],
    ['2026-12-01 24:00', /no clock/],
    ['2026-12-01T06:30+25:00', /offset/],
    ['01.12.2026', /neither/],
    ['', /neither/],
    ['2026-12-01 06:30 Europe/Vienna', /neither/],
  ];
  for (const [text, message, near] of wrongValues) {
    it(`D4 date: the value "${text}" is refused`, () => {
      const parsed = parseDateValue(text);
      assert.ok(!parsed.ok);
      assert.equal(parsed.problems[0].problem.code, 'date-value');
      assert.match(parsed.problems[0].problem.message, message);
      assert.equal(parsed.problems[0].problem.suggestions?.[0], near);
    });
  }

  it('D4 date: a date that no database holds is an error of the definition', () => {
    const parsed = parseDateExpression('date:9999-12-31 +1 day');
    assert.ok(parsed.ok);
    assert.throws(() => evaluateDate(parsed.value, CONTEXT), { code: 'date-out-of-range' });
  });

  it('D4 date: only texts with the prefix are expressions', () => {
    assert.ok(isDateExpression('date:today') && isDateExpression(' Date: nonsense'));
    assert.ok(!isDateExpression('2026-12-01') && !isDateExpression('update:today'));
  });

  it('D4 date: any text is read or refused, never thrown at, and the place is inside it', () => {
    const words = fc.constantFrom(
      ...'today now first last next day of month week monday may 2026 7 + - ago in 13:45 start end at the this 2026-12-01 € T ; h'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 8 }).map(w => w.join(' ')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, t => {
        const parsed = parseDateExpression(`date:${t}`);
        if (parsed.ok) assert.ok(evaluateDate(parsed.value, CONTEXT).day);
        else {
          const { span } = parsed.problems[0];
          assert.ok(span && span.offset >= 5 && span.offset + span.length <= t.length + 5);
        }
        parseDateValue(t);
        dateSuggestions(t);
      }),
      { numRuns: 500 },
    );
  });

  it('D4 date: -N days is N days before the run, the start of that day', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2000 }), fc.nat({ max: 3000 }), (n, d) => {
        const context = on(Temporal.PlainDate.from('2020-01-01').add({ days: d }).toString());
        const parsed = parseDateExpression(`date:-${n} days`);
        assert.ok(parsed.ok);
        const value = evaluateDate(parsed.value, context);
        assert.equal(value.day.until(context.runDay).days, n);
        assert.equal(value.kind, 'day');
      }),
      { numRuns: 100 },
    );
  });
});

describe('V2 date: completion', () => {
  const texts = (before: string) => dateSuggestions(before).map(s => s.text);
  const applied = (before: string) => dateSuggestions(before).map(s => before.slice(0, s.offset) + s.text);

  it('V2 date: at the beginning whole expressions come first', () => {
    assert.deepEqual(texts('date:').slice(0, 3), ['today', 'yesterday', 'now']);
    assert.deepEqual(texts('').slice(0, 3), ['today', 'yesterday', 'now']);
  });

  it('V2 date: an unfinished phrase is completed as a whole', () => {
    assert.ok(applied('date:first d').includes('date:first day of last month'));
    assert.ok(applied('date:first d').includes('date:first day'));
  });

  const next: readonly (readonly [before: string, has: readonly string[], not: readonly string[]])[] = [
    ['date:first day of last ', ['week', 'month', 'quarter', 'year'], ['monday', 'day', 'today']],
    ['date:first day of ', ['this', 'last', 'next', 'january', 'month'], ['monday']],
    ['date:monday ', ['this', 'last', 'next'], ['of']],
    ['date:last ', ['monday', 'day', 'month'], ['first']],
    ['date:-7 ', ['days', 'weeks', 'months', 'h'], ['ago']],
    ['date:7 days ', ['ago'], ['today']],
    ['date:yesterday ', ['13:45', 'noon', '-7 days'], ['today', 'now']],
    ['date:last mon', ['monday', 'month'], ['year']],
    ['date:nonsense ', [], []],
  ];
  for (const [before, has, not] of next) {
    it(`V2 date: after "${before}" come ${has.join(', ') || 'no words'}`, () => {
      const found = texts(before);
      for (const word of has) assert.ok(found.includes(word), `${word} in ${found}`);
      for (const word of not) assert.ok(!found.includes(word), `${word} not in ${found}`);
      if (has.length === 0) assert.deepEqual(found, []);
    });
  }

  it('V2 date: a number is followed by a space and a unit', () => {
    assert.ok(applied('date:-7').includes('date:-7 days'));
  });

  it('V2 date: what is suggested at the beginning can be read', () => {
    for (const { text } of dateSuggestions('').filter(s => s.text.includes(' ') || s.text === 'today')) {
      assert.ok(parseDateExpression(text).ok, text);
    }
  });
});

describe('V3 date: in words', () => {
  const explain = (text: string) => {
    const parsed = parseDateExpression(text);
    assert.ok(parsed.ok);
    return explainDate(parsed.value, CONTEXT);
  };
  it('V3 date: a day is the whole day, an instant has its offset', () => {
    assert.equal(explain('date:first day of this month'), 'Sunday 1 November 2026, the whole day in Europe/Vienna');
    assert.equal(explain('date:yesterday 13:45'), 'Saturday 21 November 2026, 13:45:00 +01:00 in Europe/Vienna');
  });
  it('V3 date: the whole day begins where the filter begins', () => {
    assert.equal(startOfDay(Temporal.PlainDate.from('2026-11-01'), 'Europe/Vienna').toString(), '2026-10-31T23:00:00Z');
  });
});
