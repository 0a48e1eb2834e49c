import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { ERROR_PAGE } from './error-pages.ts';
import { SELECTOR } from './selector.ts';

export interface ClientPart {
  readonly client: LanguageClient;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the language server in a process of its own, and waits until it answers. */
export async function startClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<ClientPart> {
  const module = context.asAbsolutePath('dist/server.cjs');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--inspect=6017'] } },
  };
  const client = new LanguageClient('waybill', 'Waybill', server, optionsOf(log));
  await client.start();
  return {
    client,
    restart: () => client.restart(),
    stop: () => client.stop(),
  };
}

function optionsOf(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: SELECTOR,
    outputChannel: log,
    initializationOptions: { errorPage: ERROR_PAGE, commands: true },
    diagnosticCollectionName: 'waybill',
    middleware: {
      provideCodeLenses: (document, token, next) =>
        vscode.workspace.getConfiguration('waybill', document.uri).get('codeLens') === false
          ? []
          : next(document, token),
    },
  };
}
