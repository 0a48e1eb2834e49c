import { randomBytes } from 'node:crypto';
import { WaybillError } from '@waybill/engine/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor, ServiceContext } from '../../context.ts';
import { writeAudit } from '../../security/audit.ts';
import { verifyLink } from '../../security/links.ts';
import { Html } from '../html.ts';
import { messagePage, runPage, runPart } from './page.ts';
import { loadPage, type PageData } from './page-data.ts';

const querySchema = z.object({
  until: z.string().optional().catch(undefined),
  signature: z.string().optional().catch(undefined),
});
const paramsSchema = z.object({ run: z.string() });

/**
 * The page of a run for people with a signed link (R7, Q1): `/r/RUN`, and `/r/RUN/now`, the part of it that changes, for
 * the page's script. The downloads on it are links of their own.
 * @param count counts a request of an address, and throws when they are too many (Q3).
 */
export function registerRunPage(
  fastify: FastifyInstance,
  service: ServiceContext,
  count: (address: string) => void = () => {},
): void {
  const open = async (request: FastifyRequest) => {
    count(request.ip);
    const { run } = paramsSchema.parse(request.params);
    const until = verifyLink(service, { run }, querySchema.parse(request.query));
    return loadPage(service, run, until);
  };
  fastify.get('/r/:run', (request, reply) =>
    answering(reply, async nonce => {
      const data = await open(request);
      // Whoever sees rows of the file has seen a part of it.
      if (data.preview?.content.kind === 'lines' && request.method !== 'HEAD')
        await auditPreview(service, request, data);
      return runPage(data, nonce);
    }),
  );
  fastify.get('/r/:run/now', (request, reply) => answering(reply, async () => runPart(await open(request))));
}

/** Sends what `work` gives as a page that nobody keeps, finds or frames; and what goes wrong as a page, too. */
export async function answering(
  reply: FastifyReply,
  work: (nonce: string) => Promise<Html | FastifyReply>,
): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64');
  reply
    .header('cache-control', 'private, no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex, nofollow')
    .header('x-content-type-options', 'nosniff')
    .header('x-frame-options', 'DENY')
    .header('cross-origin-resource-policy', 'same-origin')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  try {
    // A reply that is awaited gives nothing, once it was sent.
    const made: unknown = await work(nonce);
    return made instanceof Html ? sendPage(reply, 200, made) : reply;
  } catch (error) {
    const page = error instanceof WaybillError ? pageOf(error, nonce) : undefined;
    if (!page) throw error;
    return sendPage(reply, page.status, page.html);
  }
}

const sendPage = (reply: FastifyReply, status: number, { text }: Html): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(text);

/** What a reader without an account can meet; everything else is left to the service. */
const PAGES: Partial<Record<string, { readonly status: number; readonly title: string }>> = {
  'link-refused': { status: 403, title: 'This link is not valid' },
  'link-expired': { status: 403, title: 'This link does not work any more' },
  'unknown-run': { status: 404, title: 'This run is not kept any more' },
  'unknown-file': { status: 404, title: 'There is no such file' },
  'file-gone': { status: 410, title: 'This file is not kept any more' },
  'range-not-there': { status: 416, title: 'This part of the file does not exist' },
};

function pageOf({ problems: [problem] }: WaybillError, nonce: string) {
  const known = PAGES[problem.code];
  if (!known) return undefined;
  const { status, title } = known;
  return { status, html: messagePage({ title, message: problem.message, advice: problem.fix }, nonce) };
}

async function auditPreview(service: ServiceContext, request: FastifyRequest, { run }: PageData): Promise<void> {
  const actor: Actor = { name: 'link', role: 'viewer', via: 'api', address: request.ip };
  await writeAudit(service, actor, { action: 'run.preview', target: run.id, detail: { by: 'link' } });
}
