import { createHash, timingSafeEqual } from 'node:crypto';
import { fail } from '@waybill/engine/errors';
import type { FastifyInstance } from 'fastify';
import type { ServiceContext } from '../context.ts';
import type { Metrics } from '../metrics.ts';
import { readinessOf } from './readiness.ts';

/** What systems that watch the service ask (C4): `/health`, `/ready`, `/metrics`. None of them asks for a token. */
export function serveStatus(
  app: FastifyInstance,
  service: ServiceContext,
  metrics: Metrics,
  stopping: AbortSignal,
): void {
  const ready = readinessOf(service, metrics);
  app.get('/health', async (_, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok', version: service.version };
  });
  app.get('/ready', async (_, reply) => {
    const { checks, ...readiness } = await ready();
    const isReady = readiness.ready && !stopping.aborted;
    const all = stopping.aborted ? [...checks, { name: 'running', ok: false, detail: 'It is stopping.' }] : checks;
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready: isReady, checks: all });
  });
  app.get('/metrics', async (request, reply) => {
    const asked = service.config.WAYBILL_METRICS_TOKEN;
    if (asked !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${asked}`)) {
      fail(request.headers.authorization === undefined ? 'token-missing' : 'token-refused', {});
    }
    return reply
      .header('content-type', metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text());
  });
}

/** In constant time, whatever their lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
