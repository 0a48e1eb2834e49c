import { fileNameToday } from '../hover/file-name-words.ts';
import { windowToday } from '../hover/said.ts';
import { dateHint } from '../hover/time-words.ts';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { occurrences } from '../meaning/occurrences.ts';
import type { Position, Range } from '../positions.ts';

/** What is shown behind a value, as if it stood there. */
export interface Hint {
  readonly position: Position;
  readonly text: string;
}

/** What `date:` expressions and the window mean today, and the names that paths make; within a range, where one is given. */
export function hintsOf(document: LanguageDocument, workspace: LanguageWorkspace, range?: Range): readonly Hint[] {
  const inside = (line: number) => !range || (line >= range.start.line && line <= range.end.line);
  const ofValues = occurrences(document, workspace).flatMap(({ meaning, text, range: { end }, quote, at }): Hint[] => {
    if (at === 'key' || !inside(end.line)) return [];
    const position = { line: end.line, character: end.character + (quote === undefined ? 0 : 1) };
    if (meaning.kind === 'strftime' && meaning.use === 'name' && /[%{]/.test(text)) {
      const name = fileNameToday(text, document, workspace);
      return name.ok ? [{ position, text: `→ ${name.text}` }] : [];
    }
    const date =
      meaning.kind === 'date' || meaning.kind === 'filter-value' ? dateHint(text, document, workspace) : undefined;
    return date === undefined ? [] : [{ position, text: date }];
  });
  const window = windowHint(document, workspace);
  const all = window && inside(window.position.line) ? [...ofValues, window] : ofValues;
  return [...all].sort((a, b) => a.position.line - b.position.line || a.position.character - b.position.character);
}

/** The days of a window that is counted from the run, behind the value that says it. */
function windowHint(document: LanguageDocument, workspace: LanguageWorkspace): Hint | undefined {
  if (document.kind !== 'export' && document.kind !== 'template') return undefined;
  const node = ['previous', 'last'].map(key => document.yaml.nodeAt(['window', key])).find(found => found?.range);
  const window = node ? windowToday(document, workspace) : undefined;
  if (!node?.range || !window || typeof window === 'string' || window.firstDay === null) return undefined;
  const { firstDay, lastDay } = window;
  const text = firstDay.equals(lastDay) ? firstDay.toString() : `${firstDay} to ${lastDay}`;
  return { position: document.positionAt(node.range[1]), text };
}
