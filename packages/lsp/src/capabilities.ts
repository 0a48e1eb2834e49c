import { TOKEN_LEGEND } from '@waybill/language';
import { CodeActionKind, type ServerCapabilities } from 'vscode-languageserver/node';
import { FIX_ALL } from './features/code-actions.ts';
import { TRIGGERS } from './features/completion.ts';
import { OpenDocuments } from './open-documents.ts';

/** What the server offers; `pulls`: the editor asks for diagnostics by itself. */
export function capabilitiesFor(pulls: boolean): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: OpenDocuments.sync, save: { includeText: false } },
    completionProvider: { triggerCharacters: [...TRIGGERS] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentFormattingProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_LEGEND.types], tokenModifiers: [...TOKEN_LEGEND.modifiers] },
      full: true,
      range: true,
    },
    codeLensProvider: {},
    inlayHintProvider: true,
    documentLinkProvider: {},
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(pulls
      ? {
          diagnosticProvider: {
            identifier: 'waybill',
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }
      : {}),
  };
}
