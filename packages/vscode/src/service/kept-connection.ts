import * as vscode from 'vscode';
import type { Connection } from '../extension/service-part.ts';
import { ownConnection } from './own-connection.ts';

const LAST_URL = 'waybill.service.lastUrl';
const LEFT = 'waybill.service.left';
const tokenKey = (url: string): string => `waybill.token ${url}`;

/** What is remembered of connections: addresses in this workspace's state, tokens in the secret storage, by address. */
export interface KeptConnections {
  /** The one to use without asking: of the setting, of the last time, of this workspace's own service. */
  find(): Promise<Connection | undefined>;
  likelyUrl(): string | undefined;
  keep(connection: Connection): Promise<void>;
  /** Forgets the token; nothing is connected to by itself until somebody connects again. */
  forget(url: string): Promise<void>;
}

export function keptConnections({ secrets, workspaceState }: vscode.ExtensionContext): KeptConnections {
  const likelyUrl = () => urlOfSetting() ?? workspaceState.get<string>(LAST_URL);
  return {
    likelyUrl,
    async find() {
      if (workspaceState.get(LEFT) === true) return undefined;
      const own = await ownConnection();
      const url = likelyUrl();
      if (url === undefined || url === own?.url) return own;
      const token = await secrets.get(tokenKey(url));
      if (token !== undefined) return { url, token };
      // An address that was chosen is not silently replaced by another.
      return urlOfSetting() === undefined ? own : undefined;
    },
    async keep({ url, token }) {
      const own = await ownConnection();
      // The token of the workspace's own service changes whenever it starts: it is read from its file each time.
      const isOwn = own?.url === url && own.token === token;
      if (!isOwn) await secrets.store(tokenKey(url), token);
      await workspaceState.update(LAST_URL, isOwn ? undefined : url);
      await workspaceState.update(LEFT, undefined);
    },
    async forget(url) {
      await secrets.delete(tokenKey(url));
      await workspaceState.update(LAST_URL, undefined);
      await workspaceState.update(LEFT, true);
    },
  };
}

function urlOfSetting(): string | undefined {
  const url = vscode.workspace.getConfiguration('waybill.service').get<string>('url', '').trim();
  return url === '' ? undefined : url.replace(/\/+$/, '');
}
