import { strict as assert } from 'node:assert';
import { formatText } from '@waybill/engine/definition';
import { foldsOf } from '../src/folding/folding.ts';
import { selectionsAt } from '../src/folding/selection.ts';
import { changedLines } from '../src/format/changed-lines.ts';
import { formatDocument } from '../src/format/format.ts';
import type { Position, Range } from '../src/positions.ts';
import { type OutlineSymbol, outlineOf } from '../src/symbols/outline.ts';
import { workspaceSymbols } from '../src/symbols/workspace-symbols.ts';
import { applyEdits, documentOf, SAMPLES, textOf, workspaceOf } from './support/workspace.ts';

const EXPORT = `# Sales
# of one day
version: 1
name: sales
model: transactions
fields:
- id
- {from: amount, to: Amount}
- from: channel
  replace:
    online: Web
filters:
  all:
    - {attribute: amount, operator: between, value: [1, 5]}
deliver: {to: share}
`;

const drawn = (symbols: readonly OutlineSymbol[], depth = 0): string[] =>
  symbols.flatMap(({ name, detail, kind, children }) => [
    `${'  '.repeat(depth)}${kind} ${name}${detail === '' ? '' : ` | ${detail}`}`,
    ...drawn(children, depth + 1),
  ]);

const notAfter = (a: Position, b: Position) => a.line < b.line || (a.line === b.line && a.character <= b.character);
const inside = (inner: Range, outer: Range) => notAfter(outer.start, inner.start) && notAfter(inner.end, outer.end);

function checkRanges(symbols: readonly OutlineSymbol[], outer?: Range): void {
  for (const { name, range, selection, children } of symbols) {
    assert.ok(inside(selection, range), name);
    if (outer) assert.ok(inside(range, outer), name);
    checkRanges(children, range);
  }
}

