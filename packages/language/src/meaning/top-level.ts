import type { LanguageDocument } from '../language-document.ts';

const TOP_LEVEL = Symbol('top level');

/** `key: value` at the very left; the value plain or quoted, a comment after it. */
const LINE = /^(["']?)([\w-]+)\1[ \t]*:[ \t]+(?:"([^"]*)"|'([^']*)'|([^\s"'#[\]{}&*!|>%@`][^#]*?))[ \t]*(?:[ \t]#.*)?$/;

/** The top-level keys whose values are written beside them, found by lines: right while the document is not. */
export const topLevel = (document: LanguageDocument): ReadonlyMap<string, string> =>
  document.once(TOP_LEVEL, () => scan(document));

function scan({ lines }: LanguageDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const first = line.charCodeAt(0);
    // Most lines are indented; they are passed over without a look at the rest.
    if (first === 32 || first === 35 || first === 45 || Number.isNaN(first)) continue;
    const [, , key, double, single, plain] = LINE.exec(line) ?? [];
    const value = double ?? single ?? plain;
    if (key !== undefined && value !== undefined && !found.has(key)) found.set(key, value);
  }
  return found;
}
