import assert from 'node:assert/strict';
import { Temporal } from '@waybill/engine/time';
import { exactly, parseCommand, splitTarget, splitUntil, unquoted } from '../../src/commands/parse-command.ts';
import { plainDate } from '../../src/commands/plain-date.ts';

describe('what is typed behind /export', () => {
  const WORDS: readonly (readonly [string, string])[] = [
    ['', 'menu'],
    ['   ', 'menu'],
    ['help', 'help'],
    ['LIST', 'list'],
    ['list summer sale', 'list summer sale'],
    ['show  daily-sales ', 'show daily-sales'],
    ['show “daily sales”', 'show daily sales'],
    ['show "daily sales"', 'show daily sales'],
    ['show `daily-sales`', 'show daily-sales'],
    ['show a &amp; b', 'show a & b'],
    ['run\u00a0daily-sales', 'run daily-sales'],
    ['pauze x', 'pauze? pause x'],
    ['strat x', 'strat?  x'],
    ['start x', 'start? run x'],
    ['ls', 'ls? list'],
    ['stop x', 'stop? cancel x'],
    ['delete x', 'delete?  x'],
  ];
  for (const [typed, said] of WORDS) {
    it(`L1: ${JSON.stringify(typed)} is ${said}`, () => {
      const parsed = parseCommand(typed);
      const shown =
        parsed.kind === 'menu'
          ? 'menu'
          : parsed.kind === 'word'
            ? `${parsed.word} ${unquoted(parsed.argument)}`.trim()
            : `${parsed.typed}? ${parsed.meant ?? ''} ${parsed.argument}`.trim();
      assert.equal(shown, said);
    });
  }

  const UNTIL: readonly (readonly [string, string, string | undefined])[] = [
    ['daily-sales', 'daily-sales', undefined],
    ['daily-sales until tomorrow', 'daily-sales', 'tomorrow'],
    ['"until midnight" until next monday', 'until midnight', 'next monday'],
    ['sold until now until 2026-12-24', 'sold until now', '2026-12-24'],
    ['until tomorrow', '', 'tomorrow'],
    ['daily-sales UNTIL 24 December', 'daily-sales', '24 December'],
    ['"sold until monday"', 'sold until monday', undefined],
    [exactly('"a" until monday'), '"a" until monday', undefined],
    [`${exactly('sold until')} until tomorrow`, 'sold until', 'tomorrow'],
  ];
  for (const [argument, name, until] of UNTIL) {
    it(`L1: pause ${argument}`, () => assert.deepEqual(splitUntil(argument), { name, until }));
  }

  it('L1: subscribe says whom', () => {
    assert.deepEqual(splitTarget('daily-sales me'), { name: 'daily-sales', target: 'me' });
    assert.deepEqual(splitTarget('daily-sales here'), { name: 'daily-sales', target: 'here' });
    assert.deepEqual(splitTarget('"me" HERE'), { name: 'me', target: 'here' });
    assert.deepEqual(splitTarget('"tell me"'), { name: 'tell me', target: undefined });
    assert.deepEqual(splitTarget(exactly('tell me')), { name: 'tell me', target: undefined });
    assert.deepEqual(splitTarget(`${exactly('tell me')} me`), { name: 'tell me', target: 'me' });
    assert.deepEqual(splitTarget('me'), { name: 'me', target: undefined });
  });

  // A Saturday.
  const now = Temporal.Instant.from('2026-11-28T11:00:00Z');
  const DATES: readonly (readonly [string, string | undefined])[] = [
    ['tomorrow', '2026-11-29'],
    ['Monday', '2026-11-30'],
    ['next monday', '2026-11-30'],
    ['on Tue', '2026-12-01'],
    ['in 3 days', '2026-12-01'],
    ['3 days', '2026-12-01'],
    ['2 weeks', '2026-12-12'],
    ['first day of next month', '2026-12-01'],
    ['24 December', '2026-12-24'],
    ['24th of December', '2026-12-24'],
    ['Dec 24', '2026-12-24'],
    ['December 24, 2027', '2027-12-24'],
    ['24.12.', '2026-12-24'],
    ['24.12.2026', '2026-12-24'],
    ['1 March', '2027-03-01'],
    ['2026-12-24', '2026-12-24'],
    ['2026-12-24 06:30', '2026-12-24T05:30:00Z'],
    ['24 December at 6:30', '2026-12-24T05:30:00Z'],
    ['tomorrow 08:00', '2026-11-29T07:00:00Z'],
    ['2026-12-24T06:30:00Z', '2026-12-24T06:30:00Z'],
    ['friday 10:00', '2026-12-04T09:00:00Z'],
    ['tomorrow at 6:30', '2026-11-29T05:30:00Z'],
    ['2026-12-24 6:30', '2026-12-24T05:30:00Z'],
    ['28 November', '2027-11-28'],
    ['28 November 18:00', '2026-11-28T17:00:00Z'],
    ['29 February', '2028-02-29'],
    ['29 February 2027', undefined],
    ['in 2 hours', '2026-11-28T13:00:00Z'],
    ['31 February', undefined],
    ['32 December', undefined],
    ['the cows come home', undefined],
    ['', undefined],
  ];
  for (const [typed, value] of DATES) {
    it(`L1: until ${JSON.stringify(typed)} is ${value ?? 'no date'}`, () => {
      assert.equal(plainDate(typed, 'Europe/Vienna', now)?.value, value);
    });
  }
});
