import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** After this much silence, in ms, the coordinator counts as gone; it answers every second, if only that it works. */
const SILENCE = 60_000;
/** How long the connection may take to be made, in ms. */
const CONNECT_TIMEOUT = 15_000;

export interface TrinoAddress {
  readonly url: URL;
  readonly user: string;
  readonly password: string | undefined;
  /** Certificate authority in PEM; undefined: the system's. */
  readonly ca: string | undefined;
}

export interface TrinoAnswer {
  readonly status: number;
  readonly body: string;
}

/** Requests to one coordinator, and to no other host. */
export interface TrinoHttp {
  /** Resolves with any status; redirects are not followed. Rejects with Node's error when there is no whole answer. */
  request(
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
    path: string,
    more: { readonly body?: string; readonly headers?: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  ): Promise<TrinoAnswer>;
  close(): void;
}

export function trinoHttp({ url, user, password, ca }: TrinoAddress): TrinoHttp {
  const secure = url.protocol === 'https:';
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, ...(ca !== undefined && { ca }) })
    : new HttpAgent({ keepAlive: true });
  const request = secure ? httpsRequest : httpRequest;
  const fixed: Record<string, string> = {
    // Pages are compressed at a third of the speed, and Waybill mostly stands beside its database.
    'accept-encoding': 'identity',
    'user-agent': 'waybill',
    'x-trino-user': user,
    'x-trino-source': 'waybill',
    ...(password !== undefined && {
      authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`,
    }),
  };
  return {
    request: (method, path, { body, headers, signal }) =>
      new Promise((resolve, reject) => {
        const options: RequestOptions = { method, agent, signal, headers: { ...fixed, ...headers } };
        const sent = request(new URL(path, url), options, response => {
          received(response).then(text => resolve({ status: response.statusCode ?? 0, body: text }), reject);
        });
        const silent = () => sent.destroy(Object.assign(new Error('it does not answer'), { code: 'ETIMEDOUT' }));
        sent.setTimeout(CONNECT_TIMEOUT, silent);
        sent.on('socket', socket => {
          const connected = () => sent.setTimeout(SILENCE);
          if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', connected);
          else connected();
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

async function received(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
