import {
  foldsOf,
  formatDocument,
  type OutlineSymbol,
  outlineOf,
  selectionsAt,
  workspaceSymbols,
} from '@waybill/language';
import {
  type DocumentFormattingParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  FoldingRangeKind,
  type FoldingRangeParams,
  type SelectionRange,
  type SelectionRangeParams,
  type SymbolInformation,
  type TextEdit,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import type { Host } from '../host.ts';
import { SYMBOL_KINDS } from '../symbol-kinds.ts';

/** Outline, symbols, folding, selection and formatting (V5). */
export function addStructure({ connection, guard, workspaces }: Host): void {
  connection.onDocumentSymbol(
    guard('documentSymbol', [], ({ textDocument }: DocumentSymbolParams): DocumentSymbol[] => {
      const asked = workspaces.ask(textDocument.uri);
      return asked ? outlineOf(asked.document).map(toSymbol) : [];
    }),
  );

  connection.onWorkspaceSymbol(
    guard('workspaceSymbol', [], ({ query }: WorkspaceSymbolParams): SymbolInformation[] =>
      workspaces.folders().flatMap(folder =>
        workspaceSymbols(query, workspaces.around(folder)).map(({ name, kind, container, location }) => ({
          name,
          kind: SYMBOL_KINDS[kind],
          containerName: container,
          location: { uri: workspaces.uriOf(folder, location.file), range: location.range },
        })),
      ),
    ),
  );

  connection.onFoldingRanges(
    guard('foldingRange', [], ({ textDocument }: FoldingRangeParams): FoldingRange[] => {
      const asked = workspaces.ask(textDocument.uri);
      const folds = asked ? foldsOf(asked.document) : [];
      return folds.map(({ from, to, kind }) => ({
        startLine: from,
        endLine: to,
        ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
      }));
    }),
  );

  connection.onSelectionRanges(
    guard('selectionRange', [], ({ textDocument, positions }: SelectionRangeParams): SelectionRange[] => {
      const asked = workspaces.ask(textDocument.uri);
      if (!asked) return [];
      return positions.map(position => {
        let widest: SelectionRange | undefined;
        for (const range of selectionsAt(asked.document, position).toReversed()) {
          widest = widest ? { range, parent: widest } : { range };
        }
        return widest ?? { range: { start: position, end: position } };
      });
    }),
  );

  connection.onDocumentFormatting(
    guard('formatting', [], ({ textDocument }: DocumentFormattingParams): TextEdit[] => {
      const asked = workspaces.ask(textDocument.uri);
      return asked ? [...formatDocument(asked.document)] : [];
    }),
  );
}

const toSymbol = ({ name, detail, kind, range, selection, children }: OutlineSymbol): DocumentSymbol => ({
  name,
  detail,
  kind: SYMBOL_KINDS[kind],
  range,
  selectionRange: selection,
  children: children.map(toSymbol),
});
