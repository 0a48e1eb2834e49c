import { formatText } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { TextEdit } from '../positions.ts';
import { changedLines } from './changed-lines.ts';

/**
 * Edits that put a document into the canonical form (V5), as `waybill format` does: lines that are right already are not
 * touched, so cursors and marks stay. Line ends stay those of the document. Empty where the file is no valid YAML.
 */
export function formatDocument(document: LanguageDocument): readonly TextEdit[] {
  const formatted = formatText(document.text, document.kind, document.yaml);
  if (!formatted.ok) return [];
  const newline = document.text.includes('\r\n') ? '\r\n' : '\n';
  const wanted = formatted.text.split(/\r\n|\n|\r/);
  const { lines } = document;
  return changedLines(lines, wanted).map(({ from, to, lines: added }) => {
    // Whole lines with their ends; the last line of a text has none.
    const atEnd = to === lines.length;
    if (!atEnd) {
      const newText = added.map(line => line + newline).join('');
      return { range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } }, newText };
    }
    const before = from === 0 ? undefined : (lines[from - 1]?.length ?? 0);
    const start = before === undefined ? { line: 0, character: 0 } : { line: from - 1, character: before };
    const newText = added.map((line, i) => (before === undefined && i === 0 ? line : newline + line)).join('');
    return { range: { start, end: { line: to - 1, character: lines[to - 1]?.length ?? 0 } }, newText };
  });
}
