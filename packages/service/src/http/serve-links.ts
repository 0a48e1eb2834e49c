import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openKeptFile } from '../artifacts/kept-file.ts';
import type { Actor } from '../context.ts';
import { writeAudit } from '../security/audit.ts';
import { verifyLink } from '../security/links.ts';
import { answerFile } from './answer-file.ts';
import { countAddress } from './authenticate.ts';
import { answering, registerRunPage } from './run-page/register-run-page.ts';
import type { RouteServer } from './serve-routes.ts';

/** Whoever holds a link: nobody knows more of them than where they are. */
export const linkHolder = (request: FastifyRequest): Actor => ({
  name: 'link',
  role: 'viewer',
  via: 'api',
  address: request.ip,
});

interface LinkRequest {
  readonly Params: { readonly run: string; readonly file: string };
  readonly Querystring: { readonly until?: string; readonly signature?: string };
}

/** Downloads and pages by signed, dated links (Q1, R5, R7), which need no token. */
export function serveLinks(app: FastifyInstance, { service, limit }: RouteServer): void {
  const download = async (request: FastifyRequest<LinkRequest>, reply: FastifyReply) => {
    countAddress(service, limit, request.ip);
    const { run, file } = request.params;
    verifyLink(service, { run, file }, request.query);
    const answer = await openKeptFile(service, {
      run,
      file,
      range: request.headers.range,
      ifRange: request.headers['if-range'] as string | undefined,
    });
    try {
      // Mail programs look at links before people do; they get nothing of the file.
      if (request.method !== 'HEAD') {
        await writeAudit(service, linkHolder(request), {
          action: 'run.download',
          target: `${run}/${file}`,
          detail: { by: 'link' },
        });
      }
    } catch (error) {
      answer.body.destroy();
      throw error;
    }
    return answerFile(reply, answer);
  };
  app.get<LinkRequest>('/r/:run/files/:file', (request, reply) =>
    // A person who clicks reads a page, a program a problem.
    request.headers.accept?.includes('text/html')
      ? answering(reply, () => download(request, reply))
      : download(request, reply),
  );
  registerRunPage(app, service, address => countAddress(service, limit, address));
}
