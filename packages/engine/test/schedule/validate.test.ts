import assert from 'node:assert/strict';
import { Temporal } from '../../src/time/index.ts';
import { type Expected, expectProblems, problemsOf, WORKSPACE } from '../definition/expect-problems.ts';

const now = Temporal.Instant.from('2026-11-22T10:00:00Z');
const ALL = 'fields: all\nfilters: none\n';
const check = (rest: string) => problemsOf(`${ALL}${rest}`, { ...WORKSPACE, now });

const OVERLAP = 'windows-overlap';
const GAP = 'windows-gap';

describe('S1 schedule: validate tells what will never fire', () => {
  const cases: readonly (readonly [name: string, schedule: string, ...expected: Expected[]])[] = [
    ['31 February', '{cron: "0 0 31 2 *"}', { code: 'schedule-never', at: '"0 0 31 2 *"', says: /no such day/ }],
    [
      'it ends before it begins',
      '{daily: {hours: [6]}, from: 2027-02-01, until: 2027-01-01}',
      { code: 'schedule-ends-first', at: '2027-01-01' },
    ],
    [
      'none of its days is in its validity',
      '{monthly: {days: [31], at: ["06:30"]}, from: 2027-02-01, until: 2027-02-28}',
      { code: 'schedule-never', at: 'monthly', says: /between its first and its last/ },
    ],
    [
      'a time that the clock jumps over',
      '{at: "2027-03-28 02:30", skipped: skip}',
      { code: 'schedule-never', at: '"2027-03-28 02:30"', says: /jumps over/ },
    ],
    ['the same, run after the gap', '{at: "2027-03-28 02:30"}'],
    ['over', '{daily: {hours: [6]}, until: 2026-11-22}', { code: 'schedule-over', at: '2026-11-22', says: /last day/ }],
    ['over tonight', '{daily: {hours: [20]}, until: 2026-11-22}'],
    [
      'a date that is past',
      '{at: "2026-11-22 06:30"}',
      { code: 'schedule-over', at: '"2026-11-22 06:30"', says: /past/ },
    ],
    ['a date to come', '{at: "2026-11-22 20:30"}'],
    ['not begun', '{daily: {hours: [6]}, from: 2030-01-01}'],
    ['now', 'now'],
    ['a rare day', '{cron: "0 0 29 2 *"}'],
  ];
  for (const [name, schedule, ...expected] of cases) {
    it(`S1 schedule: ${name}: ${expected.map(e => e.code).join() || 'fires'}`, () => {
      const { text, problems } = check(`schedule: ${schedule}\n`);
      expectProblems(text, problems, expected);
      assert.ok(problems.every(p => p.severity === 'warning'));
    });
  }

  it('S1 schedule: what is wrong with its text is an error, and the rest is not guessed', () => {
    const { text, problems } = check('window: {last: 7 days}\nschedule: {cron: "0 0 31 2", until: 2020-01-01}\n');
    expectProblems(text, problems, [{ code: 'cron', at: '"0 0 31 2"' }]);
  });
});

describe('D9 window: validate tells where windows of a schedule overlap or leave days out', () => {
  const daily = '{daily: {hours: [6]}}';
  const cases: readonly (readonly [window: string, schedule: string, ...codes: string[]])[] = [
    ['{previous: day}', daily],
    ['{last: 1 day}', daily],
    ['{last: 7 days}', daily, OVERLAP],
    ['{last: 24 h}', '{daily: {hours: [6]}}', OVERLAP, GAP],
    ['{last: 1 h}', '{daily: {hours: "*"}}'],
    ['{last: 24 h}', '{daily: {hours: "*"}}', OVERLAP],
    ['{previous: day}', '{daily: {hours: [1, 13]}}', OVERLAP],
    ['{last: 12 h}', '{daily: {hours: [1, 13]}}', OVERLAP, GAP],
    ['{previous: day}', '{cron: "0 6 * * 1-5"}', GAP],
    ['{previous: week}', '{weekly: {days: [monday], at: ["06:30"]}}'],
    ['{previous: week}', '{weekly: {days: [monday, thursday], at: ["06:30"]}}', OVERLAP],
    ['{last: 7 days}', '{weekly: {days: [friday], at: ["06:30"]}}'],
    ['{previous: month}', '{monthly: {days: [1], at: ["06:30"]}}'],
    ['{previous: month}', '{monthly: {days: [31], at: ["06:30"]}}', GAP],
    ['{last: 1 month}', '{monthly: {days: [15], at: ["06:30"]}}'],
    ['{last: 1 month}', '{monthly: {days: [last], at: ["06:30"]}}', OVERLAP],
    ['{last: 30 days}', '{monthly: {days: [1], at: ["06:30"]}}', OVERLAP, GAP],
    ['{last: 4 h}', '{cron: "0 */4 1-7 * *"}', GAP],
    ['{previous: day}', '{daily: {hours: [2], minutes: [30]}, skipped: skip}', GAP],
    ['{previous: day}', '{daily: {hours: [2], minutes: [30]}, repeated: twice}', OVERLAP],
    ['{previous: day}', '{daily: {hours: [2], minutes: [30]}, skipped: skip, until: 2027-03-27}'],
    ['{previous: year}', '{cron: "0 6 1 1 *"}'],
    ['{last: 1 month}', '{cron: "0 6 1 1 *"}', GAP],
    ['{from: 2026-01-01, to: 2026-02-01}', daily, OVERLAP],
    [
      '{from: "date:first day of last month", to: "date:first day of this month"}',
      '{monthly: {days: [1], at: ["06:30"]}}',
    ],
    ['{by: updated_at, since_last_success: true}', daily],
    ['{last: 7 days}', '{at: "2026-12-01 06:30"}'],
    ['{last: 7 days}', 'now'],
  ];
  for (const [window, schedule, ...codes] of cases) {
    it(`D9 window: ${window} on ${schedule}: ${codes.join(' and ') || 'fits'}`, () => {
      const { text, problems } = check(`window: ${window}\nschedule: ${schedule}\n`);
      assert.deepEqual(
        problems.map(p => p.code),
        codes,
        JSON.stringify(problems, null, 1),
      );
      for (const problem of problems) assert.equal(problem.severity, 'warning');
      assert.ok(problems.length === 0 || text.split('\n')[(problems[0]?.place?.line ?? 1) - 1]?.startsWith('window:'));
    });
  }

  it('D9 window: the warning names the first seam that does not fit', () => {
    const { problems } = check('window: {previous: day}\nschedule: {cron: "0 6 * * 1-5"}\n');
    assert.match(problems[0]?.message ?? '', /between 2026-11-27T00:00\+01:00 and 2026-11-29T00:00\+01:00/);
  });

  it('D9 window: the zone is that of the definition', () => {
    const rest = 'window: {last: 24 h}\nschedule: {daily: {hours: [6]}}\n';
    assert.deepEqual(check(`timezone: Asia/Tokyo\n${rest}`).problems, []);
  });
});
