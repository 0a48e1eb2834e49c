import { formatBytes, formatCount, formatSeconds, plural, type RunView } from '@waybill/api';
import type { ReceiptDelivery } from '@waybill/engine/receipt';
import { Temporal } from '@waybill/engine/time';
import { clockInWords, localClock } from '../../notices/clock-in-words.ts';
import { Html, html } from '../html.ts';
import type { FirstLines } from './first-lines.ts';
import type { PageData } from './page-data.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { statusWords } from './status-words.ts';

/** Seconds between two looks of a browser without scripts. */
const REFRESH = 5;

/** The page of a run (R7). Pure: data in, HTML out. */
export function runPage(data: PageData, nonce: string): Html {
  const { run, brand, isOver, until } = data;
  return document({
    nonce,
    title: titleOf(run),
    head: !isOver && html`<noscript><meta http-equiv="refresh" content="${REFRESH}"></noscript>\n`,
    body: html`<header>
<p>${brand}</p>
<h1>${run.export}</h1>
</header>
<main>
<p id="said" class="hidden" role="status" aria-live="polite"></p>
${runPart(data)}
</main>
<footer>
<p>Run ${run.id}, revision ${run.revision}. This page, and the downloads on it, work until ${clockInWords(until, run.timezone)}.</p>
</footer>
${!isOver && html`<script nonce="${nonce}">${new Html(PAGE_SCRIPT)}</script>`}`,
  });
}

const titleOf = (run: RunView): string => `${run.export}: ${statusWords(run).word}`;

/** A page that only says something, such as why a link does not work. */
export const messagePage = (
  { title, message, advice }: { readonly title: string; readonly message: string; readonly advice: string },
  nonce: string,
): Html =>
  document({
    nonce,
    title,
    head: false,
    body: html`<main>
<h1>${title}</h1>
<section>
<p>${message}</p>
<p>${advice}</p>
</section>
</main>`,
  });

const document = (page: {
  readonly nonce: string;
  readonly title: string;
  readonly head: Html | false;
  readonly body: Html;
}): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${page.title}</title>
${page.head}<style nonce="${page.nonce}">${new Html(PAGE_STYLE)}</style>
</head>
<body>
${page.body}
</body>
</html>
`;

/** What changes while the run goes on; the script fetches it alone. */
export function runPart(data: PageData): Html {
  const { run, isOver } = data;
  const { word, sentence, said = `${word}. ${sentence}` } = statusWords(run);
  return html`<div id="run" data-over="${String(isOver)}" data-said="${said}" data-title="${titleOf(run)}">
<section class="status ${run.status}" aria-label="Status">
<p class="word">${word}</p>
<p>${sentence}</p>
${progressPart(run)}
</section>
${problemsPart(run)}
${filesPart(data)}
${summaryPart(data)}
${receiptPart(run)}
${previewPart(data)}
${noticesPart(data)}
${logPart(data)}
</div>`;
}

function progressPart({ status, progress }: RunView): Html | null {
  if (status !== 'processing') return null;
  if (progress === null) return html`<progress aria-label="Progress"></progress>`;
  const { step, rows, bytes, sent, percent } = progress;
  const words =
    step === 'reading'
      ? `${plural(rows, 'row')}, ${formatBytes(bytes)} so far`
      : `${formatBytes(sent)} of ${formatBytes(bytes)} sent`;
  const known = percent === null ? null : Math.round(Math.max(0, Math.min(100, percent)));
  return html`<progress aria-label="Progress"${known !== null && html` max="100" value="${known}"`}></progress>
<p>${words}${known !== null && ` (${known} %)`}</p>`;
}

function problemsPart({ status, problems }: RunView): Html | null {
  if (problems.length === 0 || status === 'success' || status === 'skipped') return null;
  const isCheck = status === 'quarantined';
  const heading = isCheck
    ? 'What the checks found'
    : status === 'failed'
      ? 'What went wrong'
      : 'What went wrong so far';
  return html`<section class="problem${isCheck && ' check'}" aria-labelledby="problems">
<h2 id="problems">${heading}</h2>
<ul>
${problems.map(({ message, fix }) => html`<li><p>${withCode(message)}</p><p><strong>What to do:</strong> ${withCode(fix)}</p></li>\n`)}</ul>
</section>`;
}

/** What stands between backticks is what people write or type. */
const withCode = (text: string): readonly (Html | string)[] =>
  text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));

function filesPart({ run, downloads }: PageData): Html | null {
  if (run.files.length === 0) return null;
  return html`<section aria-labelledby="files">
