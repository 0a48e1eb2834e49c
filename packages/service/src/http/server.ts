import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fail } from '@waybill/engine/errors';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ServiceContext } from '../context.ts';
import type { Metrics } from '../metrics.ts';
import { HANDLERS } from './handlers.ts';
import { errorAnswer } from './problem-details.ts';
import { listensAt, urlOf } from './public-url.ts';
import { RateLimit } from './rate-limit.ts';
import { readJsonBody } from './read-json-body.ts';
import { refuse } from './refusal.ts';
import { refuseOtherAddresses } from './refuse-address.ts';
import { serveDocs } from './serve-docs.ts';
import { serveLinks } from './serve-links.ts';
import { LONGEST_PARAMETER, type RouteServer, serveRoutes } from './serve-routes.ts';
import { serveStatus } from './serve-status.ts';

export interface HttpServer {
  /** Begins to answer; gives the address. Throws `cannot-listen`. */
  listen(): Promise<string>;
  /** Takes no more requests, ends event streams so that their clients come back, and lets answers be finished. */
  close(): Promise<void>;
}

/** Milliseconds that a client may take to send its request. */
const REQUEST_TIME = 60_000;

/** The HTTP server of the service: the API, what watches it, its documentation, and links (C2, C4). */
export async function createServer(service: ServiceContext, metrics: Metrics): Promise<HttpServer> {
  const { config } = service;
  const stopping = new AbortController();
  const app = fastify({
    logger: false,
    bodyLimit: config.WAYBILL_BODY_LIMIT,
    // The address that the proxy itself saw: what stands before it in the header, anybody can write.
    trustProxy: config.WAYBILL_TRUST_PROXY ? (_, hop) => hop === 0 : false,
    requestTimeout: REQUEST_TIME,
    // Answered here, in the same form as everything else.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    genReqId: () => `req_${randomBytes(9).toString('base64url')}`,
    frameworkErrors: (error, request, reply) => answerError(service, error, request, reply as unknown as FastifyReply),
  });
  const server: RouteServer = {
    service,
    handlers: HANDLERS,
    limit: new RateLimit(config.WAYBILL_RATE),
    stopping: stopping.signal,
  };
  readBodies(app, config.WAYBILL_BODY_LIMIT);
  observe(app, service, metrics);
  app.addHook('onRequest', async (request, reply) => {
    reply
      .header('x-request-id', request.id)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer');
    if (!stopping.signal.aborted) return;
    if (request.url !== '/health' && request.url !== '/ready') fail('service-stopping', {});
  });
  app.addHook('onSend', async (_, reply) => {
    if (stopping.signal.aborted) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async () => {
    // One that was answering when the stop came, and is kept open by its client.
    if (stopping.signal.aborted) setImmediate(() => app.server.closeIdleConnections());
  });
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(service, error, request, reply));
  refuseOtherAddresses(app, server);
  serveStatus(app, service, metrics, stopping.signal);
  serveDocs(app, service);
  serveLinks(app, server);
  serveRoutes(app, server);
  await app.ready();
  const silent = silentConnections(app.server);

  return {
    async listen() {
      try {
        await app.listen({ host: config.WAYBILL_HOST, port: config.WAYBILL_PORT });
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const address = `${config.WAYBILL_HOST}:${config.WAYBILL_PORT}`;
        fail('cannot-listen', { address, detail: code ?? String(error), taken: code === 'EADDRINUSE' }, {}, error);
      }
      const url = urlOf(config.WAYBILL_HOST, (app.server.address() as AddressInfo).port);
      listensAt(config, url);
      return url;
    },
    async close() {
      stopping.abort();
      service.signals.emit('stop');
      silent.destroy();
      const late = setTimeout(() => app.server.closeAllConnections(), config.WAYBILL_GRACE);
      try {
        await app.close();
      } finally {
        clearTimeout(late);
        metrics.close();
      }
    },
  };
}

/** Connections that nothing was ever asked over: clients open them ahead, and a server does not count them as idle. */
function silentConnections(server: Server): { destroy(): void } {
  const open = new Set<Socket>();
  server.on('connection', socket => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return {
    destroy() {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}

/** JSON only; the text is kept beside it, for what repeats requests. */
function readBodies(app: FastifyInstance, limit: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: limit }, (_, text, done) => {
    try {
      done(null, { text: String(text), value: readJsonBody(String(text)) });
    } catch (error) {
      done(error as Error);
    }
  });
}

/** What Fastify refuses by itself, as problems of the catalogue. */
function coded(error: FastifyError, limit: number): unknown {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return attempt(() => fail('request-too-large', { limit }));
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return attempt(() => refuse(415, 'request-not-json', { detail: 'its Content-Type says something else' }));
    case 'FST_ERR_BAD_URL':
      return attempt(() => fail('request-malformed', { detail: 'its address is not encoded rightly' }));
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return attempt(() => fail('request-malformed', { detail: 'its Content-Length is not the length of its body' }));
    default:
      return error;
  }
}

function attempt(work: () => never): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

function answerError(
  service: ServiceContext,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { details, headers, isFault } = errorAnswer(
    coded(error as FastifyError, service.config.WAYBILL_BODY_LIMIT),
    request.id,
  );
  if (isFault) service.log.error({ err: error, reqId: request.id }, 'a request met an error that is not its own');
  return reply
    .code(details.status)
    .headers({ ...headers, 'cache-control': 'no-store', 'content-type': 'application/problem+json; charset=utf-8' })
    .send(JSON.stringify(details));
}

/** A line for each request, and its time for the metrics. Never the query: links have their signatures there. */
function observe(app: FastifyInstance, { log }: ServiceContext, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method, id: reqId } = request;
    const status = reply.statusCode;
    metrics.answered({ route, method: METHODS.includes(method) ? method : 'other', status }, reply.elapsedTime / 1000);
    const level = status >= 500 ? 'warn' : method === 'GET' || method === 'HEAD' ? 'debug' : 'info';
    log[level]({ reqId, method, route, status, ms: Math.round(reply.elapsedTime) }, 'request');
  });
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
