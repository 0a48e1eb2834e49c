import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { OpenDocuments } from './open-documents.ts';
import type { Workspaces } from './workspaces.ts';

/** What the editor can do, as it said when it started. */
export interface ClientTraits {
  readonly snippets: boolean;
  /** The command of the editor that asks for completions once more; undefined where it has none. */
  readonly askAgain: string | undefined;
  /** Whether it has the commands of the extension: `waybill.preview`, `waybill.run`, `waybill.deploy`, `waybill.history`. */
  readonly commands: boolean;
  readonly definitionLinks: boolean;
  readonly documentChanges: boolean;
  readonly renameFiles: boolean;
}

/** What the features are added to. */
export interface Host {
  readonly connection: Connection;
  readonly open: OpenDocuments;
  readonly workspaces: Workspaces;
  /** Known once the editor has introduced itself. */
  client(): ClientTraits;
  /** See `guarded`. */
  guard<Params, Answer>(
    what: string,
    empty: Answer,
    work: (params: Params) => Answer | Promise<Answer>,
  ): (params: Params, token: CancellationToken) => Promise<Answer>;
}
