import type { RunView } from '@waybill/api';
import * as vscode from 'vscode';
import type { ServicePart, TreeNode } from '../extension/service-part.ts';
import { serviceConnection } from './connection.ts';
import { deployed as deployedExports } from './deployed.ts';
import { exportsTree } from './exports-tree.ts';
import { keptConnections } from './kept-connection.ts';
import { ownConnection, watchOwnConnection, waybillFolders } from './own-connection.ts';
import { repeatedly } from './repeatedly.ts';
import { runFollower } from './run-follower.ts';
import { serviceDocuments } from './service-documents.ts';
import { statusItem } from './status-item.ts';

const setContext = (name: string, value: unknown) =>
  vscode.commands.executeCommand('setContext', `waybill.${name}`, value);

/** Connects to the service that is known, and keeps status bar and tree true from then on (V7). */
export async function startServicePart(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<ServicePart> {
  const kept = keptConnections(context);
  const connection = serviceConnection(kept);
  const deployed = deployedExports();
  const documents = serviceDocuments(connection.client);
  const status = statusItem();
  const isConnected = () => connection.state().kind === 'connected';

  const follower = runFollower({
    run(run) {
      if (deployed.put(run)) tree.changed(run.export);
    },
    line: documents.logged,
  });
  const follow = async (id: string): Promise<RunView | undefined> => {
    const ended = await follower.follow(connection.client(), id);
    if (ended !== undefined) await load();
    return ended;
  };
  const tree = exportsTree({
    deployed,
    client: () => (isConnected() ? connection.client() : undefined),
    seen: ({ kind, item }) => {
      if (kind === 'run' && (item.status === 'queued' || item.status === 'processing'))
        void follow(item.id).catch(quiet);
    },
    failed: quiet,
  });
  const view = vscode.window.createTreeView('waybill.exports', { treeDataProvider: tree, showCollapseAll: true });

  /** What goes wrong without anybody having asked is in the status bar and the log. */
  function quiet(error: unknown): void {
    log.warn(error instanceof Error ? error.message : String(error));
    connection.failed(error);
  }
  async function load(): Promise<void> {
    if (!isConnected()) return;
    if (await deployed.load(connection.client())) tree.changed();
    await setContext('noExports', deployed.exports().length === 0);
  }
  /** A look from time to time; the list only while somebody can see it. */
  const look = async (): Promise<void> => {
    try {
      if (!isConnected() || !view.visible) await connection.check();
      if (view.visible) await load();
    } catch (error) {
      quiet(error);
    }
  };
  const showState = async (): Promise<void> => {
    const state = connection.state();
    const isThere = state.kind === 'connected' || state.kind === 'unreachable';
    if (!isThere) {
      follower.stop();
      deployed.clear();
      tree.changed();
    }
    view.message = state.kind === 'unreachable' ? state.message : undefined;
    const inWorkspace = (await waybillFolders()).length > 0;
    status.show(connection.state(), inWorkspace);
    await setContext('inWorkspace', inWorkspace);
    await setContext('connected', isThere);
    if (state.kind === 'connected') await load().catch(quiet);
  };
  const takeUp = () => connection.takeUp().catch(quiet);

  context.subscriptions.push(
    connection,
    documents,
    status,
    view,
    { dispose: follower.stop },
    connection.onChange(() => void showState()),
    view.onDidChangeVisibility(({ visible }) => visible && void look()),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('waybill.service.url')) void takeUp();
      if (change.affectsConfiguration('waybill.service.runs')) refreshRuns();
    }),
    watchOwnConnection(takeUp),
    repeatedly(look, () => 1000 * vscode.workspace.getConfiguration('waybill.service').get('refresh', 15)),
  );
  function refreshRuns(): void {
    deployed.forgetRuns();
    tree.changed();
  }
  await takeUp();
  await showState();

  return {
    state: connection.state,
    ownConnection,
    likelyUrl: kept.likelyUrl,
    connect: connection.connect,
    disconnect: connection.disconnect,
    client: connection.client,
    async refresh() {
      await connection.check();
      deployed.forgetRuns();
      await load();
      tree.changed();
    },
    follow: async run => {
      deployed.put(run);
      tree.changed(run.export);
      return follow(run.id);
    },
    async reveal(name) {
      await load();
      const node: TreeNode | undefined = tree.nodeOf(name);
      if (node === undefined) await connection.client().getExport({ params: { name } });
      else await view.reveal(node, { select: true, focus: true, expand: true });
    },
    definitionUri: documents.definitionUri,
    logUri: documents.logUri,
    tree,
  };
}
