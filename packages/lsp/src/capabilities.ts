import type { ServerCapabilities } from 'vscode-languageserver/node';
import { OpenDocuments } from './open-documents.ts';

/** What the server offers; `pulls`: the editor asks for diagnostics by itself. */
export function capabilitiesFor(pulls: boolean): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: OpenDocuments.sync, save: { includeText: false } },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentFormattingProvider: true,
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
