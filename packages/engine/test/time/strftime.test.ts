import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkStrftime, renderStrftime, STRFTIME_TOKENS, Temporal, translateStrftime } from '../../src/time/index.ts';

const MOMENT = Temporal.ZonedDateTime.from('2026-03-05T06:07:08.009[Europe/Vienna]');

describe('O5 strftime', () => {
  for (const { token, meaning, example } of STRFTIME_TOKENS) {
    it(`O5 strftime: ${token} is the ${meaning}: ${example}`, () => {
      assert.equal(renderStrftime(token, MOMENT), example);
      assert.deepEqual(checkStrftime(token, 'file-name'), []);
    });
  }

  const rendered: readonly (readonly [format: string, at: string, text: string])[] = [
    ['exports/daily_%Y%m%d', '2026-11-22T06:30[Europe/Vienna]', 'exports/daily_20261122'],
    ['%d.%m.%Y %H:%M', '2026-11-22T06:30[Europe/Vienna]', '22.11.2026 06:30'],
    ['100%% %Y', '2026-11-22T06:30[Europe/Vienna]', '100% 2026'],
    ['%%Y', '2026-11-22T06:30[Europe/Vienna]', '%Y'],
    ['%I:%M %p', '2026-11-22T00:05[UTC]', '12:05 AM'],
    ['%-I %p', '2026-11-22T12:05[UTC]', '12 PM'],
    ['%-I %p', '2026-11-22T13:05[UTC]', '1 PM'],
    ['%G-W%V-%u', '2024-12-30T00:00[UTC]', '2025-W01-1'],
    ['%G-W%V-%u', '2021-01-03T00:00[UTC]', '2020-W53-7'],
    ['%j', '2024-12-31T00:00[UTC]', '366'],
    ['%w %u', '2026-11-22T00:00[UTC]', '0 7'],
    ['%Y-Q%q', '2026-11-22T00:00[UTC]', '2026-Q4'],
    ['%z %:z', '2026-11-22T00:00[Asia/Kathmandu]', '+0545 +05:45'],
    ['%z', '2026-11-22T00:00[America/St_Johns]', '-0330'],
    ['%z', '2026-11-22T00:00[UTC]', '+0000'],
    ['%H%z', '2026-10-25T02:30+01:00[Europe/Vienna]', '02+0100'],
    ['%Y', '0099-01-01T00:00[UTC]', '0099'],
    ['😀 %d', '2026-11-22T00:00[UTC]', '😀 22'],
  ];
  for (const [format, at, text] of rendered) {
    it(`O5 strftime: "${format}" at ${at} is "${text}"`, () => {
      assert.equal(renderStrftime(format, Temporal.ZonedDateTime.from(at)), text);
    });
  }

  const wrong: readonly (readonly [format: string, token: string, offset: number, nearest: string | undefined])[] = [
    ['x_%Q', '%Q', 2, '%q'],
    ['%Y-%D', '%D', 3, '%m/%d/%y'],
    ['%e', '%e', 0, '%-d'],
    ['%h', '%h', 0, '%b'],
    ['%Y%i', '%i', 2, '%M'],
    ['%Z', '%Z', 0, '%z'],
    ['%-M', '%-M', 0, '%M'],
    ['100 %', '%', 4, '%%'],
    ['% d', '% ', 0, '%%'],
    ['%é', '%é', 0, undefined],
  ];
  for (const [format, token, offset, near] of wrong) {
    it(`O5 strftime: "${format}" has no token "${token}"`, () => {
      const [found, ...others] = checkStrftime(format, 'file-name');
      assert.deepEqual(others, []);
      assert.equal(found?.problem.code, 'unknown-token');
      assert.equal(found?.problem.found, token);
      assert.deepEqual(found?.span, { offset, length: token.length });
      assert.equal(found?.problem.suggestions?.[0], near);
    });
  }

  it('O5 strftime: every wrong token is told, each at its place', () => {
    assert.deepEqual(
      checkStrftime('%Y %Q %D %', 'file-name').map(p => p.span),
      [
        { offset: 3, length: 2 },
        { offset: 6, length: 2 },
        { offset: 9, length: 1 },
      ],
    );
  });

  it('D2 format: tokens that engines render differently are refused in values', () => {
    for (const { token, inValues } of STRFTIME_TOKENS.filter(t => t.token !== '%%')) {
      assert.equal(checkStrftime(token, 'value').length, inValues ? 0 : 1, token);
    }
  });

  it('D2 format: a format without any token gets a warning', () => {
    const [found] = checkStrftime('dd.mm.yyyy', 'value');
    assert.equal(found?.problem.code, 'format-without-token');
    assert.equal(found?.problem.severity, 'warning');
    assert.deepEqual(checkStrftime('dd.mm.yyyy', 'file-name'), []);
  });

  const translated: readonly (readonly [format: string, postgres: string, duckdb: string, trino: string])[] = [
    ['%d.%m.%Y', 'DD"."MM"."YYYY', '%d.%m.%Y', "dd'.'MM'.'yyyy"],
    ['%F %T', 'YYYY-MM-DD" "HH24:MI:SS', '%Y-%m-%d %H:%M:%S', "yyyy-MM-dd' 'HH:mm:ss"],
    ['100%% "q" \\ o\'clock', '"100% \\"q\\" \\\\ o\'clock"', '100%% "q" \\ o\'clock', "'100% \"q\" \\ o''clock'"],
    ['%d%j', 'DD|DDD', '%d%j', 'ddDDD'],
    ['%d%-d', 'DD|FMDD', '%d%-d', 'dd|d'],
    ['%d%%d', 'DD"%d"', '%d%%d', "dd'%d'"],
    ['%Y%m%d', 'YYYYMMDD', '%Y%m%d', 'yyyyMMdd'],
    ['%T%z', 'HH24:MI:SS|offset', '%H:%M:%S|offset', 'HH:mm:ss|offset'],
    ['%:zZ', 'offset:|"Z"', 'offset:|Z', "offset:|'Z'"],
  ];
  for (const [format, postgres, duckdb, trino] of translated) {
    it(`D2 format: "${format}" in the words of the engines`, () => {
      const join = (engine: 'postgres' | 'duckdb' | 'trino') =>
        translateStrftime(format, engine)
          .map(p => (p.kind === 'pattern' ? p.pattern : `offset${p.colon ? ':' : ''}`))
          .join('|');
      assert.equal(join('postgres'), postgres);
      assert.equal(join('duckdb'), duckdb);
      assert.equal(join('trino'), trino);
    });
  }

  it('O5 strftime: any text is checked, and rendered when nothing is wrong; text without a percent sign is kept', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        checkStrftime(text, 'file-name');
        renderStrftime(text, MOMENT);
        const plain = text.replaceAll('%', '');
        assert.equal(renderStrftime(plain, MOMENT), plain);
        assert.equal(renderStrftime(text.replaceAll('%', '%%'), MOMENT), text);
      }),
    );
  });
});
