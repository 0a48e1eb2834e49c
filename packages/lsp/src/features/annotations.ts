import { hintsOf, lensesOf, linksOf, semanticTokens } from '@waybill/language';
import type {
  CodeLens,
  CodeLensParams,
  DocumentLink,
  DocumentLinkParams,
  InlayHint,
  InlayHintParams,
  SemanticTokens,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver/node';
import type { Host } from '../host.ts';

/** What is shown in and above the text: colours by meaning, lenses, hints, links to files (V3, V5). */
export function addAnnotations({ connection, guard, workspaces, client }: Host): void {
  connection.languages.semanticTokens.on(
    guard('semanticTokens', { data: [] }, ({ textDocument }: SemanticTokensParams): SemanticTokens => {
      const asked = workspaces.ask(textDocument.uri);
      return { data: asked ? [...semanticTokens(asked.document, asked.around)] : [] };
    }),
  );
  connection.languages.semanticTokens.onRange(
    guard('semanticTokens', { data: [] }, ({ textDocument, range }: SemanticTokensRangeParams): SemanticTokens => {
      const asked = workspaces.ask(textDocument.uri);
      return { data: asked ? [...semanticTokens(asked.document, asked.around, range)] : [] };
    }),
  );

  connection.onCodeLens(
    guard('codeLens', [], ({ textDocument }: CodeLensParams): CodeLens[] => {
      const asked = workspaces.ask(textDocument.uri);
      if (!asked) return [];
      return lensesOf(asked.document, asked.around).flatMap(({ range, title, action }) => {
        if (action === undefined) return [{ range, command: { title, command: '' } }];
        // Only an editor that has the commands can do something with them.
        const command = { title, command: `waybill.${action}`, arguments: [textDocument.uri] };
        return client().commands ? [{ range, command }] : [];
      });
    }),
  );

  connection.languages.inlayHint.on(
    guard('inlayHint', [], ({ textDocument, range }: InlayHintParams): InlayHint[] => {
      const asked = workspaces.ask(textDocument.uri);
      const hints = asked ? hintsOf(asked.document, asked.around, range) : [];
      return hints.map(({ position, text }) => ({ position, label: text, paddingLeft: true }));
    }),
  );

  connection.onDocumentLinks(
    guard('documentLink', [], ({ textDocument }: DocumentLinkParams): DocumentLink[] => {
      const asked = workspaces.ask(textDocument.uri);
      if (asked?.folder === undefined) return [];
      const { folder } = asked;
      return linksOf(asked.document, asked.around).map(({ range, file }) => ({
        range,
        target: workspaces.uriOf(folder, file),
      }));
    }),
  );
}
