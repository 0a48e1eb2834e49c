import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseYaml } from '../../src/definition/index.ts';
import { expectProblems, textAt } from './expect-problems.ts';

describe('definition/parse-yaml', () => {
  const values: readonly (readonly [yaml: string, value: unknown])[] = [
    ['10', 10],
    ['-0.5', -0.5],
    ['1.50', '1.50'],
    ['007', '007'],
    ['9007199254740993', '9007199254740993'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['1e3', '1e3'],
    ['0x1F', '0x1F'],
    ['.inf', '.inf'],
    ['"10"', '10'],
    ['06:30', '06:30'],
    ['2026-12-01', '2026-12-01'],
    ['true', true],
    ['yes', 'yes'],
    ['on', 'on'],
    ['~', null],
  ];
  for (const [yaml, value] of values) {
    it(`D3 numbers: ${yaml} is read as ${JSON.stringify(value)}`, () => {
      assert.deepEqual(parseYaml(`a: ${yaml}\n`).value, { a: value });
    });
  }

  it('D2 replace: keys are text as written', () => {
    assert.deepEqual(parseYaml('{1.50: a, true: b, 06:30: c, null: d, 0x1: e}').value, {
      '1.50': 'a',
      true: 'b',
      '06:30': 'c',
      null: 'd',
      '0x1': 'e',
    });
  });

  it('D3 numbers: no digit of a number is ever lost', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,30}(\.\d{1,30})?$/), digits => {
        const { a } = parseYaml(`a: ${digits}`).value as { a: string | number };
        assert.equal(String(a), digits);
      }),
    );
  });

  const wrong: readonly (readonly [
    name: string,
    yaml: string,
    code: string,
    at: string,
    place: string,
    says: RegExp,
  ])[] = [
    ['a tab', 'a:\n\t- b\n', 'yaml-syntax', '\t', '2:1', /spaces/],
    ['a bracket left open', 'a: [1, 2\nb: 3\n', 'yaml-syntax', '[', '1:4', /never closed/],
    ['a channel without quotes', 'n: [{slack: #sales}]\n', 'yaml-syntax', '{', '1:5', /"#sales"/],
    ['a quote left open', 'a: "x\nb: 1\n', 'yaml-syntax', '"', '1:4', /never closed/],
    ['a reserved character', 'path: %Y\n', 'yaml-syntax', '%', '1:7', /quotes/],
    ['a bare asterisk', 'h: {hours: *, m: 1}\n', 'yaml-syntax', '*', '1:12', /alias/],
    ['a colon in a value', 'a: b: c\n', 'yaml-syntax', 'b: c', '1:4', /quotes/],
    ['no space after the colon', 'a:b\nc: 1\n', 'yaml-syntax', 'a:b', '1:1', /space is missing/],
    ['a line of words', 'a: 1\nfoo\n', 'yaml-syntax', 'foo', '2:1', /neither/],
    ['a second document', 'a: 1\n---\nb: 2\n', 'yaml-syntax', '---', '2:1', /one/],
    ['an unknown escape', 'a: "\\q"\n', 'yaml-syntax', '\\q', '1:5', /escape/],
    ['an unknown tag', 'a: !foo 1\n', 'yaml-syntax', '!foo', '1:4', /tag/],
    ['a key that is there twice', 'a: 1\n"a": 2\n', 'duplicate-key', '"a"', '2:1', /twice/],
    ['a list as key', '? [a]\n: 1\n', 'yaml-key', '[a]', '1:3', /one word/],
    ['a merge key', 'a: &x {b: 1}\nc: {<<: *x}\n', 'yaml-merge', '<<', '2:5', /extends/],
    ['an alias inside what it names', 'a: &x [*x]\n', 'yaml-alias', '*x', '1:8', /inside/],
    ['an empty file', '', 'file-empty', '', '1:1', /empty/],
    ['comments only', '# nothing\n', 'file-empty', '', '1:1', /empty/],
  ];
  for (const [name, yaml, code, at, place, says] of wrong) {
    it(`D1 YAML: ${name} is one ${code}, at its place`, () => {
      expectProblems(yaml, parseYaml(yaml).problems, [{ code, at, place, says }]);
    });
  }

  it('Q3 limits: aliases of aliases are refused before they are written out', () => {
    const laughs = Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${Array(9)
          .fill(i ? `*a${i - 1}` : 'x')
          .join(', ')}]`,
    );
    const started = performance.now();
    assert.deepEqual(
      parseYaml(laughs.join('\n')).problems.map(p => p.code),
      ['yaml-alias'],
    );
    assert.ok(performance.now() - started < 2000);
  });

  it('Q3 limits: an alias that stands for a value is followed', () => {
    assert.deepEqual(parseYaml('a: &x [1]\nb: *x\n').value, { a: [1], b: [1] });
  });

  it('Q3 limits: nesting without end and endless files are problems, not crashes', () => {
    for (const depth of [150, 5_000, 200_000]) {
      assert.deepEqual(
        parseYaml('['.repeat(depth) + ']'.repeat(depth)).problems.map(p => p.code),
        ['yaml-too-deep'],
      );
    }
    assert.deepEqual(
      parseYaml('x'.repeat(5_000_001)).problems.map(p => p.code),
      ['file-too-long'],
    );
  });

  it('D1 YAML: a byte order mark and CRLF change neither values nor places', () => {
    const plain = 'a: 1\nb:\n  - c\n  - dd: e\n';
    const windows = `\ufeff${plain.replaceAll('\n', '\r\n')}`;
    const [one, two] = [parseYaml(plain), parseYaml(windows)];
    assert.deepEqual(two.value, one.value);
    for (const path of [['a'], ['b', 0], ['b', 1, 'dd'], ['b', 1], ['b']])
      assert.deepEqual(two.locate(path), one.locate(path));
  });

  it('V4 places: of keys, values, items, and of what is not there', () => {
    const text = 'fields:\n  - {from: id, to: "A B"}\n  - name\nmode:\n';
    const yaml = parseYaml(text, 'x.yaml');
    const at = (path: readonly (string | number)[], what?: 'key' | 'value') =>
      textAt(text, { place: yaml.locate(path, what) } as never);
    assert.equal(at(['fields', 0, 'to']), '"A B"');
    assert.equal(at(['fields', 0, 'to'], 'key'), 'to');
    assert.equal(at(['fields', 1]), 'name');
    assert.equal(at(['fields', 0]), '{from: id, to: "A B"}');
    assert.equal(at(['fields']), 'fields');
    assert.equal(at(['mode']), 'mode');
    assert.equal(at(['fields', 0, 'nothing']), '{from: id, to: "A B"}');
    assert.equal(at(['nothing', 'here']), 'fields');
    assert.equal(textAt(text, { place: yaml.locateInside(['fields', 0, 'to'], 2, 3) } as never), 'B');
    assert.deepEqual(yaml.locate(['fields', 0, 'to']), {
      file: 'x.yaml',
      line: 2,
      column: 20,
      endLine: 2,
      endColumn: 25,
      path: 'fields[0].to',
    });
  });

  it('V2 incomplete documents: any text is read without an exception, and places stay inside it', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', ':', ' ', '\n', '-', '{', '}', '[', ']', '"', '&', '*', '#', '\t', '|', '?'),
        }),
        text => {
          const yaml = parseYaml(text);
          for (const { place } of yaml.problems) {
            assert.ok((place?.line ?? 0) >= 1 && (place?.line ?? 0) <= text.split('\n').length);
            assert.ok((place?.column ?? 0) >= 1);
          }
          yaml.locate(['a', 0, 'b']);
        },
      ),
      { numRuns: 500 },
    );
  });
});
