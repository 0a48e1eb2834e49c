import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkFileName,
  defaultFileName,
  FILE_NAME_TOKENS,
  type FileNameContext,
  type FileNameShape,
  type FileNames,
  MAX_NAME_BYTES,
  needsRowCount,
  renderFileName,
} from '../../src/file/file-name.ts';
import { atTime, resolveWindow, runMoment, Temporal, type Window, type WindowContext } from '../../src/time/index.ts';

/** Sunday 22 November 2026, 06:30 in Vienna. */
const RUN = runMoment(Temporal.Instant.from('2026-11-22T05:30:00Z'), 'Europe/Vienna');

function window(context: WindowContext = RUN): Window {
  const resolved = resolveWindow({ by: 'event_date', last: '7 days' }, context);
  assert.ok(resolved.ok);
  return resolved.value;
}

const CONTEXT: FileNameContext = {
  ...RUN,
  exportName: 'daily-sales',
  window: window(),
  runId: 'r8f2k1',
  rows: 1204,
  part: null,
};
const CSV: FileNameShape = { extension: 'csv', archive: null };
const ZIP: FileNameShape = { extension: 'csv', archive: 'zip' };
const GZIP: FileNameShape = { extension: 'csv', archive: 'gzip' };

function names(template: string | undefined, more: Partial<FileNameContext> = {}, shape = CSV): FileNames {
  const result = renderFileName(template, { ...CONTEXT, ...more }, shape);
  assert.ok(result.ok, result.ok ? '' : result.problems[0].problem.message);
  return result.value;
}

