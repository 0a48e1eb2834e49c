import { strict as assert } from 'node:assert';
import { type Problem, problem } from '@waybill/engine/errors';
import picocolors from 'picocolors';
import { EXIT, exitCodeOf } from '../src/exit-codes.ts';
import { wantsColours } from '../src/io.ts';
import { problemsOf, stackOf } from '../src/problems-of.ts';
import { excerpt } from '../src/render/excerpt.ts';
import { countText, renderProblem } from '../src/render/problems.ts';
import { barText, progressBar } from '../src/render/progress-bar.ts';
import { formatBytes, formatSeconds, plural } from '../src/render/quantities.ts';
import { renderTable } from '../src/render/table.ts';
import { cut, visible, widthOf } from '../src/render/visible.ts';

const colours = picocolors.createColors(false);
const plain = { head: (text: string) => text, absent: (text: string) => text };

describe('C1 rendering of problems', () => {
  const at = (line: number, column: number, endColumn: number) => ({
    file: 'x.yaml',
    line,
    column,
    endLine: line,
    endColumn,
  });

  it('C1 problems: where, severity, code, message, the line underlined, the fix', () => {
    const found = problem('no-such-file', { file: 'y' }, { place: at(2, 7, 10) });
    const text = renderProblem(found, { colours, textOf: () => 'a: 1\nkey:  abc # x\n' });
    assert.equal(
      text,
      [
        'x.yaml:2:7  error  no-such-file  There is no file y.',
        '    2 | key:  abc # x',
        '      |       ^^^',
        '  fix: Check the path; it counts from the folder that you are in.',
      ].join('\n'),
    );
  });

  it('C1 problems: the place is under wide and combined characters, tabs and in long lines', () => {
    const underlined = (text: string, column: number, endColumn: number) => {
      const [line = '', marks = ''] = excerpt(text, at(1, column, endColumn), colours);
      const start = marks.indexOf('^');
      return { line, before: line.slice(0, start), marks: marks.trim().slice(2) };
    };
    assert.equal(underlined('名前: x', 5, 6).marks, '^'.padStart(7));
    assert.equal(widthOf('名前: '), 6);
    assert.equal(excerpt('\tx', at(1, 2, 3), colours)[1], '      |   ^');
    const long = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
    const { line } = underlined(long, 301, 305);
    assert.ok(line.length < 160 && line.includes('…aaaa') && line.includes('HERE') && line.endsWith('b…'));
    assert.deepEqual(excerpt('one line', at(9, 1, 2), colours), []);
    assert.deepEqual(excerpt('\ufefffirst', at(1, 1, 6), colours)[1]?.trim(), '| ^^^^^');
  });

  it('C1 problems: an empty range and one over several lines are shown too', () => {
    assert.match(excerpt('a: b', at(1, 4, 4), colours)[1] ?? '', /\^$/);
    const place = { file: 'x.yaml', line: 1, column: 4, endLine: 3, endColumn: 2 };
    assert.match(excerpt('a: b c\nd\n', place, colours)[1] ?? '', / \^\^\^$/);
  });

  it('Q2 problems: control characters of files and servers are visible and harmless', () => {
    assert.equal(visible('a\u001b[31m\u202e\n'), 'a\\e[31m\\u{202e}\\n');
  });

  it('C1 problems: counts', () => {
    const error = problem('no-such-file', { file: 'y' });
    const warning = { ...error, severity: 'warning' } as Problem;
    assert.equal(countText([]), 'no problems');
    assert.equal(countText([error, warning, warning]), '1 error and 2 warnings');
  });

  it('C1 problems: what has no code is a fault of Waybill, with its stack for --verbose', () => {
    const error = new TypeError('x is not a function', { cause: new Error('deeper') });
    const [fault] = problemsOf(error);
    assert.deepEqual([fault?.code, fault?.kind], ['internal-fault', 'internal']);
    assert.match(stackOf(error), /TypeError: x is not a function[\s\S]*caused by: Error: deeper/);
    assert.equal(problemsOf('a text')[0]?.code, 'internal-fault');
  });

  it('C1 problems: the exit code is that of what stopped it', () => {
    const of = (kind: Problem['kind'], severity: Problem['severity'] = 'error') =>
      ({ ...problem('no-such-file', { file: 'y' }), kind, severity }) as Problem;
    assert.equal(exitCodeOf([]), EXIT.ok);
    assert.equal(exitCodeOf([of('input', 'warning')]), EXIT.ok);
    const kinds = ['internal', 'input', 'source', 'destination', 'machine', 'check', 'interrupted'] as const;
    assert.deepEqual(
      kinds.map(kind => exitCodeOf([of(kind)])),
      [1, 2, 3, 3, 4, 5, 130],
    );
    assert.equal(exitCodeOf([of('destination'), of('interrupted')]), 130);
    assert.equal(exitCodeOf([of('source'), of('input')]), 2);
  });
});

