import type { CallOutput, Client, ExportSummary, RunSummary, RunView } from '@waybill/api';
import type * as vscode from 'vscode';

/** Who one is for a service. */
export type Whoami = CallOutput<'whoami'>;

/** How the extension stands to a service. */
export type ConnectionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'connecting'; readonly url: string }
  | { readonly kind: 'connected'; readonly url: string; readonly who: Whoami }
  /** It does not answer; it is asked again from time to time. */
  | { readonly kind: 'unreachable'; readonly url: string; readonly message: string }
  /** It answers, and does not take the token. */
  | { readonly kind: 'refused'; readonly url: string; readonly message: string };

/** Where a service is, and the token for it. */
export interface Connection {
  readonly url: string;
  readonly token: string;
}

/** An item of the tree "Exports". */
export type TreeNode =
  | { readonly kind: 'export'; readonly item: ExportSummary }
  | { readonly kind: 'run'; readonly item: RunSummary };

/** What commands ask of the connection to the service (V7). */
export interface ServicePart {
  state(): ConnectionState;
  /** The service of this workspace, as `waybill serve` says it, if one runs here. */
  ownConnection(): Promise<Connection | undefined>;
  /** The address that is connected to without asking, as far as one is known. */
  likelyUrl(): string | undefined;
  /** Tries the connection and keeps it, the token in the secret storage. Throws `ApiError` or `ServiceUnreachable`. */
  connect(connection: Connection): Promise<Whoami>;
  /** Forgets the token of the address that is connected to. */
  disconnect(): Promise<void>;
  /** Throws an error that says to connect, when there is no connection. */
  client(): Client;
  /** Asks anew for what the tree shows. */
  refresh(): Promise<void>;
  /** Follows a run to its end; the tree shows how far it is. Undefined when it is no longer followed. */
  follow(run: RunView): Promise<RunView | undefined>;
  /** Opens the tree at an export and shows its runs. */
  reveal(name: string): Promise<void>;
  /** Where a text of the service is read: the definition of a revision (0: nothing), or the log of a run. */
  definitionUri(name: string, revision: number): vscode.Uri;
  logUri(run: Pick<RunSummary, 'id' | 'export' | 'timezone'>): vscode.Uri;
  /** What the tree shows, for tests. */
  readonly tree: vscode.TreeDataProvider<TreeNode>;
}
