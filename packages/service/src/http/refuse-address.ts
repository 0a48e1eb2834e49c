import { fail, problem } from '@waybill/engine/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticate } from './authenticate.ts';
import { Refusal } from './refusal.ts';
import type { RouteServer } from './serve-routes.ts';

/** Answers what no route takes: to be called before any route is added, so that it knows them all. */
export function refuseOtherAddresses(app: FastifyInstance, { service, limit }: RouteServer): void {
  const routes: { readonly parts: readonly string[]; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ parts: url.split('/'), methods: [method].flat() });
  });
  const methodsAt = (path: string): string[] => {
    const segments = path.split('/');
    const found = routes.filter(
      ({ parts }) =>
        parts.length === segments.length && parts.every((part, i) => part.startsWith(':') || part === segments[i]),
    );
    return [...new Set(found.flatMap(({ methods }) => methods))].sort();
  };
  // 401 for strangers to the API, who are told nothing; 405 or 404 for others.
  app.setNotFoundHandler(async (request: FastifyRequest) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const { method } = request;
    if (path === '/v1' || path.startsWith('/v1/')) {
      await authenticate(service, limit, { headers: request.headers, address: request.ip });
    }
    const allowed = methodsAt(path);
    if (allowed.length > 0) {
      const refused = problem('method-not-allowed', { method, path, allowed });
      throw new Refusal(405, [refused], { allow: allowed.join(', ') });
    }
    return fail('unknown-address', { method, path });
  });
}
