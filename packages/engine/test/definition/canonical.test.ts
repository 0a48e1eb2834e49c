import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import {
  type FileKind,
  fileKindOf,
  formatText,
  parseExport,
  parseYaml,
  writeCanonical,
} from '../../src/definition/index.ts';
import { EXPORT, MODEL, WORKSPACE_FILE } from './whole-language.ts';

function format(text: string, kind: FileKind = 'export'): string {
  const formatted = formatText(text, kind);
  assert.ok(formatted.ok, JSON.stringify(formatted));
  return formatted.text;
}

/** The keys of a file in their order. */
const keysOf = (text: string): readonly string[] => Object.keys(parseYaml(text).value as object);

describe('definition/canonical', () => {
  const cases: readonly (readonly [title: string, before: string, after: string, kind?: FileKind])[] = [
    [
      'keys in the order of the language',
      'name: x\nversion: 1\nmode: full\nmodel: m\n',
      'version: 1\nname: x\nmodel: m\nmode: full\n',
    ],
    ['keys of a field in their order', 'fields: [{to: A, from: a}]\n', 'fields:\n  - {from: a, to: A}\n'],
    [
      'a field of its name alone is the name',
      'fields:\n  - from: id\n  - {from: a, to: A}\n',
      'fields:\n  - id\n  - {from: a, to: A}\n',
    ],
    ['a list of plain fields is one line', 'fields:\n  - from: id\n  - b\n', 'fields: [id, b]\n'],
    [
      'one set needs no `any`',
      'filters:\n  any:\n    - all: [{attribute: a, operator: is_empty}]\n',
      'filters:\n  all:\n    - {attribute: a, operator: is_empty}\n',
    ],
    ['one destination needs no list', 'deliver: [{to: share}]\n', 'deliver: {to: share}\n'],
    [
      'a list of one value stays a list',
      'filters: {all: [{attribute: a, operator: in, value: [1]}]}\n',
      'filters:\n  all:\n    - {attribute: a, operator: in, value: [1]}\n',
    ],
    [
      'quotes only where they are needed',
      'description: "Sales, daily"\nowner: \'anna@example.com\'\n',
      'description: Sales, daily\nowner: anna@example.com\n',
    ],
    [
      'times are quoted',
      'schedule: {weekly: {days: [monday], at: [06:30]}}\n',
      'schedule: {weekly: {days: [monday], at: ["06:30"]}}\n',
    ],
    [
      'date expressions are quoted, days are not',
      'window: {from: "2026-12-01", to: date:today}\n',
      'window: {from: 2026-12-01, to: "date:today"}\n',
    ],
    ['words that YAML 1.1 misreads are quoted', "description: 'yes'\n", 'description: "yes"\n'],
    ['numbers as text stay text', 'name: "2026"\n', 'name: "2026"\n'],
    [
      'digits stay as written',
      'filters: {all: [{attribute: a, operator: in, value: [1.50, 12345678901234567890, "1.50"]}]}\n',
      'filters:\n  all:\n    - {attribute: a, operator: in, value: [1.50, 12345678901234567890, "1.50"]}\n',
    ],
    ['an enclosure in single quotes', "file: {enclosure: '\"'}\n", "file: {enclosure: '\"'}\n"],
    [
      'escapes in double quotes',
      'file: {newline: "\\r\\n", delimiter: "\\t"}\n',
      'file: {delimiter: "\\t", newline: "\\r\\n"}\n',
    ],
    [
      'a text of several lines is a block',
      'description: "one\\ntwo\\n"\nname: x\n',
      'name: x\ndescription: |\n  one\n  two\n',
    ],
    [
      'comments stay with what they stand at',
      '# top\n\n# mode\nmode: full # all\nfields: # list\n  # first\n  - {from: a} # short\n# end\n',
      '# top\n\nfields: # list\n  # first\n  - a # short\n# mode\nmode: full # all\n# end\n',
    ],
    [
      'aliases are written out',
      'fields: [{from: a, replace: &r {x: y}}, {from: b, replace: *r}]\n',
      'fields:\n  - {from: a, replace: {x: "y"}}\n  - {from: b, replace: {x: "y"}}\n',
    ],
    [
      'a model field of its type alone',
      'fields: {id: {type: integer}}\nkey: [id]\n',
      'key: id\nfields: {id: integer}\n',
      'model',
    ],
    ['CRLF becomes LF', 'name: x\r\nmodel: m\r\n', 'name: x\nmodel: m\n'],
  ];
  for (const [title, before, after, kind] of cases) {
    it(`C1 format: ${title}`, () => {
      assert.equal(format(before, kind), after);
      assert.equal(format(after, kind), after);
    });
  }

  it('C1 format: the whole language keeps its order, its comments and its meaning', () => {
    for (const [text, kind] of [
      [EXPORT, 'export'],
      [MODEL, 'model'],
      [WORKSPACE_FILE, 'workspace'],
    ] as const) {
      const once = format(text, kind);
      assert.equal(format(once, kind), once);
      assert.deepEqual(keysOf(once), keysOf(text));
      assert.equal((once.match(/ #/g) ?? []).length, (text.match(/ #/g) ?? []).length);
    }
  });

  it('C1 format: a file that cannot be read is not changed, and says why', () => {
    assert.deepEqual(formatText('a: [', 'export').ok, false);
  });

  const demo = new URL('../../../demo/workspace/', import.meta.url);
  const files = ['exports', 'catalog'].flatMap(folder =>
    fs.readdirSync(new URL(`${folder}/`, demo)).map(f => `${folder}/${f}`),
  );
  for (const file of [...files, 'waybill.yaml']) {
    it(`C1 format: ${file} keeps its meaning and its comments`, () => {
      const text = fs.readFileSync(new URL(file, demo), 'utf8');
      const kind = fileKindOf(file) as FileKind;
      const once = format(text, kind);
      assert.equal(format(once, kind), once);
      const words = (t: string) => (t.match(/#.*$/gm) ?? []).length;
      assert.equal(words(once), words(text));
      if (kind === 'export') assert.deepEqual(parseExport(once).value, parseExport(text).value);
    });
  }

  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        ':',
        '#',
        '-',
        '"',
        "'",
        '\\',
        '\n',
        '\t',
        ',',
        '{',
        ']',
        '*',
        '0',
        '.',
        '\u2028',
        '\u00e9',
      ),
      maxLength: 8,
    }),
    fc.constantFrom(
      'yes',
      'null',
      '~',
      '06:30',
      '1e3',
      '0x1',
      '1_000',
      '2026-12-01',
      'date:today',
      '=1+1',
      '- a',
      '...',
      '---',
      '<<',
      '\ufeffa',
      ' a ',
      'a #b',
      'a: b',
    ),
  );
  const scalar = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => Number(n.toFixed(3))),
  );
  const field = fc.oneof(
    text.filter(t => t !== ''),
    fc.record(
      {
        to: text.filter(t => t !== ''),
        from: text.filter(t => t !== ''),
        replace: fc.dictionary(text, scalar, { maxKeys: 3 }),
        default: scalar,
      },
      { requiredKeys: ['from'] },
    ),
  );
  const definition = fc.record(
    {
      filters: fc.oneof(
        fc.constant('none'),
        fc.record({
          any: fc.array(
            fc.record({
              all: fc.array(
                fc.record({
                  value: fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })),
                  operator: text.filter(t => t !== ''),
                  attribute: text.filter(t => t !== ''),
                }),
                { minLength: 1, maxLength: 3 },
              ),
            }),
            { minLength: 1, maxLength: 3 },
          ),
        }),
      ),
      fields: fc.array(field, { minLength: 1, maxLength: 4 }),
      description: text,
      deliver: fc.array(fc.record({ path: text.filter(t => t !== ''), to: fc.constant('share') }), {
        minLength: 1,
        maxLength: 2,
      }),
      model: fc.constant('m'),
      name: fc.constantFrom('x', '2026', 'naïve "x"', 'a: b'),
      version: fc.constant(1 as const),
    },
    { requiredKeys: ['version', 'name', 'model'] },
  );

  it('C1 format: what is written from plain JavaScript reads back as the same', () => {
    fc.assert(
      fc.property(definition, value => {
        const written = writeCanonical(value, 'export');
        const [direct, back] = [parseExport(JSON.stringify(value)), parseExport(written)];
        assert.deepEqual(back.problems, [], written);
        assert.deepEqual(back.value, direct.value);
      }),
      { numRuns: 400 },
    );
  });

  it('C1 format: formatting twice changes nothing more, and never the meaning', () => {
    fc.assert(
      fc.property(definition, value => {
        const json = JSON.stringify(value, null, 1);
        const once = format(json);
        assert.equal(format(once), once);
        assert.deepEqual(parseExport(once).value, parseExport(json).value);
      }),
      { numRuns: 400 },
    );
  });

  it('C1 format: a key without a value, with a blank line after it', () => {
    const once = format('version: 1\nfields:\n  - from: \n\n');
    assert.equal(format(once), once);
  });

  it('C1 format: any text that is YAML keeps its values', () => {
    const yaml = fc.string({
      unit: fc.constantFrom('a', 'b: ', '- ', '\n', '  ', '#c', '"x"', '[', ']', '{', '}', ', ', '1.50', "'", '|\n  '),
      maxLength: 30,
    });
    fc.assert(
      fc.property(yaml, text => {
        const formatted = formatText(text, 'export');
        if (!formatted.ok) return;
        assert.deepEqual(parseYaml(formatted.text).problems, []);
        const again = formatText(formatted.text, 'export');
        assert.equal(again.ok && again.text, formatted.text);
      }),
      { numRuns: 1000 },
    );
  });
});
