import assert from 'node:assert/strict';
import { parseYaml } from '@waybill/engine/definition';
import { withName, withSchedule } from '../../src/exports/edit-definition.ts';

const WHOLE = `# The partner's file. Ask Anna before you change it.
version: 1
name: daily-sales                       # also the file's name
description: Yesterday's sales, for   the partner
fields:
  - id                                  # short for {from: id}
  - {from: bill_number, to: Bill}
filters: none

# when it goes
schedule:                               # their server is up then
  # not on Sundays
  weekly: {days: [monday, thursday], at: ["06:30"]} # in the morning
  from: 2026-12-01
  until: 2027-06-30                     # that day included
  skipped: run_after

# who hears
notify:                                 # all of them
  - {slack: "#loyalty", when: [success]}
# end
`;
const DAILY = { daily: { hours: [6] } };

interface Row {
  readonly title: string;
  readonly text: string;
  readonly edit: (text: string) => string;
  readonly expected: string;
}

const ROWS: readonly Row[] = [
  {
    title: 'another way of repeating keeps the comments and every other line',
    text: WHOLE,
    edit: text => withSchedule(text, { daily: { hours: [1], minutes: [30] }, until: '2027-12-31' }),
    expected: WHOLE.replace(
      /schedule: [\s\S]*?run_after\n/,
      `schedule: # their server is up then
  # not on Sundays
  daily: {hours: [1], minutes: [30]} # in the morning
  until: 2027-12-31 # that day included
`,
    ),
  },
  {
    title: 'what is added comes in the order of the language',
    text: WHOLE,
    edit: text =>
      withSchedule(text, {
        catch_up: 'none',
        weekly: { days: ['monday'], at: ['07:00'] },
        from: '2026-12-01',
        until: '2027-06-30',
      }),
    expected: WHOLE.replace(
      /schedule: [\s\S]*?run_after\n/,
      `schedule: # their server is up then
  # not on Sundays
  weekly: {days: [monday], at: ["07:00"]} # in the morning
  from: 2026-12-01
  until: 2027-06-30 # that day included
  catch_up: none
`,
    ),
  },
  {
    title: 'a schedule that was not there stands before the notices',
    text: 'version: 1\nname: x\nfilters: none # all\n\n# who hears\nnotify: []\n',
    edit: text => withSchedule(text, DAILY),
    expected: 'version: 1\nname: x\nfilters: none # all\nschedule: {daily: {hours: [6]}}\n\n# who hears\nnotify: []\n',
  },
  {
    title: 'or at the end, without a last line break too',
    text: 'version: 1\nname: x\nfilters: none',
    edit: text => withSchedule(text, DAILY),
    expected: 'version: 1\nname: x\nfilters: none\nschedule: {daily: {hours: [6]}}\n',
  },
  {
    title: 'in place of now, the comment behind it stays',
    text: 'version: 1\nschedule: now # for the first try\nname: x\n',
    edit: text => withSchedule(text, { at: '2026-12-01 06:30' }),
    expected: 'version: 1\nschedule: {at: "2026-12-01 06:30"} # for the first try\nname: x\n',
  },
  {
    title: 'a file between document marks',
    text: '---\nversion: 1\nschedule:\n    daily:\n        hours:\n        - 1\n...\n',
    edit: text => withSchedule(text, DAILY),
    expected: '---\nversion: 1\nschedule: {daily: {hours: [6]}}\n...\n',
  },
  {
    title: 'Windows line ends stay',
    text: 'version: 1\r\nname: x\r\nschedule:\r\n  daily:\r\n    hours: [1]\r\n# end\r\n',
    edit: text =>
      withSchedule(text, {
        daily: { hours: [1] },
        from: '2026-12-01',
        until: '2027-01-31',
        catch_up: 'latest',
        skipped: 'skip',
      }),
    expected:
      'version: 1\r\nname: x\r\nschedule:\r\n  daily: {hours: [1]}\r\n  from: 2026-12-01\r\n  until: 2027-01-31\r\n  skipped: skip\r\n  catch_up: latest\r\n# end\r\n',
  },
  {
    title: 'a file in braces is written in lines',
    text: '{version: 1, name: x, filters: none}',
    edit: text => withSchedule(text, DAILY),
    expected: 'version: 1\nname: x\nfilters: none\nschedule: {daily: {hours: [6]}}\n',
  },
  {
    title: 'what an anchor in it stood for is written out',
    text: 'version: 1\nname: x # x\nschedule: {daily: {hours: &h [1]}}\nchecks: *h\n',
    edit: text => withSchedule(text, DAILY),
    expected: 'version: 1\nname: x # x\nchecks: [1]\nschedule: {daily: {hours: [6]}}\n',
  },
  {
    title: 'another name',
    text: WHOLE,
    edit: text => withName(text, 'weekly sales'),
    expected: WHOLE.replace('daily-sales', 'weekly sales'),
  },
  {
    title: 'a name that has to be quoted, in place of one that was',
    text: "version: 1\nname: 'x'   # it\n",
    edit: text => withName(text, 'a: b # c'),
    expected: "version: 1\nname: 'a: b # c'   # it\n",
  },
  {
    title: 'a name over several lines',
    text: 'version: 1\nname: >-\n  a\n  b\nfilters: none\n',
    edit: text => withName(text, 'c'),
    expected: 'version: 1\nname: c\nfilters: none\n',
  },
];

describe('S4 R4 editing a definition', () => {
  for (const { title, text, edit, expected } of ROWS) {
    it(`S4 R4 editing a definition: ${title}`, () => {
      const edited = edit(text);
      assert.equal(edited, expected);
      assert.deepEqual(parseYaml(edited).problems, []);
      assert.equal(edit(edited), edited, 'editing twice changes nothing more');
    });
  }

  it('R4 editing a definition: any name reads back as it is', () => {
    for (const name of [
      '1',
      'true',
      '- x',
      '"',
      "it's",
      'ä %',
      '*x',
      '{a}',
      'null',
      '2026-12-01',
      '🎉',
      'a'.repeat(100),
    ]) {
      for (const text of ['version: 1\nname: x # n\n', 'version: 1\nname: "x"\n', "version: 1\nname: 'x'\n"]) {
        const edited = withName(text, name);
        assert.deepEqual(parseYaml(edited).value, { version: 1, name }, edited);
      }
    }
  });
});
