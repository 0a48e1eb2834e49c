import type { Problem } from '@waybill/engine/errors';
import { definition, highlights, prepareRename, references, rename } from '@waybill/language';
import {
  type DefinitionLink,
  type DefinitionParams,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
  type Location,
  LSPErrorCodes,
  type PrepareRenameParams,
  type Range,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Host } from '../host.ts';
import { workspaceEdit } from '../workspace-edit.ts';

/** Go to definition, references, highlights and renaming (V5). */
export function addNavigation({ connection, guard, workspaces, open, client }: Host): void {
  connection.onDefinition(
    guard('definition', null, ({ textDocument, position }: DefinitionParams): DefinitionLink[] | Location[] | null => {
      const asked = workspaces.ask(textDocument.uri);
      const found = asked && definition(asked.document, position, asked.around);
      if (!asked || !found) return null;
      const at = found.targets.map(({ file, range }) => ({ uri: workspaces.uriOf(asked.folder, file), range }));
      if (!client().definitionLinks) return at;
      return at.map(({ uri, range }) => ({
        originSelectionRange: found.origin,
        targetUri: uri,
        targetRange: range,
        targetSelectionRange: range,
      }));
    }),
  );

  connection.onReferences(
    guard('references', [], ({ textDocument, position, context }: ReferenceParams): Location[] => {
      const asked = workspaces.ask(textDocument.uri);
      if (!asked) return [];
      const found = references(asked.document, position, asked.around, { declaration: context.includeDeclaration });
      return found.map(({ file, range }) => ({ uri: workspaces.uriOf(asked.folder, file), range }));
    }),
  );

  connection.onDocumentHighlight(
    guard('documentHighlight', [], ({ textDocument, position }: DocumentHighlightParams): DocumentHighlight[] => {
      const asked = workspaces.ask(textDocument.uri);
      const found = asked ? highlights(asked.document, position, asked.around) : [];
      return found.map(({ range, kind }) => ({
        range,
        kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    }),
  );

  connection.onPrepareRename(
    guard('prepareRename', null, ({ textDocument, position }: PrepareRenameParams) => {
      const asked = workspaces.ask(textDocument.uri);
      const found = asked && prepareRename(asked.document, position, asked.around);
      if (!found) return null;
      if (!found.ok) throw refused(found.problem);
      return { range: found.range, placeholder: found.name } as { range: Range; placeholder: string };
    }),
  );

  connection.onRenameRequest(
    guard('rename', null, ({ textDocument, position, newName }: RenameParams): WorkspaceEdit | null => {
      const asked = workspaces.ask(textDocument.uri);
      const found = asked && rename(asked.document, position, newName, asked.around);
      if (!asked || !found) return null;
      if (!found.ok) throw refused(found.problem);
      return workspaceEdit(found.edits, found.moves, {
        uriOf: file => workspaces.uriOf(asked.folder, file),
        versionOf: uri => open.get(uri)?.version ?? null,
        ...client(),
      });
    }),
  );
}

/** Why something cannot be done, as the editor shows it to the person. */
const refused = ({ message, fix }: Problem): ResponseError<void> =>
  new ResponseError(LSPErrorCodes.RequestFailed, `${message} ${fix}`);
