import { openApiDocument } from '@waybill/api';
import type { FastifyInstance } from 'fastify';
import type { ServiceContext } from '../context.ts';
import { docsPage } from './docs-page.ts';
import { errorsPage } from './errors-page.ts';
import { answerPage } from './page-frame.ts';

/** The API for programs and for people (C2): `/openapi.json`, `/docs`, `/docs/errors`. Nothing in them is secret. */
export function serveDocs(app: FastifyInstance, { version }: ServiceContext): void {
  const made = lazily(() => openApiDocument(version));
  const text = lazily(() => JSON.stringify(made()));
  const docs = lazily(() => docsPage(made()));
  const errors = lazily(errorsPage);
  app.get('/openapi.json', async (_, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(text()),
  );
  app.get('/docs', async (_, reply) => answerPage(reply, 200, 'Waybill API', docs()));
  app.get('/docs/errors', async (_, reply) => answerPage(reply, 200, 'Errors of Waybill', errors()));
}

/** Made when it is first asked for, which most processes never are. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
