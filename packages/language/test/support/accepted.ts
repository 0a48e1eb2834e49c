import type { Completion } from '../../src/complete/completion.ts';
import type { LanguageDocument } from '../../src/language-document.ts';
import { withDefaults } from '../../src/snippets/snippet.ts';

/**
 * The text once a completion is accepted and nothing more typed: its defaults are taken, and further lines are
 * indented as the line of the cursor is (`adjustIndentation`).
 */
export function accepted(document: LanguageDocument, { insertText, snippet, range }: Completion): string {
  const { text } = document;
  const line = document.lines[range.start.line] ?? '';
  const leading = /^[ \t]*/.exec(line)?.[0] ?? '';
  const indent = leading.slice(0, Math.min(leading.length, range.start.character));
  const written = (snippet ? withDefaults(insertText) : insertText).replaceAll('\n', `\n${indent}`);
  return text.slice(0, document.offsetAt(range.start)) + written + text.slice(document.offsetAt(range.end));
}
