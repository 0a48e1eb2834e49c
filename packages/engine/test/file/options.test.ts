import assert from 'node:assert/strict';
import { resolveFileOptions } from '../../src/file/options.ts';
import { fileSchema, type WrittenFile } from '../../src/file/options-schema.ts';
import { parseSize } from '../../src/file/size.ts';

const said = (written: WrittenFile, model?: Parameters<typeof resolveFileOptions>[1]) =>
  resolveFileOptions(written, model).problems.map(p => `${p.place?.path}: ${p.code}`);

const accepts = (written: unknown): boolean => fileSchema.safeParse(written).success;

describe('the file block', () => {
  it('O2 csv: a file left out is csv with the profile machine', () => {
    assert.deepEqual(resolveFileOptions(undefined), {
      options: {
        format: 'csv',
        profile: 'machine',
        delimiter: ',',
        enclosure: '"',
        newline: '\n',
        header: true,
        quote: 'needed',
        encoding: 'utf-8',
        nullToken: '',
        formulaGuard: false,
        decimalComma: false,
        archive: undefined,
        split: undefined,
        encrypt: undefined,
      },
      problems: [],
    });
  });

  it('O2 csv: each profile sets its values together, and keys beside it win', () => {
    const values = (written: WrittenFile) => {
      const { delimiter, newline, encoding, quote, formulaGuard, decimalComma } = resolveFileOptions(written).options;
      return [delimiter, newline, encoding, quote, formulaGuard, decimalComma];
    };
    assert.deepEqual(values({ profile: 'excel' }), [',', '\r\n', 'utf-8-bom', 'needed', true, false]);
    assert.deepEqual(values({ profile: 'excel-eu' }), [';', '\r\n', 'utf-8-bom', 'needed', true, true]);
    assert.deepEqual(values({ profile: 'sfmc' }), [',', '\r\n', 'utf-8', 'always', false, false]);
    assert.deepEqual(values({ profile: 'excel-eu', delimiter: '\t', formula_guard: false, encoding: 'utf-16le' }), [
      '\t',
      '\r\n',
      'utf-16le',
      'needed',
      false,
      true,
    ]);
  });

  it('O1 psv is machine with a bar', () => {
    const { options, problems } = resolveFileOptions({ format: 'psv' });
    assert.deepEqual(problems, []);
    assert.deepEqual(options, { ...resolveFileOptions(undefined).options, format: 'psv', delimiter: '|' });
  });

  it('O1 delimiter, enclosure, newline and header elsewhere than in csv are errors at their keys', () => {
    const keys = { delimiter: ';', enclosure: "'", newline: '\n', header: false } as const;
    for (const format of ['psv', 'json', 'ndjson', 'parquet', 'xlsx'] as const) {
      assert.deepEqual(
        said({ format, ...keys }),
        Object.keys(keys).map(key => `file.${key}: file-key-not-for-format`),
      );
    }
    const [first] = resolveFileOptions({ format: 'json', header: true }).problems;
    assert.equal(first?.message, '`header` applies to csv only, and this file is json.');
  });

  it('O2 csv: what only csv and psv have is an error in json, what says nothing new is not', () => {
    assert.deepEqual(said({ format: 'psv', quote: 'always', null: 'NULL', encoding: 'utf-16le' }), []);
    assert.deepEqual(said({ format: 'json', quote: 'always', null: '', formula_guard: true }), [
      'file.quote: file-key-not-for-format',
      'file.null: file-key-not-for-format',
      'file.formula_guard: file-key-not-for-format',
    ]);
    assert.deepEqual(said({ format: 'json', encoding: 'utf-8', profile: 'machine' }), []);
    assert.deepEqual(said({ format: 'json', encoding: 'utf-8-bom', profile: 'excel' }), [
      'file.profile: file-value-not-for-format',
      'file.encoding: file-value-not-for-format',
    ]);
  });

  it('O1 a model that is offered as json only', () => {
    const challenges = { name: 'challenges', allowedFormats: ['json'] as const };
    assert.deepEqual(said({ format: 'csv' }, challenges), ['file.format: format-not-offered']);
    assert.deepEqual(said({ format: 'json' }, challenges), []);
    assert.equal(resolveFileOptions(undefined, challenges).options.format, 'json');
  });

  it('O2 csv: characters that a reader could not tell apart are errors', () => {
    assert.deepEqual(said({ delimiter: '"' }), ['file.delimiter: delimiter-is-enclosure']);
    assert.deepEqual(said({ delimiter: ';', enclosure: ';' }), ['file.enclosure: delimiter-is-enclosure']);
    assert.deepEqual(said({ null: 'a,b' }), ['file.null: null-token-clashes']);
    assert.deepEqual(said({ null: '"' }), ['file.null: null-token-clashes']);
    assert.deepEqual(said({ null: '"', enclosure: 'none' }), []);
    assert.deepEqual(said({ quote: 'always', enclosure: 'none' }), ['file.quote: quote-without-enclosure']);
    assert.deepEqual(said({ profile: 'sfmc', enclosure: 'none' }), ['file.enclosure: quote-without-enclosure']);
  });

  it('O2 csv: delimiter and enclosure are one character, whatever its size, and no line break', () => {
    for (const good of [',', '\t', 'é', '😀', ' ']) assert.ok(accepts({ delimiter: good, enclosure: '~' }), good);
    for (const bad of ['', ',,', '\n', '\r', '\0', 'e\u0301', '\ud83d']) {
      assert.ok(!accepts({ delimiter: bad }), JSON.stringify(bad));
      assert.ok(!accepts({ enclosure: bad }), JSON.stringify(bad));
    }
    assert.ok(!accepts({ null: 'a\nb' }) && !accepts({ null: null }) && !accepts({ newline: '\n\r' }));
    assert.ok(!accepts({ delimeter: ',' }), 'an unknown key');
  });

  it('O4 sizes of parts', () => {
    assert.equal(parseSize('100 MB'), 100_000_000);
    assert.equal(parseSize('1.5GiB'), 1_610_612_736);
    assert.equal(parseSize('1 kb'), 1000);
    for (const bad of ['', '100', 'MB', '0 MB', '-1 MB', '1 PB', '1e3 MB', '99999999 TB']) {
      assert.equal(parseSize(bad), undefined, bad);
    }
    assert.ok(accepts({ split: { size: '100 MB' } }) && accepts({ split: { rows: 1 } }));
    assert.ok(
      !accepts({ split: { rows: 0 } }) && !accepts({ split: { rows: 1, size: '1 MB' } }) && !accepts({ split: {} }),
    );
  });

  it('O4 a parquet file is split by rows only', () => {
    const { problems } = resolveFileOptions({ format: 'parquet', split: { size: '2 KB' } });
    assert.deepEqual(
      problems.map(p => [p.code, p.place?.path]),
      [['split-size-not-for-format', 'file.split']],
    );
    assert.deepEqual(resolveFileOptions({ format: 'parquet', split: { rows: 2 } }).problems, []);
    assert.deepEqual(resolveFileOptions({ split: { size: '2 KB' } }).options.split, { by: 'size', bytes: 2000 });
  });
});
