import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

type Json = Record<string, unknown>;

/** Slack's side of Socket Mode: a hello, envelopes that are acknowledged, and now and then a wish to connect anew. */
export class SocketServer {
  readonly #server: WebSocketServer;
  readonly #http: Server;
  readonly #waiting = new Map<string, (payload: Json | undefined) => void>();
  #next = 0;

  constructor(http: Server) {
    this.#http = http;
    this.#server = new WebSocketServer({ server: http, path: '/socket' });
    this.#server.on('connection', socket => {
      socket.on('message', data => {
        const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: Json };
        this.#waiting.get(envelope_id)?.(payload);
        this.#waiting.delete(envelope_id);
      });
      socket.send(JSON.stringify({ type: 'hello', num_connections: this.connections, connection_info: {} }));
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/socket`;
  }

  get connections(): number {
    return this.#open().length;
  }

  /** Sends an envelope to one of the connections, as Slack does; gives what it was acknowledged with. */
  send(
    type: 'slash_commands' | 'interactive' | 'events_api',
    payload: Json,
    more: Json = {},
  ): Promise<Json | undefined> {
    const open = this.#open();
    const socket = open[this.#next++ % open.length];
    if (!socket) return Promise.reject(new Error('no bot is connected'));
    const envelope_id = crypto.randomUUID();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`a ${type} was not acknowledged within 3 s`)), 3000);
      this.#waiting.set(envelope_id, answer => {
        clearTimeout(late);
        resolve(answer);
      });
      socket.send(
        JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api', ...more }),
      );
    });
  }

  /** Asks every connection to come back, as Slack does every few hours. */
  refresh(): void {
    for (const socket of this.#open()) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    }
  }

  /** Breaks every connection off. */
  cut(): void {
    for (const socket of this.#open()) socket.terminate();
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #open(): WebSocket[] {
    return [...this.#server.clients].filter(socket => socket.readyState === WebSocket.OPEN);
  }
}
