import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileText, tableText } from '../../src/preview/panel/page-result.ts';
import { contentOf, layoutWords, MOST_HEX_BYTES, MOST_TEXT_BYTES } from '../../src/preview/view/content.ts';
import { linesOf, segmentsOf } from '../../src/preview/view/text-lines.ts';
import { resultOf } from './page.ts';

const CSV = { delimiter: ',', enclosure: '"' };
const kinds = (text: string, layout = CSV) =>
  linesOf(text, layout).map(line =>
    segmentsOf(line, layout, 1000)
      .segments.map(({ kind, text: shown }) => `${kind}:${shown}`)
      .join(' '),
  );

describe('V6 the bytes of a file, made visible', () => {
  it('V6 lines: delimiters inside of an enclosed cell are text, over line breaks and doubled enclosures too', () => {
    assert.deepEqual(kinds('a,"b,""c""\n,d",e\n'), [
      'text:a delimiter:, enclosure:" text:b, enclosure:" enclosure:" text:c enclosure:" enclosure:" newline:\\n',
      'text:,d enclosure:" delimiter:, text:e newline:\\n',
    ]);
  });

  it('V6 lines: no enclosure, a tab or an emoji as delimiter, no line end at the end, an empty file', () => {
    assert.deepEqual(kinds('a\t"b"', { delimiter: '\t', enclosure: null as never }), ['text:a delimiter:→ text:"b"']);
    assert.deepEqual(kinds('a😀b', { delimiter: '😀', enclosure: '"' }), ['text:a delimiter:😀 text:b']);
    assert.deepEqual(kinds(''), []);
    assert.deepEqual(kinds('\r\n'), ['newline:\\r\\n']);
  });

  it('V6 lines: nothing is lost: lines and their ends, put together, are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\u202e', '😀') }), text => {
        const lines = linesOf(text, CSV);
        assert.equal(lines.map(line => line.text + line.end).join(''), text);
        for (const line of lines) {
          const most = 5;
          const { cut } = segmentsOf(line, CSV, most);
          assert.ok(cut >= 0 && line.text.length - cut <= most + 1);
        }
      }),
    );
  });

  it('V6 content: the first megabytes of text, never half a character; all of what is copied', () => {
    const bytes = Buffer.from('é'.repeat(MOST_TEXT_BYTES));
    const shifted = Buffer.concat([Buffer.from('x'), bytes]);
    const content = contentOf(shifted, resultOf().layout);
    assert.ok(content.kind === 'text' && !content.text.includes('\ufffd'));
    assert.deepEqual([content.shownBytes, content.bytes], [MOST_TEXT_BYTES, shifted.length]);
    assert.equal(fileText(resultOf({ bytes: shifted }))?.length, MOST_TEXT_BYTES + 1);
  });

  it('V6 content: UTF-16 is read as such; parquet and xlsx are hex', () => {
    const layout = { ...resultOf().layout, encoding: 'utf-16le' } as const;
    const content = contentOf(Buffer.from('ä;b\r\n', 'utf16le'), layout);
    assert.ok(content.kind === 'text' && content.text === 'ä;b\r\n');
    assert.match(layoutWords(layout), /UTF-16 \(little endian, without a mark\)/);
    const xlsx = { ...layout, format: 'xlsx', delimiter: null } as const;
    const hex = contentOf(Buffer.alloc(MOST_HEX_BYTES + 1), xlsx);
    assert.ok(hex.kind === 'hex' && hex.lines.length === MOST_HEX_BYTES / 16 && hex.bytes === MOST_HEX_BYTES + 1);
    assert.equal(fileText(resultOf({ layout: xlsx })), undefined);
  });

  it('V6 copy: a table as other programs paste it', () => {
    const table = [
      ['a\tb', null],
      ['two\r\nlines', 'ü'],
    ];
    assert.equal(tableText(resultOf({ table })), 'id\tname\na b\t\ntwo lines\tü\n');
  });
});
