import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import {
  IPCMessageReader,
  IPCMessageWriter,
  LanguageClient,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { ERROR_PAGE } from './error-pages.ts';
import { forkServer } from './fork-server.ts';
import { SELECTOR } from './selector.ts';

export interface ClientPart {
  readonly client: LanguageClient;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Waits until the language server answers, which runs in a process of its own: the one that was started already
 * (`first`), or a new one.
 */
export async function startClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  first: ChildProcess | undefined,
): Promise<ClientPart> {
  let started = first;
  const server = async () => {
    // One that ended is started anew by the client.
    const child = started ?? forkServer(context.asAbsolutePath('dist/server.cjs'));
    started = undefined;
    child.stderr?.setEncoding('utf8').on('data', words => log.warn(`Language server: ${words.trimEnd()}`));
    return { reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) };
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
