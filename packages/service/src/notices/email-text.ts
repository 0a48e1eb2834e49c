import { formatBytes, type NoticeContent } from '@waybill/api';
import { type Html, html } from '../http/html.ts';
import { clockInWords } from './clock-in-words.ts';
import type { NoticeLinks } from './notice-links.ts';

export interface EmailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Download buttons at the most; the page has them all. */
const MOST_FILES = 5;

/** A notice as an e-mail (N1, N2): the same words as plain text and as HTML. Pure. */
export function emailText(content: NoticeContent, links: NoticeLinks | null): EmailText {
  return { subject: content.title, text: plainText(content, links), html: htmlText(content, links).text };
}

const downloads = (links: NoticeLinks) =>
  links.files.slice(0, MOST_FILES).map(({ name, bytes, url }) => ({ label: `${name} (${formatBytes(bytes)})`, url }));

const lasting = ({ until, timezone }: NoticeLinks): string => `The links work until ${clockInWords(until, timezone)}.`;

function plainText({ title, cause, advice, lines }: NoticeContent, links: NoticeLinks | null): string {
  const width = Math.max(0, ...lines.map(({ label }) => label.length)) + 1;
  return [
    title,
    ...(cause === null ? [] : ['', cause]),
    ...(advice === null ? [] : ['', `What to do: ${advice}`]),
    '',
    ...lines.map(({ label, value }) => `${`${label}:`.padEnd(width)} ${value}`),
    ...(links === null
      ? []
      : [
          '',
          ...downloads(links).map(({ label, url }) => `Download ${label}:\n${url}\n`),
          `Everything about this run:\n${links.page}`,
          '',
          lasting(links),
        ]),
    '',
  ].join('\n');
}

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const BUTTON =
  'display:inline-block;margin:0 8px 8px 0;padding:12px 18px;border-radius:6px;background:#1f4e8c;color:#ffffff;text-decoration:none;font-weight:600';

/** Styles stand at the elements, since mail programs drop style sheets; there is nothing to load from elsewhere. */
function htmlText({ title, cause, advice, lines }: NoticeContent, links: NoticeLinks | null): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:16px;background:#f3f4f6;color:#1c2430;${FONT};font-size:16px;line-height:1.5">
<div style="max-width:600px;margin:0 auto;padding:20px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${title}</h1>
${cause !== null && html`<p style="margin:0 0 12px;overflow-wrap:anywhere">${cause}</p>`}
${advice !== null && html`<p style="margin:0 0 16px;overflow-wrap:anywhere"><strong>What to do:</strong> ${advice}</p>`}
${lines.map(
  ({ label, value }) =>
    html`<p style="margin:0 0 8px;overflow-wrap:anywhere"><span style="color:#56606e">${label}</span><br>${value}</p>\n`,
)}
${
  links !== null &&
  html`<p style="margin:20px 0 8px">
${downloads(links).map(({ label, url }) => html`<a href="${url}" style="${BUTTON}">Download ${label}</a>\n`)}
<a href="${links.page}" style="${BUTTON}">Everything about this run</a>
</p>
<p style="margin:0;color:#56606e;font-size:14px">${lasting(links)}</p>`
}
</div>
</body>
</html>
`;
}
