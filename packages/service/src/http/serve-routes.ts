import { REPLAYED_HEADER, ROUTES, type RouteName, type RouteSpec, successStatus, takesKey } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, ServiceContext } from '../context.ts';
import { writeAudit } from '../security/audit.ts';
import { answerEvents } from './answer-events.ts';
import { answerFile } from './answer-file.ts';
import { doneEntry, refusedEntry } from './audit-trail.ts';
import { authenticate, mayAct } from './authenticate.ts';
import type { FileAnswer, Handlers } from './handler.ts';
import { idempotencyKey, onceForKey, requestIdOf, type StoredAnswer } from './idempotency.ts';
import type { RateLimit } from './rate-limit.ts';
import { type ReadInput, readInput } from './read-input.ts';

export interface RouteServer {
  readonly service: ServiceContext;
  readonly handlers: Handlers;
  readonly limit: RateLimit;
  /** Aborts when the service stops. */
  readonly stopping: AbortSignal;
}

/** A body as it came, and as JSON. */
export interface Body {
  readonly text: string;
  readonly value: unknown;
}

/** Names with letters beyond ASCII are encoded in paths: each takes up to 12 characters. */
export const LONGEST_PARAMETER = 6_000;

/** Puts every route of the API onto the server: rights first, then content (C2). */
export function serveRoutes(app: FastifyInstance, server: RouteServer): void {
  const actors = new WeakMap<FastifyRequest, Actor>();
  for (const [name, spec] of Object.entries(ROUTES) as [RouteName, RouteSpec][]) {
    app.route({
      method: spec.method,
      url: spec.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      // Before the body is read: whoever has no rights sends nothing for nothing.
      onRequest: async request => {
        actors.set(request, await admit(server, spec, request));
      },
      handler: async (request, reply) => {
        const actor = actors.get(request);
        if (!actor) throw new Error('a request came past its authentication');
        return answer(server, { name, spec, actor, request, reply });
      },
    });
  }
}

async function admit({ service, limit }: RouteServer, spec: RouteSpec, request: FastifyRequest): Promise<Actor> {
  const actor = await authenticate(service, limit, { headers: request.headers, address: request.ip });
  if (mayAct(actor.role, spec.role)) return actor;
  if (spec.audit !== undefined) {
    const params = request.params as Readonly<Record<string, string>>;
    await writeAudit(
      service,
      actor,
      refusedEntry(spec.audit, params.name ?? params.id ?? params.subject ?? '', spec.role),
    );
  }
  return fail('role-needed', { role: spec.role, has: actor.role });
}

interface Exchange {
  readonly name: RouteName;
  readonly spec: RouteSpec;
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function answer(server: RouteServer, exchange: Exchange): Promise<FastifyReply> {
  const { spec, actor, request, reply } = exchange;
  const body = request.body as Body | undefined;
  const input = readInput(spec, { params: request.params, query: request.query, body: body?.value });
  if (spec.stream !== undefined) return answerStream(server, exchange, input);
  const key = takesKey(spec) ? idempotencyKey(request.headers) : undefined;
  if (key === undefined) return sendJson(reply, await perform(server, exchange, input));
  const asked = { method: spec.method, url: request.url, text: body?.text ?? '' };
  const requestId = requestIdOf(server.service, actor, key, asked);
  const work = () => perform(server, exchange, { ...input, requestId });
  const done = await onceForKey(server.service, actor, key, asked, work);
  if (done.replayed) reply.header(REPLAYED_HEADER, 'true');
  return sendJson(reply, done);
}

/** Does what the route does, and notes it in the audit log. */
async function perform(
  server: RouteServer,
  exchange: Exchange,
  input: ReadInput & { readonly requestId?: string },
): Promise<StoredAnswer> {
  const { service, handlers } = server;
  const { name, spec, actor } = exchange;
  const result = await call(handlers, name, service, actor, { ...input, signal: patience(server, exchange) });
  await note(service, exchange, input, result);
  // What leaves is what the contract says, and nothing besides.
  const body = spec.response === undefined ? '' : JSON.stringify(spec.response.parse(result));
  return { status: successStatus(spec), body };
}

/** Aborts when the one who asked is gone, or the service stops. */
function patience({ stopping }: RouteServer, { reply }: Exchange): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, stopping]);
}

/** The one place where the types of a route's input are taken on trust: it was read by the route's own schemas. */
const call = (handlers: Handlers, name: RouteName, service: ServiceContext, actor: Actor, input: unknown) =>
  (handlers[name] as (service: ServiceContext, actor: Actor, input: unknown) => Promise<unknown>)(
    service,
    actor,
    input,
  );

/** It is done by then: that it could not be noted is logged, and does not make it look undone. */
async function note(
  service: ServiceContext,
  { name, spec, actor }: Exchange,
  input: ReadInput,
  result: unknown,
): Promise<void> {
  const entry = spec.audit === undefined ? undefined : doneEntry(name, spec.audit, input, result);
  if (entry === undefined) return;
  try {
    await writeAudit(service, actor, entry);
  } catch (error) {
    service.log.error(
      { err: error, audit: entry, actor: actor.name },
      'an entry of the audit log could not be written',
    );
  }
}

function sendJson(reply: FastifyReply, { status, body }: StoredAnswer): FastifyReply {
  reply.code(status).header('cache-control', 'no-store');
  return body === '' ? reply.send() : reply.header('content-type', 'application/json; charset=utf-8').send(body);
}

async function answerStream(server: RouteServer, exchange: Exchange, input: ReadInput): Promise<FastifyReply> {
  const { service, handlers } = server;
  const { name, spec, actor, request, reply } = exchange;
  const signal = patience(server, exchange);
  const { range, 'if-range': ifRange, 'last-event-id': lastEventId } = request.headers;
  const asked = { ...input, signal, ...(spec.stream === 'file' ? { range, ifRange } : { lastEventId }) };
  const result = await call(handlers, name, service, actor, asked);
  if (spec.stream === 'events') return answerEvents(reply, result as Parameters<typeof answerEvents>[1]);
  const file = result as FileAnswer;
  try {
    // Before the first byte leaves: no download goes unnoted (Q4).
    const entry = spec.audit === undefined ? undefined : doneEntry(name, spec.audit, input, undefined);
    if (entry && request.method !== 'HEAD') await writeAudit(service, actor, entry);
  } catch (error) {
    file.body.destroy();
    throw error;
  }
  return answerFile(reply, file);
}
