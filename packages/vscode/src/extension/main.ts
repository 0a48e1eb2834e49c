import * as vscode from 'vscode';
import { COMMANDS } from './commands/index.ts';
import { errorPages } from './error-pages.ts';
import type { Extension } from './extension.ts';
import { forkServer } from './fork-server.ts';
import { once } from './once.ts';
import { showError } from './show-error.ts';

/** What `activate` gives, for tests and measurements. */
export interface Activated {
  /** When VS Code called `activate`, by this process's clock, and the milliseconds that it took. */
  readonly activatedAt: number;
  readonly activationMs: number;
  /** When the parts that start by themselves have started. */
  readonly started: Promise<void>;
  readonly extension: Extension;
}

let running: { readonly extension: Extension; readonly loaded: Set<'client' | 'service' | 'preview'> } | undefined;

/** Registers every command and returns: nothing is read, parsed or asked for before that. */
export function activate(context: vscode.ExtensionContext): Activated {
  const startedAt = performance.now();
  const log = vscode.window.createOutputChannel('Waybill', { log: true });
  context.subscriptions.push(log, errorPages());
  const loaded = new Set<'client' | 'service' | 'preview'>();
  const extension: Extension = {
    context,
    log,
    client: once(async () => {
      loaded.add('client');
      // It comes up while the client is read.
      const server = forkServer(context.asAbsolutePath('dist/server.cjs'));
      return (await import('./client.ts')).startClient(context, log, server);
    }),
    service: once(async () => {
      loaded.add('service');
      return (await import('../service/start-service-part.ts')).startServicePart(context, log);
    }),
    preview: once(async () => {
      loaded.add('preview');
      const { startPreview } = await import('../preview/start-preview.ts');
      return startPreview(
        context,
        log,
        (file, samples) => void guarded(() => tellSamples(extension, file, samples), log),
      );
    }),
  };
  running = { extension, loaded };
  for (const command of COMMANDS) {
    const run = (...args: unknown[]) => guarded(() => command.run(extension, ...args), log);
    context.subscriptions.push(vscode.commands.registerCommand(command.id, run));
  }
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer('waybill.preview', {
      deserializeWebviewPanel: async (panel, kept) =>
        guarded(async () => (await extension.preview()).restore(panel, kept), log),
    }),
  );
  const started = new Promise<void>(resolve => setImmediate(() => start(extension).finally(resolve)));
  return { activatedAt: startedAt, activationMs: performance.now() - startedAt, started, extension };
}

export async function deactivate(): Promise<void> {
  const { extension, loaded } = running ?? {};
  running = undefined;
  if (loaded?.has('client')) await (await extension?.client())?.stop();
}

/** What works without being asked: the language server; the service only where the workspace is trusted. */
async function start(extension: Extension): Promise<void> {
  const { context, log } = extension;
  const service = () => guarded(() => extension.service(), log);
  if (!vscode.workspace.isTrusted) {
    context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void service()));
    await guarded(() => extension.client(), log);
    return;
  }
  await guarded(() => extension.client(), log);
  await service();
}

/** What a preview saw of fields, so that hovers show it (V3). */
async function tellSamples(extension: Extension, file: vscode.Uri, samples: object): Promise<void> {
  const { client } = await extension.client();
  await client.sendNotification('waybill/samples', { uri: client.code2ProtocolConverter.asUri(file), samples });
}

async function guarded<T>(work: () => Promise<T> | T, log: vscode.LogOutputChannel): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    void showError(error, log);
    return undefined;
  }
}
