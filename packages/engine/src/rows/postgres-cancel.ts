import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

/** How long the request may take, in ms; the connection is cut in any case. */
const PATIENCE = 2000;
const CANCEL = 80_877_102;
const SSL = 80_877_103;

export interface CancelTarget {
  readonly host: string;
  readonly port: number;
  /** TLS settings if the connection itself uses TLS: a proxy in between may need it to find the server. */
  readonly tls: ConnectionOptions | undefined;
  readonly processId: number;
  readonly secretKey: number;
}

/**
 * Asks the server to stop what that connection is doing, as libpq does: by a connection of its own, which the
 * server closes when it has passed the request on. Never throws: without an answer, cutting the connection has to do.
 */
export async function cancelPostgres(target: CancelTarget): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE);
  let socket: Socket | undefined;
  try {
    socket = target.host.startsWith('/')
      ? connect(`${target.host}/.s.PGSQL.${target.port}`)
      : connect(target.port, target.host);
    socket.on('error', () => {});
    await once(socket, 'connect', { signal });
    if (target.tls) {
      socket.write(numbers(8, SSL));
      const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
      if (answer[0] === 0x53) {
        socket = connectTls({ ...target.tls, socket, host: target.host });
        socket.on('error', () => {});
        await once(socket, 'secureConnect', { signal });
      }
    }
    const closed = once(socket, 'close', { signal });
    socket.resume();
    socket.write(numbers(16, CANCEL, target.processId, target.secretKey));
    await closed;
  } catch {
  } finally {
    socket?.destroy();
  }
}

function numbers(...values: readonly number[]): Buffer {
  const message = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    message.writeInt32BE(value, index * 4);
  });
  return message;
}
