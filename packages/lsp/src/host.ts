import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { OpenDocuments } from './open-documents.ts';
import type { Workspaces } from './workspaces.ts';

/** What the features are added to. */
export interface Host {
  readonly connection: Connection;
  readonly open: OpenDocuments;
  readonly workspaces: Workspaces;
  /** See `guarded`. */
  guard<Params, Answer>(
    what: string,
    empty: Answer,
    work: (params: Params) => Answer | Promise<Answer>,
  ): (params: Params, token: CancellationToken) => Promise<Answer>;
}
