import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { type Html, html, Html as Markup } from './html.ts';

/** The look of the pages of documentation; light and dark as the reader's system has it. */
const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--text:inherit;--link:light-dark(#0b57d0,#8ab4f8)}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:1.6rem}h2{border-bottom:1px solid var(--line);margin-top:3rem;padding-bottom:.2rem}h3{margin:2rem 0 .3rem}
a{color:var(--link)}code,pre{font:.9em/1.5 ui-monospace,monospace;background:var(--soft);border-radius:.25rem}
code{padding:.1em .3em;overflow-wrap:anywhere}pre{padding:.7rem;overflow:auto}pre code{background:none;padding:0}
table{border-collapse:collapse;width:100%;font-size:.93em;margin:.5rem 0}
td,th{border-top:1px solid var(--line);padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}
td:first-child{white-space:nowrap}.method{font-weight:700;letter-spacing:.03em}.soft{opacity:.75}
nav ul{columns:16rem;list-style:none;padding:0}nav li{break-inside:avoid}
section{scroll-margin-top:1rem}
@media(max-width:40rem){table,tbody,tr,td{display:block}tr{border-top:1px solid var(--line);padding:.3rem 0}td{border:0;padding:.1rem 0}}
`;

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sends a page: nothing on it comes from elsewhere, and nothing in it can run. */
export function answerPage(reply: FastifyReply, status: number, title: string, content: Html): FastifyReply {
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
<body>
${content}
</body>
</html>
`;
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .send(page.text);
}
