import { type Completion, complete, hover, type LanguageDocument, placeAt, withDefaults } from '@waybill/language';
import {
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type Hover,
  type HoverParams,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type Position,
} from 'vscode-languageserver/node';
import { COMPLETION_KINDS } from '../completion-kinds.ts';
import type { Host } from '../host.ts';

/** Characters after which something is to be chosen. */
export const TRIGGERS: readonly string[] = [' ', '.', ':', '[', '{', ',', '"', "'", '-', '%', '@', '$'];

/** Completion and hover (V2, V3). */
export function addCompletion({ connection, guard, workspaces, client }: Host): void {
  const none: CompletionList = { isIncomplete: false, items: [] };
  connection.onCompletion(
    guard('completion', none, ({ textDocument, position, context }: CompletionParams): CompletionList => {
      const asked = workspaces.ask(textDocument.uri);
      if (!asked) return none;
      if (context?.triggerCharacter === ':' && endsKey(asked.document, position)) return none;
      const { snippets, askAgain } = client();
      const toItem = (completion: Completion): CompletionItem => {
        const { label, kind, detail, documentation, insertText, snippet, range, filterText, sortText, retrigger } =
          completion;
        const asSnippet = snippet && snippets;
        return {
          label,
          kind: COMPLETION_KINDS[kind],
          ...(detail === undefined ? {} : { detail }),
          ...(documentation === undefined
            ? {}
            : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
          insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
          insertTextMode: InsertTextMode.adjustIndentation,
          textEdit: { range, newText: snippet && !snippets ? withDefaults(insertText) : insertText },
          sortText,
          ...(filterText === undefined ? {} : { filterText }),
          ...(retrigger && askAgain !== undefined ? { command: { title: 'Choose', command: askAgain } } : {}),
        };
      };
      return { isIncomplete: false, items: complete(asked.document, position, asked.around).map(toItem) };
    }),
  );

  connection.onHover(
    guard('hover', null, ({ textDocument, position }: HoverParams): Hover | null => {
      const asked = workspaces.ask(textDocument.uri);
      const found = asked && hover(asked.document, position, asked.around);
      return found ? { range: found.range, contents: { kind: MarkupKind.Markdown, value: found.markdown } } : null;
    }),
  );
}

/**
 * Whether the colon before a position ends a key. Enter mostly follows it, to begin a mapping or a list below, and
 * would take the first of what popped up; a space asks for a value. In a value a colon is part of a word: `date:`.
 */
function endsKey(document: LanguageDocument, position: Position): boolean {
  const place = placeAt(document, position);
  return place?.at === 'value' && place.word.text === '' && place.quote === undefined;
}