<h2 id="files">${run.files.length === 1 ? 'File' : 'Files'}</h2>
<ul>
${run.files.map(file => {
  const url = downloads.get(file.name);
  return html`<li class="file"><div>${file.name}<br><span class="quiet">${plural(file.rows, 'row')}, ${formatBytes(file.bytes)}; ${
    url === undefined ? 'not kept any more' : `kept until ${localClock(new Date(file.expiresAt), run.timezone)}`
  }</span></div>${url !== undefined && html`<a class="button" href="${url}" download>Download<span class="hidden"> ${file.name}</span></a>`}</li>\n`;
})}</ul>
</section>`;
}

function summaryPart({ run, nextRunAt }: PageData): Html {
  const when = (at: string | null) => at && localClock(new Date(at), run.timezone);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Window', run.window && `${run.window.words}${run.window.by === 'updated_at' ? ', by time of change' : ''}`],
    ['Rows', run.rows === null ? null : formatCount(run.rows)],
    ['Size', run.bytes === null ? null : formatBytes(run.bytes)],
    ['Took', run.seconds === null || run.status === 'queued' ? null : formatSeconds(run.seconds)],
    ['Attempts', run.attempt === 0 ? null : formatCount(run.attempt)],
    ['Next attempt', when(run.nextAttemptAt)],
    run.trigger === 'schedule' ? ['Due', when(run.dueAt)] : ['Asked for by', run.by],
    ['Approved by', run.approvedBy],
    ['Began', when(run.startedAt)],
    ['Next run', nextRunAt && localClock(nextRunAt, run.timezone)],
  ];
  return html`<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<dl>
${facts.map(([label, value]) => value !== null && html`<dt>${label}</dt><dd>${value}</dd>\n`)}</dl>
<p class="quiet zone">Times are those of ${run.timezone}.</p>
</section>`;
}

/** Where everything arrived, and what it was compared by (X3). */
function receiptPart(run: RunView): Html | null {
  const { receipt } = run;
  if (receipt === null || receipt.status === 'skipped') return null;
  const sums = receipt.files.filter(file => file.sha256 !== undefined);
  return html`<section aria-labelledby="receipt">
<h2 id="receipt">Receipt</h2>
<ul>
${receipt.deliveries.map(deliveryItem)}
${receipt.deliveries.length === 0 && html`<li>${notDelivered(run)}</li>\n`}
${sums.map(file => html`<li>SHA-256 of ${file.name}<br><code>${file.sha256}</code></li>\n`)}
${receipt.guardedCells > 0 && html`<li>${plural(receipt.guardedCells, 'cell')} that a spreadsheet would have run as a formula got a ' in front.</li>\n`}
${run.status !== 'quarantined' && receipt.warnings.map(warning => html`<li><strong>Warning:</strong> ${warning}</li>\n`)}</ul>
</section>`;
}

const notDelivered = ({ status }: RunView): string =>
  status === 'success' ? 'Delivered nowhere: this export is for download only.' : 'Delivered nowhere.';

const VERIFIED = { size: 'its size', sha256: 'its SHA-256', crc32: 'its CRC-32' } as const;

const deliveryItem = ({ destination, files, companion, attempts }: ReceiptDelivery): Html => html`<li>
<p><strong>${destination}</strong>${attempts > 1 && html` <span class="quiet">at the attempt number ${attempts}</span>`}</p>
${files.map(({ location, verified }) => html`<p>${location}<br><span class="quiet">verified by ${VERIFIED[verified]}</span></p>\n`)}
${companion !== null && html`<p>${companion}<br><span class="quiet">put there last, when everything was complete</span></p>`}
</li>
`;

function previewPart({ preview }: PageData): Html | null {
  if (preview === null) return null;
  const { name, content } = preview;
  return html`<section aria-labelledby="preview">
<h2 id="preview">First lines</h2>
${content.kind === 'none' ? html`<p>${content.why}</p>` : linesPart(name, content)}
</section>`;
}

function linesPart(name: string, { lines, more, inside }: Extract<FirstLines, { kind: 'lines' }>): Html {
  const of = inside === null ? name : `${inside}, in ${name}`;
  return html`<p class="quiet">Of ${of}${more ? '; the file goes on.' : '; that is all of it.'}</p>
<pre tabindex="0" role="region" aria-label="First lines of ${name}">${lines.map(line => html`<span>${line}</span>`)}</pre>`;
}

function noticesPart({ failedNotices }: PageData): Html | null {
  if (failedNotices.length === 0) return null;
  return html`<section aria-labelledby="notices">
<h2 id="notices">Notices that could not be sent</h2>
<ul>
${failedNotices.map(({ where, event, error }) => html`<li>By ${where} (${event}): ${error}</li>\n`)}</ul>
</section>`;
}

const LEVELS = { info: '', warning: 'Warning: ', error: 'Error: ' } as const;

function logPart({ run, log, earlierLines }: PageData): Html | null {
  if (log.length === 0) return null;
  return html`<section>
<details id="log"${run.status !== 'success' && html` open`}>
<summary>Log</summary>
${earlierLines > 0 && html`<p class="quiet">${plural(earlierLines, 'earlier line')} ${earlierLines === 1 ? 'is' : 'are'} left out.</p>`}
<ol class="log">
${log.map(
  ({ at, level, message }) =>
    html`<li class="${level}"><time datetime="${at}">${localTime(at, run.timezone)}</time>${level !== 'info' && html`<strong>${LEVELS[level]}</strong>`}${withCode(message)}</li>\n`,
)}</ol>
</details>
</section>`;
}

/** `2026-11-22 06:30:01`, as the zone's clocks show it. */
const localTime = (at: string, timezone: string): string =>
  Temporal.Instant.from(at)
    .toZonedDateTimeISO(timezone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ');
