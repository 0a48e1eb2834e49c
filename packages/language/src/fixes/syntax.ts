import { parseYaml, quoted } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { TextEdit } from '../positions.ts';
import { type Fix, type FixContext, fixOf } from './fix.ts';

/** Spaces for a tab: the depth of one level in all of Waybill's own files. */
const TAB = '  ';

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

/**
 * Fixes of a line that is no valid YAML. What a line should have been is a guess, so each guess is read: only those are
 * offered after which the line, and all before it, can be.
 */
export function syntaxFixes(context: FixContext): readonly (Fix | undefined)[] {
  const { document, start } = context;
  const from = document.text.lastIndexOf('\n', start - 1) + 1;
  const next = document.text.indexOf('\n', from);
  const to = next < 0 ? document.text.length : next - (document.text[next - 1] === '\r' ? 1 : 0);
  const line = document.text.slice(from, to);
  const edit = (newText: string): TextEdit => ({ range: document.rangeAt(from, to), newText });
  const at = start - from;
  const guesses: (readonly [title: string, line: string, safe: boolean])[] = [];

  if (/^[ ]*\t/.test(line)) guesses.push(['Indent with spaces', withoutTabs(line), true]);
  const missing = /^(\s*(?:- )?[\w-]+):(?=[^\s:/])/.exec(line);
  if (missing) guesses.push(['Put a space behind the colon', line.replace(missing[0], `${missing[1]}: `), false]);
  const closer = CLOSERS[line[at] ?? ''];
  if (closer) {
    const comment = /[\s,[{]#[^\s#]/.exec(line.slice(at));
    if (comment) {
      const begin = at + comment.index + 1;
      const word = /^#[^\s,\]}]*/.exec(line.slice(begin))?.[0] ?? '#';
      guesses.push([
        `Put ${word} in quotes`,
        `${line.slice(0, begin)}"${word}"${line.slice(begin + word.length)}`,
        false,
      ]);
    }
    const end = /\s+#.*$/.exec(line)?.index ?? line.trimEnd().length;
    guesses.push([`Close with \`${closer}\``, `${line.slice(0, end)}${closer}${line.slice(end)}`, false]);
  } else guesses.push(...quotedValue(line, at));
  const bare = /^(\s*)(\w[\w-]*)\s*$/.exec(line);
  if (bare) {
    guesses.push([`Make it a key: \`${bare[2]}:\``, `${bare[1]}${bare[2]}:`, false]);
    guesses.push([`Make it an item of the list`, `${bare[1]}- ${bare[2]}`, false]);
  }
  // One tab is seldom alone.
  const tabs = allTabs(document);
  if (/^ *\t/.test(line) && tabs.length > 1) {
    return [fixOf(context, 'Indent all lines with spaces', tabs, { preferred: true, safe: true })];
  }
  const kept = guesses.filter(([, text]) => text !== line && isBetter(document, from, to, text));
  return kept.map(([title, text, safe], i) => fixOf(context, title, edit(text), { preferred: i === 0, safe }));
}

const withoutTabs = (line: string): string => line.replace(/^[ \t]+/, spaces => spaces.replaceAll('\t', TAB));

const allTabs = (document: LanguageDocument): readonly TextEdit[] =>
  document.lines.flatMap((line, i) => {
    const { length } = /^[ \t]*/.exec(line)?.[0] ?? '';
    const range = { start: { line: i, character: 0 }, end: { line: i, character: length } };
    return line.slice(0, length).includes('\t')
      ? [{ range, newText: withoutTabs(line).slice(0, withoutTabs(line).search(/\S|$/)) }]
      : [];
  });

/** The value of a line, or what is between two commas of it, in quotes. */
function quotedValue(line: string, at: number): (readonly [string, string, boolean])[] {
  const found: (readonly [string, string, boolean])[] = [];
  const quote = (from: number, to: number) => {
    const value = line.slice(from, to).trim();
    if (value === '' || /^["'[{]/.test(value)) return;
    const begin = line.indexOf(value, from);
    const text = `${line.slice(0, begin)}${quoted(value)}${line.slice(begin + value.length)}`;
    found.push([`Put ${value.length > 30 ? 'the value' : value} in quotes`, text, false]);
  };
  const head = /^\s*(?:- +)*(?:(?:[\w.-]+|"[^"]*"|'[^']*'): +)?/.exec(line)?.[0].length ?? 0;
  // In braces and brackets a value ends at the next comma.
  const before = Math.max(
    line.lastIndexOf(': ', at) + 1,
    line.lastIndexOf(',', at),
    line.lastIndexOf('[', at),
    line.lastIndexOf('{', at),
  );
  const after = line.slice(at).search(/[,\]}]|\s#/);
  if (before >= head) quote(before + 1, after < 0 ? line.length : at + after);
  const comment = line.slice(head).search(/\s#/);
  quote(head, comment < 0 ? line.length : head + comment);
  return found;
}

/** Whether a file with another line can be read further than before: up to a later line, or to its end. */
function isBetter(document: LanguageDocument, from: number, to: number, line: string): boolean {
  const text = document.text.slice(0, from) + line + document.text.slice(to);
  const [mistake] = parseYaml(text).problems;
  const own = document.positionAt(from).line + 1;
  return mistake === undefined || mistake.code !== 'yaml-syntax' || (mistake.place?.line ?? 0) > own;
}
