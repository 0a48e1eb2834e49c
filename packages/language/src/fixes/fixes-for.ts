import type { Problem } from '@waybill/engine/errors';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { TextEdit } from '../positions.ts';
import type { Fix, FixContext } from './fix.ts';
import { FIXES } from './fix-table.ts';
import { nearestWords } from './words.ts';

/** What mends a problem of a document (V4), best first. A problem of an older version of the text has none. */
export function fixesFor(document: LanguageDocument, problem: Problem, workspace: LanguageWorkspace): readonly Fix[] {
  const { line, column = 1, endLine = line, endColumn = column } = problem.place ?? {};
  const start = document.offsetAt({ line: (line ?? 1) - 1, character: column - 1 });
  const end = Math.max(start, document.offsetAt({ line: (endLine ?? 1) - 1, character: endColumn - 1 }));
  const context: FixContext = { document, problem, workspace, start, end, text: document.text.slice(start, end) };
  const make = FIXES[problem.code] ?? nearestWords;
  // Beside a line that cannot be read, only words can be trusted, and what mends the line.
  const readable =
    document.yaml.value !== undefined || document.yaml.problems.some(({ code }) => code === problem.code);
  const fixes = (readable ? make : nearestWords)(context).filter(fix => fix !== undefined);
  let preferred = false;
  return fixes.map(fix => {
    const first = fix.preferred && !preferred;
    preferred ||= first;
    return first === fix.preferred ? fix : { ...fix, preferred: first };
  });
}

/** Edits that mend many problems of a document at once, the best fix of each; where two meet, the later one is left out. */
export function fixAll(
  document: LanguageDocument,
  problems: readonly Problem[],
  workspace: LanguageWorkspace,
  wanted: (fix: Fix) => boolean,
): readonly TextEdit[] {
  const taken: { readonly from: number; readonly to: number }[] = [];
  const edits: TextEdit[] = [];
  for (const problem of problems) {
    const fix = fixesFor(document, problem, workspace).find(wanted);
    const [only, ...others] = fix?.edits ?? [];
    if (!only || others.length > 0 || only.file !== document.file) continue;
    const spans = only.edits.map(({ range }) => ({
      from: document.offsetAt(range.start),
      to: document.offsetAt(range.end),
    }));
    const meets = spans.some(span => taken.some(other => span.from <= other.to && other.from <= span.to));
    if (meets) continue;
    taken.push(...spans);
    edits.push(...only.edits);
  }
  return edits;
}
