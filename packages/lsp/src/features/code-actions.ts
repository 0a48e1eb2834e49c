import type { Problem } from '@waybill/engine/errors';
import { type Fix, fixAll, fixesFor } from '@waybill/language';
import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from 'vscode-languageserver/node';
import type { Diagnostics } from '../diagnostics.ts';
import type { Host } from '../host.ts';
import { rangeOf } from '../problem-diagnostic.ts';
import { workspaceEdit } from '../workspace-edit.ts';

/** Everything that may be mended when a file is saved; a kind of its own, so that an editor may ask for it alone. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.waybill`;

/** Quick fixes (V4), for one problem, for all of a kind, and for what can be mended unasked. */
export function addCodeActions(
  { connection, guard, workspaces, open, client }: Host,
  diagnostics: () => Diagnostics,
): void {
  connection.onCodeAction(
    guard('codeAction', [], ({ textDocument, context }: CodeActionParams): CodeAction[] => {
      const asked = workspaces.ask(textDocument.uri);
      if (!asked) return [];
      const { document, around, folder } = asked;
      const problems = diagnostics().problemsOf(asked);
      const wants = (kind: string) => context.only?.some(one => kind === one || kind.startsWith(`${one}.`)) ?? true;
      const edit = (edits: Fix['edits']) =>
        workspaceEdit(edits, [], {
          uriOf: file => workspaces.uriOf(folder, file),
          versionOf: uri => open.get(uri)?.version ?? null,
          ...client(),
        });
      const actions: CodeAction[] = [];
      if (wants(CodeActionKind.QuickFix)) {
        for (const diagnostic of context.diagnostics) {
          const problem = problemOf(diagnostic, problems);
          if (!problem) continue;
          for (const { title, edits, preferred } of fixesFor(document, problem, around)) {
            actions.push({
              title,
              kind: CodeActionKind.QuickFix,
              diagnostics: [diagnostic],
              ...(preferred ? { isPreferred: true } : {}),
              edit: edit(edits),
            });
          }
        }
        actions.push(...allOfAKind(context.diagnostics));
      }
      if (context.only !== undefined && wants(FIX_ALL)) {
        const edits = fixAll(document, problems, around, ({ safe }) => safe);
        if (edits.length > 0) {
          const title = 'Fix what is sure';
          actions.push({ title, kind: FIX_ALL, edit: edit([{ file: document.file, edits }]) });
        }
      }
      return actions;

      function allOfAKind(shown: readonly Diagnostic[]): CodeAction[] {
        const codes = [...new Set(shown.map(({ code }) => code))];
        return codes.flatMap(code => {
          const alike = problems.filter(problem => problem.code === code);
          if (alike.length < 2) return [];
          const edits = fixAll(document, alike, around, ({ preferred }) => preferred);
          if (edits.length < 2) return [];
          const title = `Fix all of this kind in the file (${code})`;
          return [{ title, kind: CodeActionKind.QuickFix, edit: edit([{ file: document.file, edits }]) }];
        });
      }
    }),
  );
}

/** The problem that a diagnostic of the editor is now: the text may have moved since. */
function problemOf({ code, range, message }: Diagnostic, problems: readonly Problem[]): Problem | undefined {
  const alike = problems.filter(problem => problem.code === code);
  const here = alike.find(problem => {
    const { start } = rangeOf(problem);
    return start.line === range.start.line && start.character === range.start.character;
  });
  return here ?? alike.find(problem => String(message).startsWith(problem.message));
}
