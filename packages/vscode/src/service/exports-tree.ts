import type { Client } from '@waybill/api';
import * as vscode from 'vscode';
import type { TreeNode } from '../extension/service-part.ts';
import type { Deployed } from './deployed.ts';
import { exportText, type NodeText, runText } from './node-text.ts';

export interface ExportsTree extends vscode.TreeDataProvider<TreeNode> {
  /** Draws all of it anew, or what is beneath an export. */
  changed(name?: string): void;
  nodeOf(name: string): TreeNode | undefined;
}

export interface TreeSource {
  readonly deployed: Deployed;
  /** Undefined when there is no connection. */
  client(): Client | undefined;
  /** Called with runs that were listed. */
  readonly seen: (node: TreeNode) => void;
  readonly failed: (error: unknown) => void;
}

/** Deployed exports, and beneath each its newest runs (V7). */
export function exportsTree({ deployed, client, seen, failed }: TreeSource): ExportsTree {
  const changes = new vscode.EventEmitter<TreeNode | undefined>();
  // The same node for the same export, so that a part of the tree can be drawn anew and be revealed.
  let nodes = new Map<string, TreeNode>();

  const exportNodes = (): readonly TreeNode[] => {
    nodes = new Map(deployed.exports().map(item => [item.name, { kind: 'export', item }]));
    return [...nodes.values()];
  };
  const runNodes = async (name: string): Promise<readonly TreeNode[]> => {
    const now = client();
    if (now === undefined) return [];
    const most = vscode.workspace.getConfiguration('waybill.service').get('runs', 10);
    try {
      const found = await deployed.runs(now, name, most);
      return found.slice(0, most).map(item => {
        const node: TreeNode = { kind: 'run', item };
        seen(node);
        return node;
      });
    } catch (error) {
      failed(error);
      return [];
    }
  };

  return {
    onDidChangeTreeData: changes.event,
    getTreeItem: treeItem,
    async getChildren(node) {
      if (node === undefined) return [...exportNodes()];
      return node.kind === 'export' ? [...(await runNodes(node.item.name))] : [];
    },
    getParent: node => (node.kind === 'run' ? nodes.get(node.item.export) : undefined),
    changed: name => changes.fire(name === undefined ? undefined : nodes.get(name)),
    nodeOf(name) {
      if (!nodes.has(name)) exportNodes();
      return nodes.get(name);
    },
  };
}

function treeItem(node: TreeNode): vscode.TreeItem {
  const text: NodeText = node.kind === 'export' ? exportText(node.item) : runText(node.item);
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(text.label, node.kind === 'export' ? Collapsed : None);
  item.id = `${node.kind} ${node.item.id}`;
  item.description = text.description;
  item.tooltip = text.tooltip;
  item.iconPath = new vscode.ThemeIcon(text.icon, text.colour ? new vscode.ThemeColor(text.colour) : undefined);
  item.contextValue = text.context;
  item.accessibilityInformation = { label: `${text.label}, ${text.description}` };
  if (node.kind === 'run') item.command = { command: 'waybill.showLog', title: 'Show Log', arguments: [node] };
  return item;
}
