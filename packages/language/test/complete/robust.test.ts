import assert from 'node:assert/strict';
import { type FileKind, parseYaml } from '@waybill/engine/definition';
import fc from 'fast-check';
import { complete } from '../../src/complete/complete.ts';
import { type LanguageDocument, languageDocument } from '../../src/language-document.ts';
import { placeAt } from '../../src/place/place-at.ts';
import type { Position } from '../../src/positions.ts';
import { accepted } from '../support/accepted.ts';
import { VALID } from '../support/valid-files.ts';
import { documentOf, nowhere, SAMPLES, textOf, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

/** Asks at a position, and that every answer is one an editor takes. */
function asked(document: LanguageDocument, at: Position, workspace = demo): number {
  // No editor has a cursor between the two characters of a line's end.
  const position = document.positionAt(document.offsetAt(at));
  const completions = complete(document, position, workspace);
  const where = () => `${document.file}:${position.line}:${position.character}\n${document.text}`;
  for (const { range, label, insertText } of completions) {
    const { start, end } = range;
    const holds = start.line === position.line && end.line === position.line;
    assert.ok(holds && start.character <= position.character && position.character <= end.character, where());
    assert.ok(end.character <= (document.lines[end.line] ?? '').length, where());
    assert.ok(label !== '' && insertText !== '', where());
  }
  const place = placeAt(document, position);
  if (place) {
    const offset = document.offsetAt(position);
    const { range, text, before } = place.word;
    assert.equal(document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end)), text, where());
    assert.equal(document.text.slice(document.offsetAt(range.start), offset), before, where());
  }
  return completions.length;
}

describe('V2 completion in documents that are not finished', () => {
  it('V2 completion: every truncation of every file of the demo', () => {
    for (const file of SAMPLES) {
      const text = textOf(file);
      // All of the last lines, every seventh character of what is above them.
      for (let end = text.length; end >= 0; end -= end > text.length - 300 ? 1 : 7) {
        const document = documentOf(file, text.slice(0, end));
        asked(document, document.positionAt(end));
      }
    }
  }).timeout(300_000);

  for (const [kind, text] of Object.entries(VALID) as [FileKind, string][]) {
    it(`V2 completion: every truncation of a sample ${kind}, with the rest below it and without`, () => {
      for (let end = 0; end <= text.length; end++) {
        const cut = languageDocument(`a.${kind}.yaml`, kind, text.slice(0, end));
        asked(cut, cut.positionAt(end));
        asked(cut, cut.positionAt(end), nowhere);
        const lineEnd = text.indexOf('\n', end);
        const hole = languageDocument(
          `a.${kind}.yaml`,
          kind,
          text.slice(0, end) + (lineEnd < 0 ? '' : text.slice(lineEnd)),
        );
        asked(hole, hole.positionAt(end));
      }
    }).timeout(120_000);
  }

  it('V2 completion: after any edits, at any place', () => {
    const kinds = fc.constantFrom(...(Object.keys(VALID) as FileKind[]));
    const piece = fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ': ',
        ':',
        '- ',
        '"',
        "'",
        '\n',
        '\r\n',
        '\t',
        '  ',
        '#',
        ', ',
        '|',
        '>-\n',
        '%',
        '${',
        '.',
        '&a ',
        '*a',
        '!t ',
        '---\n',
        '<<<<<<< x\n',
        '? ',
        'date:',
        'customer.',
        '😀',
        '\u2028',
      ),
      fc.string({ maxLength: 5 }),
    );
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insert: piece });
    fc.assert(
      fc.property(
        kinds,
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (kind, edits, where) => {
          let text = VALID[kind];
          let last = 0;
          for (const { at, remove, insert } of edits) {
            const offset = Math.floor(at * text.length);
            text = text.slice(0, offset) + insert + text.slice(offset + remove);
            last = offset + insert.length;
          }
          const document = languageDocument(`a.${kind}.yaml`, kind, text);
          asked(document, document.positionAt(last));
          asked(document, document.positionAt(Math.floor(where * text.length)));
        },
      ),
      { numRuns: 1500 },
    );
  }).timeout(120_000);

  it('V2 completion: in text that is no YAML at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(80), (text, at) => {
        const document = languageDocument('a.export.yaml', 'export', text);
        asked(document, document.positionAt(at));
      }),
      { numRuns: 1000 },
    );
  }).timeout(60_000);
});

/** Where the scan sees something in a valid text: at the ends of words, and on empty lines between all others. */
function* places(kind: FileKind, text: string): Generator<readonly [LanguageDocument, Position]> {
  const document = languageDocument(`a.${kind}.yaml`, kind, text);
  for (const match of text.matchAll(/[\w.%}"]+(?=[\s,\]}:]|$)|[[{]/g)) {
    const position = document.positionAt(match.index + match[0].length);
    yield [document, position];
  }
  for (const [i, line] of document.lines.entries()) {
    const offset = document.offsetAt({ line: i, character: line.length });
    for (const indent of new Set([0, 2, 4, 6, 8].filter(n => n <= line.length - line.trimStart().length + 2))) {
      const withLine = `${text.slice(0, offset)}\n${' '.repeat(indent)}${text.slice(offset)}`;
      const opened = languageDocument(`a.${kind}.yaml`, kind, withLine);
      yield [opened, { line: i + 1, character: indent }];
    }
  }
}

const isSyntax = (text: string): boolean => parseYaml(text).problems.some(({ code }) => code === 'yaml-syntax');

describe('V2 what a completion writes', () => {
  for (const [kind, text] of Object.entries(VALID) as [FileKind, string][]) {
    it(`V2 completion: whatever is accepted in a valid ${kind}, it can be read`, () => {
      assert.ok(!isSyntax(text));
      let count = 0;
      for (const [document, position] of places(kind, text)) {
        if (isSyntax(document.text)) continue;
        const completions = complete(document, position, demo);
        // Of long lists of equals, such as zones, the first are enough.
        const some = completions.filter((_, i) => i < 40 && completions[i - 3]?.kind !== 'zone');
        for (const completion of some) {
          const after = accepted(document, completion);
          count++;
          assert.ok(
            !isSyntax(after),
            `${completion.label} at ${position.line}:${position.character}\n${after}\n${JSON.stringify(parseYaml(after).problems[0]?.message)}`,
          );
        }
      }
      assert.ok(count > 300, `${count} were accepted`);
    }).timeout(120_000);
  }
});