describe('C1 rendering for a terminal', () => {
  it('C1 colours: a terminal has them, a pipe has none, NO_COLOR and --no-color switch them off', () => {
    assert.equal(wantsColours(true, {}, []), true);
    assert.equal(wantsColours(false, {}, []), false);
    assert.equal(wantsColours(true, { NO_COLOR: '1' }, []), false);
    assert.equal(wantsColours(true, { NO_COLOR: '' }, []), true);
    assert.equal(wantsColours(true, {}, ['run', '--no-color']), false);
    assert.equal(wantsColours(true, { TERM: 'dumb' }, []), false);
    assert.equal(wantsColours(false, { FORCE_COLOR: '1' }, []), true);
    assert.equal(wantsColours(true, { FORCE_COLOR: '0' }, []), false);
  });

  const channel = (isTerminal: boolean, columns = 80) => {
    const written: string[] = [];
    return {
      isTerminal,
      columns,
      colours,
      written,
      write: (text: string | Uint8Array) => void written.push(String(text)),
      writeAll: async (bytes: Uint8Array) => void written.push(String(bytes)),
    };
  };

  it('X4 C1 progress: a bar with rows, bytes and percent on a terminal, nothing at all elsewhere', () => {
    assert.equal(
      barText({ label: 'reading', rows: 1_200_000, bytes: 84_000_000, percent: 50 }, { colours, columns: 80 }),
      'reading    ━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌  50 %  1,200,000 rows  84 MB',
    );
    assert.equal(
      barText({ label: 'reading', rows: 1, bytes: 5 }, { colours, columns: 80 }),
      'reading    1 row  5 bytes',
    );
    for (const columns of [5, 20, 40]) {
      assert.ok(
        widthOf(barText({ label: 'reading', rows: 1e9, bytes: 1e12, percent: 99.9 }, { colours, columns })) <= columns,
      );
    }
    const pipe = channel(false);
    progressBar(pipe).update({ label: 'reading' });
    assert.deepEqual(pipe.written, []);
  });

  it('C1 progress: is drawn now and then, not for every row, and taken off the screen at the end', () => {
    const terminal = channel(true);
    let now = 0;
    const bar = progressBar(terminal, () => now);
    for (; now < 1000; now++) bar.update({ label: 'reading', rows: now });
    assert.ok(terminal.written.length > 5 && terminal.written.length < 20);
    bar.clear();
    assert.equal(terminal.written.at(-1), '\r\u001b[2K');
    bar.clear();
    assert.ok(terminal.written.length < 21);
  });

  it('V6 table: columns line up under wide text, long cells are cut, NULL is a dot', () => {
    const rows = [
      ['1', '名前', null],
      ['22', 'x'.repeat(60), 'a\nb'],
    ];
    const lines = renderTable([{ header: 'id', align: 'right' }, { header: 'name' }, { header: 'n' }], rows, plain);
    assert.deepEqual(lines, [
      `id  name${' '.repeat(36)}  n`,
      `──  ${'─'.repeat(40)}  ────`,
      ` 1  名前${' '.repeat(36)}  ·`,
      `22  ${'x'.repeat(39)}…  a\\nb`,
    ]);
    assert.equal(cut('名前名前', 5), '名前…');
  });

  it('C1 quantities: as people read them', () => {
    assert.deepEqual([0, 1, 999, 1000, 1049, 999_499, 999_500, 12_345_678].map(formatBytes), [
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1.0 kB',
      '1.0 kB',
      '999 kB',
      '1.0 MB',
      '12 MB',
    ]);
    assert.deepEqual([0.04, 9.9, 9.96, 59.4, 60, 3600, 7384].map(formatSeconds), [
      '0.0 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1 min 0 s',
      '1 h 0 min',
      '2 h 3 min',
    ]);
    assert.equal(plural(1, 'delivery', 'deliveries'), '1 delivery');
    assert.equal(plural(1234, 'row'), '1,234 rows');
  });
});
