import {
  type Connection,
  type TextDocumentChangeEvent,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf } from './file-uri.ts';

export interface OpenDocument {
  readonly uri: string;
  /** Undefined for a document that is on no disk. */
  readonly path: string | undefined;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** What the editor holds, kept up with change by change. */
export class OpenDocuments {
  readonly #documents = new TextDocuments(TextDocument);

  static readonly sync = TextDocumentSyncKind.Incremental;

  listen(connection: Connection): void {
    this.#documents.listen(connection);
  }

  onChange(told: (document: OpenDocument) => void): void {
    this.#documents.onDidChangeContent(({ document }: TextDocumentChangeEvent<TextDocument>) => told(opened(document)));
  }

  onClose(told: (document: OpenDocument) => void): void {
    this.#documents.onDidClose(({ document }) => told(opened(document)));
  }

  onSave(told: (document: OpenDocument) => void): void {
    this.#documents.onDidSave(({ document }) => told(opened(document)));
  }

  get(uri: string): OpenDocument | undefined {
    const document = this.#documents.get(uri);
    return document && opened(document);
  }

  all(): readonly OpenDocument[] {
    return this.#documents.all().map(opened);
  }

  /** The text that the editor holds of a file of the disk. */
  at(path: string): OpenDocument | undefined {
    return this.all().find(document => document.path === path);
  }
}

const opened = (document: TextDocument): OpenDocument => ({
  uri: document.uri,
  path: pathOf(document.uri),
  languageId: document.languageId,
  version: document.version,
  get text() {
    return document.getText();
  },
});
