/** A coordinator of the test's own: it speaks the statement protocol and does what the test says. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A page to be answered with, or the test's own way of answering. */
export type Answer = object | ((request: IncomingMessage, response: ServerResponse) => void);

export interface FakeTrino extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
}

const SCHEMA = { columns: [{ name: 'schema_name', type: 'varchar' }], data: [['s']] };

/** Answers the look for the schema by itself; after that, each request gets the next answer, the last one for ever. */
export async function fakeTrino(...answers: readonly Answer[]): Promise<FakeTrino> {
  const asked: Asked[] = [];
  const left = [...answers];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    const about = body.includes('information_schema.schemata') ? SCHEMA : left.length > 1 ? left.shift() : left[0];
    if (typeof about === 'function') (about as (q: IncomingMessage, r: ServerResponse) => void)(request, response);
    else response.end(JSON.stringify({ id: '1', ...about }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export const status =
  (code: number, text = '', headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end(text);
  };

const COLUMNS = [
  { name: 'a', type: 'varchar' },
  { name: 'b', type: 'varchar(5)' },
];

/** A page of rows, and where the next one is. */
export const page = (data: readonly (readonly (string | null)[])[], nextUri?: string): object => ({
  columns: COLUMNS,
  data,
  ...(nextUri !== undefined && { nextUri }),
});

export const LAKE = { type: 'trino', user: 'anna', catalog: 'c', schema: 's' };