describe('V5 outline, folding and formatting', () => {
  it('V5 outline: keys, fields with their headers, criteria in words', () => {
    assert.deepEqual(drawn(outlineOf(documentOf('exports/sales.export.yaml', EXPORT))), [
      'value version | 1',
      'value name | sales',
      'value model | transactions',
      'list fields | 3',
      '  field id',
      '  field amount | → Amount',
      '  field channel',
      'section filters | all',
      '  list all | 1',
      '    criterion amount | between 1, 5',
      'section deliver | to: share',
      '  value to | share',
    ]);
  });

  it('V5 outline: a model shows fields with their types, relations, KPIs; waybill.yaml its sources and destinations', () => {
    const model = drawn(outlineOf(documentOf('catalog/stores.model.yaml')));
    assert.ok(model.includes('  field id | integer') || model.includes('  field id | string'), model.join('\n'));
    const transactions = drawn(outlineOf(documentOf('catalog/transactions.model.yaml')));
    assert.ok(
      transactions.some(line => /^ {2}relation customer \| customers/.test(line)),
      transactions.join('\n'),
    );
    const workspace = drawn(outlineOf(documentOf('waybill.yaml')));
    assert.ok(
      workspace.some(line => /^ {2}source \w+ \| \w+/.test(line)),
      workspace.join('\n'),
    );
  });

  it('V5 outline: ranges lie in each other, for every sample and every beginning of one', () => {
    for (const file of SAMPLES) checkRanges(outlineOf(documentOf(file)));
    for (let length = 0; length <= EXPORT.length; length++) {
      checkRanges(outlineOf(documentOf('exports/sales.export.yaml', EXPORT.slice(0, length))));
    }
  });

  it('V5 symbols: what the workspace declares is found by letters of its name', () => {
    const names = (query: string) =>
      workspaceSymbols(query, workspaceOf()).map(({ name, kind, container }) => [name, kind, container]);
    assert.deepEqual(
      names('dailysales').filter(([, kind]) => kind === 'export'),
      [['daily-sales', 'export', '']],
    );
    assert.ok(
      names('bill_number').some(([name, kind, of]) => `${name} ${kind} ${of}` === 'bill_number field transactions'),
    );
    assert.ok(names('').length > 100);
    assert.deepEqual(names('nothing of that name'), []);
    for (const { name, location } of workspaceSymbols('', workspaceOf())) {
      const { range, file } = location;
      const line = documentOf(file).lines[range.start.line] ?? '';
      assert.equal(line.slice(range.start.character, range.end.character), name);
    }
  });

  it('V5 folding: keys, items of lists under their key, and blocks of comments', () => {
    assert.deepEqual(
      foldsOf(documentOf('exports/sales.export.yaml', EXPORT)).map(({ from, to, kind }) => [from, to, kind]),
      [
        [0, 1, 'comment'],
        [5, 10, 'region'],
        [8, 10, 'region'],
        [9, 10, 'region'],
        [11, 13, 'region'],
        [12, 13, 'region'],
      ],
    );
    const flow = 'fields: [\n  id,\n  name,\n]\nfilters: none\n';
    assert.deepEqual(foldsOf(documentOf('exports/x.export.yaml', flow)), [{ from: 0, to: 3, kind: 'region' }]);
  });

  it('V5 selection: grows from the word to the file', () => {
    const document = documentOf('exports/sales.export.yaml', EXPORT);
    const at = document.positionAt(EXPORT.indexOf('Amount'));
    const texts = selectionsAt(document, at).map(({ start, end }) =>
      document.text.slice(document.offsetAt(start), document.offsetAt(end)),
    );
    assert.deepEqual(texts.slice(0, 3), ['Amount', 'to: Amount', '{from: amount, to: Amount}']);
    assert.ok(texts.length >= 5);
  });

  it('V5 formatting: the form of `waybill format`, by edits of the lines that differ alone', () => {
    const before = EXPORT.replace('name: sales\nmodel: transactions\n', 'model: transactions\nname: sales   # ours\n');
    const document = documentOf('exports/sales.export.yaml', before);
    const edits = formatDocument(document);
    const formatted = formatText(before, 'export');
    assert.ok(formatted.ok && formatted.text !== before);
    assert.equal(applyEdits(document, edits), formatted.text);
    const touched = edits.reduce((sum, { range }) => sum + range.end.line - range.start.line, 0);
    assert.ok(touched < document.lines.length - 3, JSON.stringify(edits));
    assert.ok(applyEdits(document, edits).includes('# ours'));
  });

  it('V5 formatting: every sample and every shuffled sample becomes what `waybill format` makes of it', () => {
    for (const file of SAMPLES) {
      for (const text of [
        textOf(file),
        textOf(file).split('\n').reverse().join('\n'),
        textOf(file).trimEnd(),
        `${textOf(file)}\n\n`,
      ]) {
        const document = documentOf(file, text);
        const formatted = formatText(text, document.kind);
        assert.equal(applyEdits(document, formatDocument(document)), formatted.ok ? formatted.text : text, file);
      }
    }
  }).timeout(60_000);

  it('V5 formatting: line ends stay as they are, and nothing is touched where they are all that differs', () => {
    const crlf = documentOf('exports/sales.export.yaml', EXPORT.replaceAll('\n', '\r\n'));
    const formatted = formatText(EXPORT, 'export');
    assert.ok(formatted.ok);
    assert.equal(applyEdits(crlf, formatDocument(crlf)), formatted.text.replaceAll('\n', '\r\n'));
    const done = documentOf('exports/sales.export.yaml', formatted.text.replaceAll('\n', '\r\n'));
    assert.deepEqual(formatDocument(done), []);
  });

  it('V5 formatting: a file with a mistake of syntax is left alone', () => {
    assert.deepEqual(formatDocument(documentOf('exports/sales.export.yaml', `${EXPORT}\nnotify: [\n`)), []);
  });

  it('V5 formatting: lines are compared so that few of them change', () => {
    const change = (before: string, after: string) => changedLines(before.split(''), after.split(''));
    assert.deepEqual(change('abc', 'abc'), []);
    assert.deepEqual(change('abcde', 'acdxe'), [
      { from: 1, to: 2, lines: [] },
      { from: 4, to: 4, lines: ['x'] },
    ]);
    assert.deepEqual(change('', 'ab'), [{ from: 0, to: 0, lines: ['a', 'b'] }]);
  });
});
