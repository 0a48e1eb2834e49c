import assert from 'node:assert/strict';
import { Temporal } from '@waybill/engine/time';
import { fold, searchTextOf, searchWords, sortNameOf } from '../../src/exports/fold.ts';
import { pauseUntil } from '../../src/exports/pause-until.ts';
import { unifiedDiff } from '../../src/exports/unified-diff.ts';

describe('R6 search', () => {
  const ROWS: readonly [search: string, name: string, description: string, found: boolean][] = [
    ['SALES', 'daily-sales', '', true],
    ['sales daily', 'Daily Sales', '', true],
    ['sales monthly', 'Daily Sales', '', false],
    ['partner sales', 'Daily Sales', 'for the PARTNER', true],
    ['bohm', 'Böhm', '', true],
    ['BÖHM', 'böhm', '', true],
    ['STRASSE', 'Straße', '', true],
    ['istanbul', 'İSTANBUL', '', true],
    ['ΟΔΟΣ', 'οδος', '', true],
    ['ПАРТНЕР', 'Партнер', '', true],
    ['ａｂｃ', 'abc', '', true],
    ['売上', '日次売上', '', true],
    ['🎉', 'Party 🎉', '', true],
    ['a_b', 'a-b', '', false],
    ['a_b', 'A_B', '', true],
    ['100%', '100 percent', '', false],
    ['100%', 'at 100%', '', true],
    ['\\', 'a', 'C:\\x', true],
    ['salesfor', 'sales', 'for', false],
  ];
  for (const [search, name, description, found] of ROWS) {
    it(`R6 search: ${JSON.stringify(search)} ${found ? 'finds' : 'does not find'} ${JSON.stringify([name, description])}`, () => {
      const text = searchTextOf(name, description);
      assert.equal(
        searchWords(search).every(word => text.includes(word)),
        found,
      );
    });
  }

  it('R6 search: nothing that is searched or kept means anything to LIKE, and nothing is too long to sort by', () => {
    assert.doesNotMatch(searchTextOf('a%b_c\\d\0', '%'), /[%_\\\0]/);
    assert.deepEqual(searchWords('  \0 '), []);
    assert.ok(sortNameOf('ﷺ'.repeat(100)).length <= 200);
    assert.equal(fold('Ünïcode ﬁle'), 'unicode file');
  });
});

describe('S4 pause until', () => {
  const NOW = Temporal.Instant.from('2026-12-01T12:00:00Z');
  const ROWS: readonly [text: string, zone: string, expected: string][] = [
    ['2026-12-24', 'Europe/Vienna', '2026-12-23T23:00:00Z'],
    ['2026-12-24', 'America/New_York', '2026-12-24T05:00:00Z'],
    ['2026-12-02', 'Asia/Tokyo', '2026-12-01T15:00:00Z'],
    // Midnight that the clock jumps over.
    ['2027-03-28', 'Asia/Beirut', '2027-03-27T22:00:00Z'],
    ['2026-12-24T06:00:00Z', 'Europe/Vienna', '2026-12-24T06:00:00Z'],
    ['2026-12-24T06:00+05:30', 'Europe/Vienna', '2026-12-24T00:30:00Z'],
    ['2026-12-24 06:00', 'Europe/Vienna', '2026-12-24T05:00:00Z'],
    ['2026-12-01', 'Europe/Vienna', 'pause-until-past'],
    ['2026-12-01T12:00:00Z', 'Europe/Vienna', 'pause-until-past'],
    ['2020-01-01', 'Europe/Vienna', 'pause-until-past'],
    ['2026-02-31', 'Europe/Vienna', 'wrong-value'],
    ['24.12.2026', 'Europe/Vienna', 'wrong-value'],
    ['2026-12-24 25:00', 'Europe/Vienna', 'wrong-value'],
    ['+012026-12-24', 'Europe/Vienna', 'wrong-value'],
    ['', 'Europe/Vienna', 'wrong-value'],
    ['tomorrow', 'Europe/Vienna', 'wrong-value'],
  ];
  for (const [text, zone, expected] of ROWS) {
    it(`S4 pause until: ${JSON.stringify(text)} in ${zone} → ${expected}`, () => {
      const ask = () => pauseUntil(text, zone, NOW).toString();
      if (/^\d/.test(expected)) assert.equal(ask(), expected);
      else assert.throws(ask, { code: expected });
    });
  }
});

describe('S4 diff', () => {
  const side = (label: string, text: string) => ({ label, text });

  it('S4 diff: only what changes, with the lines around it', () => {
    const lines = Array.from({ length: 10 }, (_, i) => `line ${i}\n`);
    const after = lines.with(5, 'other\n').join('');
    assert.equal(
      unifiedDiff(side('a, revision 1', lines.join('')), side('a, revision 2', after)),
      `--- a, revision 1
+++ a, revision 2
@@ -3,7 +3,7 @@
 line 2
 line 3
 line 4
-line 5
+other
 line 6
 line 7
 line 8
`,
    );
  });

  it('S4 diff: of something new every line, of nothing changed nothing', () => {
    assert.equal(unifiedDiff(side('', ''), side('a', 'x\ny\n')), '--- /dev/null\n+++ a\n@@ -0,0 +1,2 @@\n+x\n+y\n');
    assert.equal(unifiedDiff(side('a', 'x\n'), side('a', 'x\n')), '');
    assert.match(unifiedDiff(side('a', 'x'), side('b', 'x\n')), /\\ No newline at end of file/);
  });

  it('S4 diff: two large texts with nothing in common do not hold up the service', () => {
    const text = (seed: number) => Array.from({ length: 100_000 }, (_, i) => (i * seed) % 9973).join('\n');
    const began = performance.now();
    const diff = unifiedDiff(side('a', text(7)), side('b', text(13)));
    assert.ok(performance.now() - began < 5000);
    assert.ok(diff.startsWith('--- a\n+++ b\n@@ -1,100000 +1,100000 @@\n-0\n'));
  });
});
