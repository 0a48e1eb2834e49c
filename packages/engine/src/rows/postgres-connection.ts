import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { WaybillError } from '../errors/index.ts';
import { classified, type Endpoint, postgresProblem } from './classify.ts';
import { failIfAborted } from './interrupted.ts';
import type { PostgresAddress } from './postgres-address.ts';
import { cancelPostgres } from './postgres-cancel.ts';
import type { PostgresCopy } from './postgres-copy.ts';

/** How long the server may take to let us in, in ms. */
const CONNECT_TIMEOUT = 15_000;
/** How long a query may take to stop when the server is asked to, in ms, before the connection is cut all the same. */
const CANCEL_TIME = 4000;
/** After this much silence, in ms, the system asks whether the other side is still there. */
const KEEP_ALIVE = 30_000;

/** One connection of the driver, and how to stop what it does. One query at a time. */
export interface PostgresConnection {
  /** Rows as arrays of text. One statement only, as the extended protocol has it (Q2). */
  query(text: string, values?: readonly unknown[]): Promise<readonly (readonly string[])[]>;
  copy(copy: PostgresCopy): void;
  /** False once it is broken, cancelled or closed: then a new one is made. */
  usable(): boolean;
  /** Cancels the running query in the database, then cuts the connection. No other query begins. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** Numbers that the server gives out for cancelling; the driver keeps them without saying so in its types. */
interface CancelKey {
  readonly processID: number;
  readonly secretKey: number;
}

/** Every value stays the text that the server sends. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

export async function connectPostgres(
  address: PostgresAddress,
  at: Endpoint,
  signal: AbortSignal,
): Promise<PostgresConnection> {
  failIfAborted(signal, `Reading from "${at.source}"`);
  if (address.sslMode !== 'prefer') return connectOnce(address, address.sslMode !== 'disable', at, signal);
  try {
    return await connectOnce(address, true, at, signal);
  } catch (error) {
    const cause = error instanceof WaybillError ? error.cause : undefined;
    if (!(cause instanceof Error && /does not support SSL/.test(cause.message))) throw error;
    return connectOnce(address, false, at, signal);
  }
}

async function connectOnce(
  address: PostgresAddress,
  encrypted: boolean,
  at: Endpoint,
  signal: AbortSignal,
): Promise<PostgresConnection> {
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: encrypted ? address.tls : false,
    application_name: 'waybill',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    types: AS_TEXT as unknown as pg.CustomTypesConfig,
  });
  let usable = true;
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  // Whoever runs a query gets the error from it; without a listener it would end the process.
  client.on('error', () => {
    usable = false;
  });
  client.on('end', () => {
    usable = false;
  });
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
  } catch (error) {
    stream.destroy();
    failIfAborted(signal, `Reading from "${at.source}"`);
    throw classified(postgresProblem(error as Error, at, false), error);
  } finally {
    signal.removeEventListener('abort', stop);
  }

  const destroy = () => {
    usable = false;
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  };
  /** Settles when the server is done with the last query that it was sent. */
  let running: Promise<unknown> = Promise.resolve();
  let copying: PostgresCopy | undefined;
  const failIfUnusable = () => {
    if (!usable) throw new Error('Connection terminated');
  };

  /** A request that comes before the server has begun with the query has no effect: so it is asked until it stops. */
  const cancelRunning = async () => {
    const { processID, secretKey } = client as unknown as CancelKey;
    const tls = encrypted ? address.tls : undefined;
    copying?.discard();
    const over = running.then(
      () => true,
      () => true,
    );
    const deadline = performance.now() + CANCEL_TIME;
    for (let attempt = 1; performance.now() < deadline; attempt += 1) {
      if (await Promise.race([over, pause(0, false)])) break;
      await cancelPostgres({ host: address.host, port: address.port, tls, processId: processID, secretKey });
      if (await Promise.race([over, pause(50 * attempt, false)])) break;
    }
    destroy();
  };
  let cancelling: Promise<void> | undefined;

  return {
    async query(text, values = []) {
      failIfUnusable();
      const config = { text, values: [...values], rowMode: 'array', queryMode: 'extended' } as const;
      const answer = client.query<string[]>(config);
      running = answer;
      return (await answer).rows;
    },
    copy(copy) {
      failIfUnusable();
      copying = copy;
      running = copy.finished;
      client.query(copy as unknown as pg.Submittable);
    },
    usable: () => usable,
    cancel() {
      usable = false;
      cancelling ??= cancelRunning();
      return cancelling;
    },
    async close() {
      await cancelling;
      if (!usable) return destroy();
      usable = false;
      await client.end().catch(() => {});
    },
  };
}
