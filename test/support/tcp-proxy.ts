import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';

/** `up` is from the client to the server, `down` the way back. */
export type Direction = 'up' | 'down';

export interface TcpProxyTarget {
  readonly host?: string;
  readonly port: number;
}

export interface TcpProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Connections that it has accepted so far. */
  readonly accepted: number;
  /** Bytes passed on so far, over all connections. */
  readonly passed: Readonly<Record<Direction, number>>;
  /** Passes this many more bytes in that direction, over all connections together, then cuts every connection. */
  cutAfter(direction: Direction, bytes: number): void;
  /** Cuts every connection now, as a broken cable does: with a reset. */
  cut(): void;
  /** Holds back every chunk by this many milliseconds; 0 ends it. */
  delay(milliseconds: number): void;
  /** New connections are reset at once; those that stand stay. */
  refuse(): void;
  /** Nothing passes in either direction, and nothing is cut. */
  pause(): void;
  /** Ends `refuse`, `pause`, `delay` and an outstanding `cutAfter`. */
  restore(): void;
  stop(): Promise<void>;
}

/** A TCP proxy on the loopback for the failures that networks have. */
export async function startTcpProxy(target: TcpProxyTarget): Promise<TcpProxy> {
  const passed = { up: 0, down: 0 };
  const budget: { up: number | undefined; down: number | undefined } = { up: undefined, down: undefined };
  const sockets = new Set<Socket>();
  let delayed = 0;
  let refusing = false;
  let accepted = 0;
  let gate: { promise: Promise<void>; open: () => void } | undefined;

  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };

  const passer = (direction: Direction) =>
    new Transform({
      async transform(chunk: Buffer, _encoding, done: TransformCallback) {
        await gate?.promise;
        if (delayed > 0) await new Promise(resolve => setTimeout(resolve, delayed));
        const left = budget[direction];
        const allowed = left === undefined ? chunk : chunk.subarray(0, left);
        passed[direction] += allowed.length;
        if (left !== undefined) {
          budget[direction] = left - allowed.length;
          if (chunk.length >= left) {
            budget[direction] = undefined;
            this.push(allowed);
            // The next turn, so that what was allowed goes out first.
            setImmediate(cut);
            return;
          }
        }
        done(null, allowed);
      },
    });

  const server = createServer({ allowHalfOpen: true }, client => {
    accepted += 1;
    if (refusing) {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    const upstream = dial({ host: target.host ?? '127.0.0.1', port: target.port, allowHalfOpen: true });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.resetAndDestroy());
      socket.on('close', () => {
        sockets.delete(socket);
        // A side that is gone in full takes the other along; a half-closed one does not.
        if (socket.errored || !socket.writableFinished) other.destroy();
      });
    }
    client.pipe(passer('up')).pipe(upstream);
    upstream.pipe(passer('down')).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const open = () => {
    gate?.open();
    gate = undefined;
  };
  const stop = async () => {
    open();
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };

  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    passed,
    cutAfter(direction, bytes) {
      budget[direction] = bytes;
    },
    cut,
    delay(milliseconds) {
      delayed = milliseconds;
    },
    refuse() {
      refusing = true;
    },
    pause() {
      if (gate) return;
      let release = () => {};
      const promise = new Promise<void>(resolve => {
        release = resolve;
      });
      gate = { promise, open: release };
    },
    restore() {
      refusing = false;
      delayed = 0;
      budget.up = undefined;
      budget.down = undefined;
      open();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
