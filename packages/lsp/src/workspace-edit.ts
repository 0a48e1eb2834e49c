import type { FileEdits } from '@waybill/language';
import type { RenameFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';

/**
 * Changes of several files, in the richest form that the editor takes. Where it cannot rename files, they keep their
 * names: what they are called is never what they mean.
 */
export function workspaceEdit(
  edits: readonly FileEdits[],
  moves: readonly { readonly from: string; readonly to: string }[],
  options: {
    readonly uriOf: (file: string) => string;
    /** Of the text that the editor holds; null for a file on disk. */
    readonly versionOf: (uri: string) => number | null;
    readonly documentChanges: boolean;
    readonly renameFiles: boolean;
  },
): WorkspaceEdit {
  const { uriOf, versionOf, documentChanges, renameFiles } = options;
  if (!documentChanges) {
    return { changes: Object.fromEntries(edits.map(({ file, edits: own }) => [uriOf(file), [...own]])) };
  }
  const texts = edits.map(({ file, edits: own }): TextDocumentEdit => {
    const uri = uriOf(file);
    return { textDocument: { uri, version: versionOf(uri) }, edits: [...own] };
  });
  const files = renameFiles
    ? moves.map(({ from, to }): RenameFile => ({ kind: 'rename', oldUri: uriOf(from), newUri: uriOf(to) }))
    : [];
  return { documentChanges: [...texts, ...files] };
}
