import { type Client, createClient } from '@waybill/api';
import * as vscode from 'vscode';
import type { Connection, ConnectionState, Whoami } from '../extension/service-part.ts';
import { stateAfter, stateOf } from './connection-state.ts';
import type { KeptConnections } from './kept-connection.ts';
import { NotConnected } from './not-connected.ts';

/** The one connection of this window. */
export interface ServiceConnection {
  readonly onChange: vscode.Event<ConnectionState>;
  state(): ConnectionState;
  /** Throws `NotConnected`. */
  client(): Client;
  /** Takes up the connection that is known, if it is another one than now. */
  takeUp(): Promise<void>;
  connect(connection: Connection): Promise<Whoami>;
  disconnect(): Promise<void>;
  /** Asks whether the service is there; after a failure of another call, what that says of it. */
  check(): Promise<void>;
  failed(error: unknown): void;
}

const clientOf = ({ url, token }: Connection): Client => createClient({ url, token, via: 'vscode' });

export function serviceConnection(kept: KeptConnections): ServiceConnection & vscode.Disposable {
  const changes = new vscode.EventEmitter<ConnectionState>();
  let state: ConnectionState = { kind: 'none' };
  let current: (Connection & { readonly client: Client }) | undefined;

  const become = (next: ConnectionState): void => {
    const same = JSON.stringify(next) === JSON.stringify(state);
    state = next;
    if (!same) changes.fire(state);
  };
  /** Answers of a connection that was left meanwhile count for nothing. */
  const look = async (): Promise<void> => {
    const asked = current;
    if (asked === undefined) return;
    const found = await stateOf(asked.client);
    if (asked === current) become(found);
  };

  return {
    onChange: changes.event,
    state: () => state,
    client() {
      if (current === undefined) throw new NotConnected();
      return current.client;
    },
    async takeUp() {
      const found = await kept.find();
      if (found?.url === current?.url && found?.token === current?.token) return;
      current = found && { ...found, client: clientOf(found) };
      if (found === undefined) return become({ kind: 'none' });
      become({ kind: 'connecting', url: found.url });
      await look();
    },
    async connect(connection) {
      const client = clientOf(connection);
      const who = await client.whoami();
      await kept.keep(connection);
      current = { ...connection, client };
      become({ kind: 'connected', url: connection.url, who });
      return who;
    },
    async disconnect() {
      const { url } = current ?? {};
      current = undefined;
      if (url !== undefined) await kept.forget(url);
      become({ kind: 'none' });
    },
    check: look,
    failed(error) {
      if (current === undefined) return;
      const after = stateAfter(error, current.url);
      // A 403 to one question says nothing of the connection.
      if (after.kind === 'unreachable') become(after);
    },
    dispose: () => changes.dispose(),
  };
}