describe('O5 file names', () => {
  const rendered: readonly (readonly [template: string | undefined, path: string])[] = [
    [undefined, 'daily-sales.csv'],
    ['daily', 'daily.csv'],
    ['exports/daily-sales_%Y%m%d', 'exports/daily-sales_20261122.csv'],
    ['/upload/exports/Antavo_EventCounts_%Y%m%d', 'upload/exports/Antavo_EventCounts_20261122.csv'],
    ['%Y/%m/sales_%d.csv', '2026/11/sales_22.csv'],
    ['sales_{window.from}_{window.until}', 'sales_2026-11-15_2026-11-21.csv'],
    ['sales_{run.id}_{rows}', 'sales_r8f2k1_1204.csv'],
    ['sales.CSV', 'sales.CSV'],
    ['sales.txt', 'sales.txt.csv'],
    ['report_v1.2', 'report_v1.2.csv'],
    ['salescsv', 'salescsv.csv'],
    ['.csv', '.csv.csv'],
    ['100%%', '100%.csv'],
    ['Übersicht 日本 😀', 'Übersicht 日本 😀.csv'],
    ['sales_%H%M%S', 'sales_063000.csv'],
    ['..sales', '..sales.csv'],
    ['sales..2026', 'sales..2026.csv'],
  ];
  for (const [template, path] of rendered) {
    it(`O5 file names: ${template === undefined ? 'no path' : `"${template}"`} is ${path}`, () => {
      assert.equal(names(template).path, path);
    });
  }

  const shapes: readonly (readonly [
    template: string,
    shape: FileNameShape,
    part: number | null,
    name: string,
    inner: string,
  ])[] = [
    ['x', ZIP, null, 'x.csv.zip', 'x.csv'],
    ['x.csv', ZIP, null, 'x.csv.zip', 'x.csv'],
    ['x.csv.zip', ZIP, null, 'x.csv.zip', 'x.csv'],
    ['x.zip', ZIP, null, 'x.zip', 'x.csv'],
    ['x.CSV.ZIP', ZIP, null, 'x.CSV.ZIP', 'x.CSV'],
    ['x', GZIP, null, 'x.csv.gz', 'x.csv'],
    ['x.csv.gz', GZIP, null, 'x.csv.gz', 'x.csv'],
    ['x', CSV, 1, 'x_0001.csv', 'x_0001.csv'],
    ['x.csv', CSV, 12, 'x_0012.csv', 'x_0012.csv'],
    ['x', CSV, 12345, 'x_12345.csv', 'x_12345.csv'],
    ['x-{part}-of-many', CSV, 2, 'x-0002-of-many.csv', 'x-0002-of-many.csv'],
    ['x-{part}', CSV, null, 'x-0001.csv', 'x-0001.csv'],
    ['x', ZIP, 3, 'x_0003.csv.zip', 'x_0003.csv'],
    ['x.zip', ZIP, 3, 'x_0003.zip', 'x_0003.csv'],
    ['x', { ...CSV, encrypted: true }, null, 'x.csv.pgp', 'x.csv'],
    ['x', { ...ZIP, encrypted: true }, null, 'x.csv.zip.pgp', 'x.csv'],
    ['x.csv.zip.pgp', { ...ZIP, encrypted: true }, null, 'x.csv.zip.pgp', 'x.csv'],
    ['x', { extension: 'parquet', archive: null }, null, 'x.parquet', 'x.parquet'],
    ['x.json', { extension: 'ndjson', archive: null }, null, 'x.json.ndjson', 'x.json.ndjson'],
  ];
  for (const [template, shape, part, name, inner] of shapes) {
    const facts = [shape.extension, shape.archive, shape.encrypted && 'pgp', part && `part ${part}`].filter(Boolean);
    it(`O4 file names: "${template}" (${facts.join(', ')}) is ${name}`, () => {
      const got = names(template, { part }, shape);
      assert.deepEqual([got.name, got.inner], [name, inner]);
    });
  }

  it('X2 file names: one manifest and one trigger beside the file, whatever its parts', () => {
    for (const part of [null, 1, 2]) {
      for (const [shape, ending] of [
        [CSV, ''],
        [ZIP, '.zip'],
        [GZIP, '.gz'],
      ] as const) {
        const got = names('out/x_%Y', { part }, shape);
        assert.equal(got.folder, 'out');
        assert.equal(got.manifest, `out/x_2026.csv${ending}.manifest.json`);
        assert.equal(got.trigger, `out/x_2026.csv${ending}.done`);
      }
    }
    assert.equal(names('x_{part}', { part: 2 }).manifest, 'x.csv.manifest.json');
    assert.equal(names('{part}', { part: 2 }).manifest, 'parts.csv.manifest.json');
  });

  it("D1 file names: dates are in the definition's timezone", () => {
    const late = runMoment(Temporal.Instant.from('2026-11-22T23:30:00Z'), 'Europe/Vienna');
    assert.equal(names('%Y%m%d_%H%M', late).name, '20261123_0030.csv');
    const west = runMoment(Temporal.Instant.from('2026-11-22T02:30:00Z'), 'America/St_Johns');
    assert.equal(names('%Y%m%d_%H%M%z', west).name, '20261121_2300-0330.csv');
  });

  it("O5 file names: the date is the run's day, also where DST moved the run past midnight", () => {
    const zone = 'America/Scoresbysund';
    const runDay = Temporal.PlainDate.from('2025-03-29');
    const runAt = atTime(runDay, Temporal.PlainTime.from('23:30'), zone);
    assert.equal(names('%Y%m%d', runMoment(runAt, zone, runDay)).name, '20250329.csv');
    assert.equal(names('%Y%m%d', runMoment(runAt, zone)).name, '20250330.csv');
  });

  it('O5 file names: the first window of since_last_success has no beginning to name', () => {
    const first = resolveWindow({ by: 'updated_at', since_last_success: true }, RUN);
    assert.ok(first.ok);
    assert.equal(names('{window.from}_{window.until}', { window: first.value }).name, 'beginning_2026-11-21.csv');
  });

  it('O5 file names: {rows} is known at the end only, and stays as written where nobody knows', () => {
    assert.ok(needsRowCount('x_{rows}') && !needsRowCount('x_{part}'));
    assert.equal(names('x_{rows}', { rows: 0 }).name, 'x_0.csv');
    assert.equal(names('x_{rows}', { rows: null }).name, 'x_{rows}.csv');
  });

  it('Q2 file names: a value is one plain word, whatever a store holds', () => {
    assert.equal(names('{run.id}', { runId: '../../etc/passwd\n' }).path, '------etc-passwd-.csv');
    assert.equal(names('{run.id}', { runId: '' }).path, 'run.csv');
  });

  const wrong: readonly (readonly [template: string, code: string, found: string, message: RegExp])[] = [
    ['x_%Q', 'unknown-token', '%Q', /"%Q" is not a token of file names/],
    ['x_{window.form}', 'unknown-token', '{window.form}', /Did you mean "\{window.from\}"/],
    ['x_{row}', 'unknown-token', '{row}', /Did you mean "\{rows\}"/],
    ['x_{rows', 'unknown-token', '{rows', /Did you mean "\{rows\}"/],
    ['x_}', 'unknown-token', '}', /not a token/],
    ['x_{}', 'unknown-token', '{}', /not a token/],
    ['50%', 'unknown-token', '%', /Did you mean "%%"/],
    ['../x', 'file-name-unsafe', '..', /leaves its folder/],
    ['a/../x', 'file-name-unsafe', '..', /leaves its folder/],
    ['a/..', 'file-name-unsafe', '..', /leaves its folder/],
    ['/../x', 'file-name-unsafe', '..', /leaves its folder/],
    ['../../x', 'file-name-unsafe', '..', /leaves its folder/],
    ['./x', 'file-name-unsafe', '.', /only dots/],
    ['.../x', 'file-name-unsafe', '...', /only dots/],
    ['a//x', 'file-name-unsafe', '', /folder without a name/],
    ['//x', 'file-name-unsafe', '', /folder without a name/],
    ['a/', 'file-name-unsafe', '', /no file name/],
    ['/', 'file-name-unsafe', '', /no file name/],
    ['', 'file-name-unsafe', '', /no file name/],
    ['a\\x', 'file-name-unsafe', '\\', /backslash/],
    ['a\u0000x', 'file-name-unsafe', '\u0000', /control/],
    ['a\nx', 'file-name-unsafe', '\n', /control/],
    ['a\r\nDELE x', 'file-name-unsafe', '\r', /control/],
    ['a\u0085x', 'file-name-unsafe', '\u0085', /control/],
    ['a\u202ecsv.exe', 'file-name-unsafe', '\u202e', /direction/],
    ['a\u2066x', 'file-name-unsafe', '\u2066', /direction/],
    ['a\ud800x', 'file-name-unsafe', '\ud800', /half/],
    ['a /x', 'file-name-unsafe', 'a ', /space/],
    [' x', 'file-name-unsafe', ' x', /space/],
    ['{part}/x', 'file-name-unsafe', '{part}', /folder/],
  ];
  for (const [template, code, found, message] of wrong) {
    it(`O5 file names: ${JSON.stringify(template)} is ${code}`, () => {
      const problems = checkFileName(template);
      assert.equal(problems.length, 1);
      const [first] = problems;
      assert.equal(first?.problem.code, code);
      assert.match(first?.problem.message ?? '', message);
      const { offset, length } = first?.span ?? { offset: -1, length: 0 };
      assert.equal(template.slice(offset, offset + length), found);
      const result = renderFileName(template, CONTEXT, CSV);
      assert.ok(!result.ok && result.problems[0].problem.code === code, 'a run refuses it too');
    });
  }

  it('O5 file names: every mistake is told, in the order of the text', () => {
    const codes = checkFileName('../%Q/{row}').map(p => `${p.problem.code} ${p.span?.offset}`);
    assert.deepEqual(codes, ['file-name-unsafe 0', 'unknown-token 3', 'unknown-token 6']);
  });

  it('O5 file names: window tokens need a window', () => {
    assert.equal(checkFileName('{window.until}', { hasWindow: false })[0]?.problem.code, 'file-name-no-window');
    const result = renderFileName('{window.from}', { ...CONTEXT, window: null }, CSV);
    assert.ok(!result.ok && result.problems[0].problem.code === 'file-name-no-window');
    assert.equal(names('plain', { window: null }).name, 'plain.csv');
  });

  it('O5 file names: names of more than 255 bytes and paths of more than 1024 are refused', () => {
    const longest = 'x'.repeat(MAX_NAME_BYTES - '.csv.manifest.json'.length);
    assert.equal(names(longest).name.length, 241);
    for (const template of [
      `${longest}x`,
      'é'.repeat(130),
      `${'x'.repeat(256)}/y`,
      Array(9).fill('x'.repeat(120)).join('/'),
    ]) {
      assert.deepEqual(checkFileName(template), []);
      const result = renderFileName(template, CONTEXT, CSV);
      assert.ok(!result.ok && result.problems[0].problem.code === 'file-name-too-long');
    }
  });

  it('O5 file names: every token on offer is known, and its example is what it gives', () => {
    for (const { token, example } of FILE_NAME_TOKENS) {
      assert.deepEqual(checkFileName(token), []);
      assert.ok(example !== '');
    }
  });

  const inherited: readonly (readonly [name: string, file: string])[] = [
    ['daily-sales', 'daily-sales.csv'],
    ['Tägliche Umsätze', 'Tägliche Umsätze.csv'],
    ['100% {rows} %Y', '100% {rows} %Y.csv'],
    ['a\\b:c*d?"e"<f>|g', 'a-b-c-d--e--f--g.csv'],
    ['..hidden..', 'hidden.csv'],
    ['...', 'export.csv'],
    ['a/../b', 'a-..-b.csv'],
    ['sales.csv', 'sales.csv'],
  ];
  for (const [name, file] of inherited) {
    it(`D1 file names: without a path the export "${name}" gives ${file}`, () => {
      assert.equal(names(undefined, { exportName: name }).path, file);
    });
  }

  it('D1 file names: long names are cut, and two of them stay two', () => {
    const one = defaultFileName(`${'日'.repeat(99)}1`);
    const other = defaultFileName(`${'日'.repeat(99)}2`);
    assert.ok(Buffer.byteLength(one) <= 200 && one !== other);
    assert.match(one, /^日+-[0-9a-f]{8}$/);
  });

  it('Q2 file names: whatever is written, what comes out stays in its folder', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%Y',
      '{rows}',
      '{run.id}',
      '{part}',
      '\u0000',
      '\u202e',
      'x',
      ' ',
      '%%',
    );
    const hostile = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map(p => p.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (template, runId, exportName) => {
        for (const text of [template, undefined]) {
          const result = renderFileName(text, { ...CONTEXT, runId, exportName }, ZIP);
          if (!result.ok) continue;
          const { path, manifest, trigger, inner } = result.value;
          assert.ok(!inner.includes('/'));
          for (const file of [path, manifest, trigger, inner]) {
            assert.ok(!file.startsWith('/') && !/[\\\u0000-\u001f\u202a-\u202e]/.test(file), file);
            for (const segment of file.split('/')) {
              assert.ok(segment !== '' && segment !== '.' && segment !== '..', file);
              assert.ok(Buffer.byteLength(segment) <= MAX_NAME_BYTES);
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
