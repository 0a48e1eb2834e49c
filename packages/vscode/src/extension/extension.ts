import type * as vscode from 'vscode';
import type { ClientPart } from './client.ts';
import type { PreviewPart } from './preview-part.ts';
import type { ServicePart } from './service-part.ts';

/** What commands are given. Each part is a file of its own, read when it is first asked for. */
export interface Extension {
  readonly context: vscode.ExtensionContext;
  /** The extension's own log. */
  readonly log: vscode.LogOutputChannel;
  /** The client of the language server. */
  client(): Promise<ClientPart>;
  /** Everything that talks to the service (V7). */
  service(): Promise<ServicePart>;
  /** The preview (V6). */
  preview(): Promise<PreviewPart>;
}

export interface Command {
  readonly id: `waybill.${string}`;
  /** What it throws is shown as an error, with its code and what to do. Throws `CancellationError` when the person stops. */
  run(extension: Extension, ...args: readonly unknown[]): Promise<unknown> | unknown;
}
